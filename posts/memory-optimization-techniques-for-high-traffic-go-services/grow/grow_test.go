package grow

import (
	"runtime"
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

// region allocs
func TestSizedAllocatesOnce(t *testing.T) {
	in := orders(1000)
	if n := testing.AllocsPerRun(20, func() { Sized(in) }); n != 1 {
		t.Errorf("Sized: %v allocations, want 1", n)
	}
	// endregion allocs
	if n := testing.AllocsPerRun(20, func() { Grown(in) }); n < 5 {
		t.Errorf("Grown: %v allocations, want at least 5", n)
	}
	if !slices.Equal(Sized(in), Grown(in)) {
		t.Error("Sized and Grown differ")
	}
}

func hundredth(o Order) bool { return o.ID%100 == 0 }

func TestFewKeepsNoSpare(t *testing.T) {
	in := orders(1000)
	if out := Few(in, hundredth); len(out) != 10 || cap(out) > 16 {
		t.Errorf("len %d cap %d, want 10 and about as much", len(out), cap(out))
	}
	few := live(func() []Order { return Few(in, hundredth) })
	clipped := live(func() []Order {
		out := make([]Order, 0, len(in))
		return slices.Clip(append(out, in[:10]...))
	})
	t.Logf("a result holds: copied %d bytes, clipped %d", few, clipped)
	if few > 1_000 || clipped < 16_000 {
		t.Errorf("copied %d bytes, clipped %d; want 160 and 16,000", few, clipped)
	}
}

// live returns how many bytes one result of build keeps alive.
func live(build func() []Order) uint64 {
	const n = 500
	var a, b runtime.MemStats
	kept := make([][]Order, n)
	runtime.GC()
	runtime.GC() // the first one may leave pools for the second to empty
	runtime.ReadMemStats(&a)
	for i := range kept {
		kept[i] = build()
	}
	runtime.GC()
	runtime.ReadMemStats(&b)
	runtime.KeepAlive(kept)
	return (max(b.HeapAlloc, a.HeapAlloc) - a.HeapAlloc) / n
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
