// Package batch turns many single lookups into few for many keys.
package batch

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrNotFound is returned for a key that fetch did not return.
var ErrNotFound = errors.New("batch: key not found")

// region batcher
// Batcher collects keys while its workers are busy and looks them up
// together.
type Batcher[K comparable, V any] struct {
	fetch  func(context.Context, []K) (map[K]V, error)
	max    int           // keys in one lookup
	linger time.Duration // wait this long for more keys; 0 is best
	limit  time.Duration // for one lookup
	queue  chan request[K, V]
	wg     sync.WaitGroup
}

type request[K comparable, V any] struct {
	ctx   context.Context
	key   K
	reply chan result[V] // of one: the worker never waits for the caller
}

type result[V any] struct {
	v   V
	err error
}

// endregion batcher

// region load
// Load returns the value of key. A full queue makes it wait: that is the
// back-pressure, and ctx bounds it.
func (b *Batcher[K, V]) Load(ctx context.Context, key K) (v V, err error) {
	r := request[K, V]{ctx, key, make(chan result[V], 1)}
	select {
	case b.queue <- r:
	case <-ctx.Done():
		return v, ctx.Err()
	}
	select {
	case res := <-r.reply:
		return res.v, res.err
	case <-ctx.Done():
		return v, ctx.Err()
	}
}

// endregion load

// New starts the workers: as many as the backend should see lookups at once.
func New[K comparable, V any](workers, max, queue int, linger, limit time.Duration,
	fetch func(context.Context, []K) (map[K]V, error)) *Batcher[K, V] {
	b := &Batcher[K, V]{fetch: fetch, max: max, linger: linger, limit: limit,
		queue: make(chan request[K, V], queue)}
	for range workers {
		b.wg.Go(b.work)
	}
	return b
}

// Close waits for what is queued. No Load may begin after it.
func (b *Batcher[K, V]) Close() {
	close(b.queue)
	b.wg.Wait()
}

// region work
func (b *Batcher[K, V]) work() {
	for first := range b.queue {
		b.serve(b.collect(first))
	}
}

// collect takes what is already waiting, and no more unless it may linger.
func (b *Batcher[K, V]) collect(first request[K, V]) []request[K, V] {
	group := []request[K, V]{first}
	if b.linger > 0 {
		time.Sleep(b.linger)
	}
	for len(group) < b.max {
		select {
		case r, ok := <-b.queue:
			if !ok {
				return group
			}
			group = append(group, r)
		default:
			return group
		}
	}
	return group
}

// endregion work

// region serve
func (b *Batcher[K, V]) serve(group []request[K, V]) {
	keys := make([]K, 0, len(group))
	seen := make(map[K]bool, len(group))
	for _, r := range group {
		if r.ctx.Err() == nil && !seen[r.key] { // skip who has left
			seen[r.key] = true
			keys = append(keys, r.key)
		}
	}
	if len(keys) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), b.limit)
	defer cancel()
	found, err := b.fetch(ctx, keys)
	for _, r := range group {
		v, ok := found[r.key]
		switch {
		case err != nil:
			r.reply <- result[V]{err: err}
		case !ok:
			r.reply <- result[V]{err: ErrNotFound}
		default:
			r.reply <- result[V]{v: v}
		}
	}
}

// endregion serve
