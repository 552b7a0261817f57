package coupon

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// region rules
func TestRules(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	fresh := func() *Coupon {
		return &Coupon{Code: "MAY", Percent: 10, Limit: 2,
			Expires: now.Add(time.Hour), Orders: []string{"a"}}
	}
	none := func(*Coupon) {}
	full := func(c *Coupon) { c.Limit = 1 }
	over := func(c *Coupon) { c.Expires = now }
	for name, c := range map[string]struct {
		change func(*Coupon)
		order  string
		want   error
		used   int
	}{
		"room for one more":   {none, "b", nil, 2},
		"same order again":    {none, "a", nil, 1},
		"at its last instant": {over, "b", ErrExpired, 1},
		"used up":             {full, "b", ErrUsedUp, 1},
		"used up, same order": {full, "a", nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			k := fresh()
			c.change(k)
			err := k.Redeem(c.order, now)
			if !errors.Is(err, c.want) || len(k.Orders) != c.used {
				t.Errorf("%v, %d used", err, len(k.Orders))
			}
		})
	}
}

// endregion rules

// region cost
type adder interface{ add(int) int }

type one struct{ n int }

//go:noinline
func (o *one) add(i int) int { o.n += i; return o.n }

func BenchmarkDirectCall(b *testing.B) {
	o := &one{}
	for b.Loop() {
		o.add(1)
	}
}

func BenchmarkInterfaceCall(b *testing.B) {
	all := []adder{&one{}}
	for b.Loop() {
		all[0].add(1)
	}
}

// endregion cost

func ExampleCoupon_Redeem() {
	c := Coupon{Limit: 1, Expires: time.Now().Add(time.Hour)}
	fmt.Println(c.Redeem("a", time.Now()), c.Redeem("b", time.Now()))
	// Output: <nil> coupon is used up
}
