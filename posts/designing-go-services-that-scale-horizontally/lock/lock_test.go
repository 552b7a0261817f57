package lock

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
)

func client(t *testing.T) (*redis.Client, string) {
	t.Helper()
	addr := os.Getenv("REDIS_ADDR")
	if addr == "" {
		t.Skip("REDIS_ADDR is not set")
	}
	opt := &redis.Options{Addr: addr}
	if strings.HasPrefix(addr, "/") {
		opt.Network = "unix"
	}
	rdb := redis.NewClient(opt)
	name := fmt.Sprintf("lock-%d", time.Now().UnixNano())
	t.Cleanup(func() {
		rdb.Del(context.Background(), "{"+name+"}:lock", "{"+name+"}:fence")
		rdb.Close()
	})
	return rdb, name
}

func TestOneHolder(t *testing.T) {
	rdb, name := client(t)
	var got atomic.Int32
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if _, err := Acquire(context.Background(), rdb, name, time.Minute); err == nil {
				got.Add(1)
			} else if !errors.Is(err, ErrHeld) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got.Load() != 1 {
		t.Errorf("%d holders", got.Load())
	}
}

// overtake lets a holder pause for longer than its lease, so that a second
// one gets the lock and writes; then the first one goes on.
func overtake(t *testing.T, write func(fence int64, v string) error) (late error) {
	rdb, name := client(t)
	slow, err := Acquire(t.Context(), rdb, name, 10*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	var fast *Lock
	for fast == nil {
		fast, err = Acquire(t.Context(), rdb, name, time.Minute)
		if err != nil && !errors.Is(err, ErrHeld) {
			t.Fatal(err)
		}
	}
	if err := write(fast.Fence, "new"); err != nil {
		t.Fatal(err)
	}
	late = write(slow.Fence, "old")
	if ours, err := slow.Release(t.Context()); ours || err != nil {
		t.Errorf("the late holder released a lock it had lost: %v %v", ours, err)
	}
	if ours, err := fast.Release(t.Context()); !ours || err != nil {
		t.Errorf("release: %v %v", ours, err)
	}
	return late
}

func TestLockAloneDoesNotStopALateWrite(t *testing.T) {
	s := &Plain{}
	if err := overtake(t, s.Write); err != nil || s.Value != "old" {
		t.Errorf("value %q, err %v: the late write should have won", s.Value, err)
	}
}

func TestFenceDoes(t *testing.T) {
	s := &Fenced{}
	if err := overtake(t, s.Write); !errors.Is(err, ErrFenced) || s.Value != "new" {
		t.Errorf("value %q, err %v", s.Value, err)
	}
}
