// Package render writes small JSON-like lines with and without a pool.
package render

import (
	"bytes"
	"strconv"
	"sync"
)

// Item is one line of output.
type Item struct {
	ID    int64
	Name  string
	Cents int64
}

func appendItem(b []byte, it Item) []byte {
	b = append(b, `{"id":`...)
	b = strconv.AppendInt(b, it.ID, 10)
	b = append(b, `,"name":`...)
	b = strconv.AppendQuote(b, it.Name)
	b = append(b, `,"cents":`...)
	b = strconv.AppendInt(b, it.Cents, 10)
	return append(b, "}\n"...)
}

// region fresh
// Fresh renders into a new buffer each time and lets it grow by itself.
func Fresh(items []Item, send func([]byte)) {
	var buf []byte
	for _, it := range items {
		buf = appendItem(buf, it)
	}
	send(buf)
}

// endregion fresh

// region pooled
const maxPooled = 64 << 10 // a larger buffer goes to the collector

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Pooled renders into a borrowed buffer. send must not keep the slice:
// after it returns, the memory belongs to the next request.
func Pooled(items []Item, send func([]byte)) {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	for _, it := range items {
		b := buf.AvailableBuffer()
		buf.Write(appendItem(b, it))
	}
	send(buf.Bytes())
	release(buf)
}

func release(buf *bytes.Buffer) {
	if buf.Cap() <= maxPooled {
		buffers.Put(buf)
	}
}

// endregion pooled

// Sized is Fresh with a guess of the size: often enough, and no pool.
func Sized(items []Item, send func([]byte)) {
	const perItem = 64
	buf := make([]byte, 0, perItem*len(items))
	for _, it := range items {
		buf = appendItem(buf, it)
	}
	send(buf)
}

// region aliased
// Aliased is wrong: it returns memory that it has already given back.
func Aliased(items []Item) []byte {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer buffers.Put(buf)
	for _, it := range items {
		buf.Write(appendItem(buf.AvailableBuffer(), it))
	}
	return buf.Bytes() // should be bytes.Clone(buf.Bytes())
}

// endregion aliased

// region header
// bySlice pools a []byte by value: each Put allocates a slice header,
// because a slice does not fit into an interface's one word.
var bySlice = sync.Pool{New: func() any { return make([]byte, 0, 4096) }}

// PooledByValue shows that cost; see the benchmark.
func PooledByValue(items []Item, send func([]byte)) {
	buf := bySlice.Get().([]byte)[:0]
	for _, it := range items {
		buf = appendItem(buf, it)
	}
	send(buf)
	bySlice.Put(buf) //nolint:staticcheck // SA6002 is the point
}

// endregion header
