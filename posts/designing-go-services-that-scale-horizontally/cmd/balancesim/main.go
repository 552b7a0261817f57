// Command balancesim prints latencies for each strategy and scene.
package main

import (
	"fmt"
	"time"

	"cat-posts.example/posts/designing-go-services-that-scale-horizontally/balance"
)

func main() {
	for _, sc := range balance.Scenes {
		fmt.Printf("%-18s      p50        p99\n", sc.Name)
		for _, s := range balance.Strategies {
			p50, p99 := balance.Run(s.Pick, sc, 1)
			fmt.Printf("  %-14s %8.1f ms %8.1f ms\n", s.Name, ms(p50), ms(p99))
		}
	}
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }
