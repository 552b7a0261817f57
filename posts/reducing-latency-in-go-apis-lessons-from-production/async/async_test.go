package async

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCloseDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var done atomic.Int64
		q := NewQueue(t.Context(), 2, 10)
		for range 10 {
			q.Try(func(context.Context) {
				time.Sleep(time.Second)
				done.Add(1)
			})
		}
		q.Close()
		if n := done.Load(); n != 10 {
			t.Errorf("%d jobs done after Close, want 10", n)
		}
	})
}

func TestFullQueueDropsAndCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(t.Context(), 1, 2)
		for range 10 {
			q.Try(func(context.Context) { time.Sleep(time.Second) })
			synctest.Wait() // the worker has taken what it can
		}
		if n := q.Dropped.Load(); n != 7 {
			t.Errorf("%d dropped, want 7 (1 running, 2 queued)", n)
		}
		q.Close()
	})
}
