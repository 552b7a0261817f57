// Package worker runs tasks of a queue.
package worker

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"cat-posts.example/posts/designing-a-distributed-task-queue-in-go-from-scratch/queue"
)

// Pool is one process's share of the work.
type Pool struct {
	Queue   *queue.Queue
	Slots   int
	Lease   time.Duration
	Backoff func(attempts int) time.Duration
	Handle  func(context.Context, queue.Task) error
}

// region run

// Run works until ctx ends, and then until the running tasks are done.
func (p *Pool) Run(ctx context.Context) {
	slots := make(chan struct{}, p.Slots)
	var wg sync.WaitGroup
	defer wg.Wait()
	idle := 10 * time.Millisecond
	for {
		select {
		case slots <- struct{}{}: // one free slot before asking
		case <-ctx.Done():
			return
		}
		tasks := p.next(ctx, 1+cap(slots)-len(slots))
		if len(tasks) == 0 {
			<-slots
			if !sleep(ctx, idle/2+rand.N(idle)) {
				return
			}
			idle = min(2*idle, time.Second)
			continue
		}
		idle = 10 * time.Millisecond
		for i, t := range tasks {
			if i > 0 {
				slots <- struct{}{} // free: only this loop fills them
			}
			wg.Go(func() { defer func() { <-slots }(); p.one(ctx, t) })
		}
	}
}

// endregion run

// next moves what is due and claims up to n tasks. An error is logged, and
// is otherwise an idle turn.
func (p *Pool) next(ctx context.Context, n int) []queue.Task {
	_, err := p.Queue.Tick(ctx)
	tasks, cerr := p.Queue.Claim(ctx, n)
	if err := errors.Join(err, cerr); err != nil && ctx.Err() == nil {
		slog.Error("queue does not answer", "err", err)
	}
	return tasks
}

// region one
func (p *Pool) one(ctx context.Context, t queue.Task) {
	ctx = context.WithoutCancel(ctx) // shutdown waits for us
	work, cancel := context.WithCancel(ctx)
	go func() {
		for sleep(work, p.Lease/3) {
			if p.Queue.Extend(work, t) == queue.ErrStale {
				cancel() // somebody else has it now
			}
		}
	}()
	err := p.Handle(work, t)
	cancel()
	if err == nil {
		err = p.Queue.Ack(ctx, t)
	} else {
		slog.Warn("task failed", "id", t.ID, "attempt", t.Attempts,
			"err", err)
		err = p.Queue.Retry(ctx, t, p.Backoff(t.Attempts))
	}
	if err != nil {
		slog.Error("task not settled", "id", t.ID, "err", err)
	}
}

// endregion one

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
