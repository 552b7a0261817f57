package limiter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
)

const second = time.Second

func allowed(l Limiter, at time.Duration, n int) int {
	ok := 0
	for range n {
		if yes, _ := l.Allow(at); yes {
			ok++
		}
	}
	return ok
}

func TestBucketBurstThenRate(t *testing.T) {
	b := NewBucket(10, 5, 0)
	if n := allowed(b, 0, 100); n != 5 {
		t.Fatalf("burst admitted %d, want 5", n)
	}
	if n := allowed(b, 250*time.Millisecond, 100); n != 2 {
		t.Fatalf("after 250 ms admitted %d, want 2", n)
	}
	// A bucket never holds more than its burst, however long it rests.
	if n := allowed(b, time.Hour, 100); n != 5 {
		t.Fatalf("after an hour admitted %d, want 5", n)
	}
	// Time that goes backwards neither adds nor removes tokens.
	if n := allowed(b, time.Minute, 100); n != 0 {
		t.Fatalf("with an old timestamp admitted %d, want 0", n)
	}
}

func TestRetryIsTheTruth(t *testing.T) {
	for name, l := range map[string]Limiter{
		"bucket":  NewBucket(10, 5, 0),
		"log":     NewLog(10, second),
		"counter": NewCounter(10, second),
		"fixed":   NewFixed(10, second),
	} {
		t.Run(name, func(t *testing.T) {
			now := 700 * time.Millisecond
			for range 200 {
				ok, retry := l.Allow(now)
				if ok {
					now += 7 * time.Millisecond
					continue
				}
				if retry <= 0 {
					t.Fatalf("refused at %v with retry %v", now, retry)
				}
				if early, _ := l.Allow(now + retry - 2*time.Millisecond); early && retry > 2*time.Millisecond {
					t.Fatalf("admitted before the retry time at %v", now)
				}
				now += retry + time.Microsecond
				if ok, again := l.Allow(now); !ok && again > second {
					t.Fatalf("refused after the promised retry: %v", again)
				}
			}
		})
	}
}

func TestFixedWindowLetsTwiceTheLimitThrough(t *testing.T) {
	burst := func(l Limiter) int {
		return allowed(l, 950*time.Millisecond, 100) +
			allowed(l, 1050*time.Millisecond, 100)
	}
	if n := burst(NewFixed(100, second)); n != 200 {
		t.Errorf("fixed window admitted %d in 100 ms, want 200", n)
	}
	if n := burst(NewLog(100, second)); n != 100 {
		t.Errorf("log admitted %d, want 100", n)
	}
	if n := burst(NewCounter(100, second)); n != 105 && n != 104 {
		t.Errorf("counter admitted %d, want about 105", n)
	}
	if n := burst(NewBucket(100, 100, 0)); n != 110 {
		t.Errorf("bucket admitted %d, want 110", n)
	}
}

func TestStoreSeparatesKeys(t *testing.T) {
	s := NewStore(10, 5, 1000)
	for range 5 {
		if ok, _ := s.Allow("a", 0); !ok {
			t.Fatal("a refused within its burst")
		}
	}
	if ok, _ := s.Allow("a", 0); ok {
		t.Fatal("a admitted above its burst")
	}
	if ok, _ := s.Allow("b", 0); !ok {
		t.Fatal("b pays for a")
	}
}

func TestStoreForgetsRefilledBuckets(t *testing.T) {
	// 1,000 new keys a second; a bucket that spent one token is full again
	// after 100 ms, so about 100 keys are worth remembering at any time.
	s := NewStore(10, 5, 1_000_000)
	for i := range 50_000 {
		s.Allow(fmt.Sprint(i), time.Duration(i)*time.Millisecond)
	}
	if n := s.Len(); n > 1000 {
		t.Fatalf("store keeps %d buckets after 50,000 keys", n)
	}
}

func TestStoreIsBounded(t *testing.T) {
	s := NewStore(10, 5, 16_000)
	admitted := 0
	for i := range 50_000 { // all at once: nothing refills
		if ok, _ := s.Allow(fmt.Sprint(i), 0); ok {
			admitted++
		}
	}
	if n := s.Len(); n > 16_000 {
		t.Fatalf("store keeps %d buckets, more than its bound", n)
	}
	if admitted > 16_000+5*shards {
		t.Fatalf("admitted %d: the overflow bucket does not limit", admitted)
	}
}

func TestStoreConcurrently(t *testing.T) {
	s := NewStore(1, 100, 1000)
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				if ok, _ := s.Allow("k", 0); ok {
					n.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if n.Load() != 100 {
		t.Fatalf("admitted %d, want exactly 100", n.Load())
	}
}

func TestMiddleware(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		users, global := NewStore(1, 2, 100), NewBucket(1, 3, Now())
		h := Limit(users, global, func(r *http.Request) string {
			return r.Header.Get("X-User")
		}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
		get := func(user string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("X-User", user)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w
		}
		want := []struct {
			user string
			code int
		}{{"a", 200}, {"a", 200}, {"a", 429}, {"a", 429}, {"b", 200}, {"c", 503}}
		for i, c := range want {
			w := get(c.user)
			if w.Code != c.code {
				t.Fatalf("request %d of %s: %d, want %d", i, c.user, w.Code, c.code)
			}
			if c.code != 200 && w.Header().Get("Retry-After") != "1" {
				t.Fatalf("Retry-After %q", w.Header().Get("Retry-After"))
			}
		}
	})
}

type down struct{}

func (down) Allow(ctx context.Context, _ string) (bool, time.Duration, error) {
	<-ctx.Done() // a Redis that accepts connections and never answers
	return false, 0, ctx.Err()
}

func TestFallbackWhenRedisHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var failed error
		f := &Fallback{
			Remote: down{}, Local: NewStore(1, 2, 100),
			Timeout: time.Millisecond,
			OnError: func(err error) { failed = err },
		}
		var got []bool
		for range 3 {
			ok, _ := f.Allow(t.Context(), "a")
			got = append(got, ok)
		}
		if !got[0] || !got[1] || got[2] {
			t.Fatalf("local answers %v, want yes yes no", got)
		}
		if !errors.Is(failed, context.DeadlineExceeded) {
			t.Fatalf("OnError got %v", failed)
		}
	})
}

func TestRedisClientIgnoresTheDeadlineUnlessTold(t *testing.T) {
	const read = 5 * time.Second
	took := func(enabled bool) (d time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			rdb := redis.NewClient(&redis.Options{
				Addr: "127.0.0.1:6379", ReadTimeout: read, MaxRetries: -1,
				ContextTimeoutEnabled: enabled,
				Dialer: func(context.Context, string, string) (net.Conn, error) {
					client, silent := net.Pipe() // reads, and never answers
					go io.Copy(io.Discard, silent)
					return client, nil
				},
			})
			defer rdb.Close()
			f := &Fallback{
				Remote: NewShared(rdb, 1, 2), Local: NewStore(1, 2, 100),
				Timeout: 5 * time.Millisecond,
				OnError: func(error) {},
			}
			start := time.Now()
			if ok, _ := f.Allow(t.Context(), "a"); !ok {
				t.Error("the local store refused its first event")
			}
			d = time.Since(start)
		})
		return d
	}
	if d := took(true); d != 5*time.Millisecond {
		t.Errorf("with ContextTimeoutEnabled: %v, want 5 ms", d)
	}
	if d := took(false); d < read {
		t.Errorf("without it: %v, want at least the read timeout", d)
	}
}

func client(t testing.TB) *redis.Client {
	addr := os.Getenv("REDIS_ADDR")
	if addr == "" {
		t.Skip("REDIS_ADDR is not set")
	}
	network := "tcp"
	if strings.HasPrefix(addr, "/") {
		network = "unix"
	}
	rdb := NewClient(network, addr)
	t.Cleanup(func() { rdb.Close() })
	return rdb
}

func TestSharedBucketAcrossReplicas(t *testing.T) {
	key := fmt.Sprintf("test-%d", time.Now().UnixNano())
	rdb := client(t)
	ctx := t.Context()
	// 20 tokens that refill at one a minute; four replicas spend them.
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		replica := NewShared(client(t), 1.0/60, 20)
		wg.Go(func() {
			for range 50 {
				ok, retry, err := replica.Allow(ctx, key)
				if err != nil {
					t.Error(err)
					return
				}
				if ok {
					n.Add(1)
				} else if retry <= 0 || retry > time.Minute {
					t.Errorf("retry %v", retry)
				}
			}
		})
	}
	wg.Wait()
	if n.Load() != 20 {
		t.Fatalf("replicas admitted %d together, want 20", n.Load())
	}
	ttl := rdb.PTTL(ctx, "rl:{"+key+"}").Val()
	if ttl <= 19*time.Minute || ttl > 20*time.Minute {
		t.Fatalf("key lives %v, want the time to refill (20 m)", ttl)
	}
	rdb.Del(ctx, "rl:{"+key+"}")
}

func BenchmarkLimiter(b *testing.B) {
	for _, c := range []struct {
		name string
		l    Limiter
	}{
		{"bucket", NewBucket(1e6, 100, Now())},
		{"log", NewLog(100, second)},
		{"counter", NewCounter(100, second)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.l.Allow(Now())
			}
		})
	}
}

func keys() []string {
	ks := make([]string, 1<<14)
	for i := range ks {
		ks[i] = fmt.Sprintf("user-%d", i)
	}
	return ks
}

func BenchmarkStore(b *testing.B) {
	ks := keys()
	b.Run("sharded", func(b *testing.B) {
		s := NewStore(0.01, 100, 1<<20)
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				s.Allow(ks[i%len(ks)], Now())
			}
		})
	})
	b.Run("one-lock", func(b *testing.B) {
		var mu sync.Mutex
		m := map[string]*Bucket{}
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				now := Now()
				mu.Lock()
				l, ok := m[ks[i%len(ks)]]
				if !ok {
					l = NewBucket(0.01, 100, now)
					m[ks[i%len(ks)]] = l
				}
				l.Allow(now)
				mu.Unlock()
			}
		})
	})
}

func BenchmarkRedis(b *testing.B) {
	s := NewShared(client(b), 1e6, 100)
	ctx := context.Background()
	for b.Loop() {
		if _, _, err := s.Allow(ctx, "bench"); err != nil {
			b.Fatal(err)
		}
	}
}
