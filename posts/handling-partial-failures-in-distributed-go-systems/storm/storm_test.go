package storm

import "testing"

func byName(t *testing.T, name string) Policy {
	t.Helper()
	for _, p := range Policies {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no policy %q", name)
	return Policy{}
}

func TestJitterFlattensTheBurst(t *testing.T) {
	for seed := range uint64(5) {
		s, l := Burst()
		plain := Run(byName(t, "backoff"), s, l, seed)
		jitter := Run(byName(t, "backoff+jitter"), s, l, seed)
		if jitter.Peak*4 > plain.Peak {
			t.Errorf("seed %d: peak %d with jitter, %d without", seed, jitter.Peak, plain.Peak)
		}
		if jitter.Succeeded <= plain.Succeeded {
			t.Errorf("seed %d: %d succeeded with jitter, %d without", seed, jitter.Succeeded, plain.Succeeded)
		}
	}
}

func TestOnlyTheBudgetLetsTheServerRecover(t *testing.T) {
	for seed := range uint64(2) {
		s, l := Brownout()
		if r := Run(byName(t, "no retry"), s, l, seed); r.Recovered(15) < 0 {
			t.Error("did not recover without retries: the server is too small")
		}
		if r := Run(byName(t, "backoff+jitter"), s, l, seed); r.Recovered(15) >= 0 {
			t.Errorf("seed %d: jitter alone recovered at %d s", seed, r.Recovered(15))
		}
		r := Run(byName(t, "jitter+budget"), s, l, seed)
		if at := r.Recovered(15); at < 0 || at > 25 {
			t.Errorf("seed %d: with a budget, recovered at %d", seed, at)
		}
		if ratio := float64(r.Attempts) / float64(r.Requests); ratio > 1.11 {
			t.Errorf("seed %d: %.2f attempts per request", seed, ratio)
		}
	}
}

func TestSameSeedSameResult(t *testing.T) {
	s, l := Burst()
	a, b := Run(Policies[3], s, l, 9), Run(Policies[3], s, l, 9)
	if a.Succeeded != b.Succeeded || a.Attempts != b.Attempts || a.Peak != b.Peak {
		t.Errorf("%+v and %+v", a, b)
	}
}
