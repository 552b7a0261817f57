package trap

import (
	"strconv"
	"testing"
)

// region trap
func BenchmarkMix(b *testing.B) {
	b.Run("b.N", func(b *testing.B) {
		for range b.N {
			Mix(42) // inlined, unused, removed
		}
	})
	b.Run("b.Loop", func(b *testing.B) {
		for b.Loop() {
			Mix(42) // kept alive by the compiler
		}
	})
}

// endregion trap

// region realistic
// The same lookup, once on a map that fits the cache and always with one
// key, and once as a service would use it.
func BenchmarkLookup(b *testing.B) {
	small, big := table(100), table(1_000_000)
	b.Run("same-key-of-100", func(b *testing.B) {
		for b.Loop() {
			_ = small["42"]
		}
	})
	b.Run("any-key-of-1M", func(b *testing.B) {
		keys := make([]string, 1<<16)
		for i := range keys {
			keys[i] = strconv.Itoa(int(Mix(uint64(i)) % 1_000_000))
		}
		i := 0
		for b.Loop() {
			_ = big[keys[i&(len(keys)-1)]]
			i++
		}
	})
}

// endregion realistic

func table(n int) map[string]int {
	m := make(map[string]int, n)
	for i := range n {
		m[strconv.Itoa(i)] = i
	}
	return m
}

func TestMixSpreads(t *testing.T) {
	seen := map[uint64]bool{}
	for i := range uint64(1000) {
		seen[Mix(i)%1_000_000_007] = true
	}
	if len(seen) < 990 {
		t.Errorf("%d different values of 1000", len(seen))
	}
}
