// Package watch captures profiles at the moment something is wrong.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"slices"
	"sync"
	"time"
)

// region goroutines
// Watcher writes a goroutine profile when there are too many goroutines.
type Watcher struct {
	Dir      string
	Max      int           // goroutines
	Every    time.Duration // how often to look
	Cooldown time.Duration // at most one capture in this time
	Keep     int           // files

	count func() int // for tests
}

// endregion goroutines

// region run
// Run looks until ctx ends.
func (w *Watcher) Run(ctx context.Context) error {
	count := w.count
	if count == nil {
		count = runtime.NumGoroutine
	}
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			if count() <= w.Max || now.Sub(last) < w.Cooldown {
				continue
			}
			last = now
			if err := w.capture(now); err != nil {
				return err
			}
		}
	}
}

// endregion run

func (w *Watcher) capture(now time.Time) error {
	name := fmt.Sprintf("goroutine-%s.prof", now.UTC().Format("20060102-150405.000"))
	f, err := os.Create(filepath.Join(w.Dir, name))
	if err != nil {
		return err
	}
	err = pprof.Lookup("goroutine").WriteTo(f, 0)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return w.prune()
}

// prune removes all but the newest Keep files.
func (w *Watcher) prune() error {
	old, err := filepath.Glob(filepath.Join(w.Dir, "goroutine-*.prof"))
	if err != nil {
		return err
	}
	slices.Sort(old) // names sort by time
	for len(old) > w.Keep {
		if err := os.Remove(old[0]); err != nil {
			return err
		}
		old = old[1:]
	}
	return nil
}

// region flight
// Recorder keeps the last seconds of execution trace in memory and writes
// them out when a request was slow.
type Recorder struct {
	fr   *trace.FlightRecorder
	once sync.Once
}

// NewRecorder starts recording about the given window.
func NewRecorder(window time.Duration) (*Recorder, error) {
	fr := trace.NewFlightRecorder(trace.FlightRecorderConfig{
		MinAge:   window,
		MaxBytes: 16 << 20, // takes precedence over MinAge
	})
	return &Recorder{fr: fr}, fr.Start()
}

// Slow writes the window to file, the first time only.
func (r *Recorder) Slow(file string) (err error) {
	r.once.Do(func() {
		var f *os.File
		if f, err = os.Create(file); err != nil {
			return
		}
		_, err = r.fr.WriteTo(f)
		err = errors.Join(err, f.Close())
	})
	return err
}

// endregion flight

// Stop ends the recording.
func (r *Recorder) Stop() { r.fr.Stop() }
