// Package tidy has the same functions as package leaky, without leaks, and
// tools to own and to count goroutines.
package tidy

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"iter"
	"net/http"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"time"
)

// region first

// First returns the fastest answer and tells the others to stop. Those that
// do not listen can still deliver: the channel has room for everyone.
func First(ctx context.Context, ask ...func(context.Context) string) string {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ch := make(chan string, len(ask))
	for _, f := range ask {
		go func() { ch <- f(ctx) }()
	}
	return <-ch
}

// endregion first

// region group

// Group owns goroutines: it can stop them, and it knows when they are gone.
type Group struct {
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

func NewGroup(parent context.Context) *Group {
	ctx, cancel := context.WithCancel(parent)
	return &Group{ctx: ctx, cancel: cancel}
}

// Go starts f, which has to return soon after its context is done.
func (g *Group) Go(f func(ctx context.Context)) {
	g.wg.Go(func() { f(g.ctx) })
}

// Close stops all of them and returns when the last one has left.
func (g *Group) Close() {
	g.cancel()
	g.wg.Wait()
}

// endregion group

// region refresher

// Refresher calls refresh every interval until Close has returned.
type Refresher struct{ g *Group }

func NewRefresher(ctx context.Context, interval time.Duration,
	refresh func(context.Context)) *Refresher {
	r := &Refresher{NewGroup(ctx)}
	r.g.Go(func(ctx context.Context) {
		t := time.NewTicker(interval)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				refresh(ctx)
			case <-ctx.Done():
				return
			}
		}
	})
	return r
}

func (r *Refresher) Close() { r.g.Close() }

// endregion refresher

// region body

// Alive reads the rest of a short body, so that the connection can be used
// again, and closes it in any case.
func Alive(ctx context.Context, c *http.Client, url string) bool {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return false
	}
	resp, err := c.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10))
	return resp.StatusCode == http.StatusOK
}

// endregion body

// region numbers

// Numbers needs no goroutine: when the consumer breaks, yield says so.
func Numbers(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// endregion numbers

// region census

// Census counts the goroutines by the function in which they wait.
func Census() map[string]int {
	var buf bytes.Buffer
	pprof.Lookup("goroutine").WriteTo(&buf, 1)
	count := map[string]int{}
	n := 0 // goroutines with the stack that is being read, innermost first
	for sc := bufio.NewScanner(&buf); sc.Scan(); {
		f := strings.Fields(sc.Text())
		switch {
		case len(f) > 1 && f[1] == "@": // "12 @ 0x43e0ee 0x4079ad ..."
			n, _ = strconv.Atoi(f[0])
		case len(f) > 2 && f[0] == "#": // "# 0x47a1c4 main.work+0x24 file:1"
			name, _, _ := strings.Cut(f[2], "+")
			if n > 0 && !strings.HasPrefix(name, "sync.") &&
				!strings.HasPrefix(name, "internal/") {
				count[name] += n
				n = 0 // the frames below are its callers
			}
		}
	}
	return count
}

// endregion census
