// Package httpapi speaks HTTP and knows no rules.
package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
)

// region handler

// Redeemer is the one thing that this handler needs.
type Redeemer interface {
	Redeem(ctx context.Context, code, order string) (percent int, err error)
}

// New returns the routes of the API.
func New(coupons Redeemer, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /coupons/{code}/redemptions", redeem(coupons, log))
	return mux
}

// endregion handler

// region redeem
func redeem(coupons Redeemer, log *slog.Logger) http.Handler {
	type request struct {
		Order string `json:"order"`
	}
	type response struct {
		Percent int `json:"percent"`
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in request
		body := http.MaxBytesReader(w, r.Body, 4096)
		err := json.NewDecoder(body).Decode(&in)
		if err != nil || in.Order == "" {
			reply(w, http.StatusBadRequest, problem{"order is missing"})
			return
		}
		code := r.PathValue("code")
		percent, err := coupons.Redeem(r.Context(), code, in.Order)
		if err != nil {
			fail(w, r, log, err)
			return
		}
		reply(w, http.StatusOK, response{percent})
	})
}

// endregion redeem

// region errors

type problem struct {
	Error string `json:"error"`
}

// fail is the only place where errors become status codes.
func fail(w http.ResponseWriter, r *http.Request,
	log *slog.Logger, err error,
) {
	for known, status := range map[error]int{
		coupon.ErrNotFound: http.StatusNotFound,
		coupon.ErrExpired:  http.StatusGone,
		coupon.ErrUsedUp:   http.StatusConflict,
	} {
		if errors.Is(err, known) {
			reply(w, status, problem{known.Error()})
			return
		}
	}
	// Nobody outside needs to know what the database said.
	log.ErrorContext(r.Context(), "request failed",
		"path", r.URL.Path, "err", err)
	reply(w, http.StatusInternalServerError, problem{"internal error"})
}

// endregion errors

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
