// Package lifecycle runs a service until it is told to stop, and then stops
// it in an order that loses nothing.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// ErrShutdown is the cause that handlers and jobs see when time is up.
var ErrShutdown = errors.New("the service is shutting down")

// region app

// App is everything that has to start and stop together.
type App struct {
	Handler http.Handler
	// Workers fetch and do work until fetch is done; they give base to the
	// work itself, so that the current job can be finished.
	Workers []func(fetch, base context.Context)
	// Closers run last, in reverse order: database, then tracing, and so on.
	Closers []func(context.Context) error

	Lag   time.Duration // until nobody sends new requests here
	Drain time.Duration // for requests and jobs that are under way
	Close time.Duration // for those that had to be canceled, and closers

	ready atomic.Bool
}

// endregion app

// region ready

// Ready answers the readiness probe. It says nothing about dependencies.
func (a *App) Ready(w http.ResponseWriter, _ *http.Request) {
	if !a.ready.Load() {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
	}
}

// endregion ready

// region run

// Run serves until stop is done, then shuts down. It returns nil if nothing
// was cut short.
func (a *App) Run(stop context.Context, ln net.Listener) error {
	base, cut := context.WithCancelCause(context.Background())
	defer cut(nil)
	srv := &http.Server{
		Handler:           a.Handler,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       60 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return base },
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()

	fetch, stopFetching := context.WithCancel(base)
	defer stopFetching()
	var workers sync.WaitGroup
	for _, w := range a.Workers {
		workers.Go(func() { w(fetch, base) })
	}
	a.ready.Store(true)

	var failed error
	select {
	case <-stop.Done():
	case failed = <-served: // the listener broke: stop as well
	}
	return errors.Join(failed, a.shutdown(srv, &workers, stopFetching, cut))
}

// endregion run

// region shutdown

func (a *App) shutdown(srv *http.Server, workers *sync.WaitGroup,
	stopFetching func(), cut context.CancelCauseFunc) error {
	a.ready.Store(false) // 1. tell the world
	stopFetching()       //    and take no new jobs
	time.Sleep(a.Lag)    // 2. serve on, until the world has heard it

	ctx, cancel := context.WithTimeout(context.Background(), a.Drain)
	defer cancel()
	err := srv.Shutdown(ctx) // 3. finish requests
	err = errors.Join(err, wait(ctx, workers))

	last, cancel := context.WithTimeout(context.Background(), a.Close)
	defer cancel()
	if err != nil { // 4. time is up: cancel what is left, with a reason
		cut(ErrShutdown)
		if srv.Shutdown(last) != nil {
			srv.Close()
		}
		wait(last, workers)
		err = fmt.Errorf("shutdown was cut short: %w", err)
	}
	for i := len(a.Closers) - 1; i >= 0; i-- { // 5. let go of the rest
		err = errors.Join(err, a.Closers[i](last))
	}
	return err
}

// endregion shutdown

func wait(ctx context.Context, wg *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// region worker

// Consume makes a worker of an App: it takes jobs until fetch is done, and
// hands base to the work itself.
func Consume[J any](receive func(context.Context) (J, error),
	work func(context.Context, J)) func(fetch, base context.Context) {
	return func(fetch, base context.Context) {
		for fetch.Err() == nil {
			job, err := receive(fetch) // canceled by SIGTERM
			if err == nil {
				work(base, job) // canceled by the hard end
				continue
			}
			select { // the queue is in trouble, or fetch is done
			case <-time.After(time.Second):
			case <-fetch.Done():
			}
		}
	}
}

// endregion worker

// region stream

// Stream is a handler that never finishes by itself (server-sent events).
// closing is closed by http.Server.RegisterOnShutdown.
func Stream(closing <-chan struct{}, tick time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		t := time.NewTicker(tick)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				fmt.Fprint(w, "data: tick\n\n")
				http.NewResponseController(w).Flush()
			case <-closing:
				fmt.Fprint(w, "event: bye\ndata:\n\n")
				return // the client reconnects, to another replica
			case <-r.Context().Done():
				return
			}
		}
	})
}

// endregion stream
