// Package compare holds the same small programs in four languages.
package compare

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// build returns the commands of the languages that this machine has.
func build(t *testing.T) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	have := map[string][]string{}
	try := func(lang, tool string, run []string, build ...string) {
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("no %s here", tool)
			return
		}
		if len(build) > 0 {
			out, err := exec.Command(build[0], build[1:]...).CombinedOutput()
			if err != nil {
				t.Fatalf("%s: %v\n%s", lang, err, out)
			}
		}
		have[lang] = run
	}
	goBin := filepath.Join(dir, "go")
	rustBin := filepath.Join(dir, "rust")
	try("go", "go", []string{goBin}, "go", "build", "-o", goBin, "./golang")
	try("node", "node", []string{"node", "node/main.mjs"})
	try("rust", "rustc", []string{rustBin},
		"rustc", "-o", rustBin, "rust/main.rs")
	try("java", "javac", []string{"java", "-cp", dir, "Main"},
		"javac", "-d", dir, "java/Main.java")
	return have
}

func TestAllLanguagesAgree(t *testing.T) {
	t.Parallel()
	for lang, cmd := range build(t) {
		for task, want := range map[string]string{
			"hello 0":      "hello",
			"primes 10000": "1229",
			"words 10000":  "9263 5",
		} {
			args := append(cmd[1:len(cmd):len(cmd)], strings.Fields(task)...)
			out, err := exec.Command(cmd[0], args...).CombinedOutput()
			if got := strings.TrimSpace(string(out)); got != want || err != nil {
				t.Errorf("%s, %s: %q (%v), want %q", lang, task, got, err, want)
			}
		}
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
