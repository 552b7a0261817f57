//go:build !race

package lab

const (
	requests = 4000     // about 18 seconds of load
	least    = 600 * ms // for the baseline's P99
)
