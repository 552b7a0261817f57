package survive

import "sync/atomic"

// region dimmer

// Dimmer turns optional work off under load and on again later than it
// turned it off, so that it does not flicker.
type Dimmer struct {
	Off, On float64 // e.g. off above 1.2, on again below 0.7
	dim     atomic.Bool
}

// Optional reports whether there is room for work that may be left out.
func (d *Dimmer) Optional(load float64) bool {
	switch {
	case load >= d.Off:
		d.dim.Store(true)
	case load <= d.On:
		d.dim.Store(false)
	}
	return !d.dim.Load()
}

// endregion dimmer
