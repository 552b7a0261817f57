package survive

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// region server

// server has 8 slots and needs 20 ms for a request, so it can serve 400 a
// second. Each variant answers the question: what about request 401?
type server struct {
	lim    *Limiter
	dimmer *Dimmer
	work   func() time.Duration
}

func (s *server) handle(ctx context.Context) error {
	release, err := s.lim.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	d := s.work()
	if s.dimmer != nil && !s.dimmer.Optional(s.lim.Load()) {
		d = d * 2 / 5 // without the recommendations
	}
	time.Sleep(d)
	return ctx.Err() // finished, but is the client still there?
}

// endregion server

// The tables of the post were made with -full; the claims hold without.
var full = flag.Bool("full", false, "simulate for longer")

func seconds(short, long int) int {
	if *full {
		return long
	}
	return short
}

const (
	slots   = 8
	service = 20 * time.Millisecond
	patient = time.Second // how long a client waits
	forever = 24 * time.Hour
)

func fixed() time.Duration { return service }

func exponential(rng *rand.Rand) func() time.Duration {
	var mu sync.Mutex
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return time.Duration(rng.ExpFloat64() * float64(service))
	}
}

// Unbounded ignores that clients leave; ctx is not even passed on.
func unbounded() func(context.Context) error {
	s := &server{lim: NewLimiter(slots, 1<<20, forever), work: fixed}
	return func(ctx context.Context) error {
		if err := s.handle(context.Background()); err != nil {
			return err
		}
		return ctx.Err()
	}
}

func canceling() func(context.Context) error {
	return (&server{lim: NewLimiter(slots, 1<<20, forever),
		work: fixed}).handle
}

func bounded() func(context.Context) error {
	return (&server{lim: NewLimiter(slots, 40, 100*time.Millisecond),
		work: fixed}).handle
}

func dimming() func(context.Context) error {
	return (&server{lim: NewLimiter(slots, 40, 100*time.Millisecond),
		dimmer: &Dimmer{Off: 1.2, On: 0.7}, work: fixed}).handle
}

var variants = []struct {
	name string
	make func() func(context.Context) error
}{
	{"endless queue", unbounded},
	{"queue, dead skipped", canceling},
	{"short queue", bounded},
	{"short queue, dimmer", dimming},
}

// region load

// load sends requests at random moments, rate(t) a second on average, and
// never waits for an answer to send the next: an open loop, like users.
func load(d time.Duration, rate func(time.Duration) float64, retries int,
	handle func(context.Context) error,
) (good []int, latency []time.Duration) {
	good = make([]int, int(d/time.Second))
	rng := rand.New(rand.NewPCG(5, 6))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for start := time.Now(); time.Since(start) < d; {
		now := time.Since(start)
		wg.Go(func() {
			took, ok := ask(handle, retries, &wg)
			if !ok {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			good[int(now/time.Second)]++
			latency = append(latency, took)
		})
		time.Sleep(time.Duration(
			rng.ExpFloat64() / rate(now) * float64(time.Second)))
	}
	wg.Wait()
	return good, latency
}

// endregion load

// region ask

// ask is a client: it gives up after a second, and tries again up to
// retries times. The server may go on working for one who has left.
func ask(handle func(context.Context) error, retries int,
	wg *sync.WaitGroup,
) (took time.Duration, ok bool) {
	for range retries + 1 {
		sent := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), patient)
		answer := make(chan error, 1)
		wg.Go(func() { answer <- handle(ctx) })
		err := context.DeadlineExceeded
		select {
		case err = <-answer:
		case <-ctx.Done():
		}
		cancel()
		if err == nil {
			return time.Since(sent), true
		}
	}
	return 0, false
}

// endregion ask

func constant(r float64) func(time.Duration) float64 {
	return func(time.Duration) float64 { return r }
}

func mean(good []int) int {
	sum := 0
	for _, g := range good {
		sum += g
	}
	return sum / len(good)
}

// overload returns the requests served in time, per second, at a rate.
func overload(t *testing.T, make func() func(context.Context) error,
	rate float64,
) (served int) {
	synctest.Test(t, func(t *testing.T) {
		n := seconds(5, 20)
		good, _ := load(time.Duration(n)*time.Second,
			constant(rate), 0, make())
		served = mean(good[n-3 : n-1])
	})
	return served
}

func TestOverload(t *testing.T) {
	got := map[string]map[float64]int{}
	rates := []float64{300, 390, 500, 800, 1200}
	if !*full {
		rates = []float64{300, 800, 1200}
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%-22s %4.0f\n", "offered a second", rates)
	for _, v := range variants {
		got[v.name] = map[float64]int{}
		fmt.Fprintf(&out, "%-22s", v.name)
		for _, r := range rates {
			got[v.name][r] = overload(t, v.make, r)
			fmt.Fprintf(&out, " %5d", got[v.name][r])
		}
		out.WriteString("\n")
	}
	t.Logf("served in time, capacity 400\n%s", out.String())
	if g := got["endless queue"][800]; g > 20 {
		t.Errorf("the endless queue serves %d at double load", g)
	}
	if g := got["short queue"][1200]; g < 380 {
		t.Errorf("the short queue serves only %d at triple load", g)
	}
	if g := got["short queue, dimmer"][800]; g < 600 {
		t.Errorf("the dimmer serves only %d at double load", g)
	}
}

func TestSpikeWithRetries(t *testing.T) {
	u := seconds(4, 10) // the spike lasts from u to 1.5u, of 6u
	rate := func(now time.Duration) float64 {
		if s := now.Seconds(); s >= float64(u) && s < 1.5*float64(u) {
			return 800
		}
		return 340
	}
	var out strings.Builder
	last := map[string]int{}
	for _, v := range variants[:3] {
		synctest.Test(t, func(t *testing.T) {
			good, _ := load(time.Duration(6*u)*time.Second, rate, 2, v.make())
			last[v.name] = mean(good[5*u : 6*u-2])
			fmt.Fprintf(&out, "%-22s %6d %6d %6d %6d %6d\n", v.name,
				mean(good[u/2:u]), mean(good[u:u*3/2]), mean(good[u*3/2:u*2]),
				mean(good[u*5/2:u*3]), last[v.name])
		})
	}
	t.Logf("served a second, up to 2 retries\n"+
		"seconds                  5-10  10-15  15-20  25-30  50-58\n"+
		"offered                   340    800    340    340    340\n%s",
		out.String())
	if last["endless queue"] > 20 {
		t.Error("the endless queue recovered; the post says it does not")
	}
	if last["short queue"] < 290 {
		t.Error("the short queue did not recover")
	}
}

func TestWaitingGrowsWithUtilization(t *testing.T) {
	var out strings.Builder
	var p99 []float64
	for _, busy := range []float64{0.5, 0.7, 0.8, 0.9, 0.95, 0.98} {
		if !*full && busy != 0.7 && busy != 0.98 {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			s := &server{lim: NewLimiter(slots, 1<<20, forever),
				work: exponential(rand.New(rand.NewPCG(7, 8)))}
			_, lat := load(time.Duration(seconds(10, 200))*time.Second,
				constant(400*busy), 0, s.handle)
			slices.Sort(lat)
			ms := func(p int) float64 {
				return float64(lat[len(lat)*p/100].Microseconds()) / 1000
			}
			p99 = append(p99, ms(99))
			fmt.Fprintf(&out, "%10.0f%% %7.0f ms %7.0f ms\n",
				100*busy, ms(50), ms(99))
		})
	}
	t.Logf("8 slots, 20 ms on average\nutilization     p50        p99\n%s",
		out.String())
	if last := p99[len(p99)-1]; last < 1.3*p99[0] {
		t.Errorf("p99 at 98%%: %.0f ms, at low load: %.0f ms", last, p99[0])
	}
}
