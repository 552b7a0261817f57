// Package plan turns a rate and a few times into the sizes of a service.
package plan

import (
	"fmt"
	"math"
	"time"
)

// region plan
// Load is what is known before there is any code.
type Load struct {
	Peak     float64       // requests per second, all instances
	Latency  time.Duration // mean time in the service
	DBTime   time.Duration // mean time holding a database connection
	CPU      time.Duration // CPU time of a request
	Cores    float64       // of one instance
	MaxUse   float64       // share of the cores to plan with, such as 0.6
	Failover int           // instances that may be missing at peak
}

// Sizes follow from it.
type Sizes struct {
	Instances int
	Rate      float64 // of one instance with the failover ones missing
	InFlight  int     // admission limit of one instance
	DBConns   int     // pool of one instance
	DBTotal   int     // what the database sees
}

// endregion plan

// region size
// Size uses Little's law: concurrency = rate × time.
func (l Load) Size() Sizes {
	each := l.Cores * l.MaxUse / l.CPU.Seconds()
	n := max(1, ceil(l.Peak/each))
	s := Sizes{Instances: n + l.Failover, Rate: l.Peak / float64(n)}
	s.InFlight = twice(s.Rate * l.Latency.Seconds())
	s.DBConns = twice(s.Rate * l.DBTime.Seconds())
	s.DBTotal = s.DBConns * s.Instances
	return s
}

// twice leaves room for bursts and for slower moments.
func twice(x float64) int { return ceil(2 * x) }

// endregion size

// ceil forgives the last digits of floating point.
func ceil(x float64) int { return int(math.Ceil(x - 1e-9)) }

// String is for the design document.
func (s Sizes) String() string {
	return fmt.Sprintf("%d instances, each %.0f/s, %d in flight,\n"+
		"%d connections each, %d in total",
		s.Instances, s.Rate, s.InFlight, s.DBConns, s.DBTotal)
}
