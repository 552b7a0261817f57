// Package admit bounds the requests that a service works on at once.
package admit

import (
	"net/http"
	"time"
)

// region admit
// Limit admits n requests at a time. A further one waits for at most
// patience, and is then refused: quickly, and with a hint.
func Limit(next http.Handler, n int, patience time.Duration) http.Handler {
	slots := make(chan struct{}, n)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case slots <- struct{}{}:
		default:
			if !wait(r, slots, patience) {
				w.Header().Set("Retry-After", "1")
				http.Error(w, "busy", http.StatusServiceUnavailable)
				return
			}
		}
		defer func() { <-slots }()
		next.ServeHTTP(w, r)
	})
}

func wait(r *http.Request, slots chan<- struct{}, patience time.Duration) bool {
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case slots <- struct{}{}:
		return true
	case <-t.C:
	case <-r.Context().Done(): // the client has left
	}
	return false
}

// endregion admit
