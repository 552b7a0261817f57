package slices

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateKeepsAProcessorFree(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	synctest.Test(t, func(t *testing.T) {
		g := NewGate()
		var running, done atomic.Int64
		for range 8 {
			go g.Do(t.Context(), func() {
				running.Add(1)
				time.Sleep(time.Second)
				running.Add(-1)
				done.Add(1)
			})
		}
		synctest.Wait()
		for left := int64(8); left > 0; left = 8 - done.Load() {
			if n := running.Load(); n != min(left, 3) {
				t.Errorf("%d of %d jobs run on 4 processors, want 3", n, left)
			}
			time.Sleep(time.Second)
			synctest.Wait()
		}
	})
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
