//go:build race

package lab

// The race detector is slow: a shorter load, which sees one whole burst, and
// so a milder baseline.
const (
	requests = 1000
	least    = 400 * ms
)
