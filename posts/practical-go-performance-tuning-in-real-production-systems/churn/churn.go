// Package churn is a workload with a live heap and garbage, like a service
// with a cache and requests.
package churn

import (
	"runtime"
	"runtime/metrics"
	"strconv"
	"time"
)

// region load
type record struct {
	key  string
	tags []string
	next *record
}

// Load keeps about live MiB reachable and then makes garbage in n requests
// of about 32 KiB each. It returns the time that the requests took.
func Load(live, n int) time.Duration {
	cache := make([]*record, live*4096) // about 256 bytes each, below
	for i := range cache {
		cache[i] = fill(i)
	}
	runtime.GC()
	start := time.Now()
	for i := range n {
		var chain *record
		for j := range 128 { // garbage as soon as the request ends
			r := fill(i + j)
			r.next = chain
			chain = r
		}
		cache[i%len(cache)] = chain.next // and a little turnover
		cache[i%len(cache)].next = nil
	}
	d := time.Since(start)
	runtime.KeepAlive(cache)
	return d
}

// endregion load

func fill(i int) *record {
	k := strconv.Itoa(i)
	return &record{key: k + ":" + k, tags: []string{k, k, k, k, k, k, k, k}}
}

// Report is what the collector did.
type Report struct {
	Cycles   uint64
	GCShare  float64 // of all CPU time used by the process
	MaxPause time.Duration
	PeakMiB  uint64 // memory obtained from the system and not returned
}

// region report
// Read sums up the runtime's metrics since the process started.
func Read() Report {
	s := []metrics.Sample{
		{Name: "/gc/cycles/total:gc-cycles"},
		{Name: "/cpu/classes/gc/total:cpu-seconds"},
		{Name: "/cpu/classes/gc/mark/idle:cpu-seconds"},
		{Name: "/cpu/classes/user:cpu-seconds"},
		{Name: "/sched/pauses/total/gc:seconds"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(s)
	gc := s[1].Value.Float64() - s[2].Value.Float64() // idle work was free
	return Report{
		Cycles:   s[0].Value.Uint64(),
		GCShare:  gc / (gc + s[3].Value.Float64()),
		MaxPause: highest(s[4].Value.Float64Histogram()),
		PeakMiB:  (s[5].Value.Uint64() - s[6].Value.Uint64()) >> 20,
	}
}

// endregion report

func highest(h *metrics.Float64Histogram) time.Duration {
	for i := len(h.Counts) - 1; i >= 0; i-- {
		if h.Counts[i] > 0 {
			return time.Duration(h.Buckets[i] * 1e9)
		}
	}
	return 0
}
