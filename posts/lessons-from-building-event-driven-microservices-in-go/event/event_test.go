package event

import (
	"errors"
	"testing"
)

func TestStoryIsKept(t *testing.T) {
	a := New("order.placed")
	b, err := Because(a, "payment.taken")
	if err != nil || b.Correlation != a.ID || b.Causation != a.ID || b.Hops != 1 {
		t.Errorf("%+v, err %v", b, err)
	}
	c, _ := Because(b, "parcel.sent")
	if c.Correlation != a.ID || c.Causation != b.ID || c.ID == b.ID {
		t.Errorf("%+v", c)
	}
}

func TestLoopEnds(t *testing.T) {
	e := New("a")
	var err error
	for n := 0; ; n++ {
		if e, err = Because(e, "b"); err != nil {
			if !errors.Is(err, ErrLoop) || n != maxHops {
				t.Errorf("err %v after %d", err, n)
			}
			return
		}
	}
}
