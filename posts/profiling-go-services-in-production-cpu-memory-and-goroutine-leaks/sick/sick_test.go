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

func TestGoroutineProfileNamesTheLeak(t *testing.T) {
	s, never := New(), make(chan string)
	defer close(never) // lets the leaked ones run into the next block
	for range 25 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s.Ask(ctx, func() string { return <-never })
	}
	var b bytes.Buffer
	for !strings.Contains(b.String(), "\n25 @") { // some are still on their way there
		b.Reset()
		pprof.Lookup("goroutine").WriteTo(&b, 1) // grouped by stack
	}
	if largest, _, _ := strings.Cut(b.String(), "\n\n"); !strings.Contains(largest, "Ask.func1") {
		t.Errorf("largest group:\n%s", largest)
	}
}

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
	for d := 100 * time.Millisecond; ; d *= 2 { // a busy machine gives us few samples
		top, tags := profile(t, d)
		if strings.Contains(top, "regexp.MustCompile") && strings.Contains(tags, "/signup") {
			return
		}
		if d > time.Minute {
			t.Fatalf("regexp.MustCompile is not in the first lines, or there is no label:\n%s\n%s", top, tags)
		}
	}
}

// profile takes a CPU profile of Validate and returns what pprof says about it.
func profile(t *testing.T, d time.Duration) (top, tags string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "cpu.prof")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		t.Fatal(err)
	}
	s := New()
	for end := time.Now().Add(d); time.Now().Before(end); {
		Serve(t.Context(), "/signup", func(context.Context) { s.Validate("a@example.com") })
	}
	pprof.StopCPUProfile()
	f.Close()
	pprofSays := func(args ...string) string {
		out, err := exec.Command("go", append([]string{"tool", "pprof"}, append(args, file)...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	return pprofSays("-top", "-cum", "-nodecount=20"), pprofSays("-tags")
}
