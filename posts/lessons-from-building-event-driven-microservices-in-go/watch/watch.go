// Package watch notices events that should have come and did not.
package watch

import "time"

type expectation struct{ correlation, want string }

// region rule

// Rule says that in each story After must be followed by Want in time.
type Rule struct {
	After, Want string
	Within      time.Duration
}

// Watcher keeps the open expectations: one row for each in a real one.
type Watcher struct {
	Rules []Rule
	open  map[expectation]time.Time
	seen  map[expectation]bool
}

// See is called with every event, in any order.
func (w *Watcher) See(correlation, typ string, at time.Time) {
	if w.open == nil {
		w.open = make(map[expectation]time.Time)
		w.seen = make(map[expectation]bool)
	}
	this := expectation{correlation, typ}
	w.seen[this] = true
	delete(w.open, this)
	for _, r := range w.Rules {
		want := expectation{correlation, r.Want}
		if r.After == typ && !w.seen[want] {
			w.open[want] = at.Add(r.Within)
		}
	}
}

// endregion rule

// Overdue lists the stories that stopped, with what they wait for.
func (w *Watcher) Overdue(now time.Time) map[string]string {
	late := make(map[string]string)
	for e, due := range w.open {
		if now.After(due) {
			late[e.correlation] = e.want
		}
	}
	return late
}
