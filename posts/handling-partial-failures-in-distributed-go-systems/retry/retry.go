// Package retry retries an operation a bounded number of times, with jitter,
// inside the caller's deadline and inside a budget shared by all calls.
package retry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// region backoff

// Backoff is the ceiling before retry n (0 is the first retry).
func Backoff(base, limit time.Duration, n int) time.Duration {
	d := base
	for ; n > 0 && d < limit; n-- {
		d *= 2
	}
	return min(d, limit)
}

// FullJitter picks uniformly between zero and the ceiling.
func FullJitter(ceiling time.Duration) time.Duration {
	return time.Duration(rand.Int64N(int64(ceiling) + 1))
}

// endregion backoff

// region budget

// Budget pays for retries out of first attempts; share one per dependency.
type Budget struct {
	mu                 sync.Mutex
	tokens, max, ratio float64
}

// NewBudget pays ratio for each first attempt, and saves up at most burst.
func NewBudget(ratio, burst float64) *Budget {
	return &Budget{tokens: burst, max: burst, ratio: ratio}
}

// Deposit is called once for each first attempt.
func (b *Budget) Deposit() {
	b.mu.Lock()
	b.tokens = min(b.max, b.tokens+b.ratio)
	b.mu.Unlock()
}

// Withdraw is called before each retry.
func (b *Budget) Withdraw() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// endregion budget

// ErrBudget marks an error that was not retried because the budget was empty.
var ErrBudget = errors.New("retry budget exhausted")

// Policy says how one dependency may be retried.
type Policy struct {
	Attempts  int // total, the first one included
	Base      time.Duration
	Limit     time.Duration // longest ceiling
	PerTry    time.Duration // 0 means no timeout of its own
	Budget    *Budget
	Retryable func(error) bool
}

// region do

// Do runs op until it succeeds, may not be retried, or runs out of
// attempts, budget or time.
func Do(ctx context.Context, p Policy, op func(context.Context) error) error {
	p.Budget.Deposit()
	for n := 0; ; n++ {
		err := try(ctx, p.PerTry, op)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil, !p.Retryable(err), n+1 >= p.Attempts:
			return err
		}
		delay := FullJitter(Backoff(p.Base, p.Limit, n))
		if end, ok := ctx.Deadline(); ok && time.Until(end) <= delay {
			return err // the answer could only come too late
		}
		if !p.Budget.Withdraw() {
			return fmt.Errorf("%w: %w", ErrBudget, err)
		}
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return err
		}
	}
}

// endregion do

func try(ctx context.Context, d time.Duration, op func(context.Context) error) error {
	if d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d)
		defer cancel()
	}
	return op(ctx)
}
