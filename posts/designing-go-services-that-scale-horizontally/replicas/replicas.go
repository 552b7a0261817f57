// Package replicas runs a service several times in one test.
package replicas

import (
	"net/http"
	"sync/atomic"
)

// region replicas

// Behind makes n replicas and sends each request to the next one, as a
// load balancer without stickiness does.
func Behind(n int, replica func() http.Handler) http.Handler {
	all := make([]http.Handler, n)
	for i := range all {
		all[i] = replica()
	}
	var turn atomic.Uint64
	return http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			i := turn.Add(1) % uint64(n)
			all[i].ServeHTTP(w, r)
		})
}

// endregion replicas
