//go:build goexperiment.goroutineleakprofile

package sick

import (
	"bytes"
	"context"
	"runtime/pprof"
	"strings"
	"testing"
)

// Run with GOEXPERIMENT=goroutineleakprofile.
func TestLeakProfile(t *testing.T) {
	s := New()
	for range 25 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s.Ask(ctx, func() string { return "late" })
	}
	var b bytes.Buffer
	for !strings.Contains(b.String(), "25 @") { // some are still on their way there
		b.Reset()
		pprof.Lookup("goroutineleak").WriteTo(&b, 1)
	}
	t.Logf("%s", b.String())
}
