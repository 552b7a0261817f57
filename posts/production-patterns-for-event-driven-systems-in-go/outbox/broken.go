package outbox

import "context"

// region cursor

// CursorRelay is BROKEN: it remembers the highest id it has published.
type CursorRelay struct {
	Relay
	after int64
}

// Once publishes what has a higher id than anything before.
func (r *CursorRelay) Once(ctx context.Context) (int, error) {
	rows, err := r.read(ctx, r.after)
	if err != nil {
		return 0, err
	}
	for i, e := range rows {
		if err := r.Publish(ctx, e.Event); err != nil {
			return i, err
		}
		r.after = e.id
	}
	return len(rows), nil
}

// endregion cursor
