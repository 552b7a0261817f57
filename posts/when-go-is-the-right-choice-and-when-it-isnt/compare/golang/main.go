// Command golang is the Go entry of a comparison of four languages. Its
// arguments are pairs of a task and a number.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	for i := 1; i+1 < len(os.Args); i += 2 {
		n, _ := strconv.Atoi(os.Args[i+1])
		switch os.Args[i] {
		case "hello":
			fmt.Println("hello")
		case "primes":
			fmt.Println(primes(n))
		case "words":
			fmt.Println(words(n))
		case "wait":
			fmt.Println(wait(n))
		case "serve":
			serve()
		}
	}
}

// region primes
func primes(n int) (count int) {
	composite := make([]bool, n+1)
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * 2; j <= n; j += i {
			composite[j] = true
		}
	}
	return count
}

// endregion primes

// words makes n strings, groups them in a map of lists, counts the groups
// and the longest list. It is made of allocations.
func words(n int) string {
	groups := map[string][]string{}
	x := uint32(1)
	for range n {
		x = x*1664525 + 1013904223
		word := "w" + strconv.Itoa(int(x>>16))
		groups[word] = append(groups[word], word+"!")
	}
	longest := 0
	for _, g := range groups {
		longest = max(longest, len(g))
	}
	return fmt.Sprint(len(groups), " ", longest)
}

// region wait
func wait(n int) int {
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() { time.Sleep(2 * time.Second) })
	}
	wg.Wait()
	return n
}

// endregion wait
