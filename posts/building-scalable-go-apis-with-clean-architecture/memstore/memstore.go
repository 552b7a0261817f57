// Package memstore keeps coupons in memory, for tests and demonstrations.
package memstore

import (
	"context"
	"slices"
	"sync"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
)

// region mem

// Store implements coupon.Store.
type Store struct {
	mu  sync.Mutex
	all map[string]coupon.Coupon
}

// Update changes a copy, so that a failed change leaves no trace.
func (s *Store) Update(ctx context.Context, code string,
	change func(*coupon.Coupon) error,
) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.all[code]
	if !ok {
		return coupon.ErrNotFound
	}
	c.Orders = slices.Clone(c.Orders)
	if err := change(&c); err != nil {
		return err
	}
	s.all[code] = c
	return nil
}

// endregion mem

// New returns a store with these coupons.
func New(coupons ...coupon.Coupon) *Store {
	s := &Store{all: map[string]coupon.Coupon{}}
	for _, c := range coupons {
		s.all[c.Code] = c
	}
	return s
}
