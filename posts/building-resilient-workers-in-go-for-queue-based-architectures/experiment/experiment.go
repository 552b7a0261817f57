// Package experiment runs the worker against poison messages and against a
// dead dependency. See the tests: they run under a fake clock.
package experiment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cat-posts.example/posts/building-resilient-workers-in-go-for-queue-based-architectures/queue"
	"cat-posts.example/posts/building-resilient-workers-in-go-for-queue-based-architectures/worker"
)

// process is a queue client that can die: then it never speaks again.
type process struct {
	*queue.Queue
	next *queue.Queue // where quarantined messages go, or nil
	dead atomic.Bool
	kill context.CancelFunc
}

var errDead = errors.New("process is dead")

func (p *process) gone() bool { return p.dead.Load() }

func (p *process) Extend(ctx context.Context, m queue.Message, d time.Duration) error {
	if p.gone() {
		return errDead
	}
	return p.Queue.Extend(ctx, m, d)
}

func (p *process) Ack(ctx context.Context, m queue.Message) error {
	if p.gone() {
		return errDead
	}
	return p.Queue.Ack(ctx, m)
}

func (p *process) Nack(ctx context.Context, m queue.Message, d time.Duration) error {
	if p.gone() {
		return errDead
	}
	return p.Queue.Nack(ctx, m, d)
}

func (p *process) Quarantine(ctx context.Context, m queue.Message, why string) error {
	if p.gone() {
		return errDead
	}
	if p.next == nil {
		return p.Queue.Quarantine(ctx, m, why)
	}
	p.next.Forward(m) // first: a crash between the two duplicates, not loses
	return p.Queue.Ack(ctx, m)
}

// Outcome is what one run showed.
type Outcome struct {
	Runs, Crashes, Quarantined, Done int
	Innocent                         int // good messages in quarantine
	Aside                            int // crashes of the process beside
	P50, P99                         time.Duration
}

func (o Outcome) String() string {
	return fmt.Sprintf("%7d %5d %6d %5d %6s %6s", o.Runs, o.Crashes, o.Done, o.Quarantined, age(o.P50), age(o.P99))
}

func age(d time.Duration) string {
	if d == never {
		return "never"
	}
	return fmt.Sprintf("%.1fs", d.Seconds())
}

const never = time.Duration(1<<63 - 1)

// Scale is how much happens: Messages at 20 a second, one in Every bad.
type Scale struct{ Messages, Every int }

// Full is what the post prints; the tests are content with less.
var Full = Scale{12_000, 1000}

// region scenario

// Poison: 20 messages a second arrive, one in s.Every is bad, and one
// process with ten slots works on them; good ones take 100 ms. A process
// that dies is back after ten seconds.
func Poison(ctx context.Context, s Scale, kind string, c worker.Config,
	alone *worker.Config) Outcome {
	bad := func(n int) bool { return n%s.Every == s.Every/2 }
	want := s.Messages - s.Messages/s.Every
	act := func(ctx context.Context, p *process) error {
		switch kind {
		case "error": // fails after 100 ms
			time.Sleep(100 * time.Millisecond)
			return errors.New("cannot parse")
		case "hang": // never returns by itself
			<-ctx.Done()
			return ctx.Err()
		default: // the process dies, and the handler with it
			p.dead.Store(true)
			p.kill()
			<-ctx.Done()
			return ctx.Err()
		}
	}
	return run(ctx, s, c, alone, want, bad, act)
}

// endregion scenario

// Outage: no message is bad, but the dependency is down from minute 1 to 6.
// If tell is false, the handler does not say whose fault it is.
func Outage(ctx context.Context, s Scale, c worker.Config, tell bool) Outcome {
	begin := time.Now()
	return run(ctx, s, c, nil, s.Messages, func(int) bool { return true }, func(ctx context.Context, _ *process) error {
		time.Sleep(100 * time.Millisecond)
		if t := time.Since(begin); t > time.Minute && t < 6*time.Minute {
			if tell {
				return worker.ErrUnavailable
			}
			return errors.New("dial tcp: connection refused")
		}
		return nil
	})
}

func run(ctx context.Context, s Scale, c worker.Config, alone *worker.Config, want int, special func(int) bool,
	do func(context.Context, *process) error) Outcome {
	q := queue.New()
	var mu sync.Mutex
	var o Outcome
	var lat []time.Duration
	seen := map[time.Time]bool{}
	finish := func(m queue.Message) {
		if !seen[m.Sent] { // a second delivery is not a second message
			seen[m.Sent] = true
			lat = append(lat, time.Since(m.Sent))
		}
	}

	over, cancel := context.WithTimeout(ctx,
		time.Duration(s.Messages)*50*time.Millisecond+5*time.Minute)
	defer cancel()
	go func() {
		for i := range s.Messages {
			if special(i) {
				q.Send("special")
			} else {
				q.Send("good")
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	live := func(q, next *queue.Queue, c worker.Config) bool {
		life, kill := context.WithCancel(over)
		p := &process{Queue: q, next: next, kill: kill}
		h := func(ctx context.Context, m queue.Message) error {
			mu.Lock()
			o.Runs++
			mu.Unlock()
			var err error
			if m.Body == "special" {
				err = do(ctx, p)
			} else {
				err = work(life, ctx)
			}
			if err == nil && !p.gone() {
				mu.Lock()
				finish(m)
				mu.Unlock()
			}
			return err
		}
		w := worker.New(c, p, h)
		w.Run(life)
		kill()
		return p.gone()
	}
	restart := func(q, next *queue.Queue, c worker.Config, crashes *int) {
		for over.Err() == nil {
			if live(q, next, c) {
				*crashes++
				time.Sleep(10 * time.Second)
			}
		}
	}
	var suspects *queue.Queue
	var wg sync.WaitGroup
	if alone != nil {
		suspects = queue.New()
		wg.Go(func() { restart(suspects, nil, *alone, &o.Aside) })
	}
	restart(q, suspects, c, &o.Crashes)
	wg.Wait()
	if alone != nil {
		q = suspects
	}
	o.Done, o.Quarantined = len(lat), len(q.Dead())
	for _, m := range q.Dead() {
		if m.Body == "good" {
			o.Innocent++
		}
	}
	// A percentile over the finished ones only would look better the more
	// messages are stuck. The others count as never.
	for range want - len(lat) {
		lat = append(lat, never)
	}
	slices.Sort(lat)
	o.P50, o.P99 = lat[want/2], lat[want*99/100]
	return o
}

// work takes 100 ms, unless the process or the handler ends first.
func work(life, ctx context.Context) error {
	select {
	case <-time.After(100 * time.Millisecond):
		return nil
	case <-life.Done():
		return life.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
