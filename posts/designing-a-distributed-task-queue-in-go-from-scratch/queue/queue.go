// Package queue is a task queue on Redis: priorities, delays, leases,
// retries and a list of the dead.
package queue

import (
	"context"
	_ "embed"
	"errors"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

var (
	//go:embed prelude.lua
	prelude string
	//go:embed enqueue.lua
	enqueueLua string
	//go:embed claim.lua
	claimLua string
	//go:embed settle.lua
	settleLua string
	//go:embed tick.lua
	tickLua string
	//go:embed redrive.lua
	redriveLua string

	enqueueScript = redis.NewScript(prelude + enqueueLua)
	claimScript   = redis.NewScript(prelude + claimLua)
	settleScript  = redis.NewScript(prelude + settleLua)
	tickScript    = redis.NewScript(prelude + tickLua)
	redriveScript = redis.NewScript(prelude + redriveLua)
)

// Priority of a task.
type Priority int

// The priorities there are.
const (
	High Priority = 1 + iota
	Normal
	Low
)

// Options bound the queue.
type Options struct {
	Lease       time.Duration
	MaxAttempts int
	MaxTasks    int
}

// Queue is safe for concurrent use, and by many processes.
type Queue struct {
	rdb  redis.UniversalClient
	keys []string
	o    Options
	turn atomic.Uint64
}

// region keys

// New opens the queue of that name. The braces put all its keys into one
// hash slot, so that the scripts also run on a Redis Cluster.
func New(rdb redis.UniversalClient, name string, o Options) *Queue {
	q := &Queue{rdb: rdb, o: o}
	for _, k := range []string{"body", "attempts", "prio", "token",
		"delayed", "leased", "dead", "seq",
		"ready:1", "ready:2", "ready:3"} {
		q.keys = append(q.keys, "{tasks:"+name+"}:"+k)
	}
	return q
}

// endregion keys

// Errors of the queue.
var (
	ErrFull  = errors.New("queue is full")
	ErrStale = errors.New("lease lost")
)

// Enqueue adds a task, to be claimed after delay. An id that is in the queue
// already is not added again.
func (q *Queue) Enqueue(ctx context.Context, id, body string, p Priority, delay time.Duration) (added bool, err error) {
	n, err := enqueueScript.Run(ctx, q.rdb, q.keys, id, body, int(p), delay.Milliseconds(), q.o.MaxTasks).Int()
	if err == nil && n < 0 {
		err = ErrFull
	}
	return n == 1, err
}

// Task is one claim of a task. Token grows with every claim in the queue.
type Task struct {
	ID, Body string
	Attempts int
	Token    int64
}

// region order

// Of ten claims six ask for High first, three for Normal, one for Low. Each
// goes on to the others if its favorite is empty.
var turns = [...][3]Priority{
	{High, Normal, Low}, {Normal, High, Low}, {High, Normal, Low},
	{High, Normal, Low}, {Normal, High, Low}, {High, Normal, Low},
	{Low, High, Normal}, {High, Normal, Low}, {Normal, High, Low},
	{High, Normal, Low},
}

// endregion order

// Claim takes up to n tasks.
func (q *Queue) Claim(ctx context.Context, n int) ([]Task, error) {
	p := turns[q.turn.Add(1)%uint64(len(turns))]
	return q.claim(ctx, n, p[:]...)
}

func (q *Queue) claim(ctx context.Context, n int, order ...Priority) ([]Task, error) {
	args := []any{n, q.o.Lease.Milliseconds()}
	for _, p := range order {
		args = append(args, int(p))
	}
	rows, err := claimScript.Run(ctx, q.rdb, q.keys, args...).Slice()
	if err != nil {
		return nil, err
	}
	tasks := make([]Task, len(rows))
	for i, r := range rows {
		f := r.([]any)
		tasks[i] = Task{f[0].(string), f[1].(string), int(f[2].(int64)), f[3].(int64)}
	}
	return tasks, nil
}

func (q *Queue) settle(ctx context.Context, what string, t Task, d time.Duration) error {
	n, err := settleScript.Run(ctx, q.rdb, q.keys, what, t.ID, strconv.FormatInt(t.Token, 10), d.Milliseconds()).Int()
	if err == nil && n == 0 {
		err = ErrStale
	}
	return err
}

// Ack removes a finished task.
func (q *Queue) Ack(ctx context.Context, t Task) error { return q.settle(ctx, "ack", t, 0) }

// Extend renews the lease.
func (q *Queue) Extend(ctx context.Context, t Task) error {
	return q.settle(ctx, "extend", t, q.o.Lease)
}

// Retry gives the task back for later, or buries it if it had its attempts.
func (q *Queue) Retry(ctx context.Context, t Task, after time.Duration) error {
	if t.Attempts >= q.o.MaxAttempts {
		return q.Bury(ctx, t)
	}
	return q.settle(ctx, "retry", t, after)
}

// Bury moves the task to the dead.
func (q *Queue) Bury(ctx context.Context, t Task) error { return q.settle(ctx, "bury", t, 0) }

// Tick brings back what is due and what was abandoned. Every worker calls it.
func (q *Queue) Tick(ctx context.Context) (int, error) {
	return tickScript.Run(ctx, q.rdb, q.keys, 100, q.o.MaxAttempts).Int()
}

// Redrive gives up to n dead tasks a fresh start.
func (q *Queue) Redrive(ctx context.Context, n int) (int, error) {
	return redriveScript.Run(ctx, q.rdb, q.keys, n).Int()
}

// Stats are the lengths to watch.
type Stats struct {
	Ready                 [3]int64
	Delayed, Leased, Dead int64
	All                   int64
}

// Stats reads them in one round trip.
func (q *Queue) Stats(ctx context.Context) (s Stats, err error) {
	var n [7]*redis.IntCmd
	_, err = q.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range 3 {
			n[i] = p.LLen(ctx, q.keys[8+i])
			n[3+i] = p.ZCard(ctx, q.keys[4+i])
		}
		n[6] = p.HLen(ctx, q.keys[0])
		return nil
	})
	if err != nil {
		return s, err
	}
	s.Ready = [3]int64{n[0].Val(), n[1].Val(), n[2].Val()}
	s.Delayed, s.Leased, s.Dead, s.All = n[3].Val(), n[4].Val(), n[5].Val(), n[6].Val()
	return s, nil
}
