package saga

import (
	"context"
	"errors"
	"slices"
	"testing"
)

type memory struct {
	m       map[string]State
	failAt  int // the n-th Save fails, as if the process died there
	written int
}

func (j *memory) Load(_ context.Context, id string) (State, error) { return j.m[id], nil }
func (j *memory) Save(_ context.Context, id string, s State) error {
	j.written++
	if j.written == j.failAt {
		return errors.New("crash")
	}
	if j.m == nil {
		j.m = map[string]State{}
	}
	j.m[id] = s
	return nil
}

type world struct{ log []string }

func (w *world) step(name string, do ...error) Step {
	return Step{
		Name: name,
		Do: func(context.Context, string) error {
			w.log = append(w.log, name)
			if len(do) == 0 {
				return nil
			}
			err := do[0]
			do = do[1:]
			return err
		},
		Compensate: func(context.Context, string) error {
			w.log = append(w.log, "-"+name)
			return nil
		},
	}
}

func TestAllStepsDone(t *testing.T) {
	w, j := &world{}, &memory{}
	steps := []Step{w.step("reserve"), w.step("charge"), w.step("ship")}
	if err := Run(t.Context(), j, "o1", steps); err != nil {
		t.Fatal(err)
	}
	if err := Run(t.Context(), j, "o1", steps); err != nil {
		t.Fatal(err)
	}
	if want := []string{"reserve", "charge", "ship"}; !slices.Equal(w.log, want) {
		t.Errorf("%v", w.log)
	}
}

func TestRefusalUndoesInReverse(t *testing.T) {
	w := &world{}
	err := Run(t.Context(), &memory{}, "o1", []Step{
		w.step("reserve"), w.step("charge"), w.step("ship", ErrRefused),
	})
	if !errors.Is(err, ErrCompensated) {
		t.Fatalf("err %v", err)
	}
	want := []string{"reserve", "charge", "ship", "-charge", "-reserve"}
	if !slices.Equal(w.log, want) {
		t.Errorf("%v", w.log)
	}
}

func TestTimeoutIsNeitherDoneNorUndone(t *testing.T) {
	w, j := &world{}, &memory{}
	steps := []Step{w.step("reserve"), w.step("charge", context.DeadlineExceeded)}
	if err := Run(t.Context(), j, "o1", steps); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("err %v", err)
	}
	if slices.Contains(w.log, "-reserve") {
		t.Fatal("compensated on an unknown outcome")
	}
	if err := Run(t.Context(), j, "o1", steps); err != nil {
		t.Fatal(err)
	}
	if want := []string{"reserve", "charge", "charge"}; !slices.Equal(w.log, want) {
		t.Errorf("%v", w.log)
	}
}

// Whatever Save the process dies at, the next run ends the saga the same way,
// and no step is undone that was not done.
func TestCrashAtEachSave(t *testing.T) {
	for at := 1; at <= 6; at++ {
		w, j := &world{}, &memory{failAt: at}
		steps := []Step{w.step("reserve"), w.step("charge"), w.step("ship", ErrRefused, ErrRefused)}
		err := Run(t.Context(), j, "o1", steps)
		if errors.Is(err, ErrCompensated) {
			t.Fatalf("crash %d did not happen: %v", at, w.log)
		}
		if err := Run(t.Context(), j, "o1", steps); !errors.Is(err, ErrCompensated) {
			t.Fatalf("crash %d: %v", at, err)
		}
		if got := w.log[len(w.log)-1]; got != "-reserve" && at < 6 {
			t.Errorf("crash %d ended with %s: %v", at, got, w.log)
		}
		if slices.Contains(w.log, "-ship") {
			t.Errorf("crash %d undid a refused step: %v", at, w.log)
		}
	}
}
