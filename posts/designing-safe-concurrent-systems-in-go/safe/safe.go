// Package safe has small examples of state that goroutines share safely.
package safe

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// region guarded

// Guarded keeps a value that can be touched only with the lock held.
type Guarded[T any] struct {
	mu sync.Mutex
	v  T
}

func NewGuarded[T any](v T) *Guarded[T] { return &Guarded[T]{v: v} }

// With gives f the value. The pointer must not outlive the call.
func (g *Guarded[T]) With(f func(v *T)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(&g.v)
}

// endregion guarded

// region seats

var ErrSoldOut = errors.New("sold out")

// Show sells seats. mu guards sold; the invariant is len(sold) <= capacity.
type Show struct {
	capacity int

	mu   sync.Mutex
	sold map[string]int // customer -> seats
}

func NewShow(capacity int) *Show {
	return &Show{capacity: capacity, sold: map[string]int{}}
}

// Left and Add are each free of data races. Used one after the other they
// sell the last seat twice.
func (s *Show) Left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left()
}

func (s *Show) Add(customer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sold[customer]++
}

// endregion seats

// region buy

// Buy checks and acts under one lock: it keeps the invariant.
func (s *Show) Buy(customer string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left() == 0 {
		return ErrSoldOut
	}
	s.sold[customer]++
	return nil
}

// left is for callers that hold mu.
func (s *Show) left() int {
	n := s.capacity
	for _, k := range s.sold {
		n -= k
	}
	return n
}

// Sold returns a copy. Handing out the map would hand out the unguarded map.
func (s *Show) Sold() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.sold)
}

// endregion buy

// region transfer

// Account is locked in the order of its id, which is unique, whoever pays.
type Account struct {
	ID int

	mu      sync.Mutex
	balance int
}

var ErrFunds = errors.New("not enough money")

func Transfer(from, to *Account, amount int) error {
	if from == to {
		return nil // locking the same mutex twice never returns
	}
	both := []*Account{from, to}
	slices.SortFunc(both, func(a, b *Account) int {
		return cmp.Compare(a.ID, b.ID)
	})
	for _, a := range both {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	if from.balance < amount {
		return ErrFunds
	}
	from.balance -= amount
	to.balance += amount
	return nil
}

// endregion transfer

// region snapshot

// Prices is read by every request and replaced as a whole now and then.
type Prices struct {
	p atomic.Pointer[map[string]int]
	w sync.Mutex // one writer at a time
}

func NewPrices() *Prices {
	s := &Prices{}
	s.p.Store(&map[string]int{})
	return s
}

// Snapshot costs one atomic load. Nobody may change what it returns.
func (s *Prices) Snapshot() map[string]int { return *s.p.Load() }

// Update changes a copy and publishes it in one step.
func (s *Prices) Update(change func(map[string]int)) {
	s.w.Lock()
	defer s.w.Unlock()
	next := maps.Clone(*s.p.Load())
	change(next)
	s.p.Store(&next)
}

// endregion snapshot

// region owner

// Owner is a goroutine that owns its state; others send it requests.
type Owner struct {
	ask  chan func(total *int)
	gone <-chan struct{} // closed when the owner has to leave
}

// NewOwner runs until ctx is done.
func NewOwner(ctx context.Context) *Owner {
	o := &Owner{make(chan func(*int)), ctx.Done()}
	go func() {
		total := 0 // nothing outside this function can reach it
		for {
			select {
			case f := <-o.ask:
				f(&total)
			case <-o.gone:
				return
			}
		}
	}()
	return o
}

// endregion owner

// region ask

var ErrGone = errors.New("the owner has left")

// Add waits for the answer, until ctx is done or the owner leaves.
func (o *Owner) Add(ctx context.Context, n int) (int, error) {
	reply := make(chan int, 1)
	f := func(total *int) {
		*total += n
		reply <- *total
	}
	select {
	case o.ask <- f:
		return <-reply, nil // accepted: the owner will answer
	case <-o.gone:
		return 0, ErrGone
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// endregion ask
