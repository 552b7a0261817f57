// Package client makes many requests to one host, well and badly.
package client

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// region new
// New returns a client for one busy upstream host. perHost is about the
// number of requests to that host in flight at peak.
func New(perHost int, conf *tls.Config) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = perHost // the default keeps 2
	t.MaxConnsPerHost = 2 * perHost // a bound; more requests wait
	t.MaxIdleConns = 4 * perHost
	t.TLSClientConfig = conf
	return &http.Client{Transport: t, Timeout: 5 * time.Second}
}

// endregion new

// Default has the transport's defaults, apart from the TLS configuration.
func Default(conf *tls.Config) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = conf
	return &http.Client{Transport: t, Timeout: 5 * time.Second}
}

// region fetch
const maxBody = 1 << 20

// Fetch reads the answer to its end, so that the connection can be reused.
func Fetch(ctx context.Context, c *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(res.Body, maxBody))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", url, res.Status)
	}
	return int(n), err
}

// endregion fetch

// region undrained
// StatusOnly closes the body without reading it: the rest of the answer is
// still on the wire, and the connection is thrown away.
func StatusOnly(ctx context.Context, c *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	return 0, res.Body.Close()
}

// endregion undrained

// Many makes n requests from the given number of workers and returns how
// many failed.
func Many(ctx context.Context, workers, n int, get func(context.Context) error) int64 {
	var left, failed atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if get(ctx) != nil {
					failed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	return failed.Load()
}
