package breaker

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

var settings = Settings{Window: 10 * time.Second, MinCalls: 10, Ratio: 0.5, Cooldown: 5 * time.Second, Probes: 2}

func call(t *testing.T, b *Breaker, failed bool) {
	t.Helper()
	done, err := b.Allow()
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
	done(failed)
}

func refused(b *Breaker) bool {
	_, err := b.Allow()
	return errors.Is(err, ErrOpen)
}

func trip(t *testing.T, b *Breaker) {
	t.Helper()
	for range 10 {
		call(t, b, true)
	}
	if !refused(b) {
		t.Fatal("ten failures did not open the circuit")
	}
}

func TestFewCallsDoNotOpen(t *testing.T) {
	b := New(settings)
	for range 9 {
		call(t, b, true)
	}
	if refused(b) {
		t.Error("opened on nine calls")
	}
}

func TestOpensAtRatio(t *testing.T) {
	b := New(settings)
	for range 6 {
		call(t, b, false)
	}
	for range 5 {
		call(t, b, true)
	}
	if refused(b) {
		t.Fatal("opened at 5 of 11")
	}
	call(t, b, true)
	if !refused(b) {
		t.Error("still closed at 6 of 12")
	}
}

func TestOldFailuresAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(settings)
		for range 9 {
			call(t, b, true)
		}
		time.Sleep(11 * time.Second)
		call(t, b, true)
		if refused(b) {
			t.Error("failures outside the window opened the circuit")
		}
	})
}

func TestHalfOpenLetsFewProbesThroughAndCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(settings)
		trip(t, b)
		time.Sleep(5 * time.Second)
		d1, err1 := b.Allow()
		d2, err2 := b.Allow()
		if err1 != nil || err2 != nil {
			t.Fatal("probes were refused")
		}
		if !refused(b) {
			t.Error("a third probe went through")
		}
		d1(false)
		if !refused(b) {
			t.Error("closed, or probed again, after one success")
		}
		d2(false)
		if refused(b) {
			t.Error("still open after two successes")
		}
	})
}

func TestFailedProbeOpensAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(settings)
		trip(t, b)
		time.Sleep(5 * time.Second)
		call(t, b, true)
		time.Sleep(4 * time.Second)
		if !refused(b) {
			t.Error("did not stay open for a second cooldown")
		}
	})
}

func TestLateAnswerIsIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := New(settings)
		late, _ := b.Allow()
		trip(t, b)
		time.Sleep(5 * time.Second)
		probe, _ := b.Allow()
		late(true) // sent before the trip, answered in half-open
		probe(false)
		call(t, b, false)
		if refused(b) {
			t.Error("a call from before the trip decided the state")
		}
	})
}
