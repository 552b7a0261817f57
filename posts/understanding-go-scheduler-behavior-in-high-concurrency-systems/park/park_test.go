package park

import (
	"runtime"
	"testing"
)

func TestParkedGoroutineCostsAboutItsStack(t *testing.T) {
	const n = 10_000
	shallow := Run(n, 0)
	per := shallow.Stack / n
	if per < 1500 || per > 4500 {
		t.Errorf("a shallow goroutine costs %d stack bytes, want about 2 KiB", per)
	}
}

func TestDeepCallsGrowTheStack(t *testing.T) {
	const n = 3_000
	shallow := Run(n, 0)
	deep := Run(n, 48) // about 8 KiB of frames
	if deep.Stack < 8000*n || deep.Stack < shallow.Stack*3/2 {
		t.Errorf("deep %d bytes, shallow %d: want at least 8 KB each and more",
			deep.Stack, shallow.Stack)
	}
}

func TestAllGoroutinesEnd(t *testing.T) {
	before := runtime.NumGoroutine()
	Run(3_000, 0)
	for runtime.NumGoroutine() > before {
		runtime.Gosched()
	}
}
