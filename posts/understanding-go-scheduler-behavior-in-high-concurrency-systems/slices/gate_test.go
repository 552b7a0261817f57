package slices

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// gated is Hogs, but behind a gate.
func gated(k int) (stop func()) {
	var quit atomic.Bool
	var wg sync.WaitGroup
	g := NewGate()
	for range k {
		wg.Go(func() {
			g.Do(context.Background(), func() {
				for x := uint64(1); !quit.Load(); {
					x = x*6364136223846793005 + 1
				}
			})
		})
	}
	return func() { quit.Store(true); wg.Wait() }
}

func TestGateKeepsAProcessorFree(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	stop := Hogs(8)
	open := Quantile(Late(10, time.Millisecond), 0.5)
	stop()
	stop = gated(8)
	shut := Quantile(Late(10, time.Millisecond), 0.5)
	stop()
	t.Logf("median delay: 8 hogs %v, gated %v", open, shut)
	if shut > open/2 {
		t.Errorf("gated delay %v, ungated %v: want less than half", shut, open)
	}
}

func TestGateGivesUpWithTheContext(t *testing.T) {
	g := make(Gate, 1)
	g <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Do(ctx, func() {}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}
