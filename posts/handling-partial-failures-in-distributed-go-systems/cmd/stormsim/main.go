// Command stormsim prints the two experiments of the post.
package main

import (
	"fmt"

	"cat-posts.example/posts/handling-partial-failures-in-distributed-go-systems/storm"
)

func main() {
	fmt.Println("burst: 1000 requests at once, capacity 1000/s")
	fmt.Println("policy          attempts  peak/10ms  succeeded")
	for _, p := range storm.Policies {
		s, l := storm.Burst()
		r := storm.Run(p, s, l, 1)
		fmt.Printf("%-15s %8d  %9d  %8.1f%%\n", p.Name, r.Attempts, r.Peak, 100*float64(r.Succeeded)/float64(r.Requests))
	}
	fmt.Println()
	fmt.Println("brownout: 700/s, 5x slower from 10 s to 15 s")
	fmt.Println("success of requests born in second      attempts")
	fmt.Println("policy           0-10 10-15 20-30 50-60  /request")
	for _, p := range storm.Policies {
		s, l := storm.Brownout()
		line(p.Name, storm.Run(p, s, l, 1))
	}
	s, l := storm.Brownout()
	s.DropLate = true
	fmt.Println("\nthe same, and the server drops expired requests")
	for _, p := range storm.Policies[1:] {
		line(p.Name, storm.Run(p, s, l, 1))
	}
}

func line(name string, r storm.Result) {
	back := "never"
	if s := r.Recovered(15); s >= 0 {
		back = fmt.Sprintf("%d s", s)
	}
	fmt.Printf("%-15s", name)
	for _, w := range [][2]int{{0, 10}, {10, 15}, {20, 30}, {50, 60}} {
		fmt.Printf(" %4.0f%%", 100*r.Share(w[0], w[1]))
	}
	fmt.Printf("  %8.2f  back: %s\n", float64(r.Attempts)/float64(r.Requests), back)
}
