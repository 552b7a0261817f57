// Command tradeoffs prints the tables of the post: a quorum simulation and
// a journal on a real disk.
package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"sync"
	"time"

	"cat-posts.example/posts/engineering-trade-offs-every-backend-engineer-must-understand/journal"
	"cat-posts.example/posts/engineering-trade-offs-every-backend-engineer-must-understand/quorum"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "journal" {
		disk()
		return
	}
	carts()
}

func carts() {
	const n = 30_000
	fmt.Printf("%d cart changes, 5 replicas, cut 3|2 in the middle third\n", n)
	fmt.Printf("%-22s %8s %6s %6s %10s\n",
		"", "refused", "stale", "lost", "came back")
	for _, cut := range []bool{false, true} {
		for _, c := range []quorum.Config{
			{Name: "W=5 R=1", Write: 5, Read: 1},
			{Name: "W=3 R=3", Write: 3, Read: 3},
			{Name: "W=1 R=1, last wins", Write: 1, Read: 1},
			{Name: "W=1 R=1, merge", Write: 1, Read: 1, Merge: true},
		} {
			r := quorum.Run(c, n, cut)
			label := c.Name
			if cut {
				label += " (cut)"
			}
			fmt.Printf("%-26s %4d %6d %6d %10d\n", label,
				r.Refused, r.Stale, r.Lost, r.Resurrected)
		}
	}
	fmt.Printf("\nwaiting for k of 5 answers, simulated, ms\n")
	fmt.Printf("%3s %7s %7s\n", "k", "p50", "p99")
	for k := 1; k <= 5; k++ {
		l := quorum.Latency(k, 100_000)
		fmt.Printf("%3d %7.1f %7.1f\n", k,
			quorum.Percentile(l, 50), quorum.Percentile(l, 99))
	}
}

func disk() {
	fmt.Printf("%-12s %8s %12s %10s %10s\n",
		"journal", "writers", "records/s", "p50", "p99")
	for _, writers := range []int{1, 8, 64} {
		for _, kind := range []struct {
			name string
			open func(*os.File) journal.Journal
		}{
			{"sync each", func(f *os.File) journal.Journal { return journal.NewEach(f) }},
			{"sync group", func(f *os.File) journal.Journal { return journal.NewGroup(f) }},
			{"no sync", func(f *os.File) journal.Journal { return journal.NewNever(f) }},
		} {
			f, err := os.CreateTemp(".", "journal-")
			check(err)
			n, lat := load(kind.open(f), writers, time.Second)
			fmt.Printf("%-12s %8d %12d %7.2f ms %7.2f ms\n", kind.name, writers, n,
				ms(lat[len(lat)/2]), ms(lat[len(lat)*99/100]))
			check(f.Close())
			check(os.Remove(f.Name()))
		}
	}
}

func load(j journal.Journal, writers int, d time.Duration) (int, []time.Duration) {
	rec := make([]byte, 200)
	end := time.Now().Add(d)
	all := make([][]time.Duration, writers)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for time.Now().Before(end) {
				start := time.Now()
				check(j.Append(rec))
				all[w] = append(all[w], time.Since(start))
			}
		})
	}
	wg.Wait()
	lat := slices.Concat(all...)
	slices.Sort(lat)
	return len(lat), lat
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
