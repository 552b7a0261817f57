package cache

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func counting(calls *atomic.Int64, d time.Duration) func(context.Context, string) (int, error) {
	return func(ctx context.Context, _ string) (int, error) {
		n := calls.Add(1)
		select {
		case <-time.After(d):
			return int(n), nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func TestOneLoadForManyCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		c := New(time.Minute, time.Second, counting(&calls, 100*time.Millisecond))
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if v, err := c.Get(t.Context(), "k"); v != 1 || err != nil {
					t.Errorf("Get = %d, %v", v, err)
				}
			})
		}
		wg.Wait()
		if n := calls.Load(); n != 1 {
			t.Errorf("%d loads, want 1", n)
		}
		time.Sleep(2 * time.Minute)
		c.Get(t.Context(), "k")
		if n := calls.Load(); n != 2 {
			t.Errorf("%d loads after the TTL, want 2", n)
		}
	})
}

func TestOneCallerLeavingDoesNotFailTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		c := New(time.Minute, time.Second, counting(&calls, 100*time.Millisecond))
		impatient, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := c.Get(impatient, "k"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("impatient caller: %v", err)
			}
		})
		wg.Go(func() {
			time.Sleep(time.Millisecond) // joins the first one's flight
			if _, err := c.Get(t.Context(), "k"); err != nil {
				t.Errorf("patient caller: %v", err)
			}
		})
		wg.Wait()
		if n := calls.Load(); n != 1 {
			t.Errorf("%d loads, want 1", n)
		}
	})
}
