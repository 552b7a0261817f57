// Command chaos prints how many of 1000 entities each consumer gets wrong.
package main

import (
	"fmt"

	"cat-posts.example/posts/lessons-from-building-event-driven-microservices-in-go/consumer"
)

func main() {
	fmt.Printf("%-22s", "wrong of 1000")
	for _, w := range consumer.Ways {
		fmt.Printf(" %7s", w.Name)
	}
	fmt.Println()
	names, _ := consumer.Kinds()
	for i, name := range names {
		fmt.Printf("%-22s", name)
		known := 0
		for _, w := range consumer.Ways {
			_, kinds := consumer.Kinds()
			wrong, stuck := consumer.Run(kinds[i], w, 1)
			fmt.Printf(" %7d", wrong)
			known += stuck
		}
		if known > 0 {
			fmt.Printf("\n%-22s %39d", "  and known to wait", known)
		}
		fmt.Println()
	}
}
