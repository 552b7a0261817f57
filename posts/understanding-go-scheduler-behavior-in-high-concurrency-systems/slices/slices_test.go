package slices

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"testing"
	"time"
)

func TestHogsDelayOthersByTimeSlices(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	stop := Hogs(4)
	defer stop()
	late := Late(10, time.Millisecond)
	if p50 := Quantile(late, 0.5); p50 < 8*time.Millisecond {
		t.Errorf("median delay %v with 4 hogs on one P, want about 10 ms or more", p50)
	}
}

func TestYieldWaitsForTheQueue(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	stop := Hogs(6)
	defer stop()
	Yields(1) // until every hog has begun
	if p50 := Quantile(Yields(3), 0.5); p50 < 50*time.Millisecond {
		t.Errorf("median yield %v behind 6 hogs on one P, want about 60 ms", p50)
	}
}

func TestRuntimeHistogramSeesTheWait(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	before := SchedLatency()
	stop := Hogs(4)
	var wg sync.WaitGroup
	for range 200 { // behind four slices; about one in eight is sampled
		wg.Go(func() {})
	}
	wg.Wait()
	stop()
	if p := Delta(before, SchedLatency(), 0.5); p < 0.008 {
		t.Errorf("runtime p50 = %v s, want at least 8 ms", p)
	}
}

func TestDelta(t *testing.T) {
	h := func(c ...uint64) *metrics.Float64Histogram {
		return &metrics.Float64Histogram{Counts: c, Buckets: []float64{0, 1, 2, 3}}
	}
	if got := Delta(h(5, 0, 0), h(5, 9, 1), 0.5); got != 2 {
		t.Errorf("p50 = %v, want 2", got)
	}
	if got := Delta(h(5, 0, 0), h(5, 9, 1), 0.99); got != 3 {
		t.Errorf("p99 = %v, want 3", got)
	}
	if got := Delta(h(1, 1, 1), h(1, 1, 1), 0.99); got != 0 {
		t.Errorf("no samples: %v, want 0", got)
	}
}
