package balance

import (
	"testing"
	"time"
)

func TestCountingOpenRequestsAvoidsTheSlowReplica(t *testing.T) {
	for _, scene := range Scenes[1:] {
		p99 := map[string]time.Duration{}
		for _, s := range Strategies {
			_, p99[s.Name] = Run(s.Pick, scene, 1)
		}
		for _, blind := range []string{"random", "round robin"} {
			for _, sees := range []string{"two choices", "least open"} {
				if p99[blind] < 5*p99[sees] {
					t.Errorf("%s: %s %v, %s %v", scene.Name, blind, p99[blind], sees, p99[sees])
				}
			}
		}
	}
}
