package experiment

import (
	"fmt"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"cat-posts.example/posts/building-resilient-workers-in-go-for-queue-based-architectures/worker"
)

func naive() worker.Config {
	return worker.Config{
		Slots: 10, Lease: 30 * time.Second, Timeout: 30 * time.Second,
		Backoff: func(int) time.Duration { return 0 },
	}
}

func careful() worker.Config {
	c := naive()
	c.MaxDeliveries, c.MaxStarts = 5, 10
	c.Backoff = func(n int) time.Duration { return min(time.Second<<min(n, 6), time.Minute) }
	return c
}

func show(format string, args ...any) {
	if os.Getenv("SHOW") != "" {
		fmt.Printf(format, args...)
	}
}

// scale is small, because a fake clock does not make the race detector faster.
func scale(small Scale) Scale {
	if os.Getenv("SHOW") != "" {
		return Full
	}
	return small
}

func TestPoison(t *testing.T) {
	s := scale(Scale{2000, 160})
	bad := s.Messages / s.Every
	show("poison policy        runs crash   done quar.    p50    p99\n")
	try := func(kind, name string, c worker.Config, alone *worker.Config) (o Outcome) {
		synctest.Test(t, func(t *testing.T) { o = Poison(t.Context(), s, kind, c, alone) })
		show("%-6s %-10s %v\n", kind, name, o)
		return o
	}
	for _, kind := range []string{"error", "hang", "crash"} {
		a := try(kind, "redeliver", naive(), nil)
		b := try(kind, "quarantine", careful(), nil)
		if a.Quarantined != 0 || b.Quarantined == 0 || b.Done <= a.Done {
			t.Errorf("%s: quarantine %+v, none %+v", kind, b, a)
		}
		if kind != "crash" {
			if b.Done != s.Messages-bad || b.Innocent != 0 || b.Quarantined != bad {
				t.Errorf("%s: %+v", kind, b)
			}
			continue
		}
		c := careful()
		c.MaxStarts = 3
		alone := c
		alone.Slots = 1
		d := try(kind, "isolate", c, &alone)
		show("good messages in quarantine: %d, with isolation %d\n", b.Innocent, d.Innocent)
		if b.Innocent == 0 || d.Innocent != 0 || d.Done <= b.Done {
			t.Errorf("quarantine %+v, isolation %+v", b, d)
		}
	}
}

func TestOutage(t *testing.T) {
	s := scale(Scale{3000, 1000})
	show("\noutage               runs crash   done quar.    p50    p99\n")
	var blind, paused Outcome
	c := careful()
	synctest.Test(t, func(t *testing.T) { blind = Outage(t.Context(), s, c, false) })
	show("%-17s %v\n", "blame the message", blind)
	c.Pause = time.Second
	synctest.Test(t, func(t *testing.T) { paused = Outage(t.Context(), s, c, true) })
	show("%-17s %v\n", "pause the worker", paused)
	if blind.Quarantined < 1000 || paused.Quarantined != 0 || paused.Done != s.Messages {
		t.Errorf("blind %+v, paused %+v", blind, paused)
	}
}
