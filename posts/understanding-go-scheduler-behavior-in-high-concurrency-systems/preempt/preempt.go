// Package preempt asks whether a loop without calls can hold a P for ever.
package preempt

import (
	"runtime"
	"sync/atomic"
	"time"
)

var sink uint64

// region spin
// Spin has no call, no channel and no allocation in its loop, so nothing in
// it reaches a synchronous safe-point.
func Spin(n uint64) {
	x := uint64(1)
	for range n {
		x = x*6364136223846793005 + 1442695040888963407
	}
	atomic.StoreUint64(&sink, x)
}

// WaitBeside runs Spin on the only P and reports how long a goroutine that
// wants one instruction had to wait for it, and if Spin was over by then.
func WaitBeside(n uint64) (waited, spun time.Duration, over bool) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var begun atomic.Bool
	atomic.StoreUint64(&sink, 0)
	start := time.Now()
	done := make(chan time.Duration, 1)
	go func() {
		begun.Store(true)
		Spin(n)
		done <- time.Since(start)
	}()
	for !begun.Load() {
		runtime.Gosched() // Spin gets the P; we want it back
	}
	over = atomic.LoadUint64(&sink) != 0
	return time.Since(start), <-done, over
}

// endregion spin
