package worker

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cat-posts.example/posts/building-resilient-workers-in-go-for-queue-based-architectures/queue"
)

func config() Config {
	return Config{
		Slots: 4, Lease: 30 * time.Second, Timeout: 2 * time.Minute, Grace: 20 * time.Second, MaxDeliveries: 3, MaxStarts: 10,
		Backoff: func(n int) time.Duration { return time.Second << min(n, 6) },
	}
}

// start runs a worker and returns the function that stops it and waits.
func start(ctx context.Context, w *Worker) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	return func() { cancel(); <-done }
}

func TestTakesOnlyWhatItCanStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		for range 20 {
			q.Send("x")
		}
		release := make(chan struct{})
		var running atomic.Int32
		w := New(config(), q, func(context.Context, queue.Message) error {
			running.Add(1)
			<-release
			return nil
		})
		stop := start(t.Context(), w)
		synctest.Wait()
		if n := running.Load(); n != 4 {
			t.Errorf("%d handlers run, want 4", n)
		}
		other, _ := q.Receive(t.Context(), 100, time.Second)
		if len(other) != 16 {
			t.Errorf("another worker finds %d messages, want the 16 that were not started", len(other))
		}
		close(release)
		synctest.Wait()
		stop()
	})
}

func TestLeaseIsRenewedWhileTheHandlerRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		q.Send("long")
		var runs atomic.Int32
		w := New(config(), q, func(ctx context.Context, _ queue.Message) error {
			runs.Add(1)
			time.Sleep(100 * time.Second) // more than three leases
			return nil
		})
		stop := start(t.Context(), w)
		time.Sleep(110 * time.Second)
		stop()
		if runs.Load() != 1 || q.Len() != 0 {
			t.Errorf("%d runs, %d left", runs.Load(), q.Len())
		}
	})
}

func TestPermanentGoesToQuarantineAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		q.Send("bad")
		w := New(config(), q, func(context.Context, queue.Message) error { return fmt.Errorf("parse: %w", ErrPermanent) })
		stop := start(t.Context(), w)
		synctest.Wait()
		stop()
		if d := q.Dead(); len(d) != 1 || d[0].Deliveries != 1 {
			t.Errorf("dead: %+v", d)
		}
	})
}

func TestPanicIsAnErrorAndEndsInQuarantine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		q.Send("bad")
		q.Send("good")
		var good atomic.Int32
		w := New(config(), q, func(_ context.Context, m queue.Message) error {
			if m.Body == "bad" {
				var p *queue.Message
				_ = p.ID
			}
			good.Add(1)
			return nil
		})
		stop := start(t.Context(), w)
		time.Sleep(time.Minute)
		stop()
		if d := q.Dead(); len(d) != 1 || d[0].Deliveries != 3 || good.Load() != 1 {
			t.Errorf("dead: %+v, good %d", d, good.Load())
		}
	})
}

func TestCrashingMessageIsQuarantinedUnrun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		q.Send("killer")
		for range 10 { // ten processes died with it
			q.Receive(t.Context(), 1, time.Second)
			time.Sleep(2 * time.Second)
		}
		var runs atomic.Int32
		w := New(config(), q, func(context.Context, queue.Message) error { runs.Add(1); return nil })
		stop := start(t.Context(), w)
		synctest.Wait()
		stop()
		if runs.Load() != 0 || len(q.Dead()) != 1 {
			t.Errorf("%d runs, dead %v", runs.Load(), q.Dead())
		}
	})
}

func TestShutdownLetsHandlersFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		for range 8 {
			q.Send("x")
		}
		w := New(config(), q, func(ctx context.Context, _ queue.Message) error {
			select {
			case <-time.After(10 * time.Second):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		stop := start(t.Context(), w)
		time.Sleep(time.Second)
		began := time.Now()
		stop()
		if d := time.Since(began); d != 9*time.Second {
			t.Errorf("shutdown took %v", d)
		}
		if q.Len() != 4 {
			t.Errorf("%d left, want the 4 that were never started", q.Len())
		}
	})
}

func TestShutdownGivesBackWhatDoesNotFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		q.Send("slow")
		w := New(config(), q, func(ctx context.Context, _ queue.Message) error {
			<-ctx.Done()
			return ctx.Err()
		})
		stop := start(t.Context(), w)
		time.Sleep(time.Second)
		began := time.Now()
		stop()
		if d := time.Since(began); d != 20*time.Second {
			t.Errorf("shutdown took %v, want the grace", d)
		}
		again, _ := q.Receive(t.Context(), 1, time.Second)
		if len(again) != 1 || time.Since(began) != 20*time.Second {
			t.Error("the message was not available at once")
		}
	})
}

func TestLostLeaseEndsTheHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		q.Send("x")
		ended := make(chan error, 1)
		w := New(config(), staleQueue{q}, func(ctx context.Context, _ queue.Message) error {
			<-ctx.Done()
			select {
			case ended <- ctx.Err():
			default:
			}
			return ctx.Err()
		})
		began := time.Now()
		stop := start(t.Context(), w)
		if err := <-ended; !errors.Is(err, context.Canceled) || time.Since(began) != 10*time.Second {
			t.Errorf("ended with %v after %v", err, time.Since(began))
		}
		stop()
	})
}

type staleQueue struct{ *queue.Queue }

func (staleQueue) Extend(context.Context, queue.Message, time.Duration) error { return queue.ErrStale }

func TestDeadDependencyPausesTheWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		for range 100 {
			q.Send("x")
		}
		c := config()
		c.Pause = time.Second
		var mu sync.Mutex
		runs, down := 0, true
		w := New(c, q, func(context.Context, queue.Message) error {
			mu.Lock()
			defer mu.Unlock()
			runs++
			if down {
				return ErrUnavailable
			}
			return nil
		})
		stop := start(t.Context(), w)
		time.Sleep(5 * time.Minute)
		mu.Lock()
		if runs > 4+15 {
			t.Errorf("%d calls to a dead dependency", runs)
		}
		down = false
		mu.Unlock()
		time.Sleep(time.Minute)
		stop()
		if q.Len() != 0 || len(q.Dead()) != 0 {
			t.Errorf("%d left, %d quarantined", q.Len(), len(q.Dead()))
		}
	})
}

func TestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New()
		block := make(chan struct{})
		w := New(config(), q, func(context.Context, queue.Message) error { <-block; return nil })
		stop := start(t.Context(), w)
		time.Sleep(10 * time.Minute)
		if err := w.Live(); err != nil {
			t.Errorf("an idle worker is not live: %v", err)
		}
		q.Send("stuck")
		time.Sleep(time.Minute)
		if err := w.Live(); err != nil {
			t.Errorf("a busy worker is not live: %v", err)
		}
		time.Sleep(4 * time.Minute)
		if w.Live() == nil {
			t.Error("a handler that ignores its timeout is called live")
		}
		close(block)
		stop()
	})
}
