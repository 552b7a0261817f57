// Package async moves work off the request path into a bounded queue.
package async

import (
	"context"
	"sync"
	"sync/atomic"
)

// region queue
// Queue runs jobs on a fixed number of workers.
type Queue struct {
	jobs    chan func(context.Context)
	wg      sync.WaitGroup
	Dropped atomic.Int64
}

// NewQueue starts the workers; their context ends with ctx.
func NewQueue(ctx context.Context, workers, size int) *Queue {
	q := &Queue{jobs: make(chan func(context.Context), size)}
	for range workers {
		q.wg.Go(func() {
			for job := range q.jobs {
				job(ctx)
			}
		})
	}
	return q
}

// endregion queue

// region try
// Try enqueues without waiting; a full queue drops the job and counts it.
func (q *Queue) Try(job func(context.Context)) bool {
	select {
	case q.jobs <- job:
		return true
	default:
		q.Dropped.Add(1)
		return false
	}
}

// Close runs what is queued and waits. Call it after the last Try.
func (q *Queue) Close() {
	close(q.jobs)
	q.wg.Wait()
}

// endregion try
