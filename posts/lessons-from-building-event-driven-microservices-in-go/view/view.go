// Package view is a read model that can be asked to be new enough.
package view

import (
	"context"
	"sync"
)

// View maps entities to their newest value and sequence.
type View struct {
	mu   sync.Mutex
	rows map[string]Row
	wake chan struct{} // closed at each change
}

// Row is what readers get.
type Row struct {
	Seq   int64
	Value string
}

// New returns an empty view.
func New() *View { return &View{rows: map[string]Row{}, wake: make(chan struct{})} }

// Apply is called by the consumer.
func (v *View) Apply(entity string, r Row) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if r.Seq <= v.rows[entity].Seq {
		return
	}
	v.rows[entity] = r
	close(v.wake)
	v.wake = make(chan struct{})
}

// region atleast

// AtLeast waits until the row has reached seq, the number that the write
// returned. When ctx ends first, it returns what there is, and false.
func (v *View) AtLeast(ctx context.Context, entity string,
	seq int64) (Row, bool) {
	for {
		v.mu.Lock()
		row, wake := v.rows[entity], v.wake
		v.mu.Unlock()
		if row.Seq >= seq {
			return row, true
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return row, false
		}
	}
}

// endregion atleast
