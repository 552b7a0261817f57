// Wasted counts the work that a chain of three services does for clients
// that have left. A calls B, B calls C, and C works in ten steps of 20 ms.
// Each client gives up after 50 ms.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"
)

const (
	clients = 40
	steps   = 10
	step    = 20 * time.Millisecond
	patient = 50 * time.Millisecond
)

// region hop

// hop calls the next service with the incoming request's context, or, as
// code that was written in a hurry does, with a fresh one.
func hop(next string, propagate bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx := context.Background()
		if propagate {
			ctx = r.Context()
		}
		req, _ := http.NewRequestWithContext(ctx, "GET", next, nil)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		resp.Body.Close()
	}
}

// endregion hop

func run(propagateA, propagateB bool) (done int64) {
	var n atomic.Int64
	var busy sync.WaitGroup
	c := httptest.NewServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			busy.Add(1)
			defer busy.Done()
			for range steps {
				select {
				case <-time.After(step):
					n.Add(1)
				case <-r.Context().Done():
					return
				}
			}
		}))
	b := httptest.NewServer(hop(c.URL, propagateB))
	a := httptest.NewServer(hop(b.URL, propagateA))
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patient)
			defer cancel()
			r, _ := http.NewRequestWithContext(ctx, "GET", a.URL, nil)
			if resp, err := http.DefaultClient.Do(r); err == nil {
				resp.Body.Close()
			}
		})
	}
	wg.Wait()
	a.Close() // Close waits for the handlers
	b.Close()
	c.Close()
	busy.Wait()
	return n.Load()
}

func main() {
	fmt.Printf("%d clients, all gone after %v; full work is %d steps\n",
		clients, patient, clients*steps)
	for _, v := range []struct {
		name string
		a, b bool
	}{
		{"nobody propagates", false, false},
		{"only A propagates", true, false},
		{"only B propagates", false, true},
		{"A and B propagate", true, true},
	} {
		n := run(v.a, v.b)
		fmt.Printf("  %s  %4d steps done\n", v.name, n)
	}
}
