package fallback

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestStaleUntilMaxAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := errors.New("down")
		var fail error
		load := func(context.Context, string) (int, error) { return 7, fail }
		s := &Store[string, int]{MaxAge: time.Minute}

		if v, err := s.Get(t.Context(), "k", load); err != nil || v.Stale || v.V != 7 {
			t.Fatalf("fresh: %+v %v", v, err)
		}
		fail = down
		time.Sleep(30 * time.Second)
		v, err := s.Get(t.Context(), "k", load)
		if err != nil || !v.Stale || v.V != 7 || v.Age != 30*time.Second {
			t.Errorf("stale: %+v %v", v, err)
		}
		if _, err := s.Get(t.Context(), "unknown", load); !errors.Is(err, down) {
			t.Errorf("a key never loaded gave %v", err)
		}
		time.Sleep(31 * time.Second)
		if _, err := s.Get(t.Context(), "k", load); !errors.Is(err, down) {
			t.Errorf("too old, but gave %v", err)
		}
	})
}
