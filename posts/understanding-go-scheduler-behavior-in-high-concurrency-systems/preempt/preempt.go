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
// wants one instruction had to wait for it.
func WaitBeside(n uint64) (waited, spun time.Duration) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	start := time.Now()
	done := make(chan time.Duration, 1)
	go func() {
		Spin(n)
		done <- time.Since(start)
	}()
	runtime.Gosched() // Spin gets the P; we want it back
	waited = time.Since(start)
	return waited, <-done
}

// endregion spin
