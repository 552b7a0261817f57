// Package cache is a small TTL cache that loads each key once at a time.
package cache

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Cache keeps values for a time to live. It never evicts by size: use it
// for a key space that is known to be small.
type Cache[V any] struct {
	ttl    time.Duration
	limit  time.Duration // for one load, whoever waits
	load   func(context.Context, string) (V, error)
	flight singleflight.Group

	mu sync.Mutex
	m  map[string]entry[V]
}

type entry[V any] struct {
	v       V
	expires time.Time
}

// New returns a cache over load.
func New[V any](ttl, limit time.Duration,
	load func(context.Context, string) (V, error)) *Cache[V] {
	return &Cache[V]{ttl: ttl, limit: limit, load: load, m: map[string]entry[V]{}}
}

// region get
// Get returns a fresh value, loading it at most once at a time per key.
func (c *Cache[V]) Get(ctx context.Context, key string) (V, error) {
	if v, ok := c.fresh(key); ok {
		return v, nil
	}
	ch := c.flight.DoChan(key, func() (any, error) {
		// One caller giving up must not fail the others.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.limit)
		defer cancel()
		v, err := c.load(ctx, key)
		if err == nil {
			c.store(key, v)
		}
		return v, err
	})
	select {
	case r := <-ch:
		v, _ := r.Val.(V)
		return v, r.Err
	case <-ctx.Done():
		var zero V
		return zero, ctx.Err()
	}
}

// endregion get

func (c *Cache[V]) fresh(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.m[key]
	if !ok || time.Now().After(e.expires) {
		var zero V
		return zero, false
	}
	return e.v, true
}

func (c *Cache[V]) store(key string, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[key] = entry[V]{v, time.Now().Add(c.ttl)}
}
