//go:build goexperiment.goroutineleakprofile

package sick

import (
	"bytes"
	"context"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"
)

// Run with GOEXPERIMENT=goroutineleakprofile.
func TestLeakProfile(t *testing.T) {
	s := New()
	for range 25 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s.Ask(ctx, func() string { return "late" })
	}
	for deadline := time.Now().Add(5 * time.Second); ; runtime.Gosched() {
		var b bytes.Buffer
		pprof.Lookup("goroutineleak").WriteTo(&b, 1)
		if strings.Contains(b.String(), "25 @") {
			t.Logf("%s", b.String())
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the leak is not in the profile:\n%s", b.String())
		}
	}
}
