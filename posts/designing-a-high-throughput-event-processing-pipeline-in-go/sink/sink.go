// Package sink writes batches to a file and waits for the disk.
package sink

import (
	"bufio"
	"context"
	"os"

	"cat-posts.example/posts/designing-a-high-throughput-event-processing-pipeline-in-go/pipeline"
)

// File is an append-only log.
type File struct {
	f *os.File
	w *bufio.Writer
}

// Open creates or appends to the log.
func Open(path string) (*File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	return &File{f: f, w: bufio.NewWriterSize(f, 1<<16)}, nil
}

// region write

// Write returns when the batch is on disk: one fsync for the whole batch.
func (s *File) Write(_ context.Context, batch []pipeline.Event) error {
	for _, e := range batch {
		if _, err := s.w.Write(e.Body); err != nil {
			return err
		}
	}
	if err := s.w.Flush(); err != nil {
		return err
	}
	return s.f.Sync()
}

// endregion write

// Close closes the file.
func (s *File) Close() error { return s.f.Close() }
