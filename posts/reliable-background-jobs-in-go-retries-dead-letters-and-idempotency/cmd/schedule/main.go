// Command schedule prints when the attempts of a job happen, without jitter.
package main

import (
	"fmt"
	"time"
)

func main() {
	fmt.Println("base 15 s, doubling, limit 6 h")
	fmt.Println("attempt   wait before   since the first")
	wait, total := 15*time.Second, time.Duration(0)
	for n := 2; n <= 16; n++ {
		total += wait
		fmt.Printf("%7d %13v %17v\n", n, wait, total.Round(time.Second))
		wait = min(2*wait, 6*time.Hour)
	}
}
