package lab

import (
	"testing"
	"testing/synctest"
	"time"
)

const rate = 200

// region test
// In a synctest bubble the clock jumps from event to event: eighteen seconds
// of load take a fraction of one, and no neighbor on the machine disturbs it.
func measure(t *testing.T, cfg Config) (r Result) {
	synctest.Test(t, func(t *testing.T) {
		var err error
		if r, err = Run(t.Context(), cfg, rate, requests); err != nil {
			t.Fatal(err)
		}
	})
	return r
}

func TestStages(t *testing.T) {
	res := make([]Result, len(Stages))
	t.Log(Header)
	for i, s := range Stages {
		res[i] = measure(t, s.Cfg)
		t.Log(Row(s.Name, res[i]))
	}
	first, last := res[0], res[len(res)-1]
	t.Logf("baseline\n%s", Histogram(first))
	t.Logf("all five\n%s", Histogram(last))
	if p := first.Q(.99); p < least || p > 1100*ms {
		t.Errorf("baseline p99 %v, want about 800 ms", p)
	}
	if p := last.Q(.99); p >= 100*ms {
		t.Errorf("final p99 %v, want below 100 ms", p)
	}
	// endregion test
	if last.Dropped != 0 {
		t.Errorf("%d audit records dropped", last.Dropped)
	}
	if many, few := res[1].Queries, res[2].Queries; many != requests*(2+orders) || few != requests*3 {
		t.Errorf("%d queries before the batch, %d after", many, few)
	}
	if churn, kept := res[2].Opened, res[3].Opened; churn < 10*kept {
		t.Errorf("%d connections opened with 2 idle, %d with 32", churn, kept)
	}
	t.Log(Header)
	for _, s := range Alone {
		r := measure(t, s.Cfg)
		t.Log(Row(s.Name, r))
		if r.Q(.99) < 100*ms {
			t.Errorf("%s alone reaches %v", s.Name, r.Q(.99))
		}
	}
}

func TestQuantile(t *testing.T) {
	r := Result{}
	for i := range 100 {
		r.Lat = append(r.Lat, time.Duration(i)*ms)
	}
	if r.Q(.99) != 99*ms || r.Q(.5) != 50*ms || r.Q(1) != 99*ms {
		t.Errorf("quantiles %v %v %v", r.Q(.99), r.Q(.5), r.Q(1))
	}
}
