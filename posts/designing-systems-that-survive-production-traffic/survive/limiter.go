// Package survive decides which requests a service takes on, and how much
// it does for them, when there are more than it can serve.
package survive

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// ErrBusy says that a request was refused before any work was done.
var ErrBusy = errors.New("busy")

// region limiter

// Limiter runs at most Slots requests at once. Others wait in a short
// queue, for a short time, and are then refused.
type Limiter struct {
	slots   chan struct{}
	waiting chan struct{}
	maxWait time.Duration
}

// NewLimiter allows slots running and queue waiting requests.
func NewLimiter(slots, queue int, maxWait time.Duration) *Limiter {
	return &Limiter{make(chan struct{}, slots),
		make(chan struct{}, queue), maxWait}
}

// endregion limiter

// region acquire

// Acquire returns a function that gives the slot back, or ErrBusy.
func (l *Limiter) Acquire(ctx context.Context) (func(), error) {
	select {
	case l.slots <- struct{}{}: // free: do not queue
		return func() { <-l.slots }, nil
	default:
	}
	select {
	case l.waiting <- struct{}{}:
		defer func() { <-l.waiting }()
	default:
		return nil, ErrBusy // the queue is full
	}
	timer := time.NewTimer(l.maxWait)
	defer timer.Stop()
	select {
	case l.slots <- struct{}{}:
		return func() { <-l.slots }, nil
	case <-timer.C:
		return nil, ErrBusy // it would be too late for somebody
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// endregion acquire

// Load is 0 when idle, 1 when every slot is taken, and up to 2 when the
// queue is full as well.
func (l *Limiter) Load() float64 {
	return float64(len(l.slots))/float64(cap(l.slots)) +
		float64(len(l.waiting))/float64(cap(l.waiting))
}

// region priority

// Priority orders requests by what refusing them would break.
type Priority int

const (
	Sheddable Priority = iota // prefetch, crawlers, batch clients
	Normal                    // a person waits
	Critical                  // money
)

// Admit refuses the less important first, from the same measurement.
func (l *Limiter) Admit(p Priority) bool {
	limit := [...]float64{Sheddable: 0.8, Normal: 1.5, Critical: 2}[p]
	return l.Load() <= limit
}

// endregion priority

// region middleware

// Middleware answers 503 to what the limiter refuses.
func (l *Limiter) Middleware(
	classify func(*http.Request) Priority, next http.Handler,
) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.Admit(classify(r)) {
			refuse(w)
			return
		}
		release, err := l.Acquire(r.Context())
		if err != nil {
			refuse(w)
			return
		}
		defer release()
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter) {
	w.Header().Set("Retry-After", strconv.Itoa(2)) // seconds; add jitter
	http.Error(w, "busy, try again", http.StatusServiceUnavailable)
}

// endregion middleware
