package ten

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// region lost
func TestOldReleaseDeletesTheNewField(t *testing.T) {
	// Written by the new release, on another instance:
	stored := []byte(`{"id":7,"name":"Ada","vat":"DE123"}`)

	after, _ := rename(stored, "Ada L.")
	if strings.Contains(string(after), "vat") {
		t.Errorf("%s; the post says it is lost", after)
	}
	after, _ = renameKeeping(stored, "Ada L.")
	if !strings.Contains(string(after), `"vat":"DE123"`) {
		t.Errorf("lost in %s", after)
	}
}

// endregion lost

func TestMostCombinationsOfFlagsMeanNothing(t *testing.T) {
	legal := 0
	for i := range 16 {
		f := flags{i&1 > 0, i&2 > 0, i&4 > 0, i&8 > 0}
		if f.legal() {
			legal++
		}
	}
	if named := int(refunded) + 1; legal != 6 || named != legal {
		t.Errorf("%d of 16 are legal, %d states have a name", legal, named)
	}
}

// region average
func TestPercentilesCannotBeAveraged(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	instance := func(n int, mean float64) []float64 {
		l := make([]float64, n)
		for i := range l {
			l[i] = rng.ExpFloat64() * mean
		}
		slices.Sort(l)
		return l
	}
	for _, n := range []int{90_000, 50_000} { // requests to the fast one
		fast, slow := instance(n, 10), instance(100_000-n, 100)
		all := slices.Sorted(slices.Values(slices.Concat(fast, slow)))
		f, s := percentile(fast, 99), percentile(slow, 99)
		average, truth := (f+s)/2, percentile(all, 99)
		t.Logf("%d%% fast: p99 %.0f and %.0f, average %.0f, truth %.0f ms",
			n/1000, f, s, average, truth)
		wrongUp := average > truth+15
		wrongDown := average < truth-15
		if wrongUp != (n == 90_000) || wrongDown != (n == 50_000) {
			t.Errorf("average %.0f, truth %.0f", average, truth)
		}
	}
}

// endregion average

func TestErrorNamesTheThing(t *testing.T) {
	err := load(7, func(int) error { return fs.ErrNotExist })
	if !errors.Is(err, fs.ErrNotExist) ||
		!strings.Contains(err.Error(), "customer 7") {
		t.Error(err)
	}
}
