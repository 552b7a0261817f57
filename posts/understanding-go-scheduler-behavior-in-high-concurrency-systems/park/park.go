// Package park starts many goroutines that all wait, and reports the cost.
package park

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Report is what n parked goroutines cost.
type Report struct {
	N      int
	Spawn  time.Duration // until every goroutine waits
	Stack  uint64        // bytes of stack spans in use, growth
	Heap   uint64        // bytes of heap spans in use, growth
	RSS    uint64        // resident bytes, growth (Linux)
	GC     time.Duration // one forced collection with all of them parked
	Resume time.Duration // from close(gate) until the last one ended
}

// region run
// Run starts n goroutines. Each uses about depth*128 bytes of stack once and
// then parks on one channel, as an idle connection's goroutine does.
func Run(n, depth int) Report {
	r := Report{N: n}
	before, rss := settle()

	gate := make(chan struct{})
	var ready, done sync.WaitGroup
	ready.Add(n)
	start := time.Now()
	for range n {
		done.Go(func() {
			burn(depth)
			ready.Done()
			<-gate
		})
	}
	ready.Wait()
	r.Spawn = time.Since(start)
	// endregion run

	// region measure
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.Stack = m.StackInuse - before.StackInuse
	r.Heap = m.HeapInuse - before.HeapInuse
	r.RSS = resident() - rss

	start = time.Now()
	runtime.GC()
	r.GC = time.Since(start)

	start = time.Now()
	close(gate)
	done.Wait()
	r.Resume = time.Since(start)
	// endregion measure
	return r
}

// burn uses stack: each frame holds a 128-byte array.
//
//go:noinline
func burn(depth int) byte {
	var frame [128]byte
	frame[depth&127] = byte(depth)
	if depth > 0 {
		frame[0] += burn(depth - 1)
	}
	return frame[0]
}

func settle() (runtime.MemStats, uint64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m, resident()
}

// resident reads VmRSS; it returns 0 where /proc does not exist.
func resident() uint64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		rest, ok := strings.CutPrefix(line, "VmRSS:")
		if !ok {
			continue
		}
		kb, _ := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
		return kb * 1024
	}
	return 0
}
