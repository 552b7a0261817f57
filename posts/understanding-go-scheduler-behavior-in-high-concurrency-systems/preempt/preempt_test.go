package preempt

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

const loops = 150_000_000

// region test
func TestLoopIsPreempted(t *testing.T) {
	waited, spun := WaitBeside(loops)
	t.Logf("waited %v of %v", waited, spun)
	if os.Getenv("EXPECT_STUCK") != "" {
		if waited < spun*9/10 {
			t.Errorf("got the P back after %v of %v", waited, spun)
		}
		return
	}
	if spun > 100*time.Millisecond && waited > spun/2 {
		t.Errorf("waited %v of %v: no preemption", waited, spun)
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
