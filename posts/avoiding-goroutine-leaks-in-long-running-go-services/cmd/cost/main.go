// Cost measures what a blocked goroutine keeps in memory.
package main

import (
	"fmt"
	"runtime"
)

const n = 100_000

var never = make(chan bool)

func memory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// region cost

// measure starts n goroutines that block for ever inside wait.
func measure(name string, wait func(started chan<- bool)) {
	before := memory()
	started := make(chan bool, n)
	for range n {
		go wait(started)
	}
	for range n {
		<-started
	}
	perGoroutine := float64(memory()-before-n) / n // n: the channel's room
	fmt.Printf("  %-32s %6.1f KiB\n", name, perGoroutine/1024)
}

// endregion cost

func deep(depth int, started chan<- bool) {
	var frame [256]byte
	if depth == 0 {
		started <- true
		<-never
	}
	deep(depth-1, started)
	frame[0]++ // keeps the frame alive
}

func main() {
	fmt.Printf("memory a leaked goroutine keeps (%d of them)\n", n)
	measure("blocked, nothing else", func(s chan<- bool) {
		s <- true
		<-never
	})
	measure("blocked 20 calls deep", func(s chan<- bool) { deep(20, s) })
	measure("with a 4 KiB buffer on its stack", func(s chan<- bool) {
		buf := make([]byte, 4<<10)
		s <- true
		<-never
		runtime.KeepAlive(buf)
	})
}
