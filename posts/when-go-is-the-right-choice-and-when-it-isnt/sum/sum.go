// Package sum shows what Go's compiler does not tell you.
package sum

// region payment

// Payment is one of Card, Transfer and, since last week, Voucher.
type Payment interface{ isPayment() }

type Card struct{ Last4 string }
type Transfer struct{ IBAN string }
type Voucher struct{ Code string }

func (Card) isPayment()     {}
func (Transfer) isPayment() {}
func (Voucher) isPayment()  {}

// Describe was not changed last week. It compiles.
func Describe(p Payment) string {
	switch p := p.(type) {
	case Card:
		return "card " + p.Last4
	case Transfer:
		return "transfer " + p.IBAN
	}
	return ""
}

// endregion payment

// region nil

type problem struct{ field string }

func (p *problem) Error() string { return "bad " + p.field }

// Check returns no problem for a name, and is still != nil.
func Check(name string) error {
	var p *problem
	if name == "" {
		p = &problem{"name"}
	}
	return p // an interface that holds a nil pointer is not nil
}

// endregion nil
