package client

import (
	"context"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// conns runs 60 requests on 8 workers and counts the connections.
func conns(t *testing.T, make func(*Upstream) *http.Client,
	get func(context.Context, *http.Client, string) (int, error)) int64 {
	u := NewUpstream(time.Millisecond, 64<<10)
	defer u.Close()
	c := make(u)
	defer c.CloseIdleConnections()
	failed := Many(t.Context(), 8, 60, func(ctx context.Context) error {
		_, err := get(ctx, c, u.URL)
		return err
	})
	if failed > 0 {
		t.Errorf("%d requests failed", failed)
	}
	return u.Conns.Load()
}

func TestTunedReuses(t *testing.T) {
	tuned := func(u *Upstream) *http.Client { return New(8, u.TLS()) }
	plain := func(u *Upstream) *http.Client { return Default(u.TLS()) }
	kept := conns(t, tuned, Fetch)
	if kept > 16 {
		t.Errorf("tuned client opened %d connections, want at most 16", kept)
	}
	if n := conns(t, plain, Fetch); n <= kept {
		t.Errorf("default client opened %d connections, tuned %d", n, kept)
	}
	if n := conns(t, tuned, StatusOnly); n < 40 {
		t.Errorf("undrained bodies: %d connections, want about one a request", n)
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
