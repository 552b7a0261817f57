// Package admin serves the profiles, away from the public port.
package admin

import (
	"crypto/subtle"
	"net/http"
	"net/http/pprof"
	"time"
)

// region handler
// Handler serves /debug/pprof/ to callers that know the token. It uses its
// own mux: the package also registers itself on http.DefaultServeMux, so
// never serve that one in public.
func Handler(token string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/pprof/", pprof.Index) // heap, goroutine, …
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	want := []byte("Bearer " + token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := []byte(r.Header.Get("Authorization"))
		if subtle.ConstantTimeCompare(got, want) != 1 {
			http.Error(w, "not for you", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// Server listens on the loopback interface only. The pprof handlers extend
// the write timeout by the seconds that are asked for.
func Server(token string) *http.Server {
	return &http.Server{
		Addr:              "127.0.0.1:6060",
		Handler:           Handler(token),
		ReadHeaderTimeout: 5 * time.Second,
		WriteTimeout:      10 * time.Second,
	}
}

// endregion handler
