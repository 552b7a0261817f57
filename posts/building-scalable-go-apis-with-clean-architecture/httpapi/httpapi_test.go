package httpapi_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/httpapi"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/memstore"
)

// region fake

// fake is a Redeemer in one line. No framework, no generated code.
type fake func(code, order string) (int, error)

func (f fake) Redeem(_ context.Context, code, order string) (int, error) {
	return f(code, order)
}

func TestErrorsBecomeStatusCodes(t *testing.T) {
	for err, want := range map[error]int{
		nil:                                      200,
		coupon.ErrNotFound:                       404,
		coupon.ErrExpired:                        410,
		coupon.ErrUsedUp:                         409,
		errors.New("dial tcp 10.0.0.7: refused"): 500,
	} {
		var logged bytes.Buffer
		h := httpapi.New(fake(func(code, order string) (int, error) {
			if err != nil {
				err = fmt.Errorf("redeem %s: %w", code, err)
			}
			return 10, err
		}), slog.New(slog.NewTextHandler(&logged, nil)))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST",
			"/coupons/MAY/redemptions", strings.NewReader(`{"order":"a"}`)))
		if w.Code != want {
			t.Errorf("%v: status %d, want %d", err, w.Code, want)
		}
		leaked := strings.Contains(w.Body.String(), "10.0.0.7")
		if leaked || (logged.Len() > 0) != (want == 500) {
			t.Errorf("%v: body %q, log %q", err, w.Body, logged.String())
		}
	}
}

// endregion fake

func TestBadRequests(t *testing.T) {
	h := httpapi.New(fake(func(string, string) (int, error) {
		t.Error("the service was asked")
		return 0, nil
	}), slog.New(slog.DiscardHandler))
	for _, body := range []string{"", "{", "{}", `{"order":7}`,
		`{"order":"` + strings.Repeat("x", 5000) + `"}`} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST",
			"/coupons/MAY/redemptions", strings.NewReader(body)))
		if w.Code != 400 {
			t.Errorf("%.20q: status %d", body, w.Code)
		}
	}
}

func whole() *httptest.Server {
	svc := &coupon.Service{Now: time.Now, Store: memstore.New(coupon.Coupon{
		Code: "MAY", Percent: 10, Limit: 1, Expires: time.Now().Add(time.Hour)})}
	return httptest.NewServer(
		httpapi.New(svc, slog.New(slog.DiscardHandler)))
}

func TestWholeService(t *testing.T) {
	s := whole()
	defer s.Close()
	for i, want := range []string{
		`200 {"percent":10}`,
		`200 {"percent":10}`, // the same order again
		`409 {"error":"coupon is used up"}`,
	} {
		resp, err := s.Client().Post(s.URL+"/coupons/MAY/redemptions",
			"application/json", strings.NewReader(
				fmt.Sprintf(`{"order":"%d"}`, i/2)))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		got := fmt.Sprint(resp.StatusCode, " ", strings.TrimSpace(string(b)))
		if got != want {
			t.Errorf("request %d: %s, want %s", i, got, want)
		}
	}
}

func BenchmarkHandlerServiceStore(b *testing.B) {
	svc := &coupon.Service{Now: time.Now, Store: memstore.New(coupon.Coupon{
		Code: "MAY", Percent: 10, Limit: 1, Expires: time.Now().Add(time.Hour)})}
	h := httpapi.New(svc, slog.New(slog.DiscardHandler))
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST",
			"/coupons/MAY/redemptions", strings.NewReader(`{"order":"a"}`)))
	}
}
