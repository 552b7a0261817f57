package quorum

import (
	"reflect"
	"testing"
)

var (
	majority = Config{Name: "majority", Write: 3, Read: 3}
	one      = Config{Name: "one", Write: 1, Read: 1}
	merging  = Config{Name: "merge", Write: 1, Read: 1, Merge: true}
)

// region claims
func TestMajorityRefusesButKeepsEveryPromise(t *testing.T) {
	r := Run(majority, 10_000, true)
	if r.Refused == 0 || r.Stale+r.Lost+r.Resurrected != 0 {
		t.Errorf("want refusals and nothing else: %+v", r)
	}
}

func TestOneReplicaAlwaysAnswersAndLosesItems(t *testing.T) {
	r := Run(one, 10_000, true)
	if r.Refused != 0 || r.Lost == 0 {
		t.Errorf("want no refusals and lost items: %+v", r)
	}
}

func TestWithoutPartitionMajorityRefusesNothing(t *testing.T) {
	if r := Run(majority, 10_000, false); r.Refused+r.Stale != 0 {
		t.Errorf("want a quiet run: %+v", r)
	}
}

func TestStaleReadsNeedNoPartition(t *testing.T) {
	if r := Run(one, 10_000, false); r.Stale == 0 {
		t.Errorf("want stale reads from lag alone: %+v", r)
	}
}

func TestMergingLosesNothingButBringsRemovedItemsBack(t *testing.T) {
	r := Run(merging, 10_000, true)
	if r.Refused+r.Lost != 0 || r.Resurrected == 0 {
		t.Errorf("want no loss and resurrected items: %+v", r)
	}
}

// endregion claims

func TestRunsAreRepeatable(t *testing.T) {
	a, b := Run(one, 3000, true), Run(one, 3000, true)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestWaitingForMoreReplicasTakesLonger(t *testing.T) {
	var last float64
	for k := 1; k <= replicas; k++ {
		p := Percentile(Latency(k, 20_000), 99)
		if p <= last {
			t.Errorf("p99 for %d replicas %.1f, for %d %.1f", k-1, last, k, p)
		}
		last = p
	}
}
