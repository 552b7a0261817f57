package limiter

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

// region middleware

// Limit asks the caller's own bucket first, then the one that all share, so
// that a caller over its quota cannot use up the common budget.
func Limit(users *Store, global Limiter, key func(*http.Request) string,
	next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now := Now()
		if ok, retry := users.Allow(key(r), now); !ok {
			refuse(w, http.StatusTooManyRequests, retry)
			return
		}
		if ok, retry := global.Allow(now); !ok {
			refuse(w, http.StatusServiceUnavailable, retry)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter, code int, retry time.Duration) {
	secs := max(1, int(math.Ceil(retry.Seconds())))
	w.Header().Set("Retry-After", strconv.Itoa(secs))
	http.Error(w, http.StatusText(code), code)
}

// endregion middleware
