package batch

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

type backend struct {
	calls, keys atomic.Int64
	fail        error
}

func (f *backend) fetch(ctx context.Context, keys []int) (map[int]int, error) {
	f.calls.Add(1)
	f.keys.Add(int64(len(keys)))
	select {
	case <-time.After(10 * time.Millisecond):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.fail != nil {
		return nil, f.fail
	}
	out := map[int]int{}
	for _, k := range keys {
		if k >= 0 {
			out[k] = k * k
		}
	}
	return out, nil
}

func TestBatchesWhileBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &backend{}
		b := New(1, 100, 100, 0, time.Second, f.fetch)
		start := time.Now()
		if v, err := b.Load(t.Context(), 3); v != 9 || err != nil {
			t.Errorf("Load(3) = %d, %v", v, err)
		}
		if d := time.Since(start); d != 10*time.Millisecond {
			t.Errorf("a single request took %v, want no waiting", d)
		}
		go b.Load(t.Context(), 0) // makes the worker busy
		synctest.Wait()
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if v, err := b.Load(t.Context(), i%25); v != (i%25)*(i%25) || err != nil {
					t.Errorf("Load(%d) = %d, %v", i%25, v, err)
				}
			})
		}
		wg.Wait()
		if c, k := f.calls.Load(), f.keys.Load(); c != 3 || k != 1+1+25 {
			t.Errorf("%d calls for %d keys, want 3 for 27", c, k)
		}
		b.Close()
	})
}

func TestErrorsReachEveryone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &backend{fail: errors.New("down")}
		b := New(1, 10, 10, 0, time.Second, f.fetch)
		if _, err := b.Load(t.Context(), 1); !errors.Is(err, f.fail) {
			t.Errorf("err = %v", err)
		}
		f.fail = nil
		if _, err := b.Load(t.Context(), -1); !errors.Is(err, ErrNotFound) {
			t.Errorf("err = %v", err)
		}
		b.Close()
	})
}

func TestCallerMayLeaveAndTheQueuePushesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &backend{}
		b := New(1, 1, 2, 0, time.Second, f.fetch)
		var left atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 25*time.Millisecond)
				defer cancel()
				if _, err := b.Load(ctx, i); errors.Is(err, context.DeadlineExceeded) {
					left.Add(1)
				}
			})
		}
		wg.Wait()
		if n := left.Load(); n != 18 {
			t.Errorf("%d of 20 left, want 18: two lookups fit into 25 ms", n)
		}
		b.Close()
		if c := f.calls.Load(); c > 4 {
			t.Errorf("%d lookups, want none for callers that had left", c)
		}
	})
}
