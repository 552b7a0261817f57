package consumer

import "testing"

// Where a consumer must hold, and where it must fail for the post to be true.
func TestWhoHolds(t *testing.T) {
	// columns: nothing, repeat, reorder, both, lose
	holds := [][]bool{
		{true, false, true, false, false},
		{true, true, true, true, false},
		{true, true, false, false, false},
		{true, true, true, true, false},
		{true, true, true, true, false},
	}
	for way, ch := range Ways {
		names, kinds := Kinds()
		for i, c := range kinds {
			wrong, stuck := Run(c, ch, 1)
			if (wrong+stuck == 0) != holds[i][way] {
				t.Errorf("%s, %s: %d wrong, %d stuck", names[i], ch.Name, wrong, stuck)
			}
		}
	}
}

func TestLossIsNoticedOnlyByTheOneThatCounts(t *testing.T) {
	names, kinds := Kinds()
	lost := map[string][2]int{}
	for i, c := range kinds {
		wrong, stuck := Run(c, Ways[4], 1)
		lost[names[i]] = [2]int{wrong, stuck}
	}
	if l := lost["add in order (by seq)"]; l[1] < 5*l[0] {
		t.Errorf("in order: %d wrong, only %d known", l[0], l[1])
	}
	if n, a := lost["set newest (by seq)"][0], lost["add once (by id)"][0]; 5*n > a {
		t.Errorf("state heals: %d wrong, against %d for deltas", n, a)
	}
}
