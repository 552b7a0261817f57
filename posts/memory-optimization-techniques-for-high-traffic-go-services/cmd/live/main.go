// Command live prints the live heap and the marking time of alternatives.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
	"unsafe"

	"cat-posts.example/posts/memory-optimization-techniques-for-high-traffic-go-services/intern"
	"cat-posts.example/posts/memory-optimization-techniques-for-high-traffic-go-services/slab"
)

const n = 1_000_000

// region report
func report(name string, build func() any) {
	runtime.GC()
	runtime.GC()
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	v := build()
	runtime.GC() // only what v reaches survives
	runtime.ReadMemStats(&b)
	best := time.Hour
	for range 5 {
		start := time.Now()
		runtime.GC()
		best = min(best, time.Since(start))
	}
	fmt.Printf("%-26s %6.1f MiB %9d objects  GC %5.1f ms\n", name,
		float64(b.HeapAlloc-a.HeapAlloc)/(1<<20),
		b.HeapObjects-a.HeapObjects, float64(best.Microseconds())/1000)
	runtime.KeepAlive(v)
}

// endregion report

type padded struct {
	paid  bool
	total int64
	kind  uint8
	id    int64
	flags uint16
}

type packed struct {
	total, id int64
	flags     uint16
	paid      bool
	kind      uint8
}

func line(i int) string {
	return fmt.Sprintf("tenant-%04d-of-the-largest-plan /v1/orders/{id}/items/%03d", i%2000, i%50)
}

func main() {
	report("1M records, own strings", func() any {
		out := make([]intern.Plain, 0, n)
		for i := range n {
			out = append(out, intern.ParsePlain(line(i), 1))
		}
		return out
	})
	logs := func() []string {
		out := make([]string, 10_000)
		for i := range out {
			out[i] = fmt.Sprintf("id-%06d ", i) + strings.Repeat("x", 8000)
		}
		return out
	}
	report("10k ids, sliced from lines", func() any { return intern.Pinned(logs()) })
	report("10k ids, cloned", func() any { return intern.Cloned(logs()) })
	report("tree, pointers", func() any { return slab.BuildNew(0, n) })
	report("tree, slab of 256", func() any { return slab.BuildSlab(slab.New[slab.Node](256), 0, n) })
	report("tree, indexes", func() any {
		var f slab.Flat
		f.Build(0, n)
		return &f
	})
	// Last: the canonical map is cleaned in the background afterwards.
	report("1M records, unique.Handle", func() any {
		out := make([]intern.Shared, 0, n)
		for i := range n {
			out = append(out, intern.ParseShared(line(i), 1))
		}
		return out
	})
	fmt.Printf("struct as written %d B, reordered %d B\n",
		unsafe.Sizeof(padded{}), unsafe.Sizeof(packed{}))
	_, _ = padded{}, packed{}
}
