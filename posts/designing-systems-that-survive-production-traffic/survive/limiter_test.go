package survive

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// region wait
func TestNobodyWaitsLongerThanMaxWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(1, 1, 100*time.Millisecond)
		release, _ := l.Acquire(t.Context())
		defer release()

		start := time.Now()
		_, err := l.Acquire(t.Context())
		if !errors.Is(err, ErrBusy) || time.Since(start) != 100*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// endregion wait

func TestFullQueueRefusesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(1, 1, time.Hour)
		release, _ := l.Acquire(t.Context())
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := l.Acquire(ctx)
			done <- err
		}()
		synctest.Wait()
		if l.Load() != 2 {
			t.Errorf("load %v, want 2", l.Load())
		}
		if _, err := l.Acquire(t.Context()); !errors.Is(err, ErrBusy) {
			t.Errorf("third request: %v, want ErrBusy", err)
		}
		cancel() // the waiting client goes away
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("waiting request: %v", err)
		}
		release()
		if l.Load() != 0 {
			t.Errorf("load %v at the end, want 0", l.Load())
		}
	})
}

func TestPrioritiesAreShedInOrder(t *testing.T) {
	l := NewLimiter(10, 10, time.Hour)
	for _, c := range []struct {
		slots, waiting int
		want           [3]bool
	}{
		{0, 0, [3]bool{true, true, true}},
		{9, 0, [3]bool{false, true, true}},
		{10, 6, [3]bool{false, false, true}},
	} {
		for len(l.slots) < c.slots {
			l.slots <- struct{}{}
		}
		for len(l.waiting) < c.waiting {
			l.waiting <- struct{}{}
		}
		for p, want := range c.want {
			if got := l.Admit(Priority(p)); got != want {
				t.Errorf("load %v, priority %d: %v", l.Load(), p, got)
			}
		}
	}
}

func TestMiddlewareAnswers503(t *testing.T) {
	l := NewLimiter(1, 1, time.Millisecond)
	inside := 0
	h := l.Middleware(func(r *http.Request) Priority { return Normal },
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			inside++
		}))
	get := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		return w
	}
	if w := get(); w.Code != 200 {
		t.Errorf("idle: %d", w.Code)
	}
	release, _ := l.Acquire(t.Context())
	defer release()
	if w := get(); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("busy: %d, %v", w.Code, w.Header())
	}
	if inside != 1 {
		t.Errorf("the handler ran %d times, want 1", inside)
	}
}

func TestDimmerDoesNotFlicker(t *testing.T) {
	d := &Dimmer{Off: 1.2, On: 0.7}
	for i, c := range []struct {
		load float64
		want bool
	}{{0.5, true}, {1.1, true}, {1.3, false}, {1.0, false}, {0.6, true}} {
		if got := d.Optional(c.load); got != c.want {
			t.Errorf("step %d, load %v: %v", i, c.load, got)
		}
	}
}
