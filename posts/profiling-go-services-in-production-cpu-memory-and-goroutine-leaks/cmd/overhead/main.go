//go:build unix

// Command overhead measures the CPU time of a request with and without
// profiling, in turns, so that a busy moment of the machine hits all alike.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

var modes = []struct {
	name  string
	start func() (stop func())
}{
	{"nothing", func() func() { return func() {} }},
	{"CPU profile, 100 Hz", func() func() {
		check(pprof.StartCPUProfile(&bytes.Buffer{}))
		return pprof.StopCPUProfile
	}},
	{"mutex 1/100, block 10 µs", func() func() {
		runtime.SetMutexProfileFraction(100)
		runtime.SetBlockProfileRate(10_000)
		return func() {
			runtime.SetMutexProfileFraction(0)
			runtime.SetBlockProfileRate(0)
		}
	}},
	{"flight recorder", func() func() {
		fr := trace.NewFlightRecorder(trace.FlightRecorderConfig{MinAge: time.Second})
		check(fr.Start())
		return fr.Stop
	}},
	{"goroutine profile, 10/s", func() func() {
		quit := make(chan struct{})
		go func() {
			for {
				select {
				case <-quit:
					return
				case <-time.After(100 * time.Millisecond):
					check(pprof.Lookup("goroutine").WriteTo(io.Discard, 0))
				}
			}
		}()
		return func() { close(quit) }
	}},
}

func main() {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256(make([]byte, 8<<10))
		json.NewEncoder(w).Encode(map[string]any{"sum": sum[:4], "path": r.URL.Path})
	}))
	defer srv.Close()
	srv.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = 8
	const rounds = 15
	got := make([][]float64, len(modes))
	for range rounds {
		for i, m := range modes {
			stop := m.start()
			got[i] = append(got[i], cost(srv, 200*time.Millisecond))
			stop()
		}
	}
	var base float64
	for i, m := range modes {
		slices.Sort(got[i])
		med := got[i][rounds/2]
		if i == 0 {
			base = med
		}
		fmt.Printf("%-26s %5.1f µs of CPU a request  %+5.1f%%\n", m.name, med, 100*(med/base-1))
	}
}

// cost is the CPU time of the process, client included, for each request.
func cost(srv *httptest.Server, d time.Duration) float64 {
	var n atomic.Int64
	var wg sync.WaitGroup
	start, used := time.Now(), cpu()
	for range 8 {
		wg.Go(func() {
			for time.Since(start) < d {
				res, err := srv.Client().Get(srv.URL)
				check(err)
				io.Copy(io.Discard, res.Body)
				res.Body.Close()
				n.Add(1)
			}
		})
	}
	wg.Wait()
	return float64((cpu() - used).Microseconds()) / float64(n.Load())
}

func cpu() time.Duration {
	var r syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &r))
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
