package leaky

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"
)

// settled is the number of goroutines once it has stopped changing.
func settled() int {
	last, same := runtime.NumGoroutine(), 0
	for same < 20 {
		time.Sleep(time.Millisecond)
		if n := runtime.NumGoroutine(); n == last {
			same++
		} else {
			last, same = n, 0
		}
	}
	return last
}

// leaks checks that f leaves want goroutines behind.
func leaks(t *testing.T, want int, f func()) {
	t.Helper()
	before := settled()
	f()
	if got := settled() - before; got != want {
		t.Fatalf("%d goroutines more than before, want %d", got, want)
	}
}

func TestFirstLeaksTheLosers(t *testing.T) {
	leaks(t, 20, func() {
		for range 10 {
			slow := func() string { return "x" }
			First(slow, slow, slow)
		}
	})
}

func TestAStoppedTickerDoesNotEndTheLoop(t *testing.T) {
	leaks(t, 10, func() {
		for range 10 {
			NewRefresher(time.Hour, func() {}).Close()
		}
	})
}

func TestAnUnclosedBodyCostsTwoGoroutines(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "a body that nobody reads")
		}))
	// Not closed: srv.Close would wait for the connections.
	c := &http.Client{Transport: &http.Transport{}}
	leaks(t, 30, func() { // 2 in the client, 1 in the server, per call
		for range 10 {
			// Not t.Context(): its end would cancel the requests, and that
			// frees the connections.
			if !Alive(context.Background(), c, srv.URL) {
				t.Fatal("not alive")
			}
		}
	})
}

func TestCancelingTheContextFreesAnUnclosedBody(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "a body that nobody reads")
		}))
	c := &http.Client{Transport: &http.Transport{}}
	before := settled()
	ctx, cancel := context.WithCancel(context.Background())
	for range 10 {
		Alive(ctx, c, srv.URL)
	}
	cancel()
	if n := settled() - before; n != 0 {
		t.Fatalf("%d goroutines more", n)
	}
}

func TestAnAbandonedProducerStays(t *testing.T) {
	leaks(t, 10, func() {
		for range 10 {
			for n := range Numbers(1000) {
				if n == 3 {
					break
				}
			}
		}
	})
}
