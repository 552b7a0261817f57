package patterns

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"
)

const ms = time.Millisecond

var errBoom = errors.New("boom")

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func numbers(n int) (out []int) {
	for i := range n {
		out = append(out, i)
	}
	return out
}

func TestMapKeepsOrderAndLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		got, err := Map(t.Context(), 10, numbers(100),
			func(ctx context.Context, i int) (int, error) {
				return i * i, sleep(ctx, time.Duration(100-i%10)*ms)
			})
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range got {
			if v != i*i {
				t.Fatalf("result %d is %d", i, v)
			}
		}
		if d := time.Since(start); d < 900*ms || d > time.Second {
			t.Fatalf("took %v", d)
		}
	})
}

func TestMapStopsAtTheFirstError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var started atomic.Int64
		start := time.Now()
		_, err := Map(t.Context(), 4, numbers(1000),
			func(ctx context.Context, i int) (int, error) {
				started.Add(1)
				if i == 1 {
					return 0, errBoom
				}
				return 0, sleep(ctx, time.Hour)
			})
		if !errors.Is(err, errBoom) || time.Since(start) != 0 {
			t.Fatal(err, time.Since(start))
		}
		if n := started.Load(); n > 10 {
			t.Fatalf("%d calls were started", n)
		}
	})
}

func TestGather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type f = func(context.Context) (string, error)
		start := time.Now()
		got := Gather(t.Context(), 100*ms, map[string]f{
			"profile": func(context.Context) (string, error) {
				return "ann", nil
			},
			"ads": func(context.Context) (string, error) {
				return "", errBoom
			},
			"history": func(ctx context.Context) (string, error) {
				return "late", sleep(ctx, time.Hour)
			},
		})
		if len(got) != 3 || got["profile"].Value != "ann" {
			t.Fatal(got)
		}
		if got["profile"].Err != nil || got["ads"].Err != errBoom ||
			!errors.Is(got["history"].Err, context.DeadlineExceeded) {
			t.Fatal(got)
		}
		if d := time.Since(start); d != 100*ms {
			t.Fatal(d)
		}
	})
}

func collect[T any](in <-chan T) (out []T) {
	for v := range in {
		out = append(out, v)
	}
	return out
}

func TestPipeline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, ctx := errgroup.WithContext(t.Context())
		double := func(_ context.Context, i int) (int, error) {
			return 2 * i, nil
		}
		a := Stage(g, ctx, 4, Source(g, ctx, numbers(1000)), double)
		got := collect(Stage(g, ctx, 2, a, double))
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		for i, v := range got {
			if v != 4*i {
				t.Fatalf("%d: %d", i, v)
			}
		}
		if len(got) != 1000 {
			t.Fatal(len(got))
		}
	})
}

func TestPipelineErrorEndsAllStages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // fails if a goroutine stays
		g, ctx := errgroup.WithContext(t.Context())
		fail := func(ctx context.Context, i int) (int, error) {
			if i == 500 {
				return 0, errBoom
			}
			if i > 500 { // slow, so that the error overtakes the rest
				return i, sleep(ctx, time.Hour)
			}
			return i, nil
		}
		same := func(_ context.Context, i int) (int, error) { return i, nil }
		a := Stage(g, ctx, 4, Source(g, ctx, numbers(100_000)), same)
		b := Stage(g, ctx, 4, a, fail)
		if n := len(collect(Stage(g, ctx, 4, b, same))); n > 600 {
			t.Fatalf("%d results", n)
		}
		if err := g.Wait(); !errors.Is(err, errBoom) {
			t.Fatal(err)
		}
	})
}

func TestPipelineSurvivesAConsumerThatLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		g, ctx := errgroup.WithContext(ctx)
		out := Ordered(g, ctx, 3, Source(g, ctx, numbers(100)),
			func(_ context.Context, i int) (int, error) { return i, nil })
		if v := <-out; v != 0 {
			t.Fatal(v)
		}
		cancel()
		if err := g.Wait(); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	})
}

func TestOrdered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		r := rand.New(rand.NewPCG(1, 2))
		pause := make([]time.Duration, 200)
		for i := range pause {
			pause[i] = time.Duration(r.IntN(100)) * ms
		}
		g, ctx := errgroup.WithContext(t.Context())
		got := collect(Ordered(g, ctx, 8, Source(g, ctx, numbers(200)),
			func(ctx context.Context, i int) (int, error) {
				n := now.Add(1)
				defer now.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); {
					m = most.Load()
				}
				return i, sleep(ctx, pause[i])
			}))
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, numbers(200)) {
			t.Fatal(got)
		}
		if n := most.Load(); n != 8 {
			t.Fatalf("%d calls at once, want 8", n)
		}
	})
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(10)
		var used, most atomic.Int64
		var order []int64
		var mu sync.Mutex
		var wg sync.WaitGroup
		for _, need := range []int64{6, 10, 4, 4, 4} {
			wg.Go(func() {
				err := b.Do(t.Context(), need, func() error {
					mu.Lock()
					order = append(order, need)
					mu.Unlock()
					most.Store(max(most.Load(), used.Add(need)))
					time.Sleep(time.Second)
					used.Add(-need)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		if most.Load() > 10 {
			t.Fatalf("%d in use", most.Load())
		}
		// The small ones wait behind the big one: it does not starve.
		if fmt.Sprint(order) != "[6 10 4 4 4]" {
			t.Fatal(order)
		}
		if err := b.Do(t.Context(), 11, nil); !errors.Is(err, ErrTooBig) {
			t.Fatal(err)
		}
	})
}

func TestLoader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		loads := 0
		l := &Loader[string]{
			Timeout: time.Second,
			Load: func(ctx context.Context, key string) (string, error) {
				loads++
				return "value of " + key, sleep(ctx, 100*ms)
			},
		}
		first, leave := context.WithTimeout(t.Context(), 10*ms)
		defer leave()
		var wg sync.WaitGroup
		wg.Go(func() { // starts the load, and gives up early
			_, err := l.Get(first, "k")
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
		synctest.Wait()
		for range 99 {
			wg.Go(func() {
				v, err := l.Get(t.Context(), "k")
				if err != nil || v != "value of k" {
					t.Error(v, err)
				}
			})
		}
		wg.Wait()
		if loads != 1 {
			t.Fatalf("%d loads", loads)
		}
		l.Get(t.Context(), "k")
		if loads != 2 { // it joins calls; it remembers nothing
			t.Fatalf("%d loads: it is not a cache", loads)
		}
	})
}

// region naive

// With the first caller's context inside, that caller's impatience is
// everybody's error.
func TestNaiveSingleflightSharesTheCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g singleflight.Group
		get := func(ctx context.Context) error {
			_, err, _ := g.Do("k", func() (any, error) {
				return "v", sleep(ctx, 100*ms)
			})
			return err
		}
		hasty, cancel := context.WithTimeout(t.Context(), 10*ms)
		defer cancel()
		go get(hasty)
		synctest.Wait()
		if err := get(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("the patient caller got %v", err)
		}
	})
}

// endregion naive

func TestHedge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls, canceled atomic.Int64
		v, err := Hedge(t.Context(), 20*ms,
			func(ctx context.Context) (int, error) {
				if calls.Add(1) == 2 {
					return 2, sleep(ctx, 5*ms)
				}
				err := sleep(ctx, time.Hour)
				if err != nil {
					canceled.Add(1)
				}
				return 1, err
			})
		synctest.Wait()
		if v != 2 || err != nil || calls.Load() != 2 || canceled.Load() != 1 {
			t.Fatal(v, err, calls.Load(), canceled.Load())
		}
		calls.Store(0)
		v, err = Hedge(t.Context(), 20*ms,
			func(context.Context) (int, error) { calls.Add(1); return 7, nil })
		if v != 7 || err != nil || calls.Load() != 1 {
			t.Fatal(v, err, calls.Load())
		}
		_, err = Hedge(t.Context(), 20*ms,
			func(ctx context.Context) (int, error) { return 0, errBoom })
		if !errors.Is(err, errBoom) {
			t.Fatal(err)
		}
	})
}

// TestHedgingExperiment is the measurement of the post: 95 % of the calls
// take 5 to 15 ms, 5 % take 200.
func TestHedgingExperiment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 2_000
		if testing.Verbose() {
			n = 20_000 // what the post shows
		}
		r := rand.New(rand.NewPCG(7, 7))
		calls := 0
		var mu sync.Mutex
		backend := func(ctx context.Context) (int, error) {
			mu.Lock()
			calls++
			d := time.Duration(5+r.IntN(11)) * ms
			if r.IntN(100) < 5 {
				d = 200 * ms
			}
			mu.Unlock()
			return 0, sleep(ctx, d)
		}
		show("hedge after    p50    p95    p99   p99.9  calls")
		var p99 []time.Duration
		for _, d := range []time.Duration{time.Hour, 50 * ms, 20 * ms, 10 * ms} {
			calls = 0
			took := make([]time.Duration, n)
			for i := range took { // one after the other: no queueing
				start := time.Now()
				Hedge(t.Context(), d, backend)
				took[i] = time.Since(start)
				synctest.Wait() // the loser has gone
			}
			slices.Sort(took)
			name := d.String()
			if d == time.Hour {
				name = "never"
			}
			show("%11s %6v %6v %6v %7v  %4.0f%%", name, took[n/2],
				took[n*95/100], took[n*99/100], took[n*999/1000],
				100*float64(calls)/float64(n))
			p99 = append(p99, took[n*99/100])
		}
		if p99[0] != 200*ms || p99[2] > 40*ms {
			t.Fatal(p99)
		}
	})
}

func show(format string, args ...any) {
	if testing.Verbose() {
		fmt.Printf(format+"\n", args...)
	}
}

// TestNestedGo is run by TestNestedGoDeadlocks in a process of its own.
func TestNestedGo(t *testing.T) {
	if os.Getenv("NESTED_GO") == "" {
		t.Skip("run by TestNestedGoDeadlocks")
	}
	synctest.Test(t, func(t *testing.T) {
		// region nested
		var g errgroup.Group
		g.SetLimit(1)
		g.Go(func() error {
			g.Go(func() error { return nil }) // waits for its own place
			return nil
		})
		g.Wait()
		// endregion nested
	})
}

func TestNestedGoDeadlocks(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestNestedGo$")
	cmd.Env = append(os.Environ(), "NESTED_GO=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "deadlock") {
		t.Fatalf("err %v\n%s", err, out)
	}
}
