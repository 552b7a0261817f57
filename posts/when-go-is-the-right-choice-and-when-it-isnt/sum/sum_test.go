package sum

import "testing"

func TestForgottenCaseIsSilent(t *testing.T) {
	if got := Describe(Voucher{"X"}); got != "" {
		t.Errorf("got %q; the post says nothing is printed", got)
	}
	if Describe(Card{"4242"}) == "" || Describe(Transfer{"DE1"}) == "" {
		t.Error("a case is broken")
	}
}

func TestNilPointerInAnInterfaceIsNotNil(t *testing.T) {
	if Check("Ada") == nil {
		t.Error("got nil; the post says it is not")
	}
}
