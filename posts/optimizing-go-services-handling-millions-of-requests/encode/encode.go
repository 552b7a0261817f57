// Package encode writes the same JSON in three ways.
package encode

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
)

// Order is a typical small answer.
type Order struct {
	ID     int64  `json:"id"`
	Status string `json:"status"`
	Cents  int64  `json:"cents"`
	Items  []Item `json:"items"`
}

// Item is a line of an Order.
type Item struct {
	SKU string `json:"sku"`
	Qty int    `json:"qty"`
}

// region marshal
// Marshal builds the whole answer in memory, then writes it.
func Marshal(w http.ResponseWriter, o *Order) error {
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b)
	return err
}

// Encode streams. When it fails half-way, the status is already sent.
func Encode(w http.ResponseWriter, o *Order) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(o)
}

// endregion marshal

// region append
// AppendJSON appends o to b, without reflection.
func (o *Order) AppendJSON(b []byte) []byte {
	b = append(b, `{"id":`...)
	b = strconv.AppendInt(b, o.ID, 10)
	b = append(b, `,"status":`...)
	b = appendString(b, o.Status)
	b = append(b, `,"cents":`...)
	b = strconv.AppendInt(b, o.Cents, 10)
	b = append(b, `,"items":[`...)
	for i, it := range o.Items {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"sku":`...)
		b = appendString(b, it.SKU)
		b = append(b, `,"qty":`...)
		b = strconv.AppendInt(b, int64(it.Qty), 10)
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

// endregion append

// region string
// appendString writes plain ASCII itself and leaves the rest, with its
// escapes and invalid UTF-8, to the standard library.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == '"' || c == '\\' ||
			c == '<' || c == '>' || c == '&' {
			q, _ := json.Marshal(s) // a string always marshals
			return append(b, q...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// endregion string

// region write
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 2048)
	return &b
}}

var jsonType = []string{"application/json"} // shared; never changed

// Append answers with a borrowed buffer and no allocation of its own.
func Append(w http.ResponseWriter, o *Order) error {
	bp := buffers.Get().(*[]byte)
	*bp = o.AppendJSON((*bp)[:0])
	w.Header()["Content-Type"] = jsonType
	_, err := w.Write(*bp)
	if cap(*bp) <= 64<<10 {
		buffers.Put(bp)
	}
	return err
}

// endregion write
