package plan

import (
	"testing"
	"time"
)

func TestSize(t *testing.T) {
	l := Load{Peak: 6000, Latency: 40 * time.Millisecond, DBTime: 5 * time.Millisecond,
		CPU: 800 * time.Microsecond, Cores: 2, MaxUse: 0.6, Failover: 1}
	// 0.6/0.0008 = 750 a core, 1,500 an instance: 4 and one spare.
	got := l.Size()
	want := Sizes{Instances: 5, Rate: 1500, InFlight: 120, DBConns: 15, DBTotal: 75}
	if got != want {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
	t.Log(got)
}
