package safe

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// together runs f in n goroutines that start at about the same time.
func together(n int, f func(i int)) {
	var ready, done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			f(i)
		})
	}
	done.Wait()
}

func TestGuarded(t *testing.T) {
	g := NewGuarded(map[int]int{})
	together(8, func(int) {
		for i := range 1000 {
			g.With(func(m *map[int]int) { (*m)[i]++ })
		}
	})
	g.With(func(m *map[int]int) {
		for i, n := range *m {
			if n != 8 {
				t.Fatalf("%d counted %d times", i, n)
			}
		}
	})
}

// region oversold

// No data race here, and still wrong: the race detector has nothing to say.
// The barrier forces the unlucky order, which real traffic finds by itself.
func TestCheckThenActOversells(t *testing.T) {
	show := NewShow(1)
	var checked sync.WaitGroup
	checked.Add(2)
	together(2, func(int) {
		free := show.Left() > 0
		checked.Done()
		checked.Wait() // both have looked before either acts
		if free {
			show.Add("somebody")
		}
	})
	if left := show.Left(); left != -1 {
		t.Fatalf("%d seats left, want -1: one seat sold twice", left)
	}
}

// endregion oversold

func TestBuyDoesNot(t *testing.T) {
	for range 1000 {
		show := NewShow(1)
		var won atomic.Int64
		together(4, func(int) {
			if err := show.Buy("somebody"); err == nil {
				won.Add(1)
			} else if !errors.Is(err, ErrSoldOut) {
				t.Error(err)
			}
		})
		if won.Load() != 1 || show.Left() != 0 {
			t.Fatalf("%d won, %d left", won.Load(), show.Left())
		}
	}
	show := NewShow(2)
	show.Sold()["x"] = 9
	if len(show.Sold()) != 0 {
		t.Fatal("Sold hands out the guarded map")
	}
}

func TestTransferBothWays(t *testing.T) {
	a, b := &Account{ID: 1, balance: 1000}, &Account{ID: 2, balance: 1000}
	together(8, func(i int) { // a deadlock would stay here
		for range 2000 {
			if i%2 == 0 {
				Transfer(a, b, 1)
			} else {
				Transfer(b, a, 1)
			}
		}
	})
	if a.balance+b.balance != 2000 {
		t.Fatalf("money was made or lost: %d + %d", a.balance, b.balance)
	}
	if err := Transfer(a, a, 1); err != nil {
		t.Fatal(err)
	}
	if err := Transfer(a, b, 1e6); !errors.Is(err, ErrFunds) {
		t.Fatal(err)
	}
}

func TestSnapshotIsConsistent(t *testing.T) {
	p := NewPrices()
	p.Update(func(m map[string]int) { m["net"], m["gross"] = 0, 0 })
	var stop atomic.Bool
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for !stop.Load() {
				m := p.Snapshot()
				if m["gross"] != 2*m["net"] {
					t.Errorf("torn: %v", m)
					return
				}
			}
		})
	}
	together(2, func(int) {
		for range 2000 {
			p.Update(func(m map[string]int) {
				m["net"]++
				m["gross"] += 2
			})
		}
	})
	stop.Store(true)
	wg.Wait()
	if n := p.Snapshot()["net"]; n != 4000 {
		t.Fatalf("lost updates: %d", n)
	}
}

func TestOwner(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := NewOwner(ctx)
	together(8, func(int) {
		for range 500 {
			if _, err := o.Add(t.Context(), 1); err != nil {
				t.Error(err)
			}
		}
	})
	if n, _ := o.Add(t.Context(), 0); n != 4000 {
		t.Fatalf("total %d", n)
	}
	cancel()
	for range 100 { // the owner may still take one or two
		_, err := o.Add(context.Background(), 1)
		if errors.Is(err, ErrGone) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("an owner that has left still answers")
}

// TestBrokenPrograms builds the broken programs with the race detector and
// checks what it says about each.
func TestBrokenPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	build := func(flags ...string) string {
		bin := filepath.Join(t.TempDir(), "broken")
		args := append([]string{"build", "-o", bin}, flags...)
		cmd := exec.Command("go", append(args, "../cmd/broken")...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("cannot build %v: %v\n%s", flags, err, out)
		}
		return bin
	}
	race, plain := build("-race"), build()
	for _, c := range []struct {
		name string
		bin  string
		exit int
		says string
	}{
		{"counter", race, 66, "DATA RACE"},
		{"flag", race, 66, "DATA RACE"},
		{"unlucky", race, 66, "DATA RACE"},
		{"lucky", race, 0, "ok"},
		{"deadlock", plain, 2, "all goroutines are asleep - deadlock!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out []byte
			for range 20 { // on a busy machine, luck may need a second try
				cmd := exec.CommandContext(t.Context(), c.bin, c.name)
				out, _ = cmd.CombinedOutput()
				if cmd.ProcessState.ExitCode() == c.exit &&
					strings.Contains(string(out), c.says) {
					return
				}
			}
			t.Fatalf("never exit %d and %q\n%s", c.exit, c.says, out)
		})
	}
}

func BenchmarkCounter(b *testing.B) {
	b.Run("atomic", func(b *testing.B) {
		var n atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				n.Add(1)
			}
		})
	})
	b.Run("mutex", func(b *testing.B) {
		var mu sync.Mutex
		n := 0
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				mu.Lock()
				n++
				mu.Unlock()
			}
		})
	})
	b.Run("owner", func(b *testing.B) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		o := NewOwner(ctx)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				o.Add(ctx, 1)
			}
		})
	})
}

func BenchmarkRead(b *testing.B) {
	m := map[string]int{"net": 1, "gross": 2}
	b.Run("mutex", func(b *testing.B) {
		var mu sync.Mutex
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				mu.Lock()
				_ = m["net"]
				mu.Unlock()
			}
		})
	})
	b.Run("rwmutex", func(b *testing.B) {
		var mu sync.RWMutex
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				mu.RLock()
				_ = m["net"]
				mu.RUnlock()
			}
		})
	})
	b.Run("sync.Map", func(b *testing.B) {
		var sm sync.Map
		sm.Store("net", 1)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				sm.Load("net")
			}
		})
	})
	b.Run("snapshot", func(b *testing.B) {
		p := NewPrices()
		p.Update(func(x map[string]int) { x["net"] = 1 })
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				_ = p.Snapshot()["net"]
			}
		})
	})
}
