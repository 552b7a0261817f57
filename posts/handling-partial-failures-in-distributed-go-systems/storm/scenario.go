package storm

import "time"

// region scenarios

// Burst: 1,000 requests at the same instant against a server that does
// 1,000 a second and queues 100.
func Burst() (Server, Load) {
	return Server{Slots: 10, Queue: 100, Service: 10 * time.Millisecond},
		Load{Burst: 1000, Clients: 20, Timeout: time.Second}
}

// Brownout: 700 a second against the same server with a longer queue; from
// second 10 to 15 each request takes five times as long.
func Brownout() (Server, Load) {
	return Server{Slots: 10, Queue: 1000, Service: 10 * time.Millisecond,
			SlowFrom: 10 * time.Second, SlowTo: 15 * time.Second, SlowBy: 5},
		Load{Rate: 700, Until: 60 * time.Second, Clients: 20,
			Timeout: 250 * time.Millisecond}
}

// endregion scenarios

// Share is the part of the requests born in [from, to) seconds that succeeded.
func (r Result) Share(from, to int) float64 {
	var good, all int
	for s := from; s < to; s++ {
		if s < len(r.Good) {
			good += r.Good[s]
		}
		all += r.RequestsBySecond[s]
	}
	return float64(good) / float64(all)
}

// Recovered is the first second after end from which nine in ten requests
// succeed until the last full second, or -1.
func (r Result) Recovered(end int) int {
	back := -1
	for s := len(r.RequestsBySecond) - 1; s >= end; s-- {
		if r.Share(s, s+1) < 0.9 {
			break
		}
		back = s
	}
	return back
}
