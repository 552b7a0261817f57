// Package grow compares containers that know their size with ones that don't.
package grow

import "slices"

// Order and Line are what a handler maps from rows to a response.
type Order struct {
	ID    int64
	Total int64
}

// Line is the response's form of an Order.
type Line struct {
	ID    int64
	Cents int64
	Paid  bool
}

// Grown appends to a nil slice.
func Grown(in []Order) []Line {
	var out []Line
	for _, o := range in {
		out = append(out, Line{ID: o.ID, Cents: o.Total})
	}
	return out
}

// region sized
// Sized knows how many lines there will be.
func Sized(in []Order) []Line {
	out := make([]Line, 0, len(in))
	for _, o := range in {
		out = append(out, Line{ID: o.ID, Cents: o.Total})
	}
	return out
}

// IndexSized gives the map its size; IndexGrown below does not.
func IndexSized(in []Order) map[int64]Order {
	m := make(map[int64]Order, len(in))
	for _, o := range in {
		m[o.ID] = o
	}
	return m
}

// endregion sized

// IndexGrown lets the map grow by itself.
func IndexGrown(in []Order) map[int64]Order {
	m := make(map[int64]Order)
	for _, o := range in {
		m[o.ID] = o
	}
	return m
}

// region few
// Few selects a handful of many. Its guess of the capacity covers the worst
// case, so it returns a copy: nothing refers to the large array after that.
func Few(in []Order, keep func(Order) bool) []Order {
	out := make([]Order, 0, len(in))
	for _, o := range in {
		if keep(o) {
			out = append(out, o)
		}
	}
	return slices.Clone(out) // slices.Clip would keep the array
}

// endregion few
