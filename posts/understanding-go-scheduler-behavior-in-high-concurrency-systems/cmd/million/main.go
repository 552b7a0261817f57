// Command million parks n goroutines and prints what they cost.
package main

import (
	"flag"
	"fmt"
	"runtime"
	"time"

	"cat-posts.example/posts/understanding-go-scheduler-behavior-in-high-concurrency-systems/park"
)

func main() {
	n := flag.Int("n", 1_000_000, "goroutines")
	depth := flag.Int("depth", 0, "stack frames of 128 bytes used before parking")
	flag.Parse()
	r := park.Run(*n, *depth)
	per := func(b uint64) string {
		return fmt.Sprintf("%7.0f MiB %7.0f B each", float64(b)/(1<<20), float64(b)/float64(r.N))
	}
	fmt.Printf("n=%d depth=%d GOMAXPROCS=%d\n", r.N, *depth, runtime.GOMAXPROCS(0))
	fmt.Printf("spawn and park %9v  %5.0f ns each\n",
		r.Spawn.Round(time.Millisecond), float64(r.Spawn)/float64(r.N))
	fmt.Println("stacks in use ", per(r.Stack))
	fmt.Println("heap in use   ", per(r.Heap))
	fmt.Println("RSS growth    ", per(r.RSS))
	fmt.Printf("one forced GC  %9v\n", r.GC.Round(time.Millisecond))
	fmt.Printf("wake and end   %9v  %5.0f ns each\n",
		r.Resume.Round(time.Millisecond), float64(r.Resume)/float64(r.N))
}
