package group

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func setup(t *testing.T, n int) func(name string, h func(redis.XMessage) error) *Consumer {
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
	stream := fmt.Sprintf("group-test-%d", time.Now().UnixNano())
	t.Cleanup(func() { rdb.Del(context.Background(), stream); rdb.Close() })
	for i := range n {
		rdb.XAdd(t.Context(), &redis.XAddArgs{Stream: stream, Values: []any{"n", i, "key", "k"}})
	}
	return func(name string, h func(redis.XMessage) error) *Consumer {
		c := &Consumer{RDB: rdb, Stream: stream, Group: "g", Name: name, Idle: time.Hour,
			Handle: func(_ context.Context, e redis.XMessage) error { return h(e) }}
		for range 2 { // the second time it is there already
			if err := c.Create(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return c
	}
}

const short = time.Millisecond

func TestEntriesOfADeadMemberAreTakenOver(t *testing.T) {
	member := setup(t, 5)
	dead := member("dead", func(redis.XMessage) error { return errors.New("killed") })
	if err := dead.Turn(t.Context(), short); err != nil {
		t.Fatal(err)
	}
	var got []string
	alive := member("alive", func(e redis.XMessage) error { got = append(got, e.Values["n"].(string)); return nil })
	if err := alive.Turn(t.Context(), short); err != nil || len(got) != 0 {
		t.Fatalf("took %v before they were idle, err %v", got, err)
	}
	if unread, pending, err := alive.Lag(t.Context()); unread != 0 || pending != 5 || err != nil {
		t.Errorf("unread %d, pending %d, err %v", unread, pending, err)
	}
	alive.Idle = 0
	if err := alive.Turn(t.Context(), short); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != "[0 1 2 3 4]" {
		t.Errorf("got %v", got)
	}
	if _, pending, _ := alive.Lag(t.Context()); pending != 0 {
		t.Errorf("%d still pending", pending)
	}
}

// The group shares entries, not keys: order within a key is lost as soon as
// there are two members.
func TestTwoMembersSplitOneKey(t *testing.T) {
	member := setup(t, 64)
	who := map[string]int{}
	a := member("a", func(e redis.XMessage) error { who["a"]++; return nil })
	b := member("b", func(e redis.XMessage) error { who["b"]++; return nil })
	a.Turn(t.Context(), short)
	b.Turn(t.Context(), short)
	if who["a"] != 32 || who["b"] != 32 {
		t.Errorf("%v", who)
	}
}

func TestLagCountsTheUnread(t *testing.T) {
	member := setup(t, 40)
	c := member("a", func(redis.XMessage) error { return nil })
	c.Turn(t.Context(), short)
	if unread, pending, err := c.Lag(t.Context()); unread != 8 || pending != 0 || err != nil {
		t.Errorf("unread %d, pending %d, err %v", unread, pending, err)
	}
}
