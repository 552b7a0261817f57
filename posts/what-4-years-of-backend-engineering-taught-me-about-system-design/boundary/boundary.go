// Package boundary puts the same function behind three boundaries.
package boundary

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// Item is one position of an order.
type Item struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
	Cents    int64  `json:"cents"`
}

// region total

// Total is the work. Nothing but arithmetic.
func Total(items []Item) (sum int64) {
	for _, it := range items {
		sum += int64(it.Quantity) * it.Cents
	}
	return sum
}

// Handler offers Total to other services.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var items []Item
		if err := json.NewDecoder(r.Body).Decode(&items); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		json.NewEncoder(w).Encode(Total(items))
	})
}

// endregion total

// Remote calls a Handler.
type Remote struct {
	URL    string
	Client *http.Client
}

// Total is Total, with ways to fail.
func (c Remote) Total(items []Item) (sum int64, err error) {
	b, err := json.Marshal(items)
	if err != nil {
		return 0, err
	}
	resp, err := c.Client.Post(c.URL, "application/json", bytes.NewReader(b))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&sum)
	return sum, err
}
