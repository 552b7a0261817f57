package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

func file(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "journal"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestEveryRecordArrivesOnceInOrderOfItsWriter(t *testing.T) {
	for name, open := range map[string]func(*os.File) Journal{
		"each":  func(f *os.File) Journal { return NewEach(f) },
		"group": func(f *os.File) Journal { return NewGroup(f) },
		"never": func(f *os.File) Journal { return NewNever(f) },
	} {
		t.Run(name, func(t *testing.T) {
			f := file(t)
			j := open(f)
			var wg sync.WaitGroup
			for w := range 16 {
				wg.Go(func() {
					for i := range 20 {
						rec := fmt.Sprintf("%02d %02d\n", w, i)
						if err := j.Append([]byte(rec)); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			b, err := os.ReadFile(f.Name())
			if err != nil {
				t.Fatal(err)
			}
			lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
			if len(lines) != 16*20 {
				t.Fatalf("%d records, want %d", len(lines), 16*20)
			}
			seen := map[string][]string{}
			for _, l := range lines {
				seen[string(l[:2])] = append(seen[string(l[:2])], string(l[3:]))
			}
			for w, recs := range seen {
				if !slices.IsSorted(recs) || len(slices.Compact(recs)) != 20 {
					t.Errorf("writer %s: %v", w, recs)
				}
			}
		})
	}
}

// region returns
func TestGroupReturnsOnlyWhenTheRecordIsInTheFile(t *testing.T) {
	f := file(t)
	j := NewGroup(f)
	var wg sync.WaitGroup
	for w := range 32 {
		wg.Go(func() {
			rec := []byte(fmt.Sprintf("record %02d\n", w))
			if err := j.Append(rec); err != nil {
				t.Error(err)
			}
			if b, _ := os.ReadFile(f.Name()); !bytes.Contains(b, rec) {
				t.Errorf("%q acknowledged, but not written", rec)
			}
		})
	}
	wg.Wait()
}

// endregion returns

func TestGroupSharesSyncs(t *testing.T) {
	j := NewGroup(file(t))
	j.sync.Lock() // a slow disk: everybody arrives during one sync
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() { j.Append([]byte("x")) })
	}
	for arrived := 0; arrived < 50; {
		j.mu.Lock()
		if j.next != nil {
			arrived = len(j.next.buf)
		}
		j.mu.Unlock()
	}
	j.sync.Unlock()
	wg.Wait()
	if j.syncs != 1 {
		t.Errorf("%d syncs for 50 waiting records, want 1", j.syncs)
	}
}

func TestAnErrorReachesEveryWriterOfTheBatch(t *testing.T) {
	f := file(t)
	f.Close()
	j := NewGroup(f)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if j.Append([]byte("x")) == nil {
				t.Error("no error from a closed file")
			}
		})
	}
	wg.Wait()
}
