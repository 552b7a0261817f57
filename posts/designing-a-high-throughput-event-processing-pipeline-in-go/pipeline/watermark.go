package pipeline

import "sync"

// region watermark

// Watermark turns "these are done", in any order, into "everything before
// this offset is done", which is the only thing that may be committed.
type Watermark struct {
	mu   sync.Mutex
	next int64 // everything below is done
	done map[int64]struct{}
}

// NewWatermark starts at the first offset that will be read.
func NewWatermark(first int64) *Watermark {
	return &Watermark{next: first, done: make(map[int64]struct{})}
}

// Done marks offsets and returns the offset that may be committed.
func (w *Watermark) Done(offsets ...int64) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range offsets {
		w.done[o] = struct{}{}
	}
	for {
		if _, ok := w.done[w.next]; !ok {
			return w.next
		}
		delete(w.done, w.next)
		w.next++
	}
}

// endregion watermark

// Pending is how many offsets are done and not committable yet.
func (w *Watermark) Pending() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.done)
}
