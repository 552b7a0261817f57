package stat

import (
	"math"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	if Median([]float64{3, 1, 2}) != 2 || Median([]float64{4, 1, 2, 3}) != 2.5 {
		t.Error("median")
	}
}

func TestP(t *testing.T) {
	a := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	b := []float64{11, 12, 13, 14, 15, 16, 17, 18, 19, 20}
	// u = 100, mean 50, sd sqrt(175): z = 49.5/13.229 = 3.742.
	if p := P(a, b); math.Abs(p-0.000183) > 0.00001 {
		t.Errorf("separated: p = %v, want 0.000183", p)
	}
	if p := P(a, a); p != 1 {
		t.Errorf("equal: p = %v, want 1", p)
	}
	if P(a, b) != P(b, a) {
		t.Error("the test must be symmetric")
	}
	if p := P([]float64{1}, []float64{2}); p < 0.05 {
		t.Errorf("one value each: p = %v, can't be significant", p)
	}
}

func TestParse(t *testing.T) {
	in := "goos: linux\nBenchmarkX-2   10  120.5 ns/op  8 B/op\nBenchmarkX-2 9 130 ns/op\nPASS\n"
	m, err := Parse(strings.NewReader(in))
	if err != nil || len(m["BenchmarkX-2"]) != 2 || m["BenchmarkX-2"][0] != 120.5 {
		t.Errorf("%v %v", m, err)
	}
}
