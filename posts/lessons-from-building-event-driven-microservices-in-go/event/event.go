// Package event is the envelope around every event.
package event

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"
)

// region envelope

// Event says that something happened to one entity.
type Event struct {
	ID       string    `json:"id"`     // of this event: for duplicates
	Entity   string    `json:"entity"` // what order is kept for
	Seq      int64     `json:"seq"`    // 1, 2, 3… for each entity
	Type     string    `json:"type"`   // past tense: order.paid
	Version  int       `json:"version"`
	Occurred time.Time `json:"occurred"`

	Correlation string `json:"correlation"` // of the whole story
	Causation   string `json:"causation"`   // id of the direct cause
	Hops        int    `json:"hops"`

	Body json.RawMessage `json:"body"`
}

// endregion envelope

// ErrLoop means that services answer each other's events in a circle.
var ErrLoop = errors.New("too many hops: an event loop")

const maxHops = 16

// region because

// Because starts an event that another one caused.
func Because(cause Event, typ string) (Event, error) {
	if cause.Hops >= maxHops {
		return Event{}, ErrLoop
	}
	return Event{
		ID: rand.Text(), Type: typ, Occurred: time.Now(),
		Correlation: cause.Correlation,
		Causation:   cause.ID,
		Hops:        cause.Hops + 1,
	}, nil
}

// endregion because

// New starts a story.
func New(typ string) Event {
	id := rand.Text()
	return Event{ID: id, Type: typ, Occurred: time.Now(), Correlation: id}
}
