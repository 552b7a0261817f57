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
	fmt.Println("GOMAXPROCS=2, medians")
	fmt.Println("hogs  sleep late by   Gosched takes   runtime p90")
	for _, k := range []int{0, 1, 2, 4, 8, 16} {
		before := slices.SchedLatency()
		stop := slices.Hogs(k)
		slices.Yields(1)
		late := slices.Quantile(slices.Late(60, time.Millisecond), 0.5)
		yield := slices.Quantile(slices.Yields(20), 0.5)
		stop()
		after := slices.SchedLatency()
		fmt.Printf("%4d %14v %15v %8s %.1f ms\n", k,
			late.Round(10*time.Microsecond), yield.Round(10*time.Nanosecond),
			"<=", 1000*slices.Delta(before, after, 0.9))
	}
}
