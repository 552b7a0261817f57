// Broken is a collection of wrong programs. The test in ../../safe builds it
// with the race detector and checks what each one does.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// region counter

// counter loses increments: n++ is a read, an addition and a write.
func counter() {
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 1_000_000 {
				n++
			}
		})
	}
	wg.Wait()
	fmt.Println(n)
}

// endregion counter

// region flag

// flag publishes a value by setting a variable. Nothing orders the two
// writes for the reader, and nothing makes it see either of them.
func flag() {
	ready, answer := false, 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 1000 && !ready; i++ {
			time.Sleep(time.Millisecond)
		}
		fmt.Println(answer)
	}()
	answer, ready = 42, true
	<-done
}

// endregion flag

// region luck

// luck touches x outside the lock. If the writer happens to take the lock
// first, the lock orders the two by accident and the detector is content.
func luck(writer, reader time.Duration) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() {
		time.Sleep(writer)
		x = 1
		mu.Lock()
		mu.Unlock()
	})
	wg.Go(func() {
		time.Sleep(reader)
		mu.Lock()
		mu.Unlock()
		_ = fmt.Sprint(x)
	})
	wg.Wait()
	fmt.Println("ok")
}

// endregion luck

// deadlock takes two locks in two orders.
func deadlock() {
	var a, b sync.Mutex
	var both, wg sync.WaitGroup
	both.Add(2)
	lock := func(first, second *sync.Mutex) {
		first.Lock()
		both.Done()
		both.Wait()
		second.Lock()
	}
	wg.Go(func() { lock(&a, &b) })
	wg.Go(func() { lock(&b, &a) })
	wg.Wait()
}

func main() {
	const late = 200 * time.Millisecond
	switch os.Args[1] {
	case "counter":
		counter()
	case "flag":
		flag()
	case "lucky":
		luck(0, late)
	case "unlucky":
		luck(late, 0)
	case "deadlock":
		deadlock()
	}
}
