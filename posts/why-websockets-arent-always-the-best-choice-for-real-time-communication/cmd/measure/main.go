// Command measure compares what four transports cost the server: bytes and
// requests per delivered event, then memory per waiting client. The server
// runs in a child process, so that the client's memory is not counted.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

func main() {
	role := flag.String("role", "client", "client or server")
	n := flag.Int("n", 4000, "waiting clients in the memory part")
	flag.Parse()
	if *role == "server" {
		serve()
		return
	}
	traffic()
	memory(*n)
}

// controlAddr is the uncounted listener of the running server.
var controlAddr string

// startServer runs this program again as a server and returns its address.
func startServer() (addr string, stop func()) {
	cmd := exec.Command(os.Args[0], "-role", "server")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	check(err)
	addr, controlAddr, _ = strings.Cut(strings.TrimSpace(line), " ")
	return addr, func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
}

// A request as a browser page would send it: the headers of a same-site
// fetch, with a 120-byte session cookie.
const browserHeaders = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) " +
	"AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n" +
	"Accept: */*\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Accept-Language: en-US,en;q=0.9\r\n" +
	"Referer: https://app.example/dashboard\r\n" +
	"Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\n" +
	"Sec-Fetch-Site: same-origin\r\n"

var cookie = "Cookie: session=" + strings.Repeat("k", 112) + "\r\n"

const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

func request(addr, path, extra string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: " + addr + "\r\n" +
		browserHeaders + cookie + extra + "\r\n"
}

func traffic() {
	fmt.Println("one client, 600 events of 100 bytes, application bytes both ways")
	fmt.Printf("%-36s %9s %12s\n", "", "requests", "bytes/event")
	for _, perPoll := range []struct {
		name          string
		polls, events int // per cycle
	}{
		{"poll, 1 event in 6 polls", 6, 1},
		{"poll, 1 event a poll", 1, 1},
		{"poll, 10 events a poll", 1, 10},
		{"poll, 50 events a poll", 1, 50},
	} {
		addr, stop := startServer()
		conn, r := dial(addr)
		done := 0
		for done < 600 {
			for i := range perPoll.polls {
				if i == perPoll.polls-1 {
					ctl("/append?n=" + strconv.Itoa(perPoll.events))
				}
				fmt.Fprint(conn, request(addr, "/poll?after="+
					strconv.Itoa(done), ""))
				drain(r)
			}
			done += perPoll.events
		}
		report(perPoll.name)
		stop()
	}
	stream("long poll, events one by one", "/poll?wait=30s&after=0", "")
	stream("SSE", "/sse", "")
	stream("WebSocket", "/ws", upgrade)
}

// stream appends the events one at a time, and waits until each arrived.
func stream(name, path, extra string) {
	addr, stop := startServer()
	defer stop()
	conn, r := dial(addr)
	long := strings.HasPrefix(path, "/poll")
	if !long {
		fmt.Fprint(conn, request(addr, path, extra))
		skipHeader(r)
	}
	for i := range 600 {
		if long {
			fmt.Fprint(conn, request(addr,
				"/poll?wait=30s&after="+strconv.Itoa(i), ""))
		}
		ctl("/append?n=1")
		if long {
			drain(r)
		} else {
			awaitEvent(r, i+1)
		}
	}
	report(name)
}

func report(name string) {
	s := readStats()
	fmt.Printf("%-36s %9d %12.0f\n", name, s.Requests,
		float64(s.Bytes)/600)
}

func memory(n int) {
	fmt.Printf("\n%d clients waiting, cost per client in the server\n", n)
	fmt.Printf("%-36s %7s %10s %9s\n", "", "heap", "goroutines", "resident")
	for _, c := range []struct{ name, path, extra string }{
		{"polling, kept-alive, between polls", "/poll?after=0", ""},
		{"polling, closed between polls", "/poll?after=0",
			"Connection: close\r\n"},
		{"long poll, waiting", "/poll?wait=30s&after=0", ""},
		{"SSE, open", "/sse", ""},
		{"WebSocket, open", "/ws", upgrade},
	} {
		addr, stop := startServer()
		before := readStats()
		conns := make([]net.Conn, n)
		for i := range conns {
			conn, r := dial(addr)
			fmt.Fprint(conn, request(addr, c.path, c.extra))
			if c.name != "long poll, waiting" {
				skipHeader(r)
			}
			conns[i] = conn
		}
		time.Sleep(500 * time.Millisecond) // let the server come to rest
		after := readStats()
		fmt.Printf("%-36s %4.1f kB %10.1f %6.1f kB\n", c.name,
			float64(after.Memory-before.Memory)/float64(n)/1000,
			float64(after.Goroutines-before.Goroutines)/float64(n),
			float64(after.Resident-before.Resident)/float64(n)/1000)
		for _, c := range conns {
			c.Close()
		}
		stop()
	}
}

func readStats() (s stats) {
	check(json.Unmarshal([]byte(ctl("/stats")), &s))
	return s
}

func dial(addr string) (net.Conn, *bufio.Reader) {
	c, err := net.Dial("tcp", addr)
	check(err)
	return c, bufio.NewReaderSize(c, 512)
}

func skipHeader(r *bufio.Reader) {
	for {
		line, err := r.ReadString('\n')
		check(err)
		if line == "\r\n" {
			return
		}
	}
}

// drain reads one whole response.
func drain(r *bufio.Reader) {
	resp, err := http.ReadResponse(r, nil)
	check(err)
	buf := make([]byte, 4096)
	for {
		if _, err := resp.Body.Read(buf); err != nil {
			break
		}
	}
	resp.Body.Close()
}

// awaitEvent reads from a stream until event number id was received.
func awaitEvent(r *bufio.Reader, id int) {
	want := "#" + strconv.Itoa(id) + "."
	seen := make([]byte, 0, 256)
	for !strings.Contains(string(seen), want) {
		b, err := r.ReadByte()
		check(err)
		seen = append(seen, b)
	}
}

// ctl calls the server's control listener, whose bytes are not counted.
func ctl(path string) string {
	resp, err := http.Get("http://" + controlAddr + "/ctl" + path)
	check(err)
	defer resp.Body.Close()
	b, err := bufio.NewReader(resp.Body).ReadString('\n')
	check(err)
	return b
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
