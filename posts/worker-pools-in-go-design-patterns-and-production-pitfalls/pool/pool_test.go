package pool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func quiet(any, []byte) {}

func sleep(d time.Duration) Job {
	return func(ctx context.Context) {
		select {
		case <-time.After(d):
		case <-ctx.Done():
		}
	}
}

func TestSubmitWaitsAndTrySubmitRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1, 1, 2, quiet)
		defer p.Shutdown(t.Context())
		p.TrySubmit(sleep(time.Second)) // taken by the worker
		synctest.Wait()
		for range 2 {
			if err := p.TrySubmit(sleep(time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.TrySubmit(sleep(0)); !errors.Is(err, ErrFull) {
			t.Fatalf("third waiting job: %v, want ErrFull", err)
		}
		start := time.Now()
		if err := p.Submit(t.Context(), sleep(0)); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d != time.Second {
			t.Fatalf("Submit waited %v, want 1s", d)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		err := p.Submit(ctx, sleep(0))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Submit with a deadline: %v", err)
		}
	})
}

func TestAcceptedJobsRunDespiteShutdown(t *testing.T) {
	// Real time, real races: submitters fight with Shutdown, and what was
	// accepted must be what ran.
	for range 200 {
		p := New(2, 2, 4, quiet)
		var accepted, ran atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 50 {
					err := p.Submit(t.Context(), func(context.Context) {
						ran.Add(1)
					})
					if err == nil {
						accepted.Add(1)
					} else if !errors.Is(err, ErrClosed) {
						t.Error(err)
					}
				}
			})
		}
		runtime.Gosched()
		if err := p.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		if accepted.Load() != ran.Load() {
			t.Fatalf("accepted %d, ran %d", accepted.Load(), ran.Load())
		}
	}
}

func TestShutdownWakesWaitingSubmitters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(1, 1, 0, quiet)
		p.Submit(t.Context(), sleep(time.Hour))
		got := make(chan error, 1)
		go func() { got <- p.Submit(t.Context(), sleep(0)) }()
		synctest.Wait()
		go p.Shutdown(t.Context())
		synctest.Wait()
		select {
		case err := <-got:
			if !errors.Is(err, ErrClosed) {
				t.Fatal(err)
			}
		default:
			t.Fatal("the submitter still waits")
		}
		time.Sleep(2 * time.Hour)
	})
}

func TestHardStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(2, 2, 10, quiet)
		for range 7 {
			p.TrySubmit(sleep(time.Minute))
		}
		synctest.Wait() // two run, five wait
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := p.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Shutdown: %v", err)
		}
		synctest.Wait()
		if n := p.Dropped(); n != 5 {
			t.Fatalf("dropped %d, want 5", n)
		}
		if err := p.Shutdown(t.Context()); err != nil {
			t.Fatalf("second Shutdown: %v", err)
		}
	})
}

func TestHardStopCountsAtOnceWhatItDrops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(2, 2, 10, quiet)
		for range 7 { // jobs that ignore their context
			p.TrySubmit(func(context.Context) { time.Sleep(time.Minute) })
		}
		synctest.Wait() // two run, five wait
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		p.Shutdown(ctx)
		if n := p.Dropped(); n != 5 {
			t.Fatalf("when Shutdown returns, %d are dropped, want 5", n)
		}
		time.Sleep(time.Hour)
		if n := p.Dropped(); n != 5 {
			t.Fatalf("dropped %d, want 5", n)
		}
	})
}

func TestResizeAfterShutdownDoesNothing(t *testing.T) {
	p := New(1, 8, 1, quiet)
	if err := p.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.Resize(8)
	if p.size != 1 {
		t.Fatalf("%d workers after Shutdown", p.size)
	}
}

func TestPanicDoesNotCostAWorker(t *testing.T) {
	var mu sync.Mutex
	var stacks []string
	p := New(1, 1, 10, func(v any, stack []byte) {
		mu.Lock()
		defer mu.Unlock()
		stacks = append(stacks, fmt.Sprint(v, "\n", string(stack)))
	})
	p.Submit(t.Context(), func(context.Context) { panic("boom") })
	ran := false
	p.Submit(t.Context(), func(context.Context) { ran = true })
	if err := p.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !ran {
		t.Fatal("the job after the panic did not run")
	}
	if len(stacks) != 1 || !strings.Contains(stacks[0], "pool_test.go") {
		t.Fatalf("panic reports: %q", stacks)
	}
}

func TestResize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(2, 8, 100, quiet)
		var running atomic.Int64
		for range 100 {
			p.TrySubmit(func(ctx context.Context) {
				running.Add(1)
				sleep(time.Second)(ctx)
				running.Add(-1)
			})
		}
		at := func(want int64) {
			t.Helper()
			synctest.Wait()
			if n := running.Load(); n != want {
				t.Fatalf("%d jobs run, want %d", n, want)
			}
		}
		at(2)
		p.Resize(8)
		at(8)
		p.Resize(3)
		at(8) // nobody is interrupted
		p.Resize(4)
		time.Sleep(1500 * time.Millisecond)
		at(4)
		p.Resize(100)
		time.Sleep(time.Second)
		at(8)
		if err := p.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSubmitFromInsideAJobDeadlocks(t *testing.T) {
	// The pitfall: every worker waits for room that only a worker can make.
	synctest.Test(t, func(t *testing.T) {
		p := New(2, 2, 0, quiet)
		var stuck atomic.Int64
		for range 2 {
			p.Submit(t.Context(), func(ctx context.Context) {
				sleep(time.Second)(ctx)
				if p.Submit(ctx, sleep(0)) != nil {
					stuck.Add(1)
				}
			})
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if p.TrySubmit(sleep(0)) == nil {
			t.Fatal("a worker is free: no deadlock")
		}
		p.Shutdown(t.Context()) // closing wakes them
		if stuck.Load() != 2 {
			t.Fatalf("%d jobs were stuck, want 2", stuck.Load())
		}
	})
}

// phase is a time of constant offered load.
type phase struct {
	rate   int // jobs per second
	length time.Duration
}

type sample struct {
	at      time.Duration
	waiting int
	p50     time.Duration // of the jobs finished since the last sample
	useful  int           // of those, the ones within the deadline
	refused int
}

// region offer

// offer sends jobs at a fixed pace and samples the pool every ten seconds.
// A job is useful if it ends within a second of being offered.
func offer(p *Pool, phases []phase, work time.Duration) []sample {
	var mu sync.Mutex
	var took []time.Duration
	var out []sample
	refused, start, next := 0, time.Now(), 10*time.Second
	for _, ph := range phases {
		gap := time.Second / time.Duration(ph.rate)
		for end := time.Now().Add(ph.length); time.Now().Before(end); {
			offered := time.Now()
			err := p.TrySubmit(func(context.Context) {
				time.Sleep(work)
				mu.Lock()
				took = append(took, time.Since(offered))
				mu.Unlock()
			})
			if err != nil {
				refused++
			}
			time.Sleep(gap)
			if at := time.Since(start); at >= next {
				mu.Lock()
				out = append(out, sum(at, p.Waiting(), took, refused))
				took, refused = nil, 0
				mu.Unlock()
				next += 10 * time.Second
			}
		}
	}
	return out
}

// endregion offer

func sum(at time.Duration, waiting int, took []time.Duration, refused int) sample {
	s := sample{at: at, waiting: waiting, refused: refused}
	slices.Sort(took)
	if len(took) > 0 {
		s.p50 = took[len(took)/2]
	}
	for _, d := range took {
		if d <= time.Second {
			s.useful++
		}
	}
	return s
}

// TestBackpressure is the experiment of the post: four workers, 10 ms a job,
// so 400 jobs a second; 500 are offered for half a minute, then 300.
func TestBackpressure(t *testing.T) {
	phases := []phase{{500, 30 * time.Second}, {300, 40 * time.Second}}
	run := func(name string, queue int) (samples []sample) {
		synctest.Test(t, func(t *testing.T) {
			p := New(4, 4, queue, quiet)
			samples = offer(p, phases, 10*time.Millisecond)
			p.Shutdown(t.Context())
		})
		if testing.Verbose() {
			fmt.Fprintf(os.Stdout, "%s\n", name)
			fmt.Println("  time  queue  median wait  useful/s  refused/s")
			for _, s := range samples {
				fmt.Printf("%4.0f s %6d %12v %9d %10d\n", s.at.Seconds(),
					s.waiting, s.p50.Round(time.Millisecond),
					s.useful/10, s.refused/10)
			}
		}
		return samples
	}
	long := run("room for 1,000,000 jobs", 1_000_000)
	short := run("room for 40 jobs", 40)

	if q := long[2].waiting; q < 2900 || q > 3100 {
		t.Errorf("long queue holds %d after the overload, want about 3000", q)
	}
	if long[2].useful > 0 {
		t.Errorf("long queue: %d useful results", long[2].useful)
	}
	if long[4].useful > 0 {
		t.Errorf("long queue is useful again after 20 s: %d", long[4].useful)
	}
	for _, s := range short {
		if s.p50 > 120*time.Millisecond || s.useful/10 < 299 {
			t.Errorf("short queue at %v: %+v", s.at, s)
		}
	}
}

func BenchmarkTask(b *testing.B) {
	const limit = 4
	ctx := context.Background()
	var n atomic.Int64
	b.Run("pool", func(b *testing.B) {
		p := New(limit, limit, limit, quiet)
		for b.Loop() {
			p.Submit(ctx, func(context.Context) { n.Add(1) })
		}
		p.Shutdown(ctx)
	})
	b.Run("errgroup", func(b *testing.B) {
		var g errgroup.Group
		g.SetLimit(limit)
		for b.Loop() {
			g.Go(func() error { n.Add(1); return nil })
		}
		g.Wait()
	})
	b.Run("semaphore", func(b *testing.B) {
		sem := make(chan struct{}, limit)
		var wg sync.WaitGroup
		for b.Loop() {
			sem <- struct{}{}
			wg.Go(func() { n.Add(1); <-sem })
		}
		wg.Wait()
	})
}
