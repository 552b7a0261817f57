package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"

	"cat-posts.example/posts/why-websockets-arent-always-the-best-choice-for-real-time-communication/feed"
)

type stats struct {
	Requests   int64
	Bytes      int64
	Memory     int64 // bytes of heap and goroutine stacks in use
	Resident   int64
	Goroutines int
}

// counting adds up the bytes of every connection it accepts.
type counting struct {
	net.Listener
	bytes *atomic.Int64
}

func (c counting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	return countingConn{conn, c.bytes}, err
}

type countingConn struct {
	net.Conn
	bytes *atomic.Int64
}

func (c countingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}

func (c countingConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.bytes.Add(int64(n))
	return n, err
}

func serve() {
	var bytes, requests atomic.Int64
	events := feed.NewLog(1000)
	next := 0
	transports := events.Handler()
	app := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		transports.ServeHTTP(w, r)
	})
	ctl := http.NewServeMux()
	ctl.HandleFunc("/ctl/append", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.FormValue("n"))
		for range n {
			next++
			id := "#" + strconv.Itoa(next) + "."
			events.Append(id + strings.Repeat("x", 100-len(id)))
		}
		fmt.Fprintln(w, "ok")
	})
	ctl.HandleFunc("/ctl/stats", func(w http.ResponseWriter, r *http.Request) {
		runtime.GC()
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		json.NewEncoder(w).Encode(stats{
			Requests: requests.Load(), Bytes: bytes.Load(),
			Memory:   int64(m.HeapAlloc + m.StackInuse),
			Resident: resident(), Goroutines: runtime.NumGoroutine(),
		})
	})

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	ctlLn, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go http.Serve(ctlLn, ctl)
	fmt.Println(ln.Addr(), ctlLn.Addr())
	check(http.Serve(counting{ln, &bytes}, app))
}

// resident is the process's resident set, from /proc/self/statm.
func resident() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, _ := strconv.ParseInt(strings.Fields(string(b))[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
