// Package schema reads every version of an event that was ever published.
package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Envelope is around every event and never changes.
type Envelope struct {
	ID      string          `json:"id"`
	Type    string          `json:"type"`
	Version int             `json:"version"`
	Body    json.RawMessage `json:"body"`
}

// OrderPlaced is the newest version, and the only one handlers see.
type OrderPlaced struct {
	OrderID  string   `json:"order_id"`
	Cents    int64    `json:"cents"`
	Currency string   `json:"currency"`
	Customer Customer `json:"customer"`
}

// Customer came with version 3.
type Customer struct {
	ID string `json:"id"`
}

// region chain

// chain["t"][i] turns version i+1 of type t into version i+2.
var chain = map[string][]func(fields) error{
	"order.placed": {centsNotFloats, customerIsAnObject},
}

type fields map[string]any

// Version 1 had {"amount": 12.5} and was always in euros.
func centsNotFloats(f fields) error {
	amount, ok := f["amount"].(float64)
	if !ok {
		return errors.New("no amount")
	}
	delete(f, "amount")
	f["cents"], f["currency"] = math.Round(amount*100), "EUR"
	return nil
}

// Version 2 had {"customer_id": "c1"}.
func customerIsAnObject(f fields) error {
	f["customer"] = fields{"id": f["customer_id"]}
	delete(f, "customer_id")
	return nil
}

// endregion chain

// ErrNewer means that the producer was deployed before this consumer.
var ErrNewer = errors.New("version is newer than this consumer")

// region decode

// Decode brings the body to the newest version; unknown fields are ignored.
func Decode(e Envelope, into any) error {
	steps, ok := chain[e.Type]
	newest := len(steps) + 1
	switch {
	case !ok:
		return fmt.Errorf("unknown type %q", e.Type)
	case e.Version > newest:
		return fmt.Errorf("%w: %s %d", ErrNewer, e.Type, e.Version)
	case e.Version < 1:
		return fmt.Errorf("%s has no version", e.Type)
	case e.Version == newest:
		return json.Unmarshal(e.Body, into)
	}
	var f fields
	if err := json.Unmarshal(e.Body, &f); err != nil {
		return err
	}
	for v := e.Version; v < newest; v++ {
		if err := steps[v-1](f); err != nil {
			return fmt.Errorf("%s from version %d: %w", e.Type, v, err)
		}
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// endregion decode
