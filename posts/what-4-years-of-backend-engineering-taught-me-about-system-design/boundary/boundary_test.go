package boundary

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"testing"
)

var order = []Item{
	{"A-1", 1, 1999}, {"B-2", 3, 250}, {"C-3", 2, 4900},
	{"D-4", 1, 100}, {"E-5", 10, 5},
}

func TestAllBoundariesAgree(t *testing.T) {
	s := httptest.NewServer(Handler())
	defer s.Close()
	got, err := Remote{s.URL, s.Client()}.Total(order)
	if want := Total(order); got != want || err != nil {
		t.Errorf("got %d, %v, want %d", got, err, want)
	}
}

// region bench
func BenchmarkFunction(b *testing.B) {
	for b.Loop() {
		Total(order)
	}
}

func BenchmarkSerializedOnly(b *testing.B) {
	for b.Loop() {
		data, _ := json.Marshal(order)
		var items []Item
		json.NewDecoder(bytes.NewReader(data)).Decode(&items)
		Total(items)
	}
}

func BenchmarkHTTPLoopback(b *testing.B) {
	s := httptest.NewServer(Handler())
	defer s.Close()
	c := Remote{s.URL, s.Client()}
	for b.Loop() {
		if _, err := c.Total(order); err != nil {
			b.Fatal(err)
		}
	}
}

// endregion bench
