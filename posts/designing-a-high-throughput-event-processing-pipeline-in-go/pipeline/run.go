package pipeline

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// Source hands out events in the order of their offsets, until ctx ends or
// there are no more, and closes out in both cases.
type Source func(ctx context.Context, out chan<- Event) error

// Config has every bound of the pipeline in one place.
type Config struct {
	Lanes  int
	Buffer int // events waiting in each lane
	Batch  int
	Linger time.Duration
}

// region run

// Run moves events until the source ends or something fails. The lanes call
// write concurrently; commit gets an offset that only grows.
func Run(ctx context.Context, c Config, first int64, src Source,
	write func(context.Context, []Event) error,
	commit func(int64)) error {
	g, ctx := errgroup.WithContext(ctx)
	in := make(chan Event, c.Buffer)
	lanes := make([]chan Event, c.Lanes)
	for i := range lanes {
		lanes[i] = make(chan Event, c.Buffer)
	}
	com := newCommitter(first, commit)
	g.Go(func() error { return src(ctx, in) })
	g.Go(func() error { return Split(ctx, in, lanes) })
	for _, lane := range lanes {
		g.Go(func() error {
			return Batch(ctx, lane, c.Batch, c.Linger,
				func(ctx context.Context, b []Event) error {
					if err := write(ctx, b); err != nil {
						return err
					}
					com.done(b)
					return nil
				})
		})
	}
	return g.Wait()
}

// endregion run
