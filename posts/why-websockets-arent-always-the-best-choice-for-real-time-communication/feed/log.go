// Package feed delivers one ordered event log over four transports: polling,
// long polling, Server-Sent Events and WebSocket.
package feed

import (
	"sync"
)

// Event is one entry of the log.
type Event struct {
	ID   uint64 `json:"id"`
	Data string `json:"data"`
}

// Log keeps the last events in memory. IDs start at 1 and have no holes.
type Log struct {
	mu     sync.Mutex
	keep   int
	last   uint64
	events []Event
	wake   chan struct{}
}

// NewLog returns a log that remembers the last keep events.
func NewLog(keep int) *Log {
	return &Log{keep: keep, wake: make(chan struct{})}
}

// Append adds an event and wakes every waiting reader.
func (l *Log) Append(data string) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	l.events = append(l.events, Event{ID: l.last, Data: data})
	if extra := len(l.events) - l.keep; extra > 0 {
		l.events = append(l.events[:0:0], l.events[extra:]...)
	}
	close(l.wake)
	l.wake = make(chan struct{})
	return l.last
}

// Last returns the id of the newest event.
func (l *Log) Last() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// region after

// After returns the events behind a cursor, and a channel that is closed
// when there may be more. gap means the cursor is unusable: events it has
// not seen were already forgotten, and the client must load a snapshot.
func (l *Log) After(cursor uint64) (
	evs []Event, wake <-chan struct{}, gap bool,
) {
	l.mu.Lock()
	defer l.mu.Unlock()
	oldest := l.last - uint64(len(l.events)) // last forgotten id
	if cursor < oldest || cursor > l.last {
		return nil, l.wake, true
	}
	return l.events[cursor-oldest:], l.wake, false
}

// endregion after
