package limiter

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed bucket.lua
var bucketLua string

// region shared

// Shared is a token bucket in Redis that all replicas of a service use.
type Shared struct {
	rdb         redis.Scripter
	script      *redis.Script
	rate, burst float64
}

func NewShared(rdb redis.Scripter, rate, burst float64) *Shared {
	return &Shared{rdb, redis.NewScript(bucketLua), rate, burst}
}

func (s *Shared) Allow(ctx context.Context, key string) (
	ok bool, retry time.Duration, err error) {
	res, err := s.script.Run(ctx, s.rdb,
		[]string{"rl:{" + key + "}"}, s.rate, s.burst).Int64Slice()
	if err != nil {
		return false, 0, err
	}
	if len(res) != 2 {
		return false, 0, fmt.Errorf("rate limit script: %d values", len(res))
	}
	return res[0] == 1, time.Duration(res[1]) * time.Millisecond, nil
}

// endregion shared

// region client

// NewClient is a client that gives up when the caller's context ends.
// Without the option it waits for its own ReadTimeout (5 s by default).
func NewClient(network, addr string) *redis.Client {
	return redis.NewClient(&redis.Options{
		Network: network, Addr: addr,
		ContextTimeoutEnabled: true, // off by default
	})
}

// endregion client

// remote is what a fallback needs of Shared.
type remote interface {
	Allow(context.Context, string) (bool, time.Duration, error)
}

// region fallback

// Fallback asks Redis with a deadline of its own and, when Redis does not
// answer, a local store with this replica's part of the limit.
type Fallback struct {
	Remote  remote
	Local   *Store
	Timeout time.Duration
	OnError func(error)
}

func (f *Fallback) Allow(ctx context.Context, key string) (
	bool, time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	ok, retry, err := f.Remote.Allow(ctx, key)
	if err != nil {
		f.OnError(err)
		return f.Local.Allow(key, Now())
	}
	return ok, retry
}

// endregion fallback
