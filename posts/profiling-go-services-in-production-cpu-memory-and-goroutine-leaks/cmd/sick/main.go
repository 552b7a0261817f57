// Command sick runs the faulty service for some seconds and writes profiles
// of it into a directory.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"

	"cat-posts.example/posts/profiling-go-services-in-production-cpu-memory-and-goroutine-leaks/sick"
)

func main() {
	dir := flag.String("dir", ".", "where to write the profiles")
	flag.Parse()
	s := sick.New()
	load(s, 0, time.Second)
	write(*dir, "heap-1.prof")
	cpu, err := os.Create(filepath.Join(*dir, "cpu.prof"))
	check(err)
	check(pprof.StartCPUProfile(cpu))
	load(s, 1, 4*time.Second)
	pprof.StopCPUProfile()
	check(cpu.Close())
	write(*dir, "heap-2.prof")
	f, err := os.Create(filepath.Join(*dir, "goroutine.txt"))
	check(err)
	check(pprof.Lookup("goroutine").WriteTo(f, 1))
	check(f.Close())
	runtime.KeepAlive(s)
}

func load(s *sick.Service, round int, d time.Duration) {
	start := time.Now()
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := 0; time.Since(start) < d; i++ {
				s.Request(context.Background(), fmt.Sprintf("%d-%d-%d", round, worker, i))
			}
		})
	}
	wg.Wait()
}

func write(dir, name string) {
	runtime.GC()
	f, err := os.Create(filepath.Join(dir, name))
	check(err)
	check(pprof.Lookup("heap").WriteTo(f, 0))
	check(f.Close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
