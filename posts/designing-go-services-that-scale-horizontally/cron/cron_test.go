package cron

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestOneReplicaForEachSlot(t *testing.T) {
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
	name := fmt.Sprint(time.Now().UnixNano())
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	var runs atomic.Int32
	for _, at := range []time.Time{noon, noon.Add(59 * time.Minute), noon.Add(time.Hour)} {
		var wg sync.WaitGroup
		for i := range 5 { // five replicas whose clocks differ by seconds
			wg.Go(func() {
				_, err := Once(context.Background(), rdb, name, time.Hour, at.Add(time.Duration(i)*time.Second),
					func(context.Context) error { runs.Add(1); return nil })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	if runs.Load() != 2 {
		t.Errorf("%d runs in two slots", runs.Load())
	}
	keys, _ := rdb.Keys(t.Context(), "cron:"+name+"*").Result()
	rdb.Del(t.Context(), keys...)
}
