// Accuracy replays the same arrivals into each limiter, in simulated time,
// and compares what they admit. The limit is 100 events per second.
package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"cat-posts.example/posts/rate-limiting-in-go-for-high-traffic-apis/limiter"
)

const (
	limit  = 100
	window = time.Second
	length = 10 * time.Minute
)

var kinds = []struct {
	name string
	make func() limiter.Limiter
}{
	{"fixed window", func() limiter.Limiter {
		return limiter.NewFixed(limit, window)
	}},
	{"window log", func() limiter.Limiter {
		return limiter.NewLog(limit, window)
	}},
	{"window counter", func() limiter.Limiter {
		return limiter.NewCounter(limit, window)
	}},
	{"bucket, burst 100", func() limiter.Limiter {
		return limiter.NewBucket(limit, limit, 0)
	}},
	{"bucket, burst 20", func() limiter.Limiter {
		return limiter.NewBucket(limit, 20, 0)
	}},
}

// poisson makes independent arrivals at a mean rate per second.
func poisson(rate float64, r *rand.Rand) (at []time.Duration) {
	for t := time.Duration(0); t < length; {
		t += time.Duration(r.ExpFloat64() / rate * float64(time.Second))
		at = append(at, t)
	}
	return at
}

// edges sends 100 events in the 50 ms before a second ends and 100 in the
// 50 ms after, every three seconds.
func edges() (at []time.Duration) {
	for t := time.Second; t < length; t += 3 * time.Second {
		for i := range 200 {
			at = append(at, t+time.Duration(i-100)*500*time.Microsecond)
		}
	}
	return at
}

// region measure

// measure returns the admitted share, the admitted rate, and the largest
// number of admitted events in any rolling window.
func measure(l limiter.Limiter, at []time.Duration) (
	share, rate float64, worst int) {
	var in []time.Duration
	for _, t := range at {
		if ok, _ := l.Allow(t); ok {
			in = append(in, t)
		}
	}
	for first, i := 0, 0; i < len(in); i++ {
		for in[i]-in[first] >= window {
			first++
		}
		worst = max(worst, i-first+1)
	}
	n := float64(len(in))
	return n / float64(len(at)), n / length.Seconds(), worst
}

// endregion measure

var sink []limiter.Limiter

// bytesPerKey fills n limiters of a kind and asks the runtime for the heap.
func bytesPerKey(make func() limiter.Limiter) uint64 {
	const n = 10_000
	var before, after runtime.MemStats
	sink = nil
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range n {
		l := make()
		l.Allow(0)
		sink = append(sink, l)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	return (after.HeapAlloc - before.HeapAlloc) / n
}

func main() {
	r := rand.New(rand.NewPCG(6, 6))
	traffic := []struct {
		name string
		at   []time.Duration
	}{
		{"overload: random arrivals, mean 300/s", poisson(300, r)},
		{"polite client: random arrivals, mean 90/s", poisson(90, r)},
		{"edges: 200 events in 100 ms, every 3 s", edges()},
	}
	for _, t := range traffic {
		fmt.Println(t.name)
		fmt.Println("                    admitted   per s  worst 1 s")
		for _, k := range kinds {
			share, rate, worst := measure(k.make(), t.at)
			fmt.Printf("  %-18s %7.2f%% %7.1f %10d\n",
				k.name, share*100, rate, worst)
		}
		fmt.Println()
	}
	fmt.Println("bytes a key (heap, 10,000 limiters of limit 100)")
	for _, k := range kinds {
		fmt.Printf("  %-18s %8d\n", k.name, bytesPerKey(k.make))
	}
}
