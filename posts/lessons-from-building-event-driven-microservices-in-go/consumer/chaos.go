package consumer

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// region chaos

// Chaos is what the way from producer to consumer does to events.
type Chaos struct {
	Name   string
	Repeat float64 // share that is delivered twice
	Shift  int     // how many places an event may be late
	Lose   float64
}

// Ways are the ones compared; each entity gets 20 events.
var Ways = []Chaos{
	{"nothing", 0, 0, 0},
	{"repeat", 0.02, 0, 0},
	{"reorder", 0, 3000, 0},
	{"both", 0.02, 3000, 0},
	{"lose", 0, 0, 0.01},
}

// endregion chaos

// Entities and Events are the size of one run.
const (
	Entities = 1000
	Events   = 20
)

// Run sends everything through chaos to the consumer, and counts entities
// with a wrong balance that the consumer believes, and those it knows to be
// incomplete.
func Run(c Consumer, ch Chaos, seed uint64) (wrong, stuck int) {
	rng := rand.New(rand.NewPCG(seed, 7))
	balance := make([]int, Entities)
	type slot struct {
		at int
		e  Event
	}
	var sent []slot
	for n := range Entities * Events {
		e := Event{ID: n, Entity: n % Entities, Seq: n/Entities + 1, Delta: 1 + rng.IntN(100)}
		balance[e.Entity] += e.Delta
		e.State = balance[e.Entity]
		copies := 1
		if rng.Float64() < ch.Lose {
			copies = 0
		} else if rng.Float64() < ch.Repeat {
			copies = 2
		}
		for range copies {
			late := 0
			if ch.Shift > 0 {
				late = rng.IntN(ch.Shift)
			}
			sent = append(sent, slot{n + late, e})
		}
	}
	slices.SortStableFunc(sent, func(a, b slot) int { return cmp.Compare(a.at, b.at) })
	for _, s := range sent {
		c.Handle(s.e)
	}
	for e, want := range balance {
		switch {
		case c.Stuck(e):
			stuck++
		case c.Balance(e) != want:
			wrong++
		}
	}
	return wrong, stuck
}
