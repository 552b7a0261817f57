// Package replay rebuilds a read model from a log, beside the one that is
// being read, and swaps the two.
package replay

import (
	"context"
	"sync"
	"sync/atomic"
)

// Event is one entry of the log.
type Event struct {
	Offset int64
	Type   string
	Key    string
	Cents  int64
}

// Log is an ordered log that keeps its entries.
type Log interface {
	Read(from int64, max int) []Event // empty: at the end
}

// region split

// Consumer keeps apart what may be repeated and what may not.
type Consumer struct {
	Apply func(m *Model, e Event)            // pure: model and event only
	React func(context.Context, Event) error // mail, money, other services

	Reacted int64 // the reactions' own offset: a rebuild never moves it
}

// endregion split

// Model is a read model, and the offset it has reached.
type Model struct {
	Totals map[string]int64
	Next   int64
}

// View is what requests read.
type View struct {
	current atomic.Pointer[Model]
	write   sync.Mutex // held while the model is replaced
}

// Total reads the current model.
func (v *View) Total(key string) int64 { return v.current.Load().Totals[key] }

// Next is the offset the current model has reached.
func (v *View) Next() int64 { return v.current.Load().Next }

// region rebuild

// Rebuild reads the log from its beginning into a new model, without
// reactions, and shows it once it is as far as the old one.
func (c *Consumer) Rebuild(ctx context.Context, l Log, v *View) error {
	m := &Model{Totals: map[string]int64{}}
	for {
		batch := l.Read(m.Next, 1000)
		if len(batch) == 0 && v.swap(m) {
			return nil
		}
		for _, e := range batch {
			c.Apply(m, e)
			m.Next = e.Offset + 1
		}
		if err := ctx.Err(); err != nil {
			return err // the old model is still there
		}
	}
}

// swap shows m, unless live events have moved the old model further.
func (v *View) swap(m *Model) bool {
	v.write.Lock()
	defer v.write.Unlock()
	if old := v.current.Load(); old != nil && m.Next < old.Next {
		return false
	}
	v.current.Store(m)
	return true
}

// endregion rebuild

// region live

// Live handles one new event; events come one after the other.
func (c *Consumer) Live(ctx context.Context, v *View, e Event) error {
	if e.Offset >= c.Reacted {
		if err := c.React(ctx, e); err != nil {
			return err // not applied either: it will be delivered again
		}
		c.Reacted = e.Offset + 1
	}
	v.write.Lock()
	defer v.write.Unlock()
	old := v.current.Load()
	if e.Offset < old.Next {
		return nil // already applied by a rebuild, or delivered twice
	}
	m := old.clone()
	c.Apply(m, e)
	m.Next = e.Offset + 1
	v.current.Store(m)
	return nil
}

// endregion live

func (m *Model) clone() *Model {
	n := &Model{Totals: make(map[string]int64, len(m.Totals)), Next: m.Next}
	for k, t := range m.Totals {
		n.Totals[k] = t
	}
	return n
}
