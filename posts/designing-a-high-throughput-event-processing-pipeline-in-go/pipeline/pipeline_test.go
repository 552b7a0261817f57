package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestBatchBySize(t *testing.T) {
	in := make(chan int, 10)
	for i := range 10 {
		in <- i
	}
	close(in)
	var sizes []int
	err := Batch(t.Context(), in, 4, time.Hour, func(_ context.Context, b []int) error {
		sizes = append(sizes, len(b))
		return nil
	})
	if want := []int{4, 4, 2}; err != nil || !slices.Equal(sizes, want) {
		t.Errorf("sizes %v, err %v", sizes, err)
	}
}

func TestLingerCountsFromTheFirstItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := make(chan int)
		start := time.Now()
		var at []time.Duration
		var sizes []int
		done := make(chan error)
		go func() {
			done <- Batch(t.Context(), in, 100, 10*time.Millisecond, func(_ context.Context, b []int) error {
				at = append(at, time.Since(start))
				sizes = append(sizes, len(b))
				return nil
			})
		}()
		time.Sleep(time.Second) // idle: no empty batches
		in <- 1
		time.Sleep(9 * time.Millisecond)
		in <- 2
		time.Sleep(time.Second)
		close(in)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if len(at) != 1 || at[0] != 1010*time.Millisecond || sizes[0] != 2 {
			t.Errorf("flushed at %v with %v", at, sizes)
		}
	})
}

func TestNaturalTakesWhatIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := make(chan int, 100)
		var sizes []int
		done := make(chan error)
		go func() {
			done <- Natural(t.Context(), in, 8, func(_ context.Context, b []int) error {
				sizes = append(sizes, len(b))
				time.Sleep(time.Second)
				return nil
			})
		}()
		in <- 0
		synctest.Wait() // the first flush is running
		for i := range 12 {
			in <- i
		}
		close(in)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if want := []int{1, 8, 4}; !slices.Equal(sizes, want) {
			t.Errorf("sizes %v", sizes)
		}
	})
}

func TestWatermarkWaitsForTheGap(t *testing.T) {
	w := NewWatermark(10)
	for _, c := range []struct{ done, want int64 }{{11, 10}, {12, 10}, {10, 13}, {13, 14}} {
		if got := w.Done(c.done); got != c.want {
			t.Errorf("after %d: commit %d, want %d", c.done, got, c.want)
		}
	}
	if w.Pending() != 0 {
		t.Errorf("%d offsets kept", w.Pending())
	}
}

func numbers(n int) Source {
	return func(ctx context.Context, out chan<- Event) error {
		defer close(out)
		for i := range n {
			e := Event{Offset: int64(i), Key: fmt.Sprint("k", i%37)}
			select {
			case out <- e:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
}

var config = Config{Lanes: 4, Buffer: 16, Batch: 32, Linger: time.Millisecond}

func TestOrderPerKeyAndNothingLost(t *testing.T) {
	defer goleak.VerifyNone(t)
	const n = 5000
	var mu sync.Mutex
	last := map[string]int64{}
	seen := 0
	var committed int64
	err := Run(t.Context(), config, 0, numbers(n), func(_ context.Context, b []Event) error {
		time.Sleep(time.Duration(rand.IntN(200)) * time.Microsecond)
		mu.Lock()
		defer mu.Unlock()
		for _, e := range b {
			if prev, ok := last[e.Key]; ok && prev >= e.Offset {
				t.Errorf("key %s: %d after %d", e.Key, e.Offset, prev)
			}
			last[e.Key] = e.Offset
			seen++
		}
		return nil
	}, func(o int64) {
		if o <= committed {
			t.Errorf("commit went back from %d to %d", committed, o)
		}
		committed = o
	})
	if err != nil || seen != n || committed != n {
		t.Errorf("err %v, seen %d, committed %d", err, seen, committed)
	}
}

// A failed write must leave the commit below every event that was not written.
func TestFailureNeverCommitsAheadOfTheWork(t *testing.T) {
	defer goleak.VerifyNone(t)
	boom := errors.New("boom")
	var mu sync.Mutex
	written := map[int64]bool{}
	var committed int64
	var writes atomic.Int32
	err := Run(t.Context(), config, 0, numbers(5000), func(_ context.Context, b []Event) error {
		if writes.Add(1) == 20 {
			return boom
		}
		mu.Lock()
		defer mu.Unlock()
		for _, e := range b {
			written[e.Offset] = true
		}
		return nil
	}, func(o int64) { committed = o })
	if !errors.Is(err, boom) {
		t.Fatalf("err %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	for o := range committed {
		if !written[o] {
			t.Fatalf("committed %d, but %d was never written", committed, o)
		}
	}
}

// A stuck sink stops the source after the bounds are full: that is
// backpressure, and it is the memory limit too.
func TestStuckSinkStopsTheSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var read atomic.Int64
		src := func(ctx context.Context, out chan<- Event) error {
			defer close(out)
			for i := int64(0); ; i++ {
				select {
				case out <- Event{Offset: i, Key: fmt.Sprint(i)}:
					read.Add(1)
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		done := make(chan error)
		go func() {
			done <- Run(ctx, config, 0, src, func(ctx context.Context, _ []Event) error {
				<-ctx.Done()
				return ctx.Err()
			}, func(int64) {})
		}()
		synctest.Wait()
		limit := int64(config.Buffer*(1+config.Lanes) + config.Batch*config.Lanes + 1)
		if n := read.Load(); n == 0 || n > limit {
			t.Errorf("read %d events into a stuck pipeline, bound is %d", n, limit)
		}
		cancel()
		<-done
	})
}

// region handoff
func BenchmarkHandoff(b *testing.B) {
	for _, chunk := range []int{1, 16, 64} {
		b.Run(fmt.Sprint(chunk), func(b *testing.B) {
			ch := make(chan []Event, 8)
			done := make(chan int)
			go func() {
				n := 0
				for c := range ch {
					n += len(c)
				}
				done <- n
			}()
			events := make([]Event, chunk)
			for i := 0; i < b.N; i += chunk {
				ch <- events
			}
			close(ch)
			<-done
		})
	}
}

// endregion handoff
