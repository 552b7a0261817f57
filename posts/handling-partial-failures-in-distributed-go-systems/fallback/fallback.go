// Package fallback answers with the last good value while a dependency is down.
package fallback

import (
	"context"
	"sync"
	"time"
)

// Value is an answer that says how old it is.
type Value[T any] struct {
	V     T
	Age   time.Duration
	Stale bool
}

type entry[T any] struct {
	v  T
	at time.Time
}

// Store keeps the last good answer for each key.
type Store[K comparable, T any] struct {
	MaxAge time.Duration

	mu   sync.Mutex
	last map[K]entry[T]
}

// region get

// Get prefers a fresh answer, takes a stale one that is young enough, and
// otherwise returns the error.
func (s *Store[K, T]) Get(ctx context.Context, key K,
	load func(context.Context, K) (T, error)) (Value[T], error) {
	v, err := load(ctx, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		if s.last == nil {
			s.last = make(map[K]entry[T])
		}
		s.last[key] = entry[T]{v, time.Now()}
		return Value[T]{V: v}, nil
	}
	e, ok := s.last[key]
	if age := time.Since(e.at); ok && age <= s.MaxAge {
		return Value[T]{V: e.v, Age: age, Stale: true}, nil
	}
	return Value[T]{}, err
}

// endregion get
