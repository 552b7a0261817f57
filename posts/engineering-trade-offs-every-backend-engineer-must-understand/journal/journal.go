// Package journal appends records to a file, with three answers to the
// question when a record is safe.
package journal

import (
	"os"
	"sync"
)

// region each

// Each makes one record durable at a time.
type Each struct {
	mu sync.Mutex
	f  *os.File
}

// Append returns when the record is on the disk.
func (j *Each) Append(rec []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.f.Write(rec); err != nil {
		return err
	}
	return j.f.Sync()
}

// endregion each

// region group

// Group makes every record that is waiting durable with one Sync.
type Group struct {
	mu    sync.Mutex
	f     *os.File
	next  *batch // collects records while another batch is synced
	sync  sync.Mutex
	syncs int
}

type batch struct {
	buf  []byte
	once sync.Once
	err  error
}

// Append returns when the record is on the disk. The first of a batch to
// get the sync lock does the work for all who came meanwhile.
func (j *Group) Append(rec []byte) error {
	j.mu.Lock()
	if j.next == nil {
		j.next = &batch{}
	}
	b := j.next
	b.buf = append(b.buf, rec...)
	j.mu.Unlock()

	j.sync.Lock()
	defer j.sync.Unlock()
	b.once.Do(func() { b.err = j.commit(b) })
	return b.err
}

// endregion group

func (j *Group) commit(b *batch) error {
	j.mu.Lock()
	j.next = nil // b is closed: later records start a new one
	j.mu.Unlock()
	j.syncs++
	if _, err := j.f.Write(b.buf); err != nil {
		return err
	}
	return j.f.Sync()
}

// Never leaves durability to the operating system.
type Never struct {
	mu sync.Mutex
	f  *os.File
}

// Append returns when the kernel has the record. A power cut may lose it.
func (j *Never) Append(rec []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err := j.f.Write(rec)
	return err
}

// Journal is what the three have in common.
type Journal interface{ Append(rec []byte) error }

// NewEach, NewGroup and NewNever write to f.
func NewEach(f *os.File) *Each   { return &Each{f: f} }
func NewGroup(f *os.File) *Group { return &Group{f: f} }
func NewNever(f *os.File) *Never { return &Never{f: f} }
