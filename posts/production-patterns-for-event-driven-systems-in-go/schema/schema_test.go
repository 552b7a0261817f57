package schema

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// region golden

// One file for each version that was ever published. Files are added and
// never edited: the log still holds those bytes.
func TestEveryVersionStillDecodes(t *testing.T) {
	files, _ := filepath.Glob("testdata/order.placed.*.json")
	if want := len(chain["order.placed"]) + 1; len(files) != want {
		t.Fatalf("%d golden files for %d versions", len(files), want)
	}
	want := OrderPlaced{"o1", 1250, "EUR", Customer{"c1"}}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var e Envelope
		if err := json.Unmarshal(raw, &e); err != nil {
			t.Fatal(err)
		}
		var got OrderPlaced
		if err := Decode(e, &got); err != nil || got != want {
			t.Errorf("%s: %+v, err %v", f, got, err)
		}
	}
}

// endregion golden

func TestNewerIsNotGarbage(t *testing.T) {
	err := Decode(Envelope{Type: "order.placed", Version: 4, Body: []byte(`{}`)}, new(OrderPlaced))
	if !errors.Is(err, ErrNewer) {
		t.Errorf("err %v", err)
	}
	if err := Decode(Envelope{Type: "order.placed"}, new(OrderPlaced)); err == nil || errors.Is(err, ErrNewer) {
		t.Errorf("no version: %v", err)
	}
	if err := Decode(Envelope{Type: "nope", Version: 1}, new(OrderPlaced)); err == nil {
		t.Error("took an unknown type")
	}
}

func TestBrokenOldEventIsAnError(t *testing.T) {
	if err := Decode(Envelope{Type: "order.placed", Version: 1, Body: []byte(`{"order_id":"x"}`)}, new(OrderPlaced)); err == nil {
		t.Error("an event without an amount became an order over nothing")
	}
}
