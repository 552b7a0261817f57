package retry

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

var errDown = errors.New("503")

func policy(b *Budget) Policy {
	return Policy{
		Attempts: 4, Base: 100 * time.Millisecond, Limit: time.Second, Budget: b,
		Retryable: func(err error) bool { return errors.Is(err, errDown) || errors.Is(err, context.DeadlineExceeded) },
	}
}

func TestBackoffDoublesToTheLimit(t *testing.T) {
	for n, want := range []time.Duration{100, 200, 400, 800, 1000, 1000} {
		if got := Backoff(100, 1000, n); got != want {
			t.Errorf("Backoff(%d) = %d, want %d", n, got, want)
		}
	}
	if got := Backoff(time.Second, time.Hour, 10_000); got != time.Hour {
		t.Errorf("a large n overflowed: %v", got)
	}
}

func TestFullJitterStaysInRangeAndVaries(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 1000 {
		d := FullJitter(time.Second)
		if d < 0 || d > time.Second {
			t.Fatalf("out of range: %v", d)
		}
		seen[d] = true
	}
	if len(seen) < 900 {
		t.Errorf("only %d different delays", len(seen))
	}
}

func TestRetriesThenSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		err := Do(t.Context(), policy(NewBudget(0.1, 10)), func(context.Context) error {
			if calls++; calls < 3 {
				return errDown
			}
			return nil
		})
		if err != nil || calls != 3 {
			t.Errorf("err %v after %d calls", err, calls)
		}
	})
}

func TestPermanentErrorIsNotRetried(t *testing.T) {
	calls := 0
	bad := errors.New("400")
	err := Do(t.Context(), policy(NewBudget(0.1, 10)), func(context.Context) error { calls++; return bad })
	if !errors.Is(err, bad) || calls != 1 {
		t.Errorf("err %v after %d calls", err, calls)
	}
}

func TestBudgetBoundsRetriesAcrossCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := policy(NewBudget(0.1, 10))
		calls := 0
		var last error
		for range 1000 {
			last = Do(t.Context(), p, func(context.Context) error { calls++; return errDown })
		}
		// 1000 first attempts, 10 saved retries, 0.1 for each further call.
		if calls < 1100 || calls > 1111 {
			t.Errorf("%d attempts for 1000 calls", calls)
		}
		if !errors.Is(last, ErrBudget) || !errors.Is(last, errDown) {
			t.Errorf("the error hides its cause: %v", last)
		}
	})
}

func TestNeverSleepsPastTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := policy(NewBudget(1, 100))
		p.Base, p.Limit, p.Attempts = 10*time.Second, 10*time.Second, 50
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		start := time.Now()
		err := Do(ctx, p, func(context.Context) error { return errDown })
		if !errors.Is(err, errDown) {
			t.Errorf("err %v, want the operation's own error", err)
		}
		if time.Since(start) >= 30*time.Second {
			t.Error("slept into the deadline")
		}
	})
}

func TestPerTryTimeoutIsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := policy(NewBudget(0.1, 10))
		p.PerTry = 50 * time.Millisecond
		calls := 0
		err := Do(t.Context(), p, func(ctx context.Context) error {
			if calls++; calls == 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		if err != nil || calls != 2 {
			t.Errorf("err %v after %d calls", err, calls)
		}
	})
}

func TestCancelStopsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := policy(NewBudget(1, 100))
		p.Base, p.Limit = time.Hour, time.Hour
		ctx, cancel := context.WithCancel(t.Context())
		go func() { time.Sleep(time.Millisecond); cancel() }()
		start := time.Now()
		_ = Do(ctx, p, func(context.Context) error { return errDown })
		if time.Since(start) > time.Second {
			t.Error("kept waiting after the cancel")
		}
	})
}
