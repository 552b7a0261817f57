// Package session keeps logins in three places: in memory, in the cookie,
// and in Redis.
package session

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store turns a user into a token and back.
type Store interface {
	Start(ctx context.Context, user string) (token string, err error)
	User(ctx context.Context, token string) (string, error)
	End(ctx context.Context, token string) error
}

// ErrNone means that nobody is logged in with this token.
var ErrNone = errors.New("no session")

// region memory

// Memory is right for one replica, and only for one.
type Memory struct {
	mu    sync.Mutex
	users map[string]string
}

// Start remembers the user in this process.
func (m *Memory) Start(_ context.Context, user string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users == nil {
		m.users = make(map[string]string)
	}
	token := rand.Text()
	m.users[token] = user
	return token, nil
}

// endregion memory

// User looks the token up in this process.
func (m *Memory) User(_ context.Context, token string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if u, ok := m.users[token]; ok {
		return u, nil
	}
	return "", ErrNone
}

// End forgets the token.
func (m *Memory) End(_ context.Context, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.users, token)
	return nil
}

// Signed keeps the session in the token. Replicas share only the key.
type Signed struct {
	Key []byte
	TTL time.Duration
}

type claims struct {
	User string    `json:"u"`
	Ends time.Time `json:"e"`
}

func (s *Signed) mac(body string) []byte {
	m := hmac.New(sha256.New, s.Key)
	m.Write([]byte(body))
	return m.Sum(nil)
}

var enc = base64.RawURLEncoding

// Start signs the user and the end of the session.
func (s *Signed) Start(_ context.Context, user string) (string, error) {
	raw, err := json.Marshal(claims{user, time.Now().Add(s.TTL)})
	if err != nil {
		return "", err
	}
	body := enc.EncodeToString(raw)
	return body + "." + enc.EncodeToString(s.mac(body)), nil
}

// region signed

// User checks the signature before it looks at anything else.
func (s *Signed) User(_ context.Context, token string) (string, error) {
	body, sig, _ := strings.Cut(token, ".")
	got, err := enc.DecodeString(sig)
	if err != nil || !hmac.Equal(got, s.mac(body)) {
		return "", ErrNone
	}
	raw, err := enc.DecodeString(body)
	if err != nil {
		return "", ErrNone
	}
	var c claims
	if json.Unmarshal(raw, &c) != nil || time.Now().After(c.Ends) {
		return "", ErrNone
	}
	return c.User, nil
}

// End cannot: a copy of the token stays valid until it expires.
func (s *Signed) End(context.Context, string) error { return nil }

// endregion signed

// Redis keeps sessions where every replica finds them.
type Redis struct {
	RDB *redis.Client
	TTL time.Duration
}

func (r *Redis) key(token string) string {
	h := sha256.Sum256([]byte(token)) // a leaked dump holds no tokens
	return "session:" + enc.EncodeToString(h[:])
}

// Start stores the user under a new token.
func (r *Redis) Start(ctx context.Context, user string) (string, error) {
	token := rand.Text()
	return token, r.RDB.Set(ctx, r.key(token), user, r.TTL).Err()
}

// region redis

// User reads the session and keeps it alive while it is used.
func (r *Redis) User(ctx context.Context, token string) (string, error) {
	u, err := r.RDB.GetEx(ctx, r.key(token), r.TTL).Result()
	if errors.Is(err, redis.Nil) {
		return "", ErrNone
	}
	return u, err // another error is not "logged out"
}

// endregion redis

// End deletes the session, everywhere and at once.
func (r *Redis) End(ctx context.Context, token string) error {
	return r.RDB.Del(ctx, r.key(token)).Err()
}
