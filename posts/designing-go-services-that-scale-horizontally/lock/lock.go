// Package lock is a lock with a lease in Redis, and a store that does not
// trust it.
package lock

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrHeld means that another process has the lock.
var ErrHeld = errors.New("lock is held")

// Lock is a lease on a name.
type Lock struct {
	rdb    *redis.Client
	name   string
	secret string
	Fence  int64 // higher than that of every earlier holder
}

// region acquire

var acquire = redis.NewScript(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return redis.call('INCR', KEYS[2])
end
return 0`)

// release deletes the lock only if it is still ours.
var release = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`)

// Acquire takes the lease, or returns ErrHeld.
func Acquire(ctx context.Context, rdb *redis.Client, name string,
	lease time.Duration) (*Lock, error) {
	l := &Lock{rdb: rdb, name: name, secret: rand.Text()}
	keys := []string{"{" + name + "}:lock", "{" + name + "}:fence"}
	ms := lease.Milliseconds()
	n, err := acquire.Run(ctx, rdb, keys, l.secret, ms).Int64()
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, ErrHeld
	}
	l.Fence = n
	return l, nil
}

// endregion acquire

// Release gives the lock back; false means that it was lost before.
func (l *Lock) Release(ctx context.Context) (bool, error) {
	n, err := release.Run(ctx, l.rdb, []string{"{" + l.name + "}:lock"}, l.secret).Int()
	return n == 1, err
}

// Plain takes every write.
type Plain struct {
	mu    sync.Mutex
	Value string
}

// Write does not ask who is writing.
func (s *Plain) Write(_ int64, v string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Value = v
	return nil
}

// ErrFenced means that a later holder of the lock has written already.
var ErrFenced = errors.New("fenced off")

// region fenced

// Fenced takes a write only from the newest holder it has seen. In SQL:
// UPDATE … SET v = ?, fence = ? WHERE id = ? AND fence <= ?
type Fenced struct {
	mu    sync.Mutex
	Value string
	fence int64
}

// Write refuses a holder that has been overtaken.
func (s *Fenced) Write(fence int64, v string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fence < s.fence {
		return ErrFenced
	}
	s.fence, s.Value = fence, v
	return nil
}

// endregion fenced
