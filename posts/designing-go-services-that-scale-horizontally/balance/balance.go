// Package balance simulates load balancers in front of replicas. Time is
// simulated and a run is deterministic for a seed.
package balance

import (
	"container/heap"
	"math/rand/v2"
	"slices"
	"time"
)

// region pick

// Pick chooses a replica from the number of requests that this balancer
// has open at each.
type Pick func(open []int, rng *rand.Rand, turn int) int

// Strategies are the ones compared.
var Strategies = []struct {
	Name string
	Pick Pick
}{
	{"random", func(open []int, rng *rand.Rand, _ int) int {
		return rng.IntN(len(open))
	}},
	{"round robin", func(open []int, _ *rand.Rand, turn int) int {
		return turn % len(open)
	}},
	{"two choices", func(open []int, rng *rand.Rand, _ int) int {
		a, b := rng.IntN(len(open)), rng.IntN(len(open))
		if open[b] < open[a] {
			return b
		}
		return a
	}},
	{"least open", func(open []int, rng *rand.Rand, _ int) int {
		best := rng.IntN(len(open)) // ties: do not prefer the first
		for i, n := range open {
			if n < open[best] {
				best = i
			}
		}
		return best
	}},
}

// endregion pick

// Scene is what is simulated.
type Scene struct {
	Name      string
	Balancers int
	SlowBy    float64 // of one replica
}

// region scenes

// Scenes: ten replicas with four slots each, a request takes 10 ms on
// average, and 2,400 a second arrive, 60% of what all can do.
var Scenes = []Scene{
	{"all equal", 1, 1},
	{"one 3x slower", 1, 3},
	{"same, 8 balancers", 8, 3},
}

// endregion scenes

const (
	replicas = 10
	slots    = 4
	mean     = 10 * time.Millisecond
	rate     = 2400.0
	requests = 30_000
)

type server struct {
	busy  int
	queue []*request
}

type request struct {
	born     time.Duration
	balancer int
	replica  int
}

type event struct {
	at   time.Duration
	seq  int
	done *request // nil: an arrival
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

// Run returns the median and the 99th percentile of the latency.
func Run(pick Pick, s Scene, seed uint64) (p50, p99 time.Duration) {
	rng := rand.New(rand.NewPCG(seed, 3))
	var h events
	seq := 0
	at := func(d time.Duration, r *request) {
		seq++
		heap.Push(&h, event{d, seq, r})
	}
	servers := make([]server, replicas)
	open := make([][]int, s.Balancers)
	turn := make([]int, s.Balancers)
	for i := range open {
		open[i] = make([]int, replicas)
		turn[i] = i
	}
	var lat []time.Duration
	start := func(now time.Duration, r *request) {
		servers[r.replica].busy++
		d := rng.ExpFloat64() * float64(mean)
		if r.replica == 0 {
			d *= s.SlowBy
		}
		at(now+time.Duration(d), r)
	}
	born := 0
	at(0, nil)
	for h.Len() > 0 {
		e := heap.Pop(&h).(event)
		if e.done == nil {
			if born++; born < requests {
				at(e.at+time.Duration(rng.ExpFloat64()/rate*float64(time.Second)), nil)
			}
			b := rng.IntN(s.Balancers)
			turn[b]++
			r := &request{e.at, b, pick(open[b], rng, turn[b])}
			open[b][r.replica]++
			if sv := &servers[r.replica]; sv.busy < slots {
				start(e.at, r)
			} else {
				sv.queue = append(sv.queue, r)
			}
			continue
		}
		r := e.done
		lat = append(lat, e.at-r.born)
		open[r.balancer][r.replica]--
		sv := &servers[r.replica]
		sv.busy--
		if len(sv.queue) > 0 {
			next := sv.queue[0]
			sv.queue = sv.queue[1:]
			start(e.at, next)
		}
	}
	slices.Sort(lat)
	return lat[len(lat)/2], lat[len(lat)*99/100]
}
