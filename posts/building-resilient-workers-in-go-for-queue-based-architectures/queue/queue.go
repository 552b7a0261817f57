// Package queue is an in-memory queue with leases (visibility timeouts) and
// delivery counts, like the ones brokers offer. It is a model for tests.
package queue

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Message is one delivery. ID names the message, Receipt this delivery.
type Message struct {
	ID         int
	Body       string
	Deliveries int // this one included
	Sent       time.Time
	Receipt    int
}

// ErrStale says that the lease was lost: someone else may have the message.
var ErrStale = errors.New("lease lost")

type item struct {
	Message
	visible time.Time
}

// Queue is safe for concurrent use.
type Queue struct {
	mu    sync.Mutex
	items []*item // in the order in which they will be offered
	next  int
	dead  []Message
	wake  chan struct{}
}

// New returns an empty queue.
func New() *Queue { return &Queue{wake: make(chan struct{})} }

// Send adds a message.
func (q *Queue) Send(body string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.next++
	now := time.Now()
	q.items = append(q.items, &item{Message{ID: q.next, Body: body, Sent: now}, now})
	q.signal()
}

// Forward adds a message of another queue, with a new delivery count.
func (q *Queue) Forward(m Message) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.next++
	q.items = append(q.items, &item{Message{ID: q.next, Body: m.Body, Sent: m.Sent}, time.Now()})
	q.signal()
}

func (q *Queue) signal() {
	close(q.wake)
	q.wake = make(chan struct{})
}

// Receive waits for up to n messages and leases them.
func (q *Queue) Receive(ctx context.Context, n int, lease time.Duration) ([]Message, error) {
	for {
		got, wait, wake := q.take(n, lease)
		if len(got) > 0 {
			return got, nil
		}
		var timer <-chan time.Time
		if wait > 0 {
			timer = time.After(wait)
		}
		select {
		case <-wake:
		case <-timer:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *Queue) take(n int, lease time.Duration) (got []Message, wait time.Duration, wake chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	for _, it := range q.items {
		if len(got) == n {
			break
		}
		if d := it.visible.Sub(now); d > 0 {
			if wait == 0 || d < wait {
				wait = d
			}
			continue
		}
		// The count goes up before the work starts: a delivery that kills
		// the consumer is counted too.
		it.Deliveries++
		q.next++
		it.Receipt = q.next
		it.visible = now.Add(lease)
		got = append(got, it.Message)
	}
	return got, wait, q.wake
}

func (q *Queue) find(m Message) (int, error) {
	for i, it := range q.items {
		if it.ID == m.ID {
			if it.Receipt != m.Receipt || !time.Now().Before(it.visible) {
				return 0, ErrStale
			}
			return i, nil
		}
	}
	return 0, ErrStale
}

// Extend renews the lease.
func (q *Queue) Extend(_ context.Context, m Message, lease time.Duration) error {
	return q.update(m, func(i int) { q.items[i].visible = time.Now().Add(lease) })
}

// Nack gives the message back, to be offered again after delay.
func (q *Queue) Nack(_ context.Context, m Message, delay time.Duration) error {
	return q.update(m, func(i int) {
		q.items[i].visible = time.Now().Add(delay)
		q.items[i].Receipt = 0
		q.signal()
	})
}

// Ack removes the message.
func (q *Queue) Ack(_ context.Context, m Message) error {
	return q.update(m, func(i int) { q.items = append(q.items[:i], q.items[i+1:]...) })
}

// Quarantine moves the message out of the way, and keeps it.
func (q *Queue) Quarantine(_ context.Context, m Message, _ string) error {
	return q.update(m, func(i int) {
		q.dead = append(q.dead, q.items[i].Message)
		q.items = append(q.items[:i], q.items[i+1:]...)
	})
}

func (q *Queue) update(m Message, f func(i int)) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	i, err := q.find(m)
	if err != nil {
		return err
	}
	f(i)
	return nil
}

// Len is the number of messages not yet acknowledged.
func (q *Queue) Len() int { q.mu.Lock(); defer q.mu.Unlock(); return len(q.items) }

// Dead lists the quarantined messages.
func (q *Queue) Dead() []Message {
	q.mu.Lock()
	defer q.mu.Unlock()
	return append([]Message(nil), q.dead...)
}
