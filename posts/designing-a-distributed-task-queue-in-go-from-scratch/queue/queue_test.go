package queue

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func open(t testing.TB, o Options) *Queue {
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
	q := New(rdb, fmt.Sprintf("test-%d", time.Now().UnixNano()), o)
	t.Cleanup(func() { rdb.Del(context.Background(), q.keys...); rdb.Close() })
	return q
}

var opts = Options{Lease: time.Minute, MaxAttempts: 3, MaxTasks: 10_000}

func add(t *testing.T, q *Queue, id string, p Priority) {
	t.Helper()
	if ok, err := q.Enqueue(t.Context(), id, "body of "+id, p, 0); err != nil || !ok {
		t.Fatalf("enqueue %s: %v %v", id, ok, err)
	}
}

func one(t *testing.T, q *Queue) Task {
	t.Helper()
	tasks, err := q.Claim(t.Context(), 1)
	if err != nil || len(tasks) != 1 {
		t.Fatalf("claimed %v, err %v", tasks, err)
	}
	return tasks[0]
}

// tickUntil ticks until n tasks have come back.
func tickUntil(t *testing.T, q *Queue, n int) {
	t.Helper()
	for n > 0 {
		got, err := q.Tick(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n -= got
	}
}

func TestEveryTaskOnceAcrossWorkers(t *testing.T) {
	q := open(t, opts)
	const n = 400
	for i := range n {
		add(t, q, fmt.Sprint(i), Priority(1+i%3))
	}
	var mu sync.Mutex
	seen := map[string]int{}
	var wg sync.WaitGroup
	for range 8 {
		other := New(q.rdb, "", opts) // a process of its own
		other.keys = q.keys
		wg.Go(func() {
			for {
				tasks, err := other.Claim(context.Background(), 7)
				if err != nil || len(tasks) == 0 {
					return
				}
				for _, k := range tasks {
					if err := other.Ack(context.Background(), k); err != nil {
						t.Error(err)
					}
					mu.Lock()
					seen[k.ID]++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	for id, k := range seen {
		if k != 1 {
			t.Errorf("task %s ran %d times", id, k)
		}
	}
	s, _ := q.Stats(t.Context())
	if len(seen) != n || s != (Stats{}) {
		t.Errorf("%d done, left %+v", len(seen), s)
	}
}

func TestSameIDIsOneTask(t *testing.T) {
	q := open(t, opts)
	add(t, q, "a", Normal)
	if ok, err := q.Enqueue(t.Context(), "a", "other", High, 0); ok || err != nil {
		t.Errorf("added twice: %v %v", ok, err)
	}
	k := one(t, q)
	if k.Body != "body of a" {
		t.Errorf("%+v", k)
	}
	// Also while it runs; and again after it is done.
	if ok, _ := q.Enqueue(t.Context(), "a", "", High, 0); ok {
		t.Error("added while it runs")
	}
	q.Ack(t.Context(), k)
	add(t, q, "a", Normal)
}

func TestFull(t *testing.T) {
	q := open(t, Options{Lease: time.Minute, MaxAttempts: 3, MaxTasks: 2})
	add(t, q, "a", Low)
	add(t, q, "b", Low)
	if _, err := q.Enqueue(t.Context(), "c", "", High, 0); !errors.Is(err, ErrFull) {
		t.Errorf("err %v", err)
	}
}

func TestAbandonedTaskComesBackAndTheOldTokenIsDead(t *testing.T) {
	q := open(t, Options{Lease: 20 * time.Millisecond, MaxAttempts: 3, MaxTasks: 10})
	add(t, q, "a", Normal)
	add(t, q, "b", Normal)
	old := one(t, q)
	tickUntil(t, q, 1)
	for what, err := range map[string]error{
		"ack": q.Ack(t.Context(), old), "extend": q.Extend(t.Context(), old),
		"retry": q.Retry(t.Context(), old, 0), "bury": q.Bury(t.Context(), old),
	} {
		if !errors.Is(err, ErrStale) {
			t.Errorf("%s with a lost lease: %v", what, err)
		}
	}
	again := one(t, q)
	if again.ID != "a" || again.Attempts != 2 || again.Token <= old.Token {
		t.Errorf("%+v after %+v", again, old)
	}
}

func TestExtendKeepsTheLease(t *testing.T) {
	q := open(t, Options{Lease: 20 * time.Millisecond, MaxAttempts: 3, MaxTasks: 10})
	add(t, q, "a", Normal)
	add(t, q, "b", Normal)
	kept := one(t, q)
	q.o.Lease = time.Hour
	if err := q.Extend(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	q.o.Lease = 20 * time.Millisecond
	lost := one(t, q)
	tickUntil(t, q, 1) // the first lease would have ended before this one
	if err := q.Ack(t.Context(), lost); !errors.Is(err, ErrStale) {
		t.Errorf("the lease that was not renewed: %v", err)
	}
	if err := q.Ack(t.Context(), kept); err != nil {
		t.Errorf("the renewed lease: %v", err)
	}
}

func TestRetriesEndAmongTheDeadAndCanBeRedriven(t *testing.T) {
	q := open(t, opts)
	add(t, q, "a", Low)
	for i := range 3 {
		k := one(t, q)
		if k.Attempts != i+1 {
			t.Errorf("%+v", k)
		}
		if err := q.Retry(t.Context(), k, time.Millisecond); err != nil {
			t.Fatal(err)
		}
		if i < 2 {
			tickUntil(t, q, 1)
		}
	}
	if s, _ := q.Stats(t.Context()); s.Dead != 1 || s.All != 1 {
		t.Fatalf("%+v", s)
	}
	if n, err := q.Redrive(t.Context(), 10); n != 1 || err != nil {
		t.Fatalf("redrove %d, err %v", n, err)
	}
	if k := one(t, q); k.Attempts != 1 || k.Body != "body of a" {
		t.Errorf("%+v", k)
	}
}

func TestTaskThatKillsItsWorkersIsBuried(t *testing.T) {
	q := open(t, Options{Lease: time.Millisecond, MaxAttempts: 3, MaxTasks: 10})
	add(t, q, "killer", Normal)
	for range 3 {
		one(t, q) // and the worker dies
		tickUntil(t, q, 1)
	}
	if s, _ := q.Stats(t.Context()); s.Dead != 1 || s.Ready != [3]int64{} {
		t.Errorf("%+v", s)
	}
}

func TestDelayedIsNotEarly(t *testing.T) {
	q := open(t, opts)
	q.Enqueue(t.Context(), "later", "", High, time.Hour)
	q.Enqueue(t.Context(), "soon", "", Low, 20*time.Millisecond)
	if tasks, _ := q.Claim(t.Context(), 5); len(tasks) != 0 {
		t.Fatalf("too early: %v", tasks)
	}
	tickUntil(t, q, 1)
	if k := one(t, q); k.ID != "soon" {
		t.Errorf("%+v", k)
	}
}

// With every list full, strict order starves Low, and the turns do not.
func TestShares(t *testing.T) {
	q := open(t, opts)
	for i := range 300 {
		for p := High; p <= Low; p++ {
			add(t, q, fmt.Sprintf("%d-%d", p, i), p)
		}
	}
	var strict, fair [4]int
	for range 100 {
		tasks, _ := q.claim(t.Context(), 1, High, Normal, Low)
		strict[tasks[0].ID[0]-'0']++
	}
	for range 100 {
		fair[one(t, q).ID[0]-'0']++
	}
	if strict != [4]int{0, 100, 0, 0} || fair != [4]int{0, 60, 30, 10} {
		t.Errorf("strict %v, in turns %v", strict, fair)
	}
}
