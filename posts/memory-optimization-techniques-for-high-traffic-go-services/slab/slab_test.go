package slab

import (
	"runtime"
	"testing"
)

const keys = 1000

func TestTreesAgree(t *testing.T) {
	want := keys * (keys - 1) / 2
	var f Flat
	root := f.Build(0, keys)
	for name, got := range map[string]int{
		"new":  BuildNew(0, keys).Sum(),
		"slab": BuildSlab(New[Node](64), 0, keys).Sum(),
		"flat": f.Sum(root),
	} {
		if got != want {
			t.Errorf("%s: sum %d, want %d", name, got, want)
		}
	}
}

func TestAllocations(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() { BuildNew(0, keys) }); n != keys {
		t.Errorf("BuildNew: %v allocations, want %d", n, keys)
	}
	if n := testing.AllocsPerRun(10, func() { BuildSlab(New[Node](256), 0, keys) }); n > 6 {
		t.Errorf("BuildSlab: %v allocations, want at most 6", n)
	}
	var f Flat
	f.Build(0, keys)
	if n := testing.AllocsPerRun(10, func() { f.Reset(); f.Build(0, keys) }); n != 0 {
		t.Errorf("reused Flat: %v allocations, want 0", n)
	}
}

func TestOneNodeKeepsItsChunk(t *testing.T) {
	type page [1 << 12]byte
	var a, b runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&a)
	s := New[page](256) // 1 MiB a chunk
	one := s.Alloc()
	s = nil
	runtime.GC()
	runtime.ReadMemStats(&b)
	if held := b.HeapAlloc - a.HeapAlloc; held < 1_000_000 {
		t.Errorf("one value holds %d bytes, want the whole chunk", held)
	}
	runtime.KeepAlive(one)
}

func BenchmarkTree(b *testing.B) {
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			BuildNew(0, keys)
		}
	})
	b.Run("slab", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			BuildSlab(New[Node](256), 0, keys)
		}
	})
	b.Run("flat-reused", func(b *testing.B) {
		b.ReportAllocs()
		var f Flat
		for b.Loop() {
			f.Reset()
			f.Build(0, keys)
		}
	})
}
