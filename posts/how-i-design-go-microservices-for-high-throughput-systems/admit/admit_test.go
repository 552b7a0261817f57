package admit

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, peak atomic.Int64
		h := Limit(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			n := now.Add(1)
			for p := peak.Load(); n > p && !peak.CompareAndSwap(p, n); p = peak.Load() {
			}
			time.Sleep(time.Second)
			now.Add(-1)
		}), 3, 100*time.Millisecond)
		var ok, busy atomic.Int64
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				rec := httptest.NewRecorder()
				h.ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
				switch rec.Code {
				case http.StatusOK:
					ok.Add(1)
				case http.StatusServiceUnavailable:
					if rec.Header().Get("Retry-After") == "" {
						t.Error("no Retry-After")
					}
					busy.Add(1)
				}
			})
		}
		wg.Wait()
		if ok.Load() != 3 || busy.Load() != 7 || peak.Load() != 3 {
			t.Errorf("%d served, %d refused, peak %d", ok.Load(), busy.Load(), peak.Load())
		}
	})
}

func TestGoneClientDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := Limit(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			time.Sleep(time.Minute)
		}), 1, time.Hour)
		go h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/", nil))
		if d := time.Since(start); d != time.Second {
			t.Errorf("waited %v after the client had left", d)
		}
		time.Sleep(time.Minute) // the first one ends
	})
}
