package limiter

import (
	"hash/maphash"
	"sync"
	"time"
)

const shards = 64

// region store

// Store keeps one bucket per key, in shards so that different keys rarely
// wait for the same lock, and never more than maxKeys of them.
type Store struct {
	rate, burst float64
	perShard    int
	seed        maphash.Seed
	shards      [shards]shard
}

type shard struct {
	mu       sync.Mutex
	buckets  map[string]*Bucket
	overflow *Bucket // shared by the keys that found no room
}

func (s *Store) Allow(key string, now time.Duration) (bool, time.Duration) {
	sh := &s.shards[maphash.String(s.seed, key)%shards]
	sh.mu.Lock()
	b, ok := sh.buckets[key]
	if !ok {
		sh.forget(now, 4)
		b = sh.overflow
		if len(sh.buckets) < s.perShard {
			b = NewBucket(s.rate, s.burst, now)
			sh.buckets[key] = b
		}
	}
	sh.mu.Unlock()
	return b.Allow(now)
}

// endregion store

// region forget

// forget looks at up to n entries (Go starts a map's iteration at a random
// place) and deletes those whose bucket has refilled.
func (sh *shard) forget(now time.Duration, n int) {
	for key, b := range sh.buckets {
		if n--; n < 0 {
			return
		}
		if b.Full(now) {
			delete(sh.buckets, key)
		}
	}
}

// endregion forget

func NewStore(rate, burst float64, maxKeys int) *Store {
	s := &Store{
		rate: rate, burst: burst,
		perShard: max(1, maxKeys/shards),
		seed:     maphash.MakeSeed(),
	}
	for i := range s.shards {
		s.shards[i].buckets = make(map[string]*Bucket)
		s.shards[i].overflow = NewBucket(rate, burst, 0)
	}
	return s
}

// Len is the number of buckets kept.
func (s *Store) Len() int {
	n := 0
	for i := range s.shards {
		s.shards[i].mu.Lock()
		n += len(s.shards[i].buckets)
		s.shards[i].mu.Unlock()
	}
	return n
}
