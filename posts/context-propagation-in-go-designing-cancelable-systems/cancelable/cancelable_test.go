package cancelable

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ms = time.Millisecond

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithTimeout(t.Context(), 300*ms)
		defer cancel()
		left := func(limit time.Duration) time.Duration {
			ctx, cancel, err := Budget(parent, limit, 50*ms, 20*ms)
			if err != nil {
				t.Fatal(err)
			}
			defer cancel()
			d, _ := ctx.Deadline()
			return time.Until(d)
		}
		if d := left(100 * ms); d != 100*ms {
			t.Fatalf("a short step got %v", d)
		}
		if d := left(time.Hour); d != 250*ms {
			t.Fatalf("a long step got %v, want 300-50 ms", d)
		}
		time.Sleep(240 * ms) // 60 ms left, 50 of them reserved
		if _, _, err := Budget(parent, time.Hour, 50*ms, 20*ms); !errors.Is(err, ErrNoBudget) {
			t.Fatalf("err %v", err)
		}
	})
}

func TestBudgetCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel, _ := Budget(t.Context(), 100*ms, 0, 0)
		defer cancel()
		<-ctx.Done()
		if ctx.Err() != context.DeadlineExceeded {
			t.Fatal(ctx.Err())
		}
		if s := context.Cause(ctx).Error(); s != "step used up its 100ms: context deadline exceeded" {
			t.Fatal(s)
		}
	})
}

func TestRetry(t *testing.T) {
	boom := errors.New("boom")
	fail := func(n *int) func(context.Context) error {
		return func(context.Context) error { *n++; return boom }
	}
	synctest.Test(t, func(t *testing.T) {
		n, start := 0, time.Now()
		if err := Retry(t.Context(), 3, 100*ms, fail(&n)); !errors.Is(err, boom) || n != 3 {
			t.Fatal(n, err)
		}
		if d := time.Since(start); d != 300*ms {
			t.Fatalf("pauses of %v, want 100+200 ms", d)
		}
		// With 250 ms, the second pause does not fit and is not begun.
		ctx, cancel := context.WithTimeout(t.Context(), 250*ms)
		defer cancel()
		n, start = 0, time.Now()
		err := Retry(ctx, 10, 100*ms, fail(&n))
		if !errors.Is(err, ErrNoBudget) || !errors.Is(err, boom) || n != 2 {
			t.Fatal(n, err)
		}
		if d := time.Since(start); d != 100*ms {
			t.Fatalf("gave up after %v", d)
		}
		// Cancellation ends a pause at once.
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(50*ms, stop)
		n, start = 0, time.Now()
		err = Retry(ctx, 10, time.Hour, fail(&n))
		if !errors.Is(err, context.Canceled) || time.Since(start) != 50*ms {
			t.Fatal(err, time.Since(start))
		}
	})
}

func TestStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, stop := context.WithCancelCause(t.Context())
		request, hangUp := context.WithCancel(server)
		limited, cancel := context.WithTimeoutCause(request, time.Second, ErrBudget)
		defer cancel()
		check := func(ctx context.Context, code int, who string) {
			t.Helper()
			if c, w := Status(ctx); c != code || w != who {
				t.Fatalf("%d %s, want %d %s", c, w, code, who)
			}
		}
		check(limited, 200, "nobody")
		<-limited.Done()
		check(limited, 504, "deadline")
		hangUp()
		check(request, 499, "client")
		check(limited, 504, "deadline") // the first cause stays
		stop(ErrShutdown)
		check(server, 503, "shutdown")
		check(request, 499, "client")
		g, group := errgroup.WithContext(t.Context())
		g.Go(func() error { return errors.New("no such table") })
		g.Wait()
		check(group, 500, "sibling")
	})
}

func TestReadFullOnASilentConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		defer a.Close()
		defer b.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		err := ReadFull(ctx, a, make([]byte, 4))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if d := time.Since(start); d != time.Second {
			t.Fatalf("returned after %v", d)
		}
		a.SetReadDeadline(time.Time{})
		go b.Write([]byte("four"))
		buf := make([]byte, 4)
		if err := ReadFull(t.Context(), a, buf); err != nil || string(buf) != "four" {
			t.Fatalf("%q %v", buf, err)
		}
	})
}

func TestCallLeavesTheWorkRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Bool
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := Call(ctx, func() (int, error) {
			time.Sleep(time.Minute)
			ended.Store(true)
			return 1, nil
		})
		if !errors.Is(err, context.DeadlineExceeded) || ended.Load() {
			t.Fatal(err, "ended")
		}
		time.Sleep(time.Hour)
		if !ended.Load() {
			t.Fatal("the work stopped: the comment is wrong")
		}
	})
}

type ledger struct {
	calls  []string
	onHold func()
}

func (l *ledger) step(ctx context.Context, name string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	l.calls = append(l.calls, name)
	return nil
}
func (l *ledger) Hold(ctx context.Context, _ string) error {
	err := l.step(ctx, "hold")
	l.onHold()
	return err
}
func (l *ledger) Capture(ctx context.Context, _ string) error {
	err := l.step(ctx, "capture")
	l.onHold()
	return err
}
func (l *ledger) Record(ctx context.Context, _ string) error {
	return l.step(ctx, "record")
}

func TestPayIsNotCanceledHalfWay(t *testing.T) {
	// Canceled during the hold: no money moves.
	ctx, cancel := context.WithCancel(t.Context())
	l := &ledger{onHold: cancel}
	if err := Pay(ctx, l, "o"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if !slices.Equal(l.calls, []string{"hold"}) {
		t.Fatal(l.calls)
	}
	// Canceled during the capture: it is recorded all the same.
	ctx, cancel = context.WithCancel(t.Context())
	n := 0
	l = &ledger{onHold: func() {
		if n++; n == 2 {
			cancel()
		}
	}}
	if err := Pay(ctx, l, "o"); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(l.calls, []string{"hold", "capture", "record"}) {
		t.Fatal(l.calls)
	}
	// A value survives WithoutCancel.
	ctx, cancel = context.WithCancel(WithRequest(t.Context(), Request{ID: "7"}))
	cancel()
	if r, ok := RequestFrom(context.WithoutCancel(ctx)); !ok || r.ID != "7" {
		t.Fatal(r, ok)
	}
}

func TestWait(t *testing.T) {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ctx, cancel := context.WithTimeout(t.Context(), 10*ms)
	defer cancel()
	mu.Lock()
	err := Wait(ctx, c, func() bool { return false })
	mu.Unlock()
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	ready := false
	go func() {
		mu.Lock()
		defer mu.Unlock()
		ready = true
		c.Broadcast()
	}()
	mu.Lock()
	defer mu.Unlock()
	if err := Wait(t.Context(), c, func() bool { return ready }); err != nil {
		t.Fatal(err)
	}
}

func TestTimeLeftCrossesTheWire(t *testing.T) {
	var got time.Duration
	srv := httptest.NewServer(WithTimeLeft(10*time.Minute,
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d, _ := r.Context().Deadline()
			got = time.Until(d)
		})))
	defer srv.Close()
	defer http.DefaultClient.CloseIdleConnections()
	get := func(d time.Duration) {
		ctx, cancel := context.WithTimeout(t.Context(), d)
		defer cancel()
		r, _ := http.NewRequestWithContext(ctx, "GET", srv.URL, nil)
		SetTimeLeft(r)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	get(3 * time.Minute)
	if got > 3*time.Minute || got < 2*time.Minute {
		t.Fatalf("server has %v, want a bit less than 3m", got)
	}
	get(time.Hour) // the caller may not give more than the server's limit
	if got > 10*time.Minute {
		t.Fatalf("server has %v", got)
	}
}

// sees reports whether the handler's context ends when the client leaves, or
// at least before the given time is over.
func sees(t *testing.T, body io.Reader, read, http2 bool, within time.Duration) bool {
	started := make(chan struct{})
	release := make(chan struct{})
	canceled := make(chan bool, 1)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			if read {
				io.Copy(io.Discard, r.Body)
			}
			close(started)
			select {
			case <-r.Context().Done():
				canceled <- true
			case <-release:
				canceled <- false
			}
		}))
	var protocols http.Protocols
	protocols.SetHTTP1(!http2)
	protocols.SetUnencryptedHTTP2(http2)
	srv.Config.Protocols = &protocols
	srv.Start()
	defer srv.Close()
	tr := &http.Transport{Protocols: &protocols}
	defer tr.CloseIdleConnections()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-started
		cancel()
	}()
	r, _ := http.NewRequestWithContext(ctx, "POST", srv.URL, body)
	if resp, err := (&http.Client{Transport: tr}).Do(r); err == nil {
		resp.Body.Close()
		t.Fatal("the client got an answer")
	}
	timer := time.AfterFunc(within, func() { close(release) })
	defer timer.Stop()
	return <-canceled
}

func TestAnUnreadBodyHidesTheClientsDeparture(t *testing.T) {
	body := func() io.Reader { return bytes.NewReader(make([]byte, 1<<10)) }
	if !sees(t, nil, false, false, time.Hour) {
		t.Error("no body: the handler was not canceled")
	}
	if !sees(t, body(), true, false, time.Hour) {
		t.Error("body read: the handler was not canceled")
	}
	if sees(t, body(), false, false, 300*ms) {
		t.Error("unread body: the handler was canceled after all")
	}
	if !sees(t, body(), false, true, time.Hour) {
		t.Error("HTTP/2, unread body: the handler was not canceled")
	}
}

// region cause

func TestHTTPClientReportsTheCause(t *testing.T) {
	bare := errors.New("out of time")
	wrapped := fmt.Errorf("out of time: %w", context.DeadlineExceeded)
	for _, cause := range []error{bare, wrapped} {
		err := getSlow(t, cause)
		if !errors.Is(err, cause) {
			t.Fatalf("%v does not wrap the cause", err)
		}
		isDeadline := errors.Is(err, context.DeadlineExceeded)
		if isDeadline != (cause == wrapped) {
			t.Fatalf("%v: is DeadlineExceeded: %t", err, isDeadline)
		}
	}
}

// endregion cause

// getSlow asks a server that never answers, for 20 ms.
func getSlow(t *testing.T, cause error) error {
	block := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(
		func(http.ResponseWriter, *http.Request) { <-block }))
	defer srv.Close()
	defer close(block)
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	ctx, cancel := context.WithTimeoutCause(t.Context(), 20*ms, cause)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", srv.URL, nil)
	_, err := (&http.Client{Transport: tr}).Do(r)
	return err
}

func BenchmarkContext(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.Run("Err", func(b *testing.B) {
		for b.Loop() {
			if ctx.Err() != nil {
				b.Fatal()
			}
		}
	})
	b.Run("WithTimeout+cancel", func(b *testing.B) {
		for b.Loop() {
			_, cancel := context.WithTimeout(ctx, time.Hour)
			cancel()
		}
	})
	type key int
	for _, depth := range []int{1, 10, 50} {
		c := WithRequest(ctx, Request{ID: "7"})
		for i := range depth - 1 {
			c = context.WithValue(c, key(i), i)
		}
		b.Run(fmt.Sprintf("Value-depth-%d", depth), func(b *testing.B) {
			for b.Loop() {
				RequestFrom(c)
			}
		})
	}
}
