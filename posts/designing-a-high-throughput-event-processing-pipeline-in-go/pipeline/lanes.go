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

// Lane says which of n lanes a key belongs to. All events of one key take
// the same lane, so their order survives the fan-out.
func Lane(key string, n int) int {
	return int(maphash.String(seed, key) % uint64(n))
}

// Split sends each event to its lane, and blocks when that lane is full.
// It closes the lanes when the source ends.
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
