// Package leaky leaks goroutines on purpose. Its test proves that it does.
package leaky

import (
	"context"
	"net/http"
	"time"
)

// region first

// First asks all and returns the fastest answer. The others can never
// deliver theirs: nobody receives any more.
func First(ask ...func() string) string {
	ch := make(chan string)
	for _, f := range ask {
		go func() { ch <- f() }()
	}
	return <-ch
}

// endregion first

// region ticker

// Refresher calls refresh every interval until Close. Close does not do what
// its name says: a stopped ticker sends nothing more, but its channel is not
// closed, so the loop waits for ever.
type Refresher struct{ t *time.Ticker }

func NewRefresher(interval time.Duration, refresh func()) *Refresher {
	r := &Refresher{time.NewTicker(interval)}
	go func() {
		for range r.t.C {
			refresh()
		}
	}()
	return r
}

func (r *Refresher) Close() { r.t.Stop() }

// endregion ticker

// region body

// Alive leaves the response's body open. The connection can neither be
// reused nor closed, and it has two goroutines.
func Alive(ctx context.Context, c *http.Client, url string) bool {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return false
	}
	resp, err := c.Do(req)
	return err == nil && resp.StatusCode == http.StatusOK
}

// endregion body

// region producer

// Numbers produces until its consumer has read everything. A consumer that
// stops early leaves it blocked on the send.
func Numbers(n int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- i
		}
	}()
	return ch
}

// endregion producer
