// Package cancelable has small tools for systems that stop when asked.
package cancelable

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// region budget

var ErrNoBudget = errors.New("not enough time left to start")

// Budget derives a context for one step. The step gets at most limit, and
// never the last reserve of the caller's time, which the caller needs to use
// the answer. With less than least to spend, it says so before work starts.
func Budget(ctx context.Context, limit, reserve, least time.Duration) (
	context.Context, context.CancelFunc, error) {
	spend := limit
	if deadline, ok := ctx.Deadline(); ok {
		spend = min(spend, time.Until(deadline)-reserve)
	}
	if spend < least {
		return nil, nil, fmt.Errorf("%w: %v", ErrNoBudget, spend)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, spend,
		fmt.Errorf("step used up its %v: %w", spend,
			context.DeadlineExceeded))
	return ctx, cancel, nil
}

// endregion budget

// region retry

// Retry calls f until it succeeds, for at most n times, with pauses that end
// when ctx ends, and without a pause that would outlast the deadline.
func Retry(ctx context.Context, n int, pause time.Duration,
	f func(context.Context) error) error {
	for i := 1; ; i++ {
		err := f(ctx)
		if err == nil || i == n || ctx.Err() != nil {
			return err
		}
		d, ok := ctx.Deadline()
		if ok && time.Until(d) <= pause {
			return fmt.Errorf("%w (no time to retry): %w", ErrNoBudget, err)
		}
		select {
		case <-time.After(pause):
			pause *= 2
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		}
	}
}

// endregion retry

const header = "X-Time-Left-Ms"

// region header

// SetTimeLeft tells the next service how long the answer is wanted.
func SetTimeLeft(r *http.Request) {
	if d, ok := r.Context().Deadline(); ok {
		left := max(0, time.Until(d).Milliseconds())
		r.Header.Set(header, strconv.FormatInt(left, 10))
	}
}

// WithTimeLeft gives the request's context the caller's deadline, or this
// service's own limit when that is shorter or the caller named none.
func WithTimeLeft(limit time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d := limit
		ms, err := strconv.ParseInt(r.Header.Get(header), 10, 64)
		if err == nil && ms >= 0 && ms < limit.Milliseconds() {
			d = time.Duration(ms) * time.Millisecond
		}
		ctx, cancel := context.WithTimeoutCause(r.Context(), d, ErrBudget)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// endregion header

// region causes

var (
	ErrShutdown = errors.New("the service is shutting down")
	ErrBudget   = fmt.Errorf("the request's time is used up: %w",
		context.DeadlineExceeded)
)

// Status turns the end of a context into an answer and a name for a metric.
func Status(ctx context.Context) (code int, who string) {
	switch cause := context.Cause(ctx); {
	case cause == nil:
		return http.StatusOK, "nobody"
	case errors.Is(cause, ErrShutdown):
		return http.StatusServiceUnavailable, "shutdown"
	case errors.Is(cause, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, "deadline"
	case errors.Is(cause, context.Canceled):
		return 499, "client" // or whoever canceled without a cause
	default: // such as a sibling's error: errgroup makes it the cause
		return http.StatusInternalServerError, "sibling"
	}
}

// endregion causes
