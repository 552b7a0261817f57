// Package pool is a worker pool with a bounded queue.
package pool

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

var (
	ErrFull   = errors.New("pool: queue is full")
	ErrClosed = errors.New("pool: closed")
)

// Job does one piece of work and returns early when ctx is canceled.
type Job func(ctx context.Context)

// region type

// Pool runs jobs on a limited number of goroutines. A job that was accepted
// (Submit returned nil) runs, or is counted as dropped.
type Pool struct {
	jobs   chan Job
	ctx    context.Context // given to jobs; canceled at a hard stop
	cancel context.CancelFunc

	gate    sync.RWMutex // Submit holds it for reading while it sends
	closed  bool
	closing chan struct{}

	scale sync.Mutex
	size  int
	max   int
	stop  chan struct{} // one token makes one worker leave

	wg      sync.WaitGroup
	dropped atomic.Int64
	onPanic func(v any, stack []byte)
}

// endregion type

// New starts a pool of workers (it may grow to limit) with room for queue
// waiting jobs. onPanic is told about jobs that panic.
func New(workers, limit, queue int, onPanic func(any, []byte)) *Pool {
	p := &Pool{
		jobs:    make(chan Job, queue),
		closing: make(chan struct{}),
		stop:    make(chan struct{}, limit),
		max:     limit,
		onPanic: onPanic,
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.Resize(workers)
	return p
}

// region submit

// Submit waits for room in the queue until ctx is done: backpressure.
func (p *Pool) Submit(ctx context.Context, j Job) error {
	p.gate.RLock()
	defer p.gate.RUnlock()
	if p.closed {
		return ErrClosed
	}
	select {
	case p.jobs <- j:
		return nil
	case <-p.closing:
		return ErrClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// TrySubmit never waits: it accepts now or refuses now. Load shedding.
func (p *Pool) TrySubmit(j Job) error {
	p.gate.RLock()
	defer p.gate.RUnlock()
	if p.closed {
		return ErrClosed
	}
	select {
	case p.jobs <- j:
		return nil
	default:
		return ErrFull
	}
}

// endregion submit

// region worker

func (p *Pool) worker() {
	for {
		select { // leaving goes first: the select below picks at random
		case <-p.stop:
			return
		default:
		}
		select {
		case j, ok := <-p.jobs:
			if !ok {
				return
			}
			p.run(j)
		case <-p.stop:
			return
		}
	}
}

func (p *Pool) run(j Job) {
	if p.ctx.Err() != nil { // hard stop: count it, do not start it
		p.dropped.Add(1)
		return
	}
	defer func() {
		if v := recover(); v != nil {
			p.onPanic(v, debug.Stack())
		}
	}()
	j(p.ctx)
}

// endregion worker

// region shutdown

// Shutdown refuses new jobs and lets accepted ones finish. When ctx ends
// first, running jobs are canceled and waiting ones dropped; Shutdown then
// returns without waiting for a job that ignores its context.
func (p *Pool) Shutdown(ctx context.Context) error {
	p.close()
	done := make(chan struct{})
	go func() {
		p.wg.Wait()
		p.cancel()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		p.cancel()
		for range p.jobs { // closed: takes what no worker will start
			p.dropped.Add(1)
		}
		return context.Cause(ctx)
	}
}

// endregion shutdown

// region close

// close lets the workers empty the queue, and nobody else fill it.
func (p *Pool) close() {
	p.scale.Lock()
	defer p.scale.Unlock()
	select {
	case <-p.closing:
		return // a second Shutdown only waits
	default:
		close(p.closing) // wakes the submitters that are waiting
	}
	p.gate.Lock() // no send is under way from here on
	p.closed = true
	close(p.jobs) // workers empty the queue, then leave
	p.gate.Unlock()
}

// endregion close

// region resize

// Resize sets the number of workers, between 1 and the limit. A worker that
// has to leave finishes its job first.
func (p *Pool) Resize(n int) {
	p.scale.Lock()
	defer p.scale.Unlock()
	if p.closed {
		return
	}
	n = min(max(n, 1), p.max)
	for ; p.size < n; p.size++ {
		select {
		case <-p.stop: // take back a token that nobody has taken yet
		default:
			p.wg.Go(p.worker)
		}
	}
	for ; p.size > n; p.size-- {
		p.stop <- struct{}{} // has room for limit tokens: never blocks
	}
}

// endregion resize

// Waiting is the number of jobs in the queue.
func (p *Pool) Waiting() int { return len(p.jobs) }

// Dropped is the number of accepted jobs that a hard stop did not start.
func (p *Pool) Dropped() int { return int(p.dropped.Load()) }
