package memstore_test

import (
	"testing"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/memstore"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T, c ...coupon.Coupon) coupon.Store {
		return memstore.New(c...)
	})
}
