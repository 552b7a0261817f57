package watch

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestCapturesWithCooldownAndKeepsFew(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		n.Store(5)
		w := &Watcher{Dir: dir, Max: 100, Every: time.Second,
			Cooldown: time.Minute, Keep: 3, count: func() int { return int(n.Load()) }}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- w.Run(ctx) }()
		look := func(d time.Duration, want int) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			got, _ := filepath.Glob(filepath.Join(dir, "*.prof"))
			if len(got) != want {
				t.Errorf("%d files, want %d", len(got), want)
			}
		}
		look(10*time.Second, 0)
		n.Store(5000)
		look(30*time.Second, 1)
		look(31*time.Second, 2)
		look(10*time.Minute, 3)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestRecorderWritesATrace(t *testing.T) {
	r, err := NewRecorder(time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Stop()
	file := filepath.Join(t.TempDir(), "slow.trace")
	if err := r.Slow(file); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil || len(b) < 16 || string(b[:3]) != "go " {
		t.Errorf("%v, %d bytes, %.16q", err, len(b), b)
	}
	os.Remove(file)
	if err := r.Slow(file); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a second slow request wrote again")
	}
}
