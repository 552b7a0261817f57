package replay

import (
	"context"
	"testing"
)

type memory []Event

func (l memory) Read(from int64, max int) []Event {
	if from >= int64(len(l)) {
		return nil
	}
	return l[from:min(int(from)+max, len(l))]
}

func sum(m *Model, e Event) { m.Totals[e.Key] += e.Cents }

func TestRebuildFixesTheModelAndSendsNothing(t *testing.T) {
	var log memory
	for i := range int64(2500) {
		log = append(log, Event{Offset: i, Key: "a", Cents: 1})
	}
	mails := 0
	buggy := &Consumer{
		Apply: func(m *Model, e Event) { m.Totals[e.Key] += 2 * e.Cents },
		React: func(context.Context, Event) error { mails++; return nil },
	}
	v := &View{}
	if err := buggy.Rebuild(t.Context(), log, v); err != nil || v.Total("a") != 5000 {
		t.Fatalf("total %d, err %v", v.Total("a"), err)
	}
	fixed := &Consumer{Apply: sum, React: buggy.React}
	if err := fixed.Rebuild(t.Context(), log, v); err != nil || v.Total("a") != 2500 {
		t.Errorf("total %d, err %v", v.Total("a"), err)
	}
	if mails != 0 {
		t.Errorf("the replay sent %d mails", mails)
	}
}

func TestLiveAfterRebuildAppliesOnce(t *testing.T) {
	log := memory{{Offset: 0, Key: "a", Cents: 5}}
	mails := 0
	c := &Consumer{Apply: sum, React: func(context.Context, Event) error { mails++; return nil }}
	v := &View{}
	c.Rebuild(t.Context(), log, v)
	c.Reacted = 1 // the mail for offset 0 was sent when it was new
	for range 2 {
		c.Live(t.Context(), v, Event{Offset: 0, Key: "a", Cents: 5})
		c.Live(t.Context(), v, Event{Offset: 1, Key: "a", Cents: 7})
	}
	if v.Total("a") != 12 || mails != 1 || v.Next() != 2 {
		t.Errorf("total %d, mails %d, next %d", v.Total("a"), mails, v.Next())
	}
}

// A rebuild reads to the end of the log, which may be further than the live
// consumer: what it applied there has not been reacted to yet.
func TestRebuildAheadOfLiveLosesNoReaction(t *testing.T) {
	log := memory{{Offset: 0, Key: "a", Cents: 5}, {Offset: 1, Key: "a", Cents: 7}}
	mails := 0
	c := &Consumer{Apply: sum, React: func(context.Context, Event) error { mails++; return nil }}
	v := &View{}
	c.Rebuild(t.Context(), log, v)
	for _, e := range log {
		c.Live(t.Context(), v, e)
	}
	if v.Total("a") != 12 || mails != 2 {
		t.Errorf("total %d, mails %d", v.Total("a"), mails)
	}
}

// shrunk hides the last entry once, as if it were written during the rebuild.
type shrunk struct {
	memory
	late func()
}

func (l *shrunk) Read(from int64, max int) []Event {
	if l.late != nil && from == int64(len(l.memory))-1 {
		l.late()
		l.late = nil
		return nil
	}
	got := l.memory.Read(from, max)
	return got[:min(1, len(got))]
}

func TestLiveEventDuringTheSwapIsNotLost(t *testing.T) {
	log := memory{{Offset: 0, Key: "a", Cents: 5}, {Offset: 1, Key: "a", Cents: 7}}
	c := &Consumer{Apply: sum, React: func(context.Context, Event) error { return nil }}
	v := &View{}
	c.Rebuild(t.Context(), log[:1], v)
	l := &shrunk{log, func() { c.Live(t.Context(), v, log[1]) }}
	err := c.Rebuild(t.Context(), l, v)
	if err != nil || v.Total("a") != 12 || v.Next() != 2 {
		t.Errorf("total %d, next %d, err %v", v.Total("a"), v.Next(), err)
	}
}

func TestCanceledRebuildLeavesTheOldModel(t *testing.T) {
	log := memory{{Offset: 0, Key: "a", Cents: 5}}
	c := &Consumer{Apply: sum}
	v := &View{}
	c.Rebuild(t.Context(), log, v)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Rebuild(ctx, append(log, Event{Offset: 1, Key: "a", Cents: 1}), v); err == nil || v.Total("a") != 5 {
		t.Errorf("err %v, total %d", err, v.Total("a"))
	}
}
