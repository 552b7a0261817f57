// Command batchbench measures batch size against throughput and latency,
// with a sink that calls fsync for each batch.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cat-posts.example/posts/designing-a-high-throughput-event-processing-pipeline-in-go/pipeline"
	"cat-posts.example/posts/designing-a-high-throughput-event-processing-pipeline-in-go/sink"
)

type mode struct {
	name   string
	size   int
	linger time.Duration // negative: natural batching
}

var modes = []mode{
	{"1", 1, 0},
	{"8, 20 ms", 8, 20 * time.Millisecond},
	{"64, 20 ms", 64, 20 * time.Millisecond},
	{"512, 20 ms", 512, 20 * time.Millisecond},
	{"natural, 512", 512, -1},
}

func main() {
	dir := flag.String("dir", os.TempDir(), "where the log is written")
	d := flag.Duration("d", 2*time.Second, "duration of each run")
	flag.Parse()
	fmt.Println("flat out        events/s   writes/s  avg batch")
	peak := map[string]float64{}
	for _, m := range modes {
		r := run(*dir, m, 0, *d)
		peak[m.name] = r.rate
		fmt.Printf("%-13s %10.0f %10.0f %10.1f\n", m.name, r.rate, r.writes, r.rate/r.writes)
	}
	for _, rate := range []int{100, 1000, 5000, 20000} {
		fmt.Printf("\n%5d events/s    p50 ms     p99 ms   writes/s\n", rate)
		for _, m := range modes {
			if float64(rate) > 0.9*peak[m.name] {
				fmt.Printf("%-13s   more than it can do\n", m.name)
				continue
			}
			r := run(*dir, m, rate, *d)
			fmt.Printf("%-13s %10.1f %10.1f %10.0f\n", m.name, ms(r.p50), ms(r.p99), r.writes)
		}
	}
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

type result struct {
	rate, writes float64
	p50, p99     time.Duration
}

// region load

// run offers rate events a second, or as many as fit if rate is 0. An
// event's latency counts from the moment it was due, not from when the
// pipeline was ready to take it.
func run(dir string, m mode, rate int, d time.Duration) result {
	in := make(chan pipeline.Event, 1024)
	due := make([]time.Time, 0, 1<<20)
	start := time.Now()
	body := slices.Repeat([]byte("x"), 200)
	go func() {
		defer close(in)
		for i := int64(0); time.Since(start) < d && i < 1<<20; i++ {
			at := time.Now()
			if rate > 0 {
				gap := time.Second / time.Duration(rate)
				at = start.Add(time.Duration(i) * gap)
				time.Sleep(time.Until(at))
			}
			due = append(due, at) // read only after the channel has it
			in <- pipeline.Event{Offset: i, Body: body}
		}
	}()
	return consume(dir, m, in, due[:1<<20], start)
}

// endregion load

func consume(dir string, m mode, in <-chan pipeline.Event, due []time.Time, start time.Time) result {
	path := filepath.Join(dir, "batchbench.log")
	defer os.Remove(path)
	s, err := sink.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	var lat []time.Duration
	batches := 0
	flush := func(ctx context.Context, b []pipeline.Event) error {
		if err := s.Write(ctx, b); err != nil {
			return err
		}
		now := time.Now()
		batches++
		for _, e := range b {
			lat = append(lat, now.Sub(due[e.Offset]))
		}
		return nil
	}
	ctx := context.Background()
	if m.linger < 0 {
		err = pipeline.Natural(ctx, in, m.size, flush)
	} else {
		err = pipeline.Batch(ctx, in, m.size, m.linger, flush)
	}
	if err != nil {
		log.Fatal(err)
	}
	took := time.Since(start)
	slices.Sort(lat)
	return result{
		rate:   float64(len(lat)) / took.Seconds(),
		writes: float64(batches) / took.Seconds(),
		p50:    lat[len(lat)/2],
		p99:    lat[len(lat)*99/100],
	}
}
