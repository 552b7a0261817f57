package churn

import (
	"math"
	"runtime/debug"
	"testing"
)

// cycles runs the load under the given settings and counts collections.
func cycles(percent int, limit int64) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(percent))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(limit))
	before := Read().Cycles
	Load(4, 4000)
	return Read().Cycles - before
}

func TestHigherPercentMeansFewerCycles(t *testing.T) {
	low, high := cycles(100, math.MaxInt64), cycles(400, math.MaxInt64)
	if high >= low {
		t.Errorf("%d cycles at 400, %d at 100: want fewer", high, low)
	}
}

func TestLimitReplacesPercent(t *testing.T) {
	free := cycles(-1, math.MaxInt64)
	limited := cycles(-1, 32<<20)
	if free > 3 { // the loads' own forced ones
		t.Errorf("%d cycles without a limit, want almost none", free)
	}
	if limited <= free {
		t.Errorf("%d cycles with a limit, %d without", limited, free)
	}
}

func TestTooLowALimitNeverStopsCollecting(t *testing.T) {
	roomy, tight := cycles(100, math.MaxInt64), cycles(100, 4<<20)
	if tight <= roomy {
		t.Errorf("%d cycles under a limit below the live heap, %d without", tight, roomy)
	}
}
