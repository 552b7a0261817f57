// Command lab runs the experiment against the real clock.
package main

import (
	"context"
	"fmt"
	"log"

	"cat-posts.example/posts/reducing-latency-in-go-apis-lessons-from-production/lab"
)

func main() {
	const rate, requests = 200, 4000
	fmt.Println(lab.Header)
	for _, s := range lab.Stages {
		r, err := lab.Run(context.Background(), s.Cfg, rate, requests)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(lab.Row(s.Name, r))
	}
}
