// Command slices prints how late a sleeping goroutine runs beside CPU hogs.
package main

import (
	"fmt"
	"runtime"
	"time"

	"cat-posts.example/posts/understanding-go-scheduler-behavior-in-high-concurrency-systems/slices"
)

func main() {
	runtime.GOMAXPROCS(2)
	fmt.Println("GOMAXPROCS=2; 1 ms sleeps; delay beyond the millisecond")
	fmt.Println("hogs   median      p90   runtime p90 (bucket)")
	for _, k := range []int{0, 1, 2, 4, 8, 16} {
		before := slices.SchedLatency()
		stop := slices.Hogs(k)
		late := slices.Late(50, time.Millisecond)
		stop()
		after := slices.SchedLatency()
		q := func(p float64) time.Duration {
			return slices.Quantile(late, p).Round(10 * time.Microsecond)
		}
		fmt.Printf("%4d %8v %8v   <= %.1f ms\n", k, q(0.5), q(0.9),
			1000*slices.Delta(before, after, 0.9))
	}
}
