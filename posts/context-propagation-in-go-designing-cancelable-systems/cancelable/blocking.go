package cancelable

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// region conn

// ReadFull reads len(buf) bytes from a connection, until ctx is done. The
// only language a connection understands is a deadline, so speak that.
func ReadFull(ctx context.Context, c net.Conn, buf []byte) error {
	stop := context.AfterFunc(ctx, func() {
		c.SetReadDeadline(time.Unix(1, 0)) // long ago: wakes the reader
	})
	_, err := io.ReadFull(c, buf)
	if !stop() { // AfterFunc has started: ctx ended while we read
		return context.Cause(ctx)
	}
	return err
}

// endregion conn

// region call

// Call waits for f or for ctx. It does not stop f: when ctx ends first, f
// runs on by itself, and its result goes into the channel and nowhere else.
func Call[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		v   T
		err error
	}
	ch := make(chan result, 1) // room for one: f never waits to deliver
	go func() {
		v, err := f()
		ch <- result{v, err}
	}()
	select {
	case r := <-ch:
		return r.v, r.err
	case <-ctx.Done():
		var zero T
		return zero, context.Cause(ctx)
	}
}

// endregion call

// region commit

// Ledger is what Pay needs: Hold can be undone, Capture can not.
type Ledger interface {
	Hold(ctx context.Context, order string) error
	Capture(ctx context.Context, order string) error
	Record(ctx context.Context, order string) error
}

// Pay is cancelable until money moves, and not after that.
func Pay(ctx context.Context, l Ledger, order string) error {
	if err := l.Hold(ctx, order); err != nil {
		return err
	}
	if err := context.Cause(ctx); err != nil {
		return err // the last exit
	}
	rest, cancel := context.WithTimeout(
		context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := l.Capture(rest, order); err != nil {
		return err
	}
	return l.Record(rest, order)
}

// endregion commit

// region values

type requestKey struct{}

// Request is what travels with a request: one struct, one key.
type Request struct {
	ID, Tenant string
}

func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

func RequestFrom(ctx context.Context) (Request, bool) {
	r, ok := ctx.Value(requestKey{}).(Request)
	return r, ok
}

// endregion values

// region wait

// Wait waits on a sync.Cond until ready or until ctx is done. The caller
// holds c.L, as for c.Wait.
func Wait(ctx context.Context, c *sync.Cond, ready func() bool) error {
	stop := context.AfterFunc(ctx, func() {
		c.L.Lock() // or the wake-up can fall between check and Wait
		defer c.L.Unlock()
		c.Broadcast()
	})
	defer stop()
	for !ready() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		c.Wait()
	}
	return nil
}

// endregion wait
