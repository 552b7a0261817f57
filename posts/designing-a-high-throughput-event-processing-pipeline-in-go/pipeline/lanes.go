package pipeline

import (
	"context"
	"hash/maphash"
)

// Event is one record of the source.
type Event struct {
	Offset int64
	Key    string
	Body   []byte
}

var seed = maphash.MakeSeed()

// region lanes

// Lane is the same for all events of a key: their order survives.
func Lane(key string, n int) int {
	return int(maphash.String(seed, key) % uint64(n))
}

// Split blocks when a lane is full, and closes the lanes at the end.
func Split(ctx context.Context, in <-chan Event, lanes []chan Event) error {
	defer func() {
		for _, l := range lanes {
			close(l)
		}
	}()
	for {
		select {
		case e, ok := <-in:
			if !ok {
				return nil
			}
			select {
			case lanes[Lane(e.Key, len(lanes))] <- e:
			case <-ctx.Done():
				return ctx.Err()
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// endregion lanes
