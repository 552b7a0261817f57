// Package compare holds the same small programs in four languages.
package compare

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Everything is started once and does all tasks in that one process: most
// of this test's time is compilers and virtual machines getting ready.
var (
	tasks = strings.Fields("hello 0 primes 10000 words 10000")
	want  = "hello\n1229\n9263 5\n"
)

func TestAllLanguagesAgree(t *testing.T) {
	rustBin := filepath.Join(t.TempDir(), "rust")
	for _, c := range []struct{ lang, build, run string }{
		{"go", "", "go run ./golang"},
		{"node", "", "node node/main.mjs"},
		{"rust", "rustc -o " + rustBin + " rust/main.rs", rustBin},
		// The launcher compiles in memory, in the machine that then runs it.
		{"java", "", "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1" +
			" java/Main.java"},
	} {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			for _, step := range []string{c.build, c.run} {
				if tool, _, _ := strings.Cut(step, " "); tool == "" {
					continue
				} else if _, err := exec.LookPath(tool); err != nil {
					t.Skip(err)
				}
				args := strings.Fields(step)
				if step == c.run {
					args = append(args, tasks...)
				}
				out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
				if err != nil {
					t.Fatalf("%s: %v\n%s", step, err, out)
				}
				if step == c.run && string(out) != want {
					t.Errorf("got %q, want %q", out, want)
				}
			}
		})
	}
}

func TestRustRefusesTheForgottenCase(t *testing.T) {
	if _, err := exec.LookPath("rustc"); err != nil {
		t.Skip("no rustc here")
	}
	t.Parallel()
	out, err := exec.Command("rustc", "--emit=metadata", "-o",
		filepath.Join(t.TempDir(), "x"), "rust/payment.rs").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "E0004") {
		t.Errorf("%v\n%s", err, out)
	}
}
