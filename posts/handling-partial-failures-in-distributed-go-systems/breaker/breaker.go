// Package breaker is a circuit breaker over a rolling window.
package breaker

import (
	"errors"
	"sync"
	"time"
)

// ErrOpen is returned without calling the dependency.
var ErrOpen = errors.New("circuit open")

type state int

const (
	closed state = iota
	open
	halfOpen
)

// Settings of one breaker; one breaker guards one dependency.
type Settings struct {
	Window   time.Duration // how far back failures count
	MinCalls int           // below this the ratio means nothing
	Ratio    float64       // failures/calls that opens the circuit
	Cooldown time.Duration // how long it stays open
	Probes   int           // successes in half-open that close it
}

// Breaker is safe for concurrent use.
type Breaker struct {
	s Settings

	mu       sync.Mutex
	state    state
	gen      int // raised at each change of state
	until    time.Time
	start    time.Time // of the current half window
	cur, old counts
	inFlight int // probes let through in half-open
	ok       int
}

type counts struct{ calls, failed int }

// New returns a closed breaker.
func New(s Settings) *Breaker { return &Breaker{s: s, start: time.Now()} }

// region allow

// Allow asks for permission. On success the caller must call done exactly
// once, with whether the dependency (not the request) was at fault.
func (b *Breaker) Allow() (done func(failed bool), err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.state == open && !now.Before(b.until) {
		b.become(halfOpen, now)
	}
	switch b.state {
	case open:
		return nil, ErrOpen
	case halfOpen:
		if b.inFlight+b.ok >= b.s.Probes {
			return nil, ErrOpen // enough probes are out
		}
		b.inFlight++
	}
	gen := b.gen
	return func(failed bool) { b.report(gen, failed) }, nil
}

// endregion allow

// region report
func (b *Breaker) report(gen int, failed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if gen != b.gen {
		return // an answer from before the last change says nothing
	}
	now := time.Now()
	if b.state == halfOpen {
		b.inFlight--
		if failed {
			b.become(open, now)
		} else if b.ok++; b.ok == b.s.Probes {
			b.become(closed, now)
		}
		return
	}
	b.roll(now)
	b.cur.calls++
	if failed {
		b.cur.failed++
	}
	calls := b.cur.calls + b.old.calls
	bad := b.cur.failed + b.old.failed
	if calls >= b.s.MinCalls && float64(bad) >= b.s.Ratio*float64(calls) {
		b.become(open, now)
	}
}

// endregion report

// roll keeps two half windows, so old failures are forgotten.
func (b *Breaker) roll(now time.Time) {
	half := b.s.Window / 2
	switch age := now.Sub(b.start); {
	case age < half:
		return
	case age < 2*half:
		b.old, b.cur = b.cur, counts{}
	default:
		b.old, b.cur = counts{}, counts{}
	}
	b.start = now
}

func (b *Breaker) become(s state, now time.Time) {
	b.state = s
	b.gen++
	b.inFlight, b.ok = 0, 0
	b.cur, b.old, b.start = counts{}, counts{}, now
	b.until = now.Add(b.s.Cooldown)
}
