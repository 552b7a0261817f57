package client

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const width, waves = 6, 6

// conns makes waves of requests. The server answers a wave only when all of
// its requests have arrived, so each needs a connection of its own.
func conns(t *testing.T, make func(*Upstream) *http.Client,
	get func(context.Context, *http.Client, string) (int, error)) int64 {
	u := NewUpstream(0, 0)
	defer u.Close()
	var arrived sync.WaitGroup
	body := strings.Repeat("x", 64<<10)
	u.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived.Done()
		arrived.Wait()
		io.WriteString(w, body)
	})
	c := make(u)
	defer c.CloseIdleConnections()
	for range waves {
		arrived.Add(width)
		failed := Many(t.Context(), width, width, func(ctx context.Context) error {
			_, err := get(ctx, c, u.URL)
			return err
		})
		if failed > 0 {
			t.Fatalf("%d requests failed", failed)
		}
	}
	return u.Conns.Load()
}

func TestTunedReuses(t *testing.T) {
	tuned := func(u *Upstream) *http.Client { return New(2*width, u.TLS()) }
	plain := func(u *Upstream) *http.Client { return Default(u.TLS()) }
	if n := conns(t, tuned, Fetch); n > 4*width { // MaxConnsPerHost
		t.Errorf("tuned client opened %d connections, want at most %d", n, 4*width)
	}
	// Two of a wave's connections are kept for the next one.
	const least = width + (waves-1)*(width-2)
	if n := conns(t, plain, Fetch); n < least {
		t.Errorf("default client opened %d connections, want at least %d", n, least)
	}
	if n := conns(t, tuned, StatusOnly); n < least {
		t.Errorf("undrained bodies: %d connections, want at least %d", n, least)
	}
}

func TestFetchReportsStatus(t *testing.T) {
	u := NewUpstream(0, 1)
	defer u.Close()
	u.Config.Handler = http.NotFoundHandler()
	c := New(1, u.TLS())
	defer c.CloseIdleConnections()
	if _, err := Fetch(t.Context(), c, u.URL); err == nil {
		t.Error("a 404 must be an error")
	}
}
