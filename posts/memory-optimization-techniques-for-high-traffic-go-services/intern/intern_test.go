package intern

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

func live(build func() any) uint64 {
	var a, b runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&a)
	v := build()
	runtime.GC()
	runtime.ReadMemStats(&b)
	runtime.KeepAlive(v)
	if b.HeapAlloc < a.HeapAlloc {
		return 0
	}
	return b.HeapAlloc - a.HeapAlloc
}

func TestSharedIsSmaller(t *testing.T) {
	const n = 50_000
	line := func(i int) string {
		return fmt.Sprintf("tenant-%032d /v1/orders/{id}/items/%03d", i%100, i%50)
	}
	plain := live(func() any {
		out := make([]Plain, 0, n)
		for i := range n {
			out = append(out, ParsePlain(line(i), 1))
		}
		return out
	})
	shared := live(func() any {
		out := make([]Shared, 0, n)
		for i := range n {
			out = append(out, ParseShared(line(i), 1))
		}
		return out
	})
	t.Logf("plain %d, shared %d", plain, shared)
	if shared*3 > plain {
		t.Errorf("shared %d bytes, plain %d: want less than a third", shared, plain)
	}
}

func TestHandlesCompareAsValues(t *testing.T) {
	a, b := ParseShared("acme /a", 1), ParseShared("acme /b", 1)
	if a.Tenant != b.Tenant || a.Route == b.Route {
		t.Error("equal strings must give equal handles, others different ones")
	}
	if got := a.Tenant.Value(); got != "acme" {
		t.Errorf("Value() = %q", got)
	}
}

func TestPinnedKeepsTheLines(t *testing.T) {
	build := func(keep func([]string) []string) func() any {
		return func() any {
			lines := make([]string, 200)
			for i := range lines {
				lines[i] = fmt.Sprintf("id-%06d ", i) + strings.Repeat("x", 20_000)
			}
			return keep(lines)
		}
	}
	pinned, cloned := live(build(Pinned)), live(build(Cloned))
	if pinned < 3_000_000 || cloned > 500_000 {
		t.Errorf("pinned %d, cloned %d bytes", pinned, cloned)
	}
}

func BenchmarkParse(b *testing.B) {
	lines := make([]string, 256)
	for i := range lines {
		lines[i] = fmt.Sprintf("tenant-%032d /v1/orders/{id}/items/%03d", i, i%50)
	}
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			ParsePlain(lines[i&255], 1)
			i++
		}
	})
	b.Run("shared", func(b *testing.B) {
		b.ReportAllocs()
		keep := make([]Shared, len(lines))
		for i, l := range lines {
			keep[i] = ParseShared(l, 1)
		}
		i := 0
		for b.Loop() {
			ParseShared(lines[i&255], 1)
			i++
		}
		runtime.KeepAlive(keep)
	})
}
