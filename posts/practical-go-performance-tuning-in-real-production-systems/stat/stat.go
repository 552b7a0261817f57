// Package stat compares two sets of benchmark timings the way benchstat
// does: medians, and a rank test that assumes no distribution.
package stat

import (
	"bufio"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// region parse
// Parse collects ns/op by benchmark name from the output of go test -bench.
func Parse(r io.Reader) (map[string][]float64, error) {
	out := map[string][]float64{}
	s := bufio.NewScanner(r)
	for s.Scan() {
		f := strings.Fields(s.Text())
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") || f[3] != "ns/op" {
			continue
		}
		v, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return nil, err
		}
		out[f[0]] = append(out[f[0]], v)
	}
	return out, s.Err()
}

// endregion parse

// Median of v; v is not changed.
func Median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

// region u
// P is the two-sided p-value of the Mann-Whitney U test (normal
// approximation with continuity correction, no correction for ties): how
// often two equal distributions would look at least this different.
func P(a, b []float64) float64 {
	u := 0.0
	for _, x := range a {
		for _, y := range b {
			switch {
			case x < y:
				u++
			case x == y:
				u += 0.5
			}
		}
	}
	n, m := float64(len(a)), float64(len(b))
	mean := n * m / 2
	sd := math.Sqrt(n * m * (n + m + 1) / 12)
	z := max(0, math.Abs(u-mean)-0.5) / sd
	return math.Erfc(z / math.Sqrt2)
}

// endregion u
