// Leakprofile makes two leaks and asks the experimental profile about them.
// Run it with GOEXPERIMENT=goroutineleakprofile.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

// region profile

var global = make(chan int) // reachable for as long as the program runs

func abandoned() {
	ch := make(chan int)
	go func() { ch <- 1 }() // nobody can ever receive from ch
}

func forgotten() {
	go func() { <-global }() // somebody could send, and nobody will
}

// endregion profile

func main() {
	p := pprof.Lookup("goroutineleak")
	if p == nil {
		fmt.Println("no such profile: build with",
			"GOEXPERIMENT=goroutineleakprofile")
		return
	}
	for range 3 {
		abandoned()
		forgotten()
	}
	for range 100 {
		runtime.Gosched()
	}
	time.Sleep(10 * time.Millisecond)
	p.WriteTo(os.Stdout, 1)
}
