//go:build unix

// Package threads compares goroutines that wait in the network poller with
// goroutines that wait inside a system call.
package threads

import (
	"os"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Count returns the threads the Go runtime owns.
func Count() uint64 {
	s := []metrics.Sample{{Name: "/sched/threads/total:threads"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// region poller
// InPoller blocks n goroutines in os.File.Read on a pipe. The runtime made
// the descriptor non-blocking, so the goroutines park and no thread waits.
func InPoller(n int) (threads uint64, err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	var in atomic.Int64
	for range n {
		wg.Go(func() {
			in.Add(1)
			r.Read(make([]byte, 1))
		})
	}
	threads = peak(&in, int64(n))
	w.Close() // every reader sees EOF
	wg.Wait()
	return threads, r.Close()
}

// endregion poller

// region syscall
// InSyscall blocks n goroutines in read(2) itself: one thread each.
func InSyscall(n int) (threads uint64, err error) {
	var fd [2]int
	if err := syscall.Pipe(fd[:]); err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	var in atomic.Int64
	for range n {
		wg.Go(func() {
			in.Add(1)
			syscall.Read(fd[0], make([]byte, 1))
		})
	}
	threads = peak(&in, int64(n))
	syscall.Close(fd[1]) // every reader sees EOF
	wg.Wait()
	return threads, syscall.Close(fd[0])
}

// endregion syscall

// peak waits until n goroutines have begun and the thread count is stable.
func peak(in *atomic.Int64, n int64) uint64 {
	var last uint64
	stable := 0
	for stable < 10 {
		time.Sleep(2 * time.Millisecond)
		c := Count()
		if in.Load() == n && c == last {
			stable++
		} else {
			stable = 0
		}
		last = c
	}
	return last
}
