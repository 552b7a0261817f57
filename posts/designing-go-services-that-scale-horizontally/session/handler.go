package session

import (
	"errors"
	"net/http"
)

// Service is one replica of a small service with a login.
func Service(s Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		token, err := s.Start(r.Context(), r.FormValue("user"))
		if err != nil {
			http.Error(w, "try again", http.StatusServiceUnavailable)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: token, Path: "/",
			HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
	})
	mux.HandleFunc("GET /me", func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("sid")
		if err != nil {
			http.Error(w, "log in", http.StatusUnauthorized)
			return
		}
		user, err := s.User(r.Context(), c.Value)
		switch {
		case errors.Is(err, ErrNone):
			http.Error(w, "log in", http.StatusUnauthorized)
		case err != nil:
			http.Error(w, "try again", http.StatusServiceUnavailable)
		default:
			w.Write([]byte(user))
		}
	})
	mux.HandleFunc("POST /logout", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("sid"); err == nil {
			if s.End(r.Context(), c.Value) != nil {
				// The cookie stays, so that the user can try again.
				http.Error(w, "try again", http.StatusServiceUnavailable)
				return
			}
		}
		http.SetCookie(w, &http.Cookie{Name: "sid", Path: "/", MaxAge: -1,
			HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
	})
	return mux
}
