// Package lab is the experiment: one endpoint, five changes, one load.
package lab

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"cat-posts.example/posts/reducing-latency-in-go-apis-lessons-from-production/async"
	"cat-posts.example/posts/reducing-latency-in-go-apis-lessons-from-production/cache"
	"cat-posts.example/posts/reducing-latency-in-go-apis-lessons-from-production/fakedb"
)

// region config
// Config says which changes are on.
type Config struct {
	Index bool // the list of orders uses an index
	Batch bool // all items in one query instead of one per order
	Pool  bool // idle connections are kept
	Cache bool // prices are cached, one load per key
	Async bool // the audit record is written after the answer
}

const (
	ms     = time.Millisecond
	orders = 12 // per page

	maxOpen = 18
)

var cost = map[string]fakedb.Cost{
	"user":         {Floor: 1 * ms, Mean: 1 * ms},
	"orders-scan":  {Floor: 25 * ms, Mean: 15 * ms},
	"orders-index": {Floor: 2 * ms, Mean: 1 * ms},
	"item":         {Floor: 1 * ms, Mean: 1 * ms},
	"items-batch":  {Floor: 4 * ms, Mean: 2 * ms},
}

// endregion config

// API is the service under test.
type API struct {
	cfg    Config
	db     *sql.DB
	server *fakedb.Server
	prices *cache.Cache[int]
	audit  *async.Queue
	mu     sync.Mutex
	rng    *rand.Rand
}

// region handler
// Orders answers GET /users/{id}/orders.
func (a *API) Orders(ctx context.Context, tier string) error {
	if err := a.query(ctx, "user"); err != nil {
		return err
	}
	list := "orders-scan"
	if a.cfg.Index {
		list = "orders-index"
	}
	if err := a.query(ctx, list); err != nil {
		return err
	}
	if err := a.items(ctx); err != nil {
		return err
	}
	if err := a.price(ctx, tier); err != nil {
		return err
	}
	if a.cfg.Async {
		a.audit.Try(func(ctx context.Context) { a.record(ctx) })
		return nil
	}
	return a.record(ctx)
}

// endregion handler

// region items
// items loads the items of every order on the page.
func (a *API) items(ctx context.Context) error {
	if a.cfg.Batch {
		return a.query(ctx, "items-batch") // WHERE order_id IN (?, ?, …)
	}
	for range orders {
		if err := a.query(ctx, "item"); err != nil {
			return err
		}
	}
	return nil
}

// endregion items

func (a *API) query(ctx context.Context, q string) error {
	rows, err := a.db.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func (a *API) price(ctx context.Context, tier string) error {
	var err error
	if a.cfg.Cache {
		_, err = a.prices.Get(ctx, tier)
	} else {
		_, err = a.fetchPrice(ctx, tier)
	}
	return err
}

// region remote
// fetchPrice is a call to another team's service: 20 ms and more, and 3 in a
// hundred calls take a quarter of a second longer.
func (a *API) fetchPrice(ctx context.Context, _ string) (int, error) {
	return 1, fakedb.Sleep(ctx, a.draw(20*ms, 10*ms, 0.03, 250*ms))
}

// record writes the audit record to a remote log.
func (a *API) record(ctx context.Context) error {
	return fakedb.Sleep(ctx, a.draw(10*ms, 10*ms, 0.01, 300*ms))
}

// endregion remote

func (a *API) draw(floor, mean time.Duration, p float64, extra time.Duration) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	d := floor + time.Duration(a.rng.ExpFloat64()*float64(mean))
	if a.rng.Float64() < p {
		d += extra
	}
	return d
}

// Result is what one run of the load saw.
type Result struct {
	Lat     []time.Duration // sorted
	Queries int64
	Opened  int64 // connections
	Waits   int64 // requests for a connection that had to wait
	Dropped int64 // audit records
}

// Q returns the q-quantile.
func (r Result) Q(q float64) time.Duration {
	return r.Lat[min(int(q*float64(len(r.Lat))), len(r.Lat)-1)]
}

// region load
// Run sends n requests at random moments with the given rate, and with 1.55
// times that rate in one second of every five. A slow answer does not delay
// the next request (an open loop).
func Run(ctx context.Context, cfg Config, rate float64, n int) (Result, error) {
	a := newAPI(ctx, cfg)
	arrivals := rand.New(rand.NewPCG(7, 7))
	lat := make([]time.Duration, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	start := time.Now()
	next := start
	for i := range n {
		now := rate
		if next.Sub(start)%(5*time.Second) < time.Second {
			now *= 1.55
		}
		gap := arrivals.ExpFloat64() / now * float64(time.Second)
		next = next.Add(time.Duration(gap))
		time.Sleep(time.Until(next))
		tier := fmt.Sprint("tier-", arrivals.IntN(40))
		planned := next // measure from here, not from when we got to it
		wg.Go(func() {
			errs[i] = a.Orders(ctx, tier)
			lat[i] = time.Since(planned)
		})
	}
	wg.Wait()
	return a.finish(lat, errs)
}

// endregion load

// region pool
func newAPI(ctx context.Context, cfg Config) *API {
	a := &API{cfg: cfg, rng: rand.New(rand.NewPCG(42, 2))}
	a.server = fakedb.New(42, 15*ms, 32, cost)
	a.db = a.server.Open()
	a.db.SetMaxOpenConns(maxOpen) // and 2 idle ones, the default
	if cfg.Pool {
		a.db.SetMaxOpenConns(32)
		a.db.SetMaxIdleConns(32)
		a.db.SetConnMaxIdleTime(time.Minute)
	}
	a.prices = cache.New(10*time.Second, 2*time.Second, a.fetchPrice)
	a.audit = async.NewQueue(ctx, 16, 1024)
	return a
}

// endregion pool

func (a *API) finish(lat []time.Duration, errs []error) (Result, error) {
	a.audit.Close()
	r := Result{Lat: lat, Queries: a.server.Queries.Load(), Opened: a.server.Opened.Load(),
		Waits: a.db.Stats().WaitCount, Dropped: a.audit.Dropped.Load()}
	slices.Sort(r.Lat)
	for _, err := range errs {
		if err != nil {
			a.db.Close()
			return r, err
		}
	}
	return r, a.db.Close()
}

// Stages are the changes, one more at a time.
var Stages = []struct {
	Name string
	Cfg  Config
}{
	{"baseline", Config{}},
	{"+ index", Config{Index: true}},
	{"+ one query for items", Config{Index: true, Batch: true}},
	{"+ idle connections", Config{Index: true, Batch: true, Pool: true}},
	{"+ cached prices", Config{Index: true, Batch: true, Pool: true, Cache: true}},
	{"+ audit after answer", Config{Index: true, Batch: true, Pool: true, Cache: true, Async: true}},
}

// Alone are single changes to the baseline, for comparison.
var Alone = []struct {
	Name string
	Cfg  Config
}{
	{"baseline, larger pool", Config{Pool: true}},
	{"baseline, cache + async", Config{Cache: true, Async: true}},
}

// Row formats a result for a table, in milliseconds.
func Row(name string, r Result) string {
	return fmt.Sprintf("%-23s %4d %4d %4d %5d  %6d %6d", name,
		r.Q(.5)/ms, r.Q(.9)/ms, r.Q(.99)/ms, r.Q(1)/ms, r.Opened, r.Waits)
}

// Header is the line above the rows.
const Header = "                         p50  p90  p99   max  opened  waits"

// Histogram draws latencies in doubling buckets.
func Histogram(r Result) string {
	var b strings.Builder
	for lo := 4 * ms; lo < 2048*ms; lo *= 2 {
		n := 0
		for _, d := range r.Lat {
			if d >= lo && d < 2*lo {
				n++
			}
		}
		share := float64(n) / float64(len(r.Lat))
		bar := strings.Repeat("#", int(share*20+0.5))
		if n > 0 && bar == "" {
			bar = "."
		}
		fmt.Fprintf(&b, "%4d - %4d ms %5.1f%% %s\n", lo/ms, 2*lo/ms, 100*share, bar)
	}
	return b.String()
}
