package tidy

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

// region main

func TestMain(m *testing.M) {
	if os.Getenv("LEAK_IN_BUBBLE") != "" {
		os.Exit(m.Run()) // the helper of TestSynctestFindsLeaks
	}
	goleak.VerifyTestMain(m)
}

// endregion main

func TestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopped := make(chan bool, 1)
		fast := func(context.Context) string { return "fast" }
		slow := func(ctx context.Context) string {
			select {
			case <-ctx.Done():
				stopped <- true
			case <-time.After(time.Hour):
				stopped <- false
			}
			return "slow"
		}
		if s := First(t.Context(), slow, fast); s != "fast" {
			t.Fatal(s)
		}
		if !<-stopped {
			t.Fatal("the loser was not told to stop")
		}
	})
}

// region refresher

func TestRefresherEndsWithClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		r := NewRefresher(t.Context(), time.Minute,
			func(context.Context) { n++ })
		time.Sleep(3*time.Minute + time.Second)
		r.Close()
		time.Sleep(time.Hour)
		if n != 3 {
			t.Fatalf("refreshed %d times, want 3", n)
		}
	}) // a goroutine that is still blocked here fails the test
}

// endregion refresher

func TestRefresherEndsWithItsParent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		NewRefresher(ctx, time.Minute, func(context.Context) {})
		cancel()
	})
}

// pipes is a listener for connections in memory, which work in a bubble.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if c, ok := <-p; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// In real time, the client opens another connection when it does not notice
// within 50 ms that its own request was written.
func TestAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conns, ln := 0, make(pipes)
		srv := &http.Server{Handler: http.HandlerFunc(
			func(w http.ResponseWriter, _ *http.Request) {
				io.WriteString(w, "ok")
			})}
		go srv.Serve(ln)
		defer srv.Close()
		tr := &http.Transport{DialContext: func(
			context.Context, string, string) (net.Conn, error) {
			conns++
			client, server := net.Pipe()
			ln <- server
			return client, nil
		}}
		defer tr.CloseIdleConnections()
		for range 10 {
			if !Alive(t.Context(), &http.Client{Transport: tr}, "http://pipe") {
				t.Fatal("not alive")
			}
		}
		if conns != 1 {
			t.Fatalf("%d connections for ten calls, want 1", conns)
		}
	})
}

func TestNumbers(t *testing.T) {
	sum := 0
	for n := range Numbers(1000) {
		if n == 4 {
			break
		}
		sum += n
	}
	if sum != 6 {
		t.Fatal(sum)
	}
}

func stuck(ctx context.Context) { <-ctx.Done() }

func TestCensus(t *testing.T) {
	g := NewGroup(t.Context())
	for range 7 {
		g.Go(stuck)
	}
	defer g.Close()
	for n := 0; n != 7; { // the new goroutines may not have begun to run
		n = 0
		for name, k := range Census() {
			if strings.HasSuffix(name, "tidy.stuck") {
				n += k
			}
		}
	}
}

func TestLeakInABubble(t *testing.T) {
	if os.Getenv("LEAK_IN_BUBBLE") == "" {
		t.Skip("run by TestSynctestFindsLeaks")
	}
	synctest.Test(t, func(t *testing.T) {
		go func() { <-make(chan int) }()
	})
}

func TestSynctestFindsLeaks(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestLeakInABubble$")
	cmd.Env = append(os.Environ(), "LEAK_IN_BUBBLE=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "blocked goroutines remain") {
		t.Fatalf("err %v\n%s", err, out)
	}
}
