// Command procs runs the same CPU-bound jobs with several GOMAXPROCS values.
package main

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"cat-posts.example/posts/understanding-go-scheduler-behavior-in-high-concurrency-systems/preempt"
)

const (
	jobs = 64
	size = 16_000_000 // loop iterations of one job
)

func main() {
	fmt.Printf("NumCPU=%d, %d jobs submitted at once\n", runtime.NumCPU(), jobs)
	fmt.Println("GOMAXPROCS   all done   median job   slowest job")
	for _, p := range []int{1, 2, 4, 8, 16} {
		total, lat := run(p)
		for range 2 { // the best of three: other work shares the machine
			if t, l := run(p); t < total {
				total, lat = t, l
			}
		}
		fmt.Printf("%10d %10v %12v %13v\n", p, ms(total), ms(lat[jobs/2]), ms(lat[jobs-1]))
	}
}

func ms(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// region run
// run returns the time for all jobs and each job's time from its own first
// instruction to its last, sorted.
func run(procs int) (time.Duration, []time.Duration) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
	took := make([]time.Duration, jobs)
	var wg sync.WaitGroup
	start := time.Now()
	for i := range jobs {
		wg.Go(func() {
			begin := time.Now()
			preempt.Spin(size)
			took[i] = time.Since(begin)
		})
	}
	wg.Wait()
	total := time.Since(start)
	slices.Sort(took)
	return total, took
}

// endregion run
