package slices

import (
	"context"
	"runtime"
)

// region gate
// Gate admits a fixed number of CPU-heavy jobs at a time.
type Gate chan struct{}

// NewGate leaves one P free for everything that is not heavy.
func NewGate() Gate {
	return make(Gate, max(1, runtime.GOMAXPROCS(0)-1))
}

// Do runs job when there is room, or returns the context's error.
func (g Gate) Do(ctx context.Context, job func()) error {
	select {
	case g <- struct{}{}:
		defer func() { <-g }()
		job()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// endregion gate
