// Package simple bounds concurrency without a pool.
package simple

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// region simple

// Each runs do for every item, at most limit at a time. The first error
// cancels the others and is returned.
func Each[T any](ctx context.Context, items []T, limit int,
	do func(context.Context, T) error) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for _, it := range items {
		if gctx.Err() != nil {
			break // do not start what would be canceled at once
		}
		g.Go(func() error { return do(gctx, it) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return context.Cause(ctx) // the caller's: gctx is always canceled here
}

// endregion simple
