package simple

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most, sum atomic.Int64
		items := make([]int64, 100)
		for i := range items {
			items[i] = int64(i)
		}
		start := time.Now()
		err := Each(t.Context(), items, 10,
			func(ctx context.Context, i int64) error {
				n := now.Add(1)
				defer now.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); {
					m = most.Load()
				}
				time.Sleep(time.Second)
				sum.Add(i)
				return nil
			})
		if err != nil || sum.Load() != 4950 || most.Load() != 10 {
			t.Fatalf("err %v, sum %d, at most %d", err, sum.Load(), most.Load())
		}
		if d := time.Since(start); d != 10*time.Second {
			t.Fatalf("took %v, want 10s", d)
		}
	})
}

func TestEachStopsAtTheFirstError(t *testing.T) {
	boom := errors.New("boom")
	started := 0
	err := Each(t.Context(), make([]int, 1000), 1,
		func(context.Context, int) error { started++; return boom })
	if !errors.Is(err, boom) || started > 2 {
		t.Fatalf("err %v after %d items", err, started)
	}
}

func TestEachReportsCancellation(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Each(ctx, make([]int, 10), 2,
		func(context.Context, int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("err %v", err)
	}
}
