// Package storm simulates clients that retry against one overloaded server.
// Time is simulated: a run is deterministic for a seed, and takes a moment.
package storm

import (
	"container/heap"
	"math/rand/v2"
	"time"

	"cat-posts.example/posts/handling-partial-failures-in-distributed-go-systems/retry"
)

// region policy

// Policy is how a client reacts to a failed attempt.
type Policy struct {
	Name     string
	Attempts int
	Base     time.Duration // 0: retry at once
	Jitter   bool
	Budget   float64 // retries per first attempt; 0: no budget
}

// Policies are the ones compared.
var Policies = []Policy{
	{Name: "no retry", Attempts: 1},
	{Name: "immediate", Attempts: 4},
	{Name: "backoff", Attempts: 4, Base: base},
	{Name: "backoff+jitter", Attempts: 4, Base: base, Jitter: true},
	{Name: "jitter+budget", Attempts: 4, Base: base, Jitter: true,
		Budget: 0.1},
}

const base = 100 * time.Millisecond

// endregion policy

// Server has Slots workers and a bounded first-in-first-out queue.
type Server struct {
	Slots    int
	Queue    int
	Service  time.Duration // mean, exponentially distributed
	SlowFrom time.Duration
	SlowTo   time.Duration
	SlowBy   float64
	DropLate bool // skip requests whose caller has given up
}

// Load is what the clients offer.
type Load struct {
	Burst   int     // requests at time zero
	Rate    float64 // then this many a second, Poisson
	Until   time.Duration
	Clients int           // processes, each with a budget of its own
	Timeout time.Duration // of one attempt
}

// Result counts what happened, by second and in all.
type Result struct {
	Requests, Succeeded, Attempts int
	Wasted                        int // work done for a caller that had left
	Peak                          int // attempts in the busiest 10 ms after the first
	Offered, Good                 []int
	RequestsBySecond              []int
	Last                          time.Duration // the last success
}

type request struct {
	client, attempt int
	born            time.Duration
	settled         bool // this attempt has been answered or has timed out
}

type event struct {
	at   time.Duration
	seq  int
	fire func()
}

type events []event

func (h events) Len() int { return len(h) }
func (h events) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].seq < h[j].seq
}
func (h events) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *events) Push(x any)   { *h = append(*h, x.(event)) }
func (h *events) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

type sim struct {
	p       Policy
	s       Server
	l       Load
	rng     *rand.Rand
	now     time.Duration
	seq     int
	h       events
	queue   []*request
	busy    int
	budgets []*retry.Budget
	bins    map[int]int
	r       Result
}

// Run plays one load against one server with one policy.
func Run(p Policy, s Server, l Load, seed uint64) Result {
	m := &sim{p: p, s: s, l: l, rng: rand.New(rand.NewPCG(seed, 1)), bins: map[int]int{}}
	for range l.Clients {
		m.budgets = append(m.budgets, retry.NewBudget(p.Budget, 10))
	}
	for range l.Burst {
		m.at(0, func() { m.first() })
	}
	if l.Rate > 0 {
		m.at(0, m.arrive)
	}
	for m.h.Len() > 0 {
		e := heap.Pop(&m.h).(event)
		m.now = e.at
		e.fire()
	}
	for bin, n := range m.bins {
		if bin > 0 {
			m.r.Peak = max(m.r.Peak, n)
		}
	}
	return m.r
}

func (m *sim) at(d time.Duration, f func()) {
	m.seq++
	heap.Push(&m.h, event{d, m.seq, f})
}

func (m *sim) arrive() {
	m.first()
	gap := time.Duration(m.rng.ExpFloat64() / m.l.Rate * float64(time.Second))
	if m.now+gap < m.l.Until {
		m.at(m.now+gap, m.arrive)
	}
}

func count(series *[]int, at time.Duration) {
	s := int(at / time.Second)
	for len(*series) <= s {
		*series = append(*series, 0)
	}
	(*series)[s]++
}

func (m *sim) first() {
	m.r.Requests++
	count(&m.r.RequestsBySecond, m.now)
	c := m.rng.IntN(m.l.Clients)
	m.budgets[c].Deposit()
	m.send(&request{client: c, attempt: 1, born: m.now})
}

func (m *sim) send(q *request) {
	m.r.Attempts++
	count(&m.r.Offered, m.now)
	m.bins[int(m.now/(10*time.Millisecond))]++
	m.at(m.now+m.l.Timeout, func() { m.fail(q) })
	switch {
	case m.busy < m.s.Slots:
		m.serve(q)
	case len(m.queue) < m.s.Queue:
		m.queue = append(m.queue, q)
	default:
		m.fail(q)
	}
}

func (m *sim) serve(q *request) {
	m.busy++
	d := m.rng.ExpFloat64() * float64(m.s.Service)
	if m.now >= m.s.SlowFrom && m.now < m.s.SlowTo {
		d *= m.s.SlowBy
	}
	m.at(m.now+time.Duration(d), func() {
		m.busy--
		if q.settled {
			m.r.Wasted++
		} else {
			q.settled = true
			m.r.Succeeded++
			m.r.Last = m.now
			count(&m.r.Good, q.born)
		}
		for len(m.queue) > 0 && m.busy < m.s.Slots {
			head := m.queue[0]
			m.queue = m.queue[1:]
			if m.s.DropLate && head.settled {
				continue
			}
			m.serve(head)
		}
	})
}

// fail is a rejection or a timeout of one attempt.
func (m *sim) fail(q *request) {
	if q.settled {
		return
	}
	q.settled = true
	if q.attempt == m.p.Attempts {
		return
	}
	if m.p.Budget > 0 && !m.budgets[q.client].Withdraw() {
		return
	}
	var d time.Duration
	if m.p.Base > 0 {
		d = retry.Backoff(m.p.Base, 10*m.p.Base, q.attempt-1)
		if m.p.Jitter {
			d = time.Duration(m.rng.Int64N(int64(d) + 1))
		}
	}
	m.at(m.now+d, func() {
		m.send(&request{client: q.client, attempt: q.attempt + 1, born: q.born})
	})
}
