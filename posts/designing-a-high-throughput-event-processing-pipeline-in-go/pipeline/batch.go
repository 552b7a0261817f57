// Package pipeline moves events from a source through keyed lanes and
// batches to a sink, with bounded memory and a commit that never runs ahead.
package pipeline

import (
	"context"
	"time"
)

// region batch

// Batch collects up to size items, waits at most linger for the rest after
// the first, and calls flush, which must not keep the slice.
func Batch[T any](ctx context.Context, in <-chan T, size int,
	linger time.Duration, flush func(context.Context, []T) error) error {
	buf := make([]T, 0, size)
	var timeout <-chan time.Time // nil, and so never ready, while buf is empty
	for {
		select {
		case v, ok := <-in:
			if !ok {
				return last(ctx, buf, flush)
			}
			if buf = append(buf, v); len(buf) == 1 {
				timeout = time.After(linger)
			}
			if len(buf) < size {
				continue
			}
		case <-timeout:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := flush(ctx, buf); err != nil {
			return err
		}
		buf, timeout = buf[:0], nil
	}
}

// endregion batch

func last[T any](ctx context.Context, buf []T, flush func(context.Context, []T) error) error {
	if len(buf) == 0 {
		return nil
	}
	return flush(ctx, buf)
}

// Natural waits for one item and takes whatever else is already there. The
// batch grows with the load, because items pile up during a flush.
//
// region natural
func Natural[T any](ctx context.Context, in <-chan T, size int,
	flush func(context.Context, []T) error) error {
	buf := make([]T, 0, size)
	for {
		select {
		case v, ok := <-in:
			if !ok {
				return nil
			}
			buf = append(buf[:0], v)
		case <-ctx.Done():
			return ctx.Err()
		}
	fill:
		for len(buf) < size {
			select {
			case v, ok := <-in:
				if !ok {
					break fill // flush; the next receive ends the loop
				}
				buf = append(buf, v)
			default:
				break fill
			}
		}
		if err := flush(ctx, buf); err != nil {
			return err
		}
	}
}

// endregion natural
