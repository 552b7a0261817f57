package coupon

import (
	"context"
	"fmt"
	"time"
)

// region store

// Store is what the service needs, and no more. Update loads a coupon,
// calls change, and saves what it left, as one atomic step. If change
// returns an error, nothing is saved, and the error is returned.
type Store interface {
	Update(ctx context.Context, code string,
		change func(*Coupon) error) error
}

// endregion store

// region service

// Service is the use cases. Its fields are its dependencies.
type Service struct {
	Store Store
	Now   func() time.Time
}

// Redeem returns the discount in percent for an order.
func (s *Service) Redeem(
	ctx context.Context, code, order string,
) (percent int, err error) {
	err = s.Store.Update(ctx, code, func(c *Coupon) error {
		percent = c.Percent
		return c.Redeem(order, s.Now())
	})
	if err != nil {
		return 0, fmt.Errorf("redeem %s for order %s: %w", code, order, err)
	}
	return percent, nil
}

// endregion service
