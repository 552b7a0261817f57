package ten

import (
	"encoding/json"
	"fmt"
)

// region v1

// customerV1 is what yesterday's release knows.
type customerV1 struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// rename is an innocent read, change, write.
func rename(stored []byte, name string) ([]byte, error) {
	var c customerV1
	if err := json.Unmarshal(stored, &c); err != nil {
		return nil, err
	}
	c.Name = name
	return json.Marshal(c)
}

// endregion v1

// region keep

// renameKeeping changes one field and keeps what it does not know.
func renameKeeping(stored []byte, name string) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(stored, &all); err != nil {
		return nil, err
	}
	quoted, err := json.Marshal(name)
	if err != nil {
		return nil, err
	}
	all["name"] = quoted
	return json.Marshal(all)
}

// endregion keep

// region booleans

// flags is an order's state as it grows by itself.
type flags struct{ paid, shipped, canceled, refunded bool }

// legal says which combinations mean anything.
func (f flags) legal() bool {
	switch {
	case f.shipped && !f.paid: // sent without payment
	case f.shipped && f.canceled: // canceled, but on its way
	case f.refunded && !f.paid: // money back that never came
	case f.refunded && !f.canceled: // paid back, still delivered
	default:
		return true
	}
	return false
}

// state is the same with one name for each thing that can be.
type state int

const (
	placed state = iota
	paid
	shipped
	canceled
	refundDue
	refunded
)

// endregion booleans

// region percentile

// percentile returns the p-th percentile of sorted values.
func percentile(sorted []float64, p int) float64 {
	return sorted[(len(sorted)-1)*p/100]
}

// endregion percentile

// region context

func load(id int, read func(int) error) error {
	if err := read(id); err != nil {
		return fmt.Errorf("load customer %d: %w", id, err)
	}
	return nil
}

// endregion context
