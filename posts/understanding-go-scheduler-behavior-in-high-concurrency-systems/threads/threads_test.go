//go:build unix

package threads

import "testing"

func TestPollerNeedsFewThreadsSyscallsNeedOneEach(t *testing.T) {
	const n = 100
	before := Count()
	polled, err := InPoller(n)
	if err != nil {
		t.Fatal(err)
	}
	if polled > before+n/2 {
		t.Errorf("%d threads for %d polled reads (%d before)", polled, n, before)
	}
	blocked, err := InSyscall(n)
	if err != nil {
		t.Fatal(err)
	}
	if blocked < n {
		t.Errorf("%d threads for %d blocked system calls, want at least %d", blocked, n, n)
	}
}
