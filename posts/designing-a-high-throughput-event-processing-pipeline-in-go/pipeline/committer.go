package pipeline

import "sync"

// committer calls commit in order, and only when the watermark has moved.
type committer struct {
	mu     sync.Mutex
	mark   *Watermark
	last   int64
	commit func(int64)
}

func newCommitter(first int64, commit func(int64)) *committer {
	return &committer{mark: NewWatermark(first), last: first, commit: commit}
}

func (c *committer) done(batch []Event) {
	offsets := make([]int64, len(batch))
	for i, e := range batch {
		offsets[i] = e.Offset
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if next := c.mark.Done(offsets...); next > c.last {
		c.last = next
		c.commit(next)
	}
}
