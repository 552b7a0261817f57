// Package logx sets up slog for a service: JSON, a level that can change,
// secrets removed, trace ids added, and a limit on repetition.
package logx

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// region new
// Level can be changed while the service runs.
var Level = new(slog.LevelVar) // Info

// New returns the service's logger.
func New(w io.Writer, service, version string) *slog.Logger {
	h := slog.NewJSONHandler(w, &slog.HandlerOptions{
		Level:       Level,
		ReplaceAttr: redact,
	})
	return slog.New(Traced(h)).With("service", service, "version", version)
}

// endregion new

// region redact
var secret = []string{"password", "token", "authorization", "cookie", "secret"}

// redact is the second line of defense, by key. The first is Email below.
func redact(_ []string, a slog.Attr) slog.Attr {
	key := strings.ToLower(a.Key)
	for _, s := range secret {
		if strings.Contains(key, s) {
			return slog.String(a.Key, "[redacted]")
		}
	}
	return a
}

// Email is a type that can't be logged in full, whoever logs it.
type Email string

// LogValue keeps the domain, which is what one searches for.
func (e Email) LogValue() slog.Value {
	_, domain, ok := strings.Cut(string(e), "@")
	if !ok {
		return slog.StringValue("[email]")
	}
	return slog.StringValue("***@" + domain)
}

// endregion redact

// region traced
// Traced adds the ids of the span in the context to each record.
func Traced(h slog.Handler) slog.Handler { return traced{h} }

type traced struct{ slog.Handler }

func (t traced) Handle(ctx context.Context, r slog.Record) error {
	if sc := trace.SpanContextFromContext(ctx); sc.IsValid() {
		r = r.Clone() // the record is shared with other handlers
		r.AddAttrs(slog.String("trace_id", sc.TraceID().String()),
			slog.String("span_id", sc.SpanID().String()))
	}
	return t.Handler.Handle(ctx, r)
}

// Without these two, the first logger.With would lose the wrapper.
func (t traced) WithAttrs(a []slog.Attr) slog.Handler {
	return traced{t.Handler.WithAttrs(a)}
}

func (t traced) WithGroup(name string) slog.Handler {
	return traced{t.Handler.WithGroup(name)}
}

// endregion traced

// region limit
// Limit lets through the first n records of each message in a period, and
// then says how many it left out.
func Limit(h slog.Handler, n int, period time.Duration) slog.Handler {
	s := &seen{n: n, period: period, m: map[string]*count{}}
	return &limit{Handler: h, s: s}
}

func (l *limit) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError {
		return l.Handler.Handle(ctx, r) // errors are never left out
	}
	ok, left := l.s.allow(r.Message)
	if !ok {
		return nil
	}
	if left > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("left_out", left))
	}
	return l.Handler.Handle(ctx, r)
}

// endregion limit

type limit struct {
	slog.Handler
	s *seen
}

type seen struct {
	mu     sync.Mutex
	n      int
	period time.Duration
	until  time.Time
	m      map[string]*count // by message: a constant string, so few
}

type count struct {
	now  int // in this period
	left int // left out in earlier ones, and not yet reported
}

// allow counts msg, and returns how many were left out before it.
func (s *seen) allow(msg string) (ok bool, left int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); now.After(s.until) {
		for k, c := range s.m {
			c.left += max(0, c.now-s.n)
			if c.now = 0; c.left == 0 {
				delete(s.m, k)
			}
		}
		s.until = now.Add(s.period)
	}
	c := s.m[msg]
	if c == nil {
		c = new(count)
		s.m[msg] = c
	}
	if c.now++; c.now > s.n {
		return false, 0
	}
	left, c.left = c.left, 0
	return true, left
}

func (l *limit) WithAttrs(a []slog.Attr) slog.Handler {
	return &limit{l.Handler.WithAttrs(a), l.s}
}

func (l *limit) WithGroup(name string) slog.Handler {
	return &limit{l.Handler.WithGroup(name), l.s}
}
