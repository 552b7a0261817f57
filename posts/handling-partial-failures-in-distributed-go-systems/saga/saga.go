// Package saga runs steps that each commit on their own, and undoes the
// finished ones when a later step cannot be done.
package saga

import (
	"context"
	"errors"
	"fmt"
)

// region step

// Step is one local transaction and its undoing. Both get the saga's id, use
// it as the idempotency key, and may be called more than once.
type Step struct {
	Name       string
	Do         func(ctx context.Context, id string) error
	Compensate func(ctx context.Context, id string) error // or nil
}

// ErrRefused is a definite no: the step had no effect and never will.
var ErrRefused = errors.New("refused")

// endregion step

// Journal is the saga's durable state: a table row in a real system.
type Journal interface {
	Load(ctx context.Context, id string) (State, error)
	Save(ctx context.Context, id string, s State) error
}

// State is what a journal keeps.
type State struct {
	Next   int  // steps before Next are done
	Undo   bool // going backward
	Failed string
	Done   bool
}

// ErrCompensated says that the saga ended without effect.
var ErrCompensated = errors.New("saga compensated")

// region run

// Run drives the saga to an end. Any other error than ErrCompensated means
// "call Run again later": the state is saved before each step.
func Run(ctx context.Context, j Journal, id string, steps []Step) error {
	s, err := j.Load(ctx, id)
	if err != nil {
		return err
	}
	for !s.Done {
		if s.Undo {
			err = back(ctx, id, steps, &s)
		} else {
			err = forward(ctx, id, steps, &s)
		}
		if err != nil {
			return err
		}
		if err := j.Save(ctx, id, s); err != nil {
			return err
		}
	}
	if s.Undo {
		return fmt.Errorf("%w: %s", ErrCompensated, s.Failed)
	}
	return nil
}

// endregion run

// region forward
func forward(ctx context.Context, id string, steps []Step, s *State) error {
	if s.Next == len(steps) {
		s.Done = true
		return nil
	}
	step := steps[s.Next]
	switch err := step.Do(ctx, id); {
	case err == nil:
		s.Next++
	case errors.Is(err, ErrRefused):
		s.Undo, s.Failed = true, step.Name+": "+err.Error()
	default:
		// Unknown outcome. Not done, not undone: the same step again.
		return fmt.Errorf("%s: %w", step.Name, err)
	}
	return nil
}

// endregion forward

func back(ctx context.Context, id string, steps []Step, s *State) error {
	if s.Next == 0 {
		s.Done = true
		return nil
	}
	step := steps[s.Next-1]
	if step.Compensate != nil {
		if err := step.Compensate(ctx, id); err != nil {
			return fmt.Errorf("undo %s: %w", step.Name, err)
		}
	}
	s.Next--
	return nil
}
