package session

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"cat-posts.example/posts/designing-go-services-that-scale-horizontally/replicas"
)

func client(t *testing.T) *redis.Client {
	t.Helper()
	addr := os.Getenv("REDIS_ADDR")
	if addr == "" {
		t.Skip("REDIS_ADDR is not set")
	}
	opt := &redis.Options{Addr: addr}
	if strings.HasPrefix(addr, "/") {
		opt.Network = "unix"
	}
	rdb := redis.NewClient(opt)
	t.Cleanup(func() { rdb.Close() })
	return rdb
}

// region twice

// visit logs in, then asks ten times who it is, and counts the refusals.
func visit(t *testing.T, h http.Handler) (refused int) {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest("POST", "/login?user=ana", nil))
	for range 10 {
		me := httptest.NewRequest("GET", "/me", nil)
		for _, c := range rec.Result().Cookies() {
			me.AddCookie(c)
		}
		got := httptest.NewRecorder()
		h.ServeHTTP(got, me)
		if got.Code != http.StatusOK || got.Body.String() != "ana" {
			refused++
		}
	}
	return refused
}

func TestMemoryFailsBehindTwoReplicas(t *testing.T) {
	replica := func() http.Handler { return Service(&Memory{}) }
	if n := visit(t, replicas.Behind(1, replica)); n != 0 {
		t.Errorf("one replica refused %d of 10", n)
	}
	if n := visit(t, replicas.Behind(2, replica)); n != 5 {
		t.Errorf("two replicas refused %d of 10, want half", n)
	}
}

// endregion twice

func TestSignedWorksOnEveryReplica(t *testing.T) {
	key := []byte("a key of thirty-two bytes, or so")
	replica := func() http.Handler { return Service(&Signed{Key: key, TTL: time.Hour}) }
	if n := visit(t, replicas.Behind(3, replica)); n != 0 {
		t.Errorf("refused %d of 10", n)
	}
}

func TestRedisWorksOnEveryReplica(t *testing.T) {
	client(t)
	replica := func() http.Handler { return Service(&Redis{RDB: client(t), TTL: time.Minute}) }
	if n := visit(t, replicas.Behind(3, replica)); n != 0 {
		t.Errorf("refused %d of 10", n)
	}
}

func TestLogoutDeletesTheCookie(t *testing.T) {
	h := Service(&Memory{})
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest("POST", "/logout", nil))
	if c := rec.Result().Cookies(); len(c) != 1 || c[0].Name != "sid" || c[0].MaxAge >= 0 {
		t.Errorf("%v", c)
	}
}

func TestLogout(t *testing.T) {
	signed := &Signed{Key: []byte("k"), TTL: time.Hour}
	tok, _ := signed.Start(t.Context(), "ana")
	signed.End(t.Context(), tok)
	if _, err := signed.User(t.Context(), tok); err != nil {
		t.Error("a signed token was revoked: the post says that it cannot be")
	}
	r := &Redis{RDB: client(t), TTL: time.Minute}
	tok, _ = r.Start(t.Context(), "ana")
	r.End(t.Context(), tok)
	if _, err := r.User(t.Context(), tok); !errors.Is(err, ErrNone) {
		t.Errorf("after logout: %v", err)
	}
}

func TestForgeriesAndExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Signed{Key: []byte("k"), TTL: time.Hour}
		tok, _ := s.Start(t.Context(), "ana")
		body, sig, _ := strings.Cut(tok, ".")
		other, _ := (&Signed{Key: []byte("x"), TTL: time.Hour}).Start(t.Context(), "root")
		forged := strings.Split(other, ".")[0]
		for _, bad := range []string{"", ".", body, body + ".", forged + "." + sig, other, "%." + sig} {
			if u, err := s.User(t.Context(), bad); !errors.Is(err, ErrNone) {
				t.Errorf("%q gave %q, %v", bad, u, err)
			}
		}
		time.Sleep(2 * time.Hour)
		if _, err := s.User(t.Context(), tok); !errors.Is(err, ErrNone) {
			t.Errorf("expired: %v", err)
		}
	})
}

func TestRedisDownIsNotLoggedOut(t *testing.T) {
	rdb := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1, DialTimeout: time.Second})
	defer rdb.Close()
	h := Service(&Redis{RDB: rdb, TTL: time.Minute})
	req := httptest.NewRequest("GET", "/me", nil)
	req.AddCookie(&http.Cookie{Name: "sid", Value: fmt.Sprint(1)})
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	if rec.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", rec.Code)
	}
}
