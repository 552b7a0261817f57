// Package patterns has small, complete versions of concurrency patterns.
package patterns

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// region map

// Map calls f for every item, at most limit at a time. Results have the
// order of the items. The first error cancels the rest.
func Map[T, R any](ctx context.Context, limit int, items []T,
	f func(context.Context, T) (R, error)) ([]R, error) {
	out := make([]R, len(items))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for i, item := range items {
		g.Go(func() error {
			if err := context.Cause(ctx); err != nil {
				return err // canceled while waiting for its turn
			}
			r, err := f(ctx, item)
			out[i] = r // each goroutine has an element of its own
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

// endregion map

// region answer

// Answer is what one source said; a late one has the context's error.
type Answer[R any] struct {
	Name  string
	Value R
	Err   error
}

// endregion answer

// region gather

// Gather calls all of fs and returns an answer for each, after d at the most.
func Gather[R any](ctx context.Context, d time.Duration,
	fs map[string]func(context.Context) (R, error)) map[string]Answer[R] {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	ch := make(chan Answer[R], len(fs)) // room for all: nobody blocks
	for name, f := range fs {
		go func() {
			v, err := f(ctx)
			ch <- Answer[R]{name, v, err}
		}()
	}
	got := map[string]Answer[R]{}
	for range fs {
		select {
		case a := <-ch:
			got[a.Name] = a
		case <-ctx.Done():
		}
	}
	for name := range fs {
		if _, ok := got[name]; !ok {
			got[name] = Answer[R]{Name: name, Err: context.Cause(ctx)}
		}
	}
	return got
}

// endregion gather

// region send

// send is the only way in which anything here sends to a next stage.
func send[T any](ctx context.Context, ch chan<- T, v T) error {
	select {
	case ch <- v:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Source sends items until it is done or ctx is.
func Source[T any](g *errgroup.Group, ctx context.Context,
	items []T) <-chan T {
	out := make(chan T)
	g.Go(func() error {
		defer close(out)
		for _, v := range items {
			if err := send(ctx, out, v); err != nil {
				return err
			}
		}
		return nil
	})
	return out
}

// endregion send

// region stage

// Stage runs f on n goroutines between two channels, as part of g. The
// output is closed when the last of them has left.
func Stage[I, O any](g *errgroup.Group, ctx context.Context, n int,
	in <-chan I, f func(context.Context, I) (O, error)) <-chan O {
	out := make(chan O)
	var workers sync.WaitGroup
	workers.Add(n)
	for range n {
		g.Go(func() error {
			defer workers.Done()
			for v := range in {
				o, err := f(ctx, v)
				if err != nil {
					return err // cancels ctx: all stages leave
				}
				if err := send(ctx, out, o); err != nil {
					return err
				}
			}
			return nil
		})
	}
	go func() { workers.Wait(); close(out) }()
	return out
}

// endregion stage

// region ordered

// Ordered is a stage that keeps the order: a queue of futures. At most n
// calls are started and not yet handed on.
func Ordered[I, O any](g *errgroup.Group, ctx context.Context, n int,
	in <-chan I, f func(context.Context, I) (O, error)) <-chan O {
	futures := make(chan chan O, n-1) // the n-th is in handOn's hand
	out := make(chan O)
	g.Go(func() error {
		defer close(futures)
		for v := range in {
			future := make(chan O, 1)
			if err := send(ctx, futures, future); err != nil {
				return err
			}
			g.Go(func() error {
				o, err := f(ctx, v)
				if err == nil {
					future <- o
				}
				return err
			})
		}
		return nil
	})
	g.Go(func() error { return handOn(ctx, futures, out) })
	return out
}

// endregion ordered

// region handon

// handOn waits for the futures in their order.
func handOn[O any](ctx context.Context, futures <-chan chan O,
	out chan<- O) error {
	defer close(out)
	for future := range futures {
		select {
		case o := <-future:
			if err := send(ctx, out, o); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// endregion handon

// region budget

// Budget limits the sum of what running calls need, not their number.
type Budget struct {
	size int64
	sem  *semaphore.Weighted
}

func NewBudget(size int64) *Budget {
	return &Budget{size, semaphore.NewWeighted(size)}
}

var ErrTooBig = errors.New("needs more than the whole budget")

func (b *Budget) Do(ctx context.Context, need int64, f func() error) error {
	if need > b.size {
		return ErrTooBig // Acquire would wait until ctx is done
	}
	if err := b.sem.Acquire(ctx, need); err != nil {
		return err
	}
	defer b.sem.Release(need)
	return f()
}

// endregion budget

// region loader

// Loader joins concurrent loads of the same key.
type Loader[V any] struct {
	g       singleflight.Group
	Timeout time.Duration
	Load    func(ctx context.Context, key string) (V, error)
}

// Get waits for the load, or for the caller's own ctx. A caller that leaves
// does not take the load away from the others.
func (l *Loader[V]) Get(ctx context.Context, key string) (V, error) {
	ch := l.g.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(
			context.WithoutCancel(ctx), l.Timeout)
		defer cancel()
		return l.Load(ctx, key)
	})
	var zero V
	select {
	case r := <-ch:
		if r.Err != nil {
			return zero, r.Err
		}
		return r.Val.(V), nil
	case <-ctx.Done():
		return zero, context.Cause(ctx)
	}
}

// endregion loader

// region hedge

// Hedge calls f, and once more if there is no answer after d. The first
// success wins and cancels the other. f has to be idempotent.
func Hedge[R any](ctx context.Context, d time.Duration,
	f func(context.Context) (R, error)) (R, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		r   R
		err error
	}
	ch := make(chan result, 2)
	call := func() {
		r, err := f(ctx)
		ch <- result{r, err}
	}
	go call()
	second := time.NewTimer(d)
	defer second.Stop()
	running := 1
	for {
		select {
		case res := <-ch:
			running--
			if res.err == nil || running == 0 {
				return res.r, res.err
			}
		case <-second.C:
			running++
			go call()
		}
	}
}

// endregion hedge
