// Package quorum simulates shopping carts on five replicas, to show what a
// quorum costs and what it saves. No network, no clock, one random seed.
package quorum

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// region config

// Config says how many replicas must answer, and how two versions of a
// cart become one again.
type Config struct {
	Name  string
	Write int  // replicas that must store a write
	Read  int  // replicas that a read asks
	Merge bool // union of both versions instead of the newest one
}

// endregion config

const replicas = 5

// Result counts what happened to the operations of one run.
type Result struct {
	Asked, Refused    int
	Lost, Resurrected int // items, at the end
	Stale             int // reads that missed an acknowledged write
}

// cart knows which writes it contains, so that a newer version can be told
// from one that was made without knowledge of the other.
type cart struct {
	version int
	seen    map[int]bool // every write that this version builds on
	items   map[int]bool
}

type cluster struct {
	Config
	rng     *rand.Rand
	data    [replicas]map[int]cart // by replica, by customer
	side    [replicas]int
	pending []update
	clock   int
}

type update struct {
	due, replica, customer int
	cart                   cart
}

// region ops

// read asks Read replicas on the client's side and returns the newest
// answer, or both merged. ok is false if too few are reachable.
func (c *cluster) read(side, customer int) (got cart, ok bool) {
	near := c.reachable(side)
	if len(near) < c.Read {
		return got, false
	}
	for _, r := range near[:c.Read] {
		got = c.join(got, c.data[r][customer])
	}
	return got, true
}

// write stores the cart on Write replicas before it is acknowledged, and
// on the others a little later, as far as they can be reached.
func (c *cluster) write(side, customer int, v cart) bool {
	near := c.reachable(side)
	if len(near) < c.Write {
		return false
	}
	for i, r := range near {
		if i < c.Write {
			c.data[r][customer] = c.join(c.data[r][customer], v)
		} else {
			c.pending = append(c.pending,
				update{c.clock + 20, r, customer, v})
		}
	}
	return true
}

// endregion ops

// region join

// join decides between two versions of a cart.
func (c *cluster) join(a, b cart) cart {
	switch {
	case contains(b.seen, a.seen):
		return b // b was made by somebody who knew a
	case contains(a.seen, b.seen):
		return a
	case !c.Merge && b.version > a.version:
		return b // last writer wins
	case !c.Merge:
		return a
	}
	return cart{max(a.version, b.version),
		union(a.seen, b.seen), union(a.items, b.items)}
}

// endregion join

func contains(big, small map[int]bool) bool {
	if len(small) > len(big) {
		return false
	}
	for k := range small {
		if !big[k] {
			return false
		}
	}
	return true
}

func union(a, b map[int]bool) map[int]bool {
	u := make(map[int]bool, len(a)+len(b))
	maps.Copy(u, a)
	maps.Copy(u, b)
	return u
}

func (c *cluster) reachable(side int) (near []int) {
	for _, r := range c.rng.Perm(replicas) {
		if c.side[r] == side {
			near = append(near, r)
		}
	}
	return near
}

// Run does n operations on a few carts. During the middle third, two of
// the five replicas, with half of the clients, are cut off.
func Run(cfg Config, n int, partition bool) (res Result) {
	c := &cluster{Config: cfg, rng: rand.New(rand.NewPCG(1, 2))}
	for r := range c.data {
		c.data[r] = map[int]cart{}
	}
	const customers = 500
	want := make([]map[int]bool, customers) // what each was promised
	for i := range want {
		want[i] = map[int]bool{}
	}
	lastAck := make([]int, customers) // the newest acknowledged write
	for op := 1; op <= n; op++ {
		c.clock = op
		cut := partition && op > n/3 && op <= 2*n/3
		c.cut(cut)
		c.deliver()
		customer, side := c.rng.IntN(customers), 0
		if cut {
			side = c.rng.IntN(2)
		}
		res.Asked++
		old, ok := c.read(side, customer)
		if !ok {
			res.Refused++
			continue
		}
		if last := lastAck[customer]; last > 0 && !old.seen[last] {
			res.Stale++
		}
		item := op // a new one, or the removal of one that is there
		items := slices.Sorted(maps.Keys(old.items))
		if len(items) > 0 && c.rng.IntN(3) == 0 {
			item = items[c.rng.IntN(len(items))]
		}
		next := cart{op, union(old.seen, map[int]bool{op: true}),
			union(old.items, nil)}
		flip(next.items, item)
		if !c.write(side, customer, next) {
			res.Refused++
			continue
		}
		lastAck[customer] = op
		if next.items[item] {
			want[customer][item] = true
		} else {
			delete(want[customer], item)
		}
	}
	c.cut(false)
	c.heal()
	for customer, items := range want {
		final := c.data[0][customer].items
		for item := range items {
			if !final[item] {
				res.Lost++
			}
		}
		for item := range final {
			if !items[item] {
				res.Resurrected++
			}
		}
	}
	return res
}

func (c *cluster) cut(on bool) {
	for r := range c.side {
		c.side[r] = 0
		if on && r >= 3 {
			c.side[r] = 1
		}
	}
}

// deliver applies late writes; across a cut they wait for the heal.
func (c *cluster) deliver() {
	c.pending = slices.DeleteFunc(c.pending, func(u update) bool {
		if u.due > c.clock {
			return false
		}
		d := c.data[u.replica]
		d[u.customer] = c.join(d[u.customer], u.cart)
		return true
	})
}

// heal makes all replicas equal.
func (c *cluster) heal() {
	c.clock += 1000
	c.deliver()
	all := map[int]cart{}
	for _, d := range c.data {
		for customer, v := range d {
			all[customer] = c.join(all[customer], v)
		}
	}
	for r := range c.data {
		c.data[r] = all
	}
}

func flip(set map[int]bool, item int) {
	if set[item] {
		delete(set, item)
	} else {
		set[item] = true
	}
}
