// Package limiter holds four rate limiters, a bounded store of limiters by
// key, an HTTP middleware, and a limiter shared through Redis.
package limiter

import (
	"sync"
	"time"
)

// region interface

// Limiter decides about one event at the monotonic time now. When the answer
// is no, retry says how long to wait before an event can be admitted.
type Limiter interface {
	Allow(now time.Duration) (ok bool, retry time.Duration)
}

// endregion interface

var started = time.Now()

// Now is monotonic: a step of the wall clock does not move it.
func Now() time.Duration { return time.Since(started) }

// region bucket

// Bucket is a token bucket: it holds at most burst tokens and refills with
// rate tokens a second. One event costs one token.
type Bucket struct {
	mu          sync.Mutex
	rate, burst float64
	tokens      float64
	last        time.Duration
}

func NewBucket(rate, burst float64, now time.Duration) *Bucket {
	return &Bucket{rate: rate, burst: burst, tokens: burst, last: now}
}

func (b *Bucket) Allow(now time.Duration) (bool, time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if d := now - b.last; d > 0 { // callers may arrive out of order
		b.tokens = min(b.burst, b.tokens+b.rate*d.Seconds())
		b.last = now
	}
	if b.tokens >= 1 {
		b.tokens--
		return true, 0
	}
	missing := (1 - b.tokens) / b.rate
	return false, time.Duration(missing * float64(time.Second))
}

// endregion bucket

// region full

// Full reports whether the bucket has refilled. A full bucket cannot be told
// from a new one, so it can be forgotten without changing any answer.
func (b *Bucket) Full(now time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.tokens+b.rate*(now-b.last).Seconds() >= b.burst
}

// endregion full

// region log

// Log is an exact sliding window: it keeps the time of each of the last
// limit admitted events in a ring.
type Log struct {
	mu     sync.Mutex
	window time.Duration
	times  []time.Duration
	next   int // the oldest entry once the ring is full
	n      int
}

func NewLog(limit int, window time.Duration) *Log {
	return &Log{window: window, times: make([]time.Duration, limit)}
}

func (l *Log) Allow(now time.Duration) (bool, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == len(l.times) {
		if age := now - l.times[l.next]; age < l.window {
			return false, l.window - age
		}
	} else {
		l.n++
	}
	l.times[l.next] = now
	l.next = (l.next + 1) % len(l.times)
	return true, 0
}

// endregion log

// region counter

// Counter is an approximate sliding window: two counts, and the assumption
// that the events of the previous window were spread evenly over it.
type Counter struct {
	mu         sync.Mutex
	limit      float64
	window     time.Duration
	index      int64 // which window cur counts
	prev, cur  float64
	weightless bool // true turns it into a fixed window
}

func (c *Counter) Allow(now time.Duration) (bool, time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch i := int64(now / c.window); {
	case i == c.index+1:
		c.prev, c.cur, c.index = c.cur, 0, i
	case i > c.index+1:
		c.prev, c.cur, c.index = 0, 0, i
	}
	into := now - time.Duration(c.index)*c.window
	weight := 1 - float64(into)/float64(c.window)
	if c.weightless {
		weight = 0
	}
	if c.prev*weight+c.cur+1 <= c.limit {
		c.cur++
		return true, 0
	}
	return false, c.retry(into)
}

// endregion counter

// retry is the time until the estimate has room for one more event, or until
// the window ends, whichever is sooner.
func (c *Counter) retry(into time.Duration) time.Duration {
	end := c.window - into
	if c.weightless || c.prev == 0 || c.cur+1 > c.limit {
		return end
	}
	at := (1 - (c.limit-c.cur-1)/c.prev) * float64(c.window)
	return min(end, time.Duration(at)-into+1)
}

func NewCounter(limit int, window time.Duration) *Counter {
	return &Counter{limit: float64(limit), window: window}
}

// NewFixed counts in windows that start at fixed times and forget all.
func NewFixed(limit int, window time.Duration) *Counter {
	return &Counter{limit: float64(limit), window: window, weightless: true}
}
