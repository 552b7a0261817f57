//go:build unix

// Command threads prints how many threads 500 waiting goroutines need.
package main

import (
	"fmt"
	"log"

	"cat-posts.example/posts/understanding-go-scheduler-behavior-in-high-concurrency-systems/threads"
)

func main() {
	const n = 500
	fmt.Printf("at the start                  %4d threads\n", threads.Count())
	a, err := threads.InPoller(n)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d goroutines in os.File    %4d threads\n", n, a)
	b, err := threads.InSyscall(n)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d goroutines in read(2)    %4d threads\n", n, b)
	fmt.Printf("after all of them returned    %4d threads\n", threads.Count())
}
