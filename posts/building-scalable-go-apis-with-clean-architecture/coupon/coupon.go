// Package coupon knows what a coupon is and when it may be redeemed. It
// imports neither HTTP nor SQL.
package coupon

import (
	"errors"
	"slices"
	"time"
)

// region domain

// Coupon can be redeemed Limit times, once for each order.
type Coupon struct {
	Code    string
	Percent int
	Limit   int
	Expires time.Time
	Orders  []string // that have redeemed it
}

// What can be wrong, in words of the business.
var (
	ErrNotFound = errors.New("no such coupon")
	ErrExpired  = errors.New("coupon has expired")
	ErrUsedUp   = errors.New("coupon is used up")
)

// Redeem applies the rules. Doing it twice for an order changes nothing.
func (c *Coupon) Redeem(order string, now time.Time) error {
	switch {
	case slices.Contains(c.Orders, order):
		return nil
	case !now.Before(c.Expires):
		return ErrExpired
	case len(c.Orders) >= c.Limit:
		return ErrUsedUp
	}
	c.Orders = append(c.Orders, order)
	return nil
}

// endregion domain
