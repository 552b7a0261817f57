package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"cat-posts.example/posts/designing-a-distributed-task-queue-in-go-from-scratch/queue"
)

func TestTwoPoolsFinishEverything(t *testing.T) {
	addr := os.Getenv("REDIS_ADDR")
	if addr == "" {
		t.Skip("REDIS_ADDR is not set")
	}
	opt := &redis.Options{Addr: addr}
	if strings.HasPrefix(addr, "/") {
		opt.Network = "unix"
	}
	rdb := redis.NewClient(opt)
	defer rdb.Close()
	name := fmt.Sprintf("pool-%d", time.Now().UnixNano())
	q := queue.New(rdb, name,
		queue.Options{Lease: time.Minute, MaxAttempts: 5, MaxTasks: 1000})
	leaseOf := func(id string) float64 {
		return rdb.ZScore(context.Background(), "{tasks:"+name+"}:leased", id).Val()
	}
	for i := range 100 {
		q.Enqueue(t.Context(), fmt.Sprint(i), "", queue.Normal, 0)
	}
	var mu sync.Mutex
	done := map[string]int{}
	var running, most atomic.Int32
	finished := make(chan struct{})
	pool := func() *Pool {
		return &Pool{Queue: q, Slots: 4, Lease: 30 * time.Millisecond,
			Backoff: func(int) time.Duration { return time.Millisecond },
			Handle: func(_ context.Context, k queue.Task) error {
				n := running.Add(1)
				defer running.Add(-1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				if k.ID == "7" { // takes long: its lease is renewed meanwhile
					for first := leaseOf(k.ID); leaseOf(k.ID) == first; {
						time.Sleep(time.Millisecond)
					}
				}
				if k.ID == "13" && k.Attempts < 3 {
					return errors.New("not yet")
				}
				mu.Lock()
				defer mu.Unlock()
				if done[k.ID]++; len(done) == 100 {
					close(finished)
				}
				return nil
			}}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { pool().Run(ctx) })
	wg.Go(func() { pool().Run(ctx) })
	<-finished
	cancel()
	wg.Wait()
	for id, n := range done {
		if n != 1 {
			t.Errorf("task %s was done %d times", id, n)
		}
	}
	if s, err := q.Stats(context.Background()); err != nil || s != (queue.Stats{}) {
		t.Errorf("left %+v, err %v", s, err)
	}
	if m := most.Load(); m > 8 {
		t.Errorf("%d at once, two pools have 8 slots", m)
	}
}
