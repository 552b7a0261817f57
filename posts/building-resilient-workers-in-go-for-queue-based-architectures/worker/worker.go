// Package worker runs a handler for the messages of a leased queue.
package worker

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"cat-posts.example/posts/building-resilient-workers-in-go-for-queue-based-architectures/queue"
)

// region queue

// Queue is what the worker needs from a broker.
type Queue interface {
	Receive(ctx context.Context, n int, lease time.Duration) (
		[]queue.Message, error)
	Extend(ctx context.Context, m queue.Message, d time.Duration) error
	Ack(ctx context.Context, m queue.Message) error
	Nack(ctx context.Context, m queue.Message, delay time.Duration) error
	Quarantine(ctx context.Context, m queue.Message, why string) error
}

// endregion queue

// region errors

// A handler wraps one of these to say whose fault it was. Any other error
// is the message's fault, perhaps, and is retried with a delay.
var (
	// ErrPermanent: this message will never work. Do not try again.
	ErrPermanent = errors.New("permanent")
	// ErrUnavailable: a dependency is down. No message will work now.
	ErrUnavailable = errors.New("dependency unavailable")
)

// endregion errors

// Config has the bounds of a worker.
type Config struct {
	Slots         int           // handlers at a time
	Lease         time.Duration // extended while a handler runs
	Timeout       time.Duration // of one handler run
	Grace         time.Duration // for running handlers at shutdown
	MaxDeliveries int           // failures before quarantine; 0: never
	MaxStarts     int           // deliveries before it is not run; 0: never
	Backoff       func(deliveries int) time.Duration
	Pause         time.Duration // after ErrUnavailable; 0: no pause
}

// Handler does the work. It must return soon after ctx ends.
type Handler func(ctx context.Context, m queue.Message) error

// Worker connects one queue with one handler.
type Worker struct {
	c     Config
	q     Queue
	h     Handler
	slots chan struct{}

	beat    atomic.Int64 // unix nanoseconds of the loop's last turn
	mu      sync.Mutex
	running map[int]time.Time // receipt: since
	paused  time.Time         // do not receive before
	streak  int               // failed probes in a row
}

// New returns a worker that is not running yet.
func New(c Config, q Queue, h Handler) *Worker {
	return &Worker{c: c, q: q, h: h, slots: make(chan struct{}, c.Slots), running: map[int]time.Time{}}
}

// region run

// Run works until ctx ends, then waits for running handlers for at most
// Grace. A handler's context outlives ctx by that time.
func (w *Worker) Run(ctx context.Context) {
	work, kill := context.WithCancel(context.WithoutCancel(ctx))
	defer kill()
	var wg sync.WaitGroup
	for {
		n, ok := w.acquire(ctx) // wait for a free slot first
		if !ok {
			break
		}
		msgs, err := w.receive(ctx, n)
		w.release(n - len(msgs))
		if err != nil && !sleep(ctx, time.Second) {
			break
		}
		for _, m := range msgs {
			wg.Go(func() {
				defer w.release(1)
				w.one(work, m)
			})
		}
	}
	stop := time.AfterFunc(w.c.Grace, kill)
	defer stop.Stop()
	wg.Wait()
}

// endregion run

// receive waits for at most 20 seconds, so that the loop keeps turning.
func (w *Worker) receive(ctx context.Context, n int) ([]queue.Message, error) {
	poll, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	msgs, err := w.q.Receive(poll, n, w.c.Lease)
	if err != nil && poll.Err() != nil && ctx.Err() == nil {
		return nil, nil // nothing to do is not an error
	}
	return msgs, err
}

// region acquire

// acquire waits for a free slot and for the end of a pause, then takes all
// free slots: the number of messages that can be started right now.
func (w *Worker) acquire(ctx context.Context) (n int, ok bool) {
	select {
	case w.slots <- struct{}{}:
	case <-ctx.Done():
		return 0, false
	}
	var limit int
	for {
		w.beat.Store(time.Now().UnixNano())
		var wait time.Duration
		if wait, limit = w.pause(); wait == 0 {
			break
		}
		if !sleep(ctx, min(wait, time.Second)) {
			return 0, false
		}
	}
	for n = 1; n < limit; n++ {
		select {
		case w.slots <- struct{}{}:
		default:
			return n, true
		}
	}
	return n, true
}

// endregion acquire

func (w *Worker) release(n int) {
	for range n {
		<-w.slots
	}
}

// region one

// one decides what happens to one delivery.
func (w *Worker) one(ctx context.Context, m queue.Message) {
	// Settling must work while the process shuts down.
	set := context.WithoutCancel(ctx)
	limit := w.c.MaxDeliveries
	if most := w.c.MaxStarts; most > 0 && m.Deliveries > most {
		// Given out that often, and nobody lived to settle it: it may
		// be what kills us. Do not run it to find out.
		w.q.Quarantine(set, m, "never settled")
		return
	}
	err := w.run(ctx, m)
	w.outcome(err)
	switch {
	case err == nil:
		w.q.Ack(set, m)
	case ctx.Err() != nil:
		w.q.Nack(set, m, 0) // our shutdown, not its fault
	case errors.Is(err, ErrPermanent):
		w.q.Quarantine(set, m, err.Error())
	case limit > 0 && m.Deliveries >= limit &&
		!errors.Is(err, ErrUnavailable):
		w.q.Quarantine(set, m, err.Error())
	default:
		w.q.Nack(set, m, w.c.Backoff(m.Deliveries))
	}
}

// endregion one

// region handle

// run calls the handler with a timeout, renews the lease meanwhile, and
// turns a panic into an error.
func (w *Worker) run(ctx context.Context, m queue.Message) (err error) {
	ctx, cancel := context.WithTimeout(ctx, w.c.Timeout)
	defer cancel()
	w.track(m, true)
	defer w.track(m, false)
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	go w.renew(ctx, cancel, m)
	return w.h(ctx, m)
}

// renew ends with the handler's context, so a stuck handler loses its
// lease; and a lost lease ends the handler.
func (w *Worker) renew(ctx context.Context, cancel func(), m queue.Message) {
	for sleep(ctx, w.c.Lease/3) {
		err := w.q.Extend(ctx, m, w.c.Lease)
		if errors.Is(err, queue.ErrStale) {
			cancel()
			return
		}
	}
}

// endregion handle

func (w *Worker) track(m queue.Message, on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on {
		w.running[m.Receipt] = time.Now()
	} else {
		delete(w.running, m.Receipt)
	}
}

// region pause

// outcome pauses the whole worker when a dependency is down.
func (w *Worker) outcome(err error) {
	if w.c.Pause == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	switch {
	case !errors.Is(err, ErrUnavailable):
		w.streak = 0
	case !now.Before(w.paused): // once, not for each handler in flight
		w.streak++
		w.paused = now.Add(w.c.Pause << min(w.streak-1, 5))
	}
}

// pause says how long to wait still, and how many messages to take then.
func (w *Worker) pause() (wait time.Duration, limit int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	wait = max(0, time.Until(w.paused))
	if w.streak == 0 {
		return wait, w.c.Slots
	}
	if wait == 0 && len(w.slots) > 1 {
		wait = 100 * time.Millisecond // one probe at a time
	}
	return wait, 1
}

// endregion pause

// region health

// Live is for the liveness probe: false if a restart would help. It does
// not ask the broker or the database, since a restart repairs neither.
func (w *Worker) Live() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	for receipt, since := range w.running {
		if age := now.Sub(since); age > 2*w.c.Timeout {
			return fmt.Errorf("delivery %d runs for %v", receipt, age)
		}
	}
	beat := time.Unix(0, w.beat.Load())
	if free := len(w.running) < w.c.Slots; free &&
		now.Sub(beat) > time.Minute {
		return fmt.Errorf("idle slots, last receive at %v", beat)
	}
	return nil
}

// endregion health

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
