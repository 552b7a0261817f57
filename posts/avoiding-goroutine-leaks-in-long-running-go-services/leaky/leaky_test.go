package leaky

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

// left counts the goroutines that the named functions started, once all of
// them are blocked: who still runs may be about to end.
func left(starters ...string) (n int) {
	for running := -1; running != 0; runtime.Gosched() {
		var stacks bytes.Buffer
		pprof.Lookup("goroutine").WriteTo(&stacks, 2)
		n, running = 0, 0
		for g := range strings.SplitSeq(stacks.String(), "\n\n") {
			for _, s := range starters {
				if strings.Contains(g, "/"+s+" in goroutine ") {
					n++
					running += strings.Count(g, " [run") // or runnable
				}
			}
		}
	}
	return n
}

// leaks checks that f leaves want goroutines behind.
func leaks(t *testing.T, want int, f func(), starters ...string) {
	t.Helper()
	before := left(starters...)
	f()
	if got := left(starters...) - before; got != want {
		t.Fatalf("%d goroutines more than before, want %d", got, want)
	}
}

func TestFirstLeaksTheLosers(t *testing.T) {
	leaks(t, 20, func() {
		for range 10 {
			slow := func() string { return "x" }
			First(slow, slow, slow)
		}
	}, "leaky.First")
}

func TestAStoppedTickerDoesNotEndTheLoop(t *testing.T) {
	leaks(t, 10, func() {
		for range 10 {
			NewRefresher(time.Hour, func() {}).Close()
		}
	}, "leaky.NewRefresher")
}

// What starts the goroutines of a connection, at both of its ends.
const client, server = "http.(*Transport).dialConn", "http.(*Server).Serve"

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
	}, client, server)
}

func TestCancelingTheContextFreesAnUnclosedBody(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "a body that nobody reads")
		}))
	c := &http.Client{Transport: &http.Transport{}}
	before := left(client, server)
	ctx, cancel := context.WithCancel(context.Background())
	for range 10 {
		Alive(ctx, c, srv.URL)
	}
	cancel()
	for left(client, server) != before { // the server hears of it over the network
		runtime.Gosched()
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
	}, "leaky.Numbers")
}
