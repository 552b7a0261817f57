package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Handler does one kind of job.
type Handler struct {
	Policy Policy
	Run    func(ctx context.Context, j Job) error
}

// region one

// One claims and runs a single job.
func (s *Store) One(ctx context.Context, kinds map[string]Handler) error {
	j, err := s.Claim(ctx)
	if err != nil {
		return err
	}
	h, ok := kinds[j.Kind]
	if !ok {
		// Perhaps a newer producer: try again later, do not bury it.
		h = Handler{Policy: Policy{Attempts: 50, Base: time.Minute,
			Limit: 15 * time.Minute}}
		h.Run = func(context.Context, Job) error {
			return fmt.Errorf("no handler for %q", j.Kind)
		}
	}
	if j.Attempts > h.Policy.Attempts {
		// Claimed that often and never settled: it may kill the worker.
		return s.Fail(ctx, h.Policy, j, errors.New("never settled"))
	}
	work, cancel := context.WithTimeout(ctx, s.Lease*9/10)
	err = h.Run(work, j)
	cancel()
	settleCtx := context.WithoutCancel(ctx)
	if err == nil {
		err = Done(settleCtx, s.DB, j)
		if errors.Is(err, ErrLost) {
			return nil // done in its own transaction, or by another
		}
		return err
	}
	return s.Fail(settleCtx, h.Policy, j, err)
}

// endregion one
