package ten

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

var errInjected = errors.New("injected")

// region failing

// failing returns the real operations, of which the k-th call fails, and a
// pointer to the number of calls made.
func failing(k int) (ops, *int) {
	calls := 0
	fail := func() bool { calls++; return calls == k }
	o := realOps
	o.create = func(name string) (io.WriteCloser, error) {
		if fail() {
			return nil, errInjected
		}
		return realOps.create(name)
	}
	o.write = func(w io.Writer, b []byte) error {
		if fail() {
			realOps.write(w, b[:len(b)/2]) // half of it, as disks do
			return errInjected
		}
		return realOps.write(w, b)
	}
	o.close = func(c io.Closer) error {
		err := realOps.close(c)
		if fail() {
			return errInjected
		}
		return err
	}
	o.rename = func(from, to string) error {
		if fail() {
			return errInjected
		}
		return realOps.rename(from, to)
	}
	return o, &calls
}

// endregion failing

// region every

// everyFailure runs fn once for each call that it makes, with that call
// failing, and returns the numbers of those it did not survive.
func everyFailure(t *testing.T,
	fn func(ops, string, []byte) error) (broken []int) {
	for k := 1; ; k++ {
		path := filepath.Join(t.TempDir(), "config")
		os.WriteFile(path, []byte("old"), 0o600)
		o, calls := failing(k)
		err := fn(o, path, []byte("new!"))
		content, _ := os.ReadFile(path)
		if *calls < k {
			return broken // it made fewer calls: all were tried
		}
		if err == nil || string(content) != "old" ||
			len(leftovers(filepath.Dir(path))) > 0 {
			broken = append(broken, k)
		}
	}
}

func TestSaveSurvivesEveryFailure(t *testing.T) {
	if broken := everyFailure(t, save); broken != nil {
		t.Errorf("save does not survive failing calls %v", broken)
	}
	if broken := everyFailure(t, hasty); len(broken) != 3 {
		t.Errorf("hasty: calls %v, expected three", broken)
	}
}

// endregion every

func TestSaveSaves(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	if err := save(realOps, path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "new" {
		t.Errorf("got %q", b)
	}
}

// region full
func TestFullDiskIsReported(t *testing.T) {
	const full = "/dev/full" // Linux: every write fails, no space left
	if _, err := os.Stat(full); err != nil {
		t.Skip(err)
	}
	rows := []string{"a", "b", "c"}
	if err := exportHasty(full, rows); err != nil {
		t.Errorf("hasty: %v; the post says it reports success", err)
	}
	if err := export(full, rows); err == nil {
		t.Error("no error from a full disk")
	}
}

// endregion full
