package sick

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

// region goroutines
func TestGoroutineProfileNamesTheLeak(t *testing.T) {
	s, never := New(), make(chan string)
	defer close(never) // lets the leaked ones run into the next block
	for range 25 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s.Ask(ctx, func() string { return <-never })
	}
	var b bytes.Buffer
	pprof.Lookup("goroutine").WriteTo(&b, 1) // grouped by stack
	first, _, _ := strings.Cut(strings.SplitN(b.String(), "\n", 2)[1], "\n\n")
	if !strings.HasPrefix(first, "25 @") || !strings.Contains(first, "Ask.func1") {
		t.Errorf("largest group:\n%s", first)
	}
}

// endregion goroutines

func TestHeapProfileNamesTheLeak(t *testing.T) {
	defer func(r int) { runtime.MemProfileRate = r }(runtime.MemProfileRate)
	runtime.MemProfileRate = 1
	s := New()
	for i := range 500 {
		s.Remember(fmt.Sprint(i))
	}
	runtime.GC() // the profile describes a finished collection,
	runtime.GC() // and this one finishes the sweep of the first
	var b bytes.Buffer
	pprof.Lookup("heap").WriteTo(&b, 1)
	runtime.KeepAlive(s)
	largest, entry := 0, ""
	for e := range strings.SplitSeq(b.String(), "\n\n") {
		for block := range strings.SplitSeq(e, "\n") {
			var n, size int
			if _, err := fmt.Sscanf(block, "%d: %d [", &n, &size); err == nil && size > largest {
				largest, entry = size, e
			}
		}
	}
	if largest < 500*4096 || !strings.Contains(entry, "Remember") {
		t.Errorf("largest entry, %d bytes:\n%s", largest, entry)
	}
}

func TestCPUProfileNamesTheCompiler(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	file := filepath.Join(t.TempDir(), "cpu.prof")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		t.Fatal(err)
	}
	s := New()
	for end := time.Now().Add(400 * time.Millisecond); time.Now().Before(end); {
		Serve(t.Context(), "/signup", func(context.Context) { s.Validate("a@example.com") })
	}
	pprof.StopCPUProfile()
	f.Close()
	out, err := exec.Command("go", "tool", "pprof", "-top", "-cum", "-nodecount=20", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "regexp.MustCompile") {
		t.Errorf("regexp.MustCompile is not in the first lines:\n%s", out)
	}
	out, err = exec.Command("go", "tool", "pprof", "-tags", file).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "/signup") {
		t.Errorf("%v: no label in\n%s", err, out)
	}
}
