// Package slices measures how late a goroutine runs when others use the CPU.
package slices

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// region hogs
// Hogs runs k goroutines that compute without ever blocking, and returns a
// function that stops them and waits for them.
func Hogs(k int) (stop func()) {
	var quit atomic.Bool
	var wg sync.WaitGroup
	for range k {
		wg.Go(func() {
			for x := uint64(1); !quit.Load(); {
				x = x*6364136223846793005 + 1
			}
		})
	}
	return func() { quit.Store(true); wg.Wait() }
}

// endregion hogs

// region late
// Late sleeps n times for d and returns how much too long each sleep was:
// timer delay plus the time spent runnable, waiting for a P.
func Late(n int, d time.Duration) []time.Duration {
	late := make([]time.Duration, 0, n)
	for range n {
		start := time.Now()
		time.Sleep(d)
		late = append(late, time.Since(start)-d)
	}
	slices.Sort(late)
	return late
}

// Yields calls runtime.Gosched n times and returns how long each took: the
// goroutine goes to the end of the global queue and waits for its turn.
func Yields(n int) []time.Duration {
	took := make([]time.Duration, 0, n)
	for range n {
		start := time.Now()
		runtime.Gosched()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return took
}

// endregion late

// Quantile returns the q-quantile of sorted durations.
func Quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// region metrics
const latencies = "/sched/latencies:seconds"

// SchedLatency reads the runtime's own histogram of the time goroutines
// spent runnable before they ran, since the process started.
func SchedLatency() *metrics.Float64Histogram {
	s := []metrics.Sample{{Name: latencies}}
	metrics.Read(s)
	return s[0].Value.Float64Histogram()
}

// Delta returns the upper bound, in seconds, of the bucket that holds the
// q-quantile of what happened between two readings.
func Delta(before, after *metrics.Float64Histogram, q float64) float64 {
	var total, seen uint64
	for i, c := range after.Counts {
		total += c - before.Counts[i]
	}
	for i, c := range after.Counts {
		seen += c - before.Counts[i]
		if total > 0 && float64(seen) >= q*float64(total) {
			return after.Buckets[i+1]
		}
	}
	return 0
}

// endregion metrics
