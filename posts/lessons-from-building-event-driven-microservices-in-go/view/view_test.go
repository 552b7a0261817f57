package view

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestReaderSeesItsOwnWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := New()
		v.Apply("o1", Row{1, "placed"})
		go func() {
			time.Sleep(80 * time.Millisecond) // the consumer is behind
			v.Apply("other", Row{9, "x"})
			time.Sleep(80 * time.Millisecond)
			v.Apply("o1", Row{2, "paid"})
		}()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		row, ok := v.AtLeast(ctx, "o1", 2)
		if !ok || row.Value != "paid" || time.Since(start) != 160*time.Millisecond {
			t.Errorf("%+v %v after %v", row, ok, time.Since(start))
		}
	})
}

func TestReaderDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := New()
		v.Apply("o1", Row{1, "placed"})
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		start := time.Now()
		row, ok := v.AtLeast(ctx, "o1", 2)
		if ok || row.Value != "placed" || time.Since(start) != 300*time.Millisecond {
			t.Errorf("%+v %v after %v", row, ok, time.Since(start))
		}
	})
}

func TestOldEventDoesNotGoBack(t *testing.T) {
	v := New()
	v.Apply("o1", Row{2, "paid"})
	v.Apply("o1", Row{1, "placed"})
	if row, _ := v.AtLeast(t.Context(), "o1", 1); row.Value != "paid" {
		t.Errorf("%+v", row)
	}
}
