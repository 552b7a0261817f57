// Rollout stops one of two servers under load, in different ways, and counts
// the requests that fail. A balancer goes on sending to the stopped server
// for 250 ms, because it hears late that it should not.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	requests = 400
	gap      = 2500 * time.Microsecond // 400 a second, 200 per server
	work     = 100 * time.Millisecond
	lag      = 250 * time.Millisecond
	stopAt   = 300 * time.Millisecond
)

type server struct {
	*http.Server
	url string
}

func start() *server {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	s := &server{&http.Server{Handler: http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(work)
			io.WriteString(w, "ok")
		})}, "http://" + ln.Addr().String()}
	go s.Serve(ln)
	return s
}

// region ways

var ways = []struct {
	name string
	stop func(*server)
}{
	{"exit at once", func(s *server) { s.Close() }},
	{"Shutdown at once", func(s *server) {
		s.Shutdown(context.Background())
	}},
	{"wait 100 ms, Shutdown", func(s *server) {
		time.Sleep(100 * time.Millisecond)
		s.Shutdown(context.Background())
	}},
	{"wait 300 ms, exit", func(s *server) {
		time.Sleep(300 * time.Millisecond)
		s.Close()
	}},
	{"wait 300 ms, Shutdown", func(s *server) {
		time.Sleep(300 * time.Millisecond)
		s.Shutdown(context.Background())
	}},
}

// endregion ways

func rollout(stop func(*server)) (ok, refused, broken int64) {
	a, b := start(), start()
	defer a.Close()
	defer b.Close()
	var both atomic.Bool // does the balancer still know a?
	both.Store(true)
	tr := &http.Transport{MaxIdleConnsPerHost: 100}
	defer tr.CloseIdleConnections()
	client := &http.Client{Transport: tr}
	time.AfterFunc(stopAt, func() { stop(a) })
	time.AfterFunc(stopAt+lag, func() { both.Store(false) })

	var mu sync.Mutex
	var wg sync.WaitGroup
	begun := time.Now()
	for i := range requests {
		time.Sleep(time.Until(begun.Add(time.Duration(i) * gap)))
		url := b.url
		if i%2 == 0 && both.Load() {
			url = a.url
		}
		wg.Go(func() {
			resp, err := client.Post(url, "text/plain", nil)
			if err == nil {
				_, err = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				ok++
			case errors.Is(err, syscall.ECONNREFUSED):
				refused++
			default:
				broken++
			}
		})
	}
	wg.Wait()
	return ok, refused, broken
}

func main() {
	fmt.Printf("%d requests of %v; the balancer is %v late\n",
		requests, work, lag)
	fmt.Println("                           ok  refused  broken")
	for _, w := range ways {
		var runs [3][3]int64
		for i := range runs {
			runs[i][0], runs[i][1], runs[i][2] = rollout(w.stop)
		}
		slices.SortFunc(runs[:], func(x, y [3]int64) int {
			return int(x[0] - y[0])
		})
		m := runs[1] // the median of three, by successes
		fmt.Printf("  %-22s %5d %8d %7d\n", w.name, m[0], m[1], m[2])
	}
}
