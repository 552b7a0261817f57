package preempt

import (
	"os"
	"os/exec"
	"testing"
)

// region test
func TestLoopIsPreempted(t *testing.T) {
	stuck := os.Getenv("EXPECT_STUCK") != ""
	for loops := uint64(150_000_000); ; loops *= 2 { // until it is long enough
		waited, spun, over := WaitBeside(loops)
		t.Logf("waited %v of %v", waited, spun)
		if stuck && !over {
			t.Error("got the P back before the end")
		}
		if stuck || !over {
			return
		}
	}
}

func TestWithoutAsyncPreemption(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestLoopIsPreempted$", "-test.v")
	cmd.Env = append(os.Environ(), "GODEBUG=asyncpreemptoff=1", "EXPECT_STUCK=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// endregion test
