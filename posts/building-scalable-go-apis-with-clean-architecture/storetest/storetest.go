// Package storetest is the contract of coupon.Store, as tests.
package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
)

var (
	soon = time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	ten  = coupon.Coupon{Code: "TEN", Percent: 10, Limit: 10, Expires: soon}
	two  = coupon.Coupon{Code: "TWO", Percent: 20, Limit: 2, Expires: soon}
)

// region contract

// Run checks a store that open fills with the given coupons.
func Run(t *testing.T, open func(*testing.T, ...coupon.Coupon) coupon.Store) {
	t.Run("unknown coupon", func(t *testing.T) {
		err := open(t).Update(t.Context(), "X", nil)
		if !errors.Is(err, coupon.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("failed change leaves no trace", func(t *testing.T) {
		s, boom := open(t, ten), errors.New("boom")
		err := s.Update(t.Context(), "TEN", func(c *coupon.Coupon) error {
			c.Orders = append(c.Orders, "a")
			return boom
		})
		if !errors.Is(err, boom) || len(orders(t, s)) != 0 {
			t.Errorf("%v, then %v", err, orders(t, s))
		}
	})
	t.Run("updates do not overlap", func(t *testing.T) {
		if overlap(t, open(t, ten), "TEN", "TEN") {
			t.Error("two changes saw the coupon at the same time")
		}
	})
	t.Run("two coupons do not deadlock", func(t *testing.T) {
		overlap(t, open(t, ten, two), "TEN", "TWO") // reports errors
	})
	t.Run("no update is lost", func(t *testing.T) {
		s := open(t, ten)
		if n := redeem(t, s, 40); n != 10 || len(orders(t, s)) != 10 {
			t.Errorf("%d redeemed, stored %v", n, orders(t, s))
		}
	})
}

// endregion contract

// region overlap

// overlap starts two updates and holds each until the other one has begun,
// or for a moment, if the store makes the other one wait.
func overlap(t *testing.T, s coupon.Store, codes ...string) bool {
	var inside atomic.Int32
	both := make(chan struct{})
	var wg sync.WaitGroup
	for i, code := range codes {
		wg.Go(func() {
			err := s.Update(t.Context(), code, func(c *coupon.Coupon) error {
				if inside.Add(1) == 2 {
					close(both)
				}
				select {
				case <-both:
				case <-time.After(200 * time.Millisecond):
					inside.Add(-1)
				}
				return c.Redeem(fmt.Sprint("order-", i), time.Now())
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return inside.Load() == 2
}

// endregion overlap

// redeem lets n orders redeem the coupon at once, and counts the lucky.
func redeem(t *testing.T, s coupon.Store, n int) int64 {
	svc := &coupon.Service{Store: s, Now: time.Now}
	var lucky atomic.Int64
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			_, err := svc.Redeem(t.Context(), "TEN", fmt.Sprint("order-", i))
			if err == nil {
				lucky.Add(1)
			} else if !errors.Is(err, coupon.ErrUsedUp) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return lucky.Load()
}

func orders(t *testing.T, s coupon.Store) (out []string) {
	t.Helper()
	if err := s.Update(t.Context(), "TEN", func(c *coupon.Coupon) error {
		out = c.Orders
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
