package quorum

import (
	"math"
	"math/rand/v2"
	"slices"
)

// region latency

// Latency draws the answer times of five replicas n times, 1 ms at the
// median with a long tail, and returns how long a client waits for k.
func Latency(k, n int) []float64 {
	rng := rand.New(rand.NewPCG(3, 4))
	waits := make([]float64, n)
	for i := range waits {
		var answers [replicas]float64
		for r := range answers {
			answers[r] = math.Exp(rng.NormFloat64()) // log-normal, in ms
		}
		slices.Sort(answers[:])
		waits[i] = answers[k-1]
	}
	slices.Sort(waits)
	return waits
}

// endregion latency

// Percentile returns the p-th percentile of sorted values.
func Percentile(sorted []float64, p int) float64 {
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}
