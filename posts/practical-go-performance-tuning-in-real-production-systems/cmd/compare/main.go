// Command compare reads two outputs of go test -bench and prints whether
// they differ: compare old.txt new.txt
package main

import (
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"

	"cat-posts.example/posts/practical-go-performance-tuning-in-real-production-systems/stat"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: compare old.txt new.txt")
	}
	old, cur := read(os.Args[1]), read(os.Args[2])
	fmt.Println("benchmark             old ns    new ns    delta       p")
	for _, name := range slices.Sorted(maps.Keys(old)) {
		a, b := old[name], cur[name]
		if len(b) == 0 {
			continue
		}
		ma, mb := stat.Median(a), stat.Median(b)
		p := stat.P(a, b)
		delta := fmt.Sprintf("%+.1f%%", 100*(mb-ma)/ma)
		if p >= 0.05 {
			delta = "~"
		}
		short := strings.TrimPrefix(name, "Benchmark")
		fmt.Printf("%-18s %9.0f %9.0f %8s   %.3f (n=%d+%d)\n", short, ma, mb, delta, p, len(a), len(b))
	}
}

func read(name string) map[string][]float64 {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	m, err := stat.Parse(f)
	if err != nil {
		log.Fatal(err)
	}
	return m
}
