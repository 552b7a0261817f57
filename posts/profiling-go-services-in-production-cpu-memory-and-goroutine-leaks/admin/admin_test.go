package admin

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, path, auth string) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, path, nil)
	if auth != "" {
		req.Header.Set("Authorization", auth)
	}
	rec := httptest.NewRecorder()
	Handler("s3cret").ServeHTTP(rec, req)
	return rec
}

func TestTokenIsRequired(t *testing.T) {
	for _, auth := range []string{"", "Bearer", "Bearer wrong", "s3cret"} {
		if rec := get(t, "/debug/pprof/goroutine?debug=1", auth); rec.Code != http.StatusForbidden {
			t.Errorf("Authorization %q: %d", auth, rec.Code)
		}
	}
	rec := get(t, "/debug/pprof/goroutine?debug=1", "Bearer s3cret")
	if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "goroutine profile:") {
		t.Errorf("%d %.60q", rec.Code, rec.Body)
	}
}

func TestOnlyProfilesAreServed(t *testing.T) {
	if rec := get(t, "/", "Bearer s3cret"); rec.Code != http.StatusNotFound {
		t.Errorf("/ answers %d", rec.Code)
	}
}
