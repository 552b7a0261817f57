package watch

import (
	"testing"
	"time"
)

func TestSilenceIsNoticed(t *testing.T) {
	w := &Watcher{Rules: []Rule{
		{"order.placed", "payment.taken", 10 * time.Minute},
		{"payment.taken", "parcel.sent", 48 * time.Hour},
	}}
	t0 := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w.See("a", "order.placed", t0)
	w.See("b", "order.placed", t0)
	w.See("a", "payment.taken", t0.Add(time.Minute))
	if late := w.Overdue(t0.Add(10 * time.Minute)); len(late) != 0 {
		t.Errorf("too early: %v", late)
	}
	if late := w.Overdue(t0.Add(11 * time.Minute)); len(late) != 1 || late["b"] != "payment.taken" {
		t.Errorf("%v", late)
	}
	if late := w.Overdue(t0.Add(72 * time.Hour)); late["a"] != "parcel.sent" {
		t.Errorf("%v", late)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	w := &Watcher{Rules: []Rule{{"order.placed", "payment.taken", time.Minute}}}
	t0 := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w.See("a", "payment.taken", t0.Add(time.Second))
	w.See("a", "order.placed", t0)
	if late := w.Overdue(t0.Add(time.Hour)); len(late) != 0 {
		t.Errorf("%v", late)
	}
}
