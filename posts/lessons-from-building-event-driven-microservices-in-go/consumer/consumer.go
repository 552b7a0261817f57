// Package consumer has five ways to keep a balance from a stream of events
// that may repeat, overtake each other and get lost.
package consumer

// Event carries both styles: what changed, and what is now.
type Event struct {
	ID     int
	Entity int
	Seq    int
	Delta  int // "10 were added"
	State  int // "the balance is 120"
}

// Consumer keeps one number for each entity.
type Consumer interface {
	Handle(Event)
	Balance(entity int) int
	Stuck(entity int) bool // it knows that something is missing
}

// base is embedded: a consumer that never knows.
type base struct{ balance map[int]int }

func (b base) Balance(e int) int { return b.balance[e] }
func (base) Stuck(int) bool      { return false }

// AddAll adds what it gets.
type AddAll struct{ base }

// Handle adds.
func (c AddAll) Handle(e Event) { c.balance[e.Entity] += e.Delta }

// AddOnce remembers the ids of events.
type AddOnce struct {
	base
	seen map[int]bool
}

// region once

// Handle adds each event once.
func (c AddOnce) Handle(e Event) {
	if c.seen[e.ID] {
		return
	}
	c.seen[e.ID] = true
	c.balance[e.Entity] += e.Delta
}

// endregion once

// SetLast believes the event that came last.
type SetLast struct{ base }

// Handle sets.
func (c SetLast) Handle(e Event) { c.balance[e.Entity] = e.State }

// SetNewest believes the event with the highest sequence.
type SetNewest struct {
	base
	seq map[int]int
}

// region newest

// Handle sets, unless it has seen something newer.
func (c SetNewest) Handle(e Event) {
	if e.Seq <= c.seq[e.Entity] {
		return
	}
	c.seq[e.Entity] = e.Seq
	c.balance[e.Entity] = e.State
}

// endregion newest

// AddInOrder waits for the next sequence number.
type AddInOrder struct {
	base
	seq    map[int]int
	parked map[int]map[int]Event
}

// region order

// Handle parks what came too early, and takes it when its turn has come.
func (c AddInOrder) Handle(e Event) {
	if e.Seq <= c.seq[e.Entity] {
		return
	}
	waiting := c.parked[e.Entity]
	if waiting == nil {
		waiting = make(map[int]Event)
		c.parked[e.Entity] = waiting
	}
	waiting[e.Seq] = e
	for {
		next, ok := waiting[c.seq[e.Entity]+1]
		if !ok {
			return
		}
		delete(waiting, next.Seq)
		c.seq[e.Entity] = next.Seq
		c.balance[e.Entity] += next.Delta
	}
}

// Stuck says that later events wait for one that has not come.
func (c AddInOrder) Stuck(e int) bool { return len(c.parked[e]) > 0 }

// endregion order

// Kinds makes a new consumer of each kind.
func Kinds() ([]string, []Consumer) {
	b := func() base { return base{map[int]int{}} }
	return []string{"add all", "add once (by id)", "set last", "set newest (by seq)", "add in order (by seq)"},
		[]Consumer{
			AddAll{b()}, AddOnce{b(), map[int]bool{}}, SetLast{b()}, SetNewest{b(), map[int]int{}},
			AddInOrder{b(), map[int]int{}, map[int]map[int]Event{}},
		}
}
