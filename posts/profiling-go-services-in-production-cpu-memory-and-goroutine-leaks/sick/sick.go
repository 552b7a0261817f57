// Package sick is a small service with three faults, one of each kind.
package sick

import (
	"context"
	"errors"
	"regexp"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
)

// Service has one method per fault.
type Service struct {
	mu       sync.Mutex
	sessions map[string][]byte
}

// New returns a service without sessions.
func New() *Service { return &Service{sessions: map[string][]byte{}} }

// region cpu
// Validate compiles its expression for each call.
func (s *Service) Validate(email string) bool {
	re := regexp.MustCompile(`^[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	return re.MatchString(strings.ToLower(email))
}

// endregion cpu

// region heap
// Remember keeps 4 KiB for each session and never forgets one.
func (s *Service) Remember(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[id] = make([]byte, 4<<10)
}

// endregion heap

// region goroutine
var errTimeout = errors.New("timeout")

// Ask leaves its goroutine behind when the answer comes too late: nobody
// receives from the unbuffered channel any more.
func (s *Service) Ask(ctx context.Context, slow func() string) (string, error) {
	answer := make(chan string)
	go func() { answer <- slow() }()
	select {
	case a := <-answer:
		return a, nil
	case <-ctx.Done():
		return "", errTimeout
	}
}

// endregion goroutine

// region label
// Serve runs one request with its route as a label, which the CPU and
// goroutine profiles then carry.
func Serve(ctx context.Context, route string, f func(context.Context)) {
	pprof.Do(ctx, pprof.Labels("route", route), f)
}

// endregion label

// Request is what one request of the example does.
func (s *Service) Request(ctx context.Context, id string) {
	Serve(ctx, "/signup", func(context.Context) {
		for range 20 {
			s.Validate("Some.Body@example.com")
		}
	})
	Serve(ctx, "/session", func(context.Context) { s.Remember(id) })
	Serve(ctx, "/quote", func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		s.Ask(ctx, func() string { time.Sleep(2 * time.Millisecond); return "42" })
	})
}
