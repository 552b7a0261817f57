package grow

import (
	"slices"
	"testing"
)

func orders(n int) []Order {
	out := make([]Order, n)
	for i := range out {
		out[i] = Order{ID: int64(i), Total: 100}
	}
	return out
}

func TestSizedAllocatesOnce(t *testing.T) {
	in := orders(1000)
	if n := testing.AllocsPerRun(20, func() { Sized(in) }); n != 1 {
		t.Errorf("Sized: %v allocations, want 1", n)
	}
	if n := testing.AllocsPerRun(20, func() { Grown(in) }); n < 5 {
		t.Errorf("Grown: %v allocations, want at least 5", n)
	}
	if !slices.Equal(Sized(in), Grown(in)) {
		t.Error("Sized and Grown differ")
	}
}

func TestFewKeepsNoSpare(t *testing.T) {
	out := Few(orders(1000), func(o Order) bool { return o.ID%100 == 0 })
	if len(out) != 10 || cap(out) != 10 {
		t.Errorf("len %d cap %d, want 10 and 10", len(out), cap(out))
	}
}

func BenchmarkGrow(b *testing.B) {
	in := orders(1000)
	b.Run("slice-grown", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Grown(in)
		}
	})
	b.Run("slice-sized", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Sized(in)
		}
	})
	b.Run("map-grown", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			IndexGrown(in)
		}
	})
	b.Run("map-sized", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			IndexSized(in)
		}
	})
}
