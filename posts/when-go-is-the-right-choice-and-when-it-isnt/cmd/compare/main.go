// Command compare measures the four programs of ../../compare, and what a
// heavy request does to light ones in Go and in Node.js. Run it in the
// post's folder; it needs go, node, rustc and a JDK.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	dir, err := os.MkdirTemp("", "compare-")
	check(err)
	defer os.RemoveAll(dir)
	goBin, rustBin := filepath.Join(dir, "go"), filepath.Join(dir, "rust")
	build("go", "build", "-o", goBin, "./compare/golang")
	build("rustc", "-O", "-o", rustBin, "compare/rust/main.rs")
	build("javac", "-d", dir, "compare/java/Main.java")
	programs := []struct {
		name string
		cmd  []string
	}{
		{"Go", []string{goBin}},
		{"Rust", []string{rustBin}},
		{"Node.js", []string{"node", "compare/node/main.mjs"}},
		{"Java", []string{"java", "-cp", dir, "Main"}},
	}
	for _, task := range []string{
		"hello 0", "primes 20000000", "words 2000000", "wait 10000"} {
		fmt.Printf("%-16s %10s %10s\n", task, "CPU", "memory")
		for _, p := range programs {
			cpu, rss := measure(append(p.cmd[1:len(p.cmd):len(p.cmd)],
				strings.Fields(task)...), p.cmd[0])
			memory := fmt.Sprintf("%.0f MB", float64(rss)/1e6)
			if rss < 9e6 { // the measuring program's own size hides it
				memory = "< 9 MB"
			}
			fmt.Printf("  %-14s %7.0f ms %10s\n", p.name, ms(cpu), memory)
		}
	}
	fmt.Println()
	fmt.Println("light requests answered during one heavy one, 5 rounds")
	mixed("Go", goBin, "serve", "0")
	mixed("Node.js", "node", "compare/node/server.mjs")
	fmt.Println()
	for _, bin := range []string{goBin, rustBin} {
		info, err := os.Stat(bin)
		check(err)
		fmt.Printf("binary %-5s %5.1f MB\n", filepath.Base(bin),
			float64(info.Size())/1e6)
	}
}

// measure runs a program four times and returns the smallest values. CPU
// time and not the clock, because the machine has other work to do.
func measure(args []string, name string) (cpu time.Duration, rss int64) {
	cpu, rss = time.Hour, 1<<62
	for range 4 {
		cmd := exec.Command(name, args...)
		cmd.Stderr = os.Stderr
		check(cmd.Run())
		st := cmd.ProcessState
		cpu = min(cpu, st.UserTime()+st.SystemTime())
		rss = min(rss, st.SysUsage().(*syscall.Rusage).Maxrss*1024)
	}
	return cpu, rss
}

// mixed asks for something heavy, and counts how many light requests are
// answered one after the other until the heavy answer is there.
func mixed(label, name string, args ...string) {
	cmd := exec.Command(name, args...)
	out, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	addr, err := bufio.NewReader(out).ReadString('\n')
	check(err)
	url := "http://" + strings.TrimSpace(addr)
	get := func(path string) {
		resp, err := http.Get(url + path)
		check(err)
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	get("/light")
	fmt.Printf("  %-14s", label)
	for range 5 {
		done := make(chan struct{})
		go func() {
			get("/heavy")
			close(done)
		}()
		time.Sleep(20 * time.Millisecond) // the heavy one has begun
		answered := 0
		for running := true; running; {
			get("/light")
			select {
			case <-done:
				running = false
			default:
				answered++
			}
		}
		fmt.Printf(" %7d", answered)
	}
	fmt.Println()
	cmd.Process.Kill()
	cmd.Wait()
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func build(name string, args ...string) {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		log.Fatalf("%s: %v\n%s", name, err, out)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
