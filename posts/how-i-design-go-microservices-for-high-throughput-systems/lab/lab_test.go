package lab

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cat-posts.example/posts/how-i-design-go-microservices-for-high-throughput-systems/admit"
	"cat-posts.example/posts/how-i-design-go-microservices-for-high-throughput-systems/batch"
)

const ms = time.Millisecond

// open calls f at random moments with the given rate for a while, each in a
// goroutine of its own, and returns the sorted times of those that succeeded.
func open(rate float64, d time.Duration, f func(i int) bool) (good []time.Duration, sent int) {
	rng := rand.New(rand.NewPCG(1, 2))
	var mu sync.Mutex
	var wg sync.WaitGroup
	begin := time.Now()
	for at := time.Duration(0); at < d; sent++ {
		time.Sleep(time.Until(begin.Add(at)))
		at += time.Duration(rng.ExpFloat64() / rate * 1e9)
		i := sent
		wg.Go(func() {
			start := time.Now()
			if f(i) {
				mu.Lock()
				good = append(good, time.Since(start))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(good)
	return good, sent
}

func q(v []time.Duration, p float64) time.Duration {
	if len(v) == 0 {
		return 0
	}
	return v[min(int(p*float64(len(v))), len(v)-1)].Round(ms / 10)
}

// region batching
// The backend has 4 connections. A lookup takes 2 ms and 20 µs for each key.
func lookups(t *testing.T, rate float64, max int, linger time.Duration) (
	share float64, p50, p99 time.Duration, size float64) {
	synctest.Test(t, func(t *testing.T) {
		var calls, keys atomic.Int64
		b := batch.New(4, max, 1000, linger, time.Second,
			func(ctx context.Context, k []int) (map[int]bool, error) {
				calls.Add(1)
				keys.Add(int64(len(k)))
				time.Sleep(2*ms + time.Duration(len(k))*20*time.Microsecond)
				out := make(map[int]bool, len(k))
				for _, key := range k {
					out[key] = true
				}
				return out, nil
			})
		good, sent := open(rate, time.Second, func(i int) bool {
			ctx, cancel := context.WithTimeout(t.Context(), 100*ms)
			defer cancel()
			_, err := b.Load(ctx, i)
			return err == nil
		})
		b.Close()
		share = float64(len(good)) / float64(sent)
		p50, p99 = q(good, .5), q(good, .99)
		size = float64(keys.Load()) / float64(calls.Load())
	})
	return share, p50, p99, size
}

// endregion batching

func TestBatching(t *testing.T) {
	t.Log("rate/s  batching         answered    p50    p99  keys/lookup")
	row := func(rate float64, name string, max int, linger time.Duration) (float64, time.Duration) {
		share, p50, p99, size := lookups(t, rate, max, linger)
		t.Logf("%6.0f  %-16s %7.1f%% %6v %6v %12.1f", rate, name, 100*share, p50, p99, size)
		return share, p50
	}
	for _, rate := range []float64{200, 1500, 6000} {
		one, _ := row(rate, "none", 1, 0)
		many, quick := row(rate, "what is waiting", 200, 0)
		_, slow := row(rate, "linger 5 ms", 200, 5*ms)
		if many < 0.999 {
			t.Errorf("at %v/s only %v answered with batching", rate, many)
		}
		if rate == 6000 && one > 0.5 {
			t.Errorf("at %v/s %v answered without batching, want a collapse", rate, one)
		}
		if rate == 200 && slow < quick+4*ms {
			t.Errorf("lingering at a low rate: p50 %v, without %v", slow, quick)
		}
	}
}

// region overload
// The service has 8 workers of 10 ms: 800 requests a second. A client gives
// up after 100 ms, and the worker does not notice.
func overload(t *testing.T, rate float64, limit bool) (goodput int) {
	synctest.Test(t, func(t *testing.T) {
		workers := make(chan struct{}, 8)
		var h http.Handler = http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				workers <- struct{}{}
				time.Sleep(10 * ms)
				<-workers
			})
		if limit {
			h = admit.Limit(h, 16, 20*ms)
		}
		const seconds = 2
		good, _ := open(rate, seconds*time.Second, func(int) bool {
			start, rec := time.Now(), httptest.NewRecorder()
			h.ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
			return rec.Code == 200 && time.Since(start) <= 100*ms
		})
		goodput = len(good) / seconds
	})
	return goodput
}

// endregion overload

func TestOverload(t *testing.T) {
	t.Log("offered/s   useful/s, no limit   with admission")
	for _, rate := range []float64{400, 700, 900, 1200, 1600} {
		without, with := overload(t, rate, false), overload(t, rate, true)
		t.Logf("%9.0f %20d %16d", rate, without, with)
		if rate >= 1200 && (with < 700 || without > with/2) {
			t.Errorf("at %v/s: %d with, %d without", rate, with, without)
		}
	}
}
