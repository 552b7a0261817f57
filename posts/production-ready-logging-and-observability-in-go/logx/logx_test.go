package logx

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/slogtest"
	"testing/synctest"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

func lines(t *testing.T, b *bytes.Buffer) []map[string]any {
	t.Helper()
	var out []map[string]any
	for l := range strings.Lines(b.String()) {
		m := map[string]any{}
		if err := json.Unmarshal([]byte(l), &m); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		out = append(out, m)
	}
	return out
}

// region slogtest
func TestHandlersKeepTheContract(t *testing.T) {
	for name, wrap := range map[string]func(slog.Handler) slog.Handler{
		"traced": Traced,
		"limit": func(h slog.Handler) slog.Handler {
			return Limit(h, 1000, time.Hour)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			h := wrap(slog.NewJSONHandler(&b, nil))
			results := func() []map[string]any { return lines(t, &b) }
			if err := slogtest.TestHandler(h, results); err != nil {
				t.Error(err)
			}
		})
	}
}

// endregion slogtest

func TestSecretsDoNotReachTheOutput(t *testing.T) {
	var b bytes.Buffer
	log := New(&b, "shop", "1.2.3")
	log.Info("login", "email", Email("ada@example.com"), "Password", "hunter2",
		slog.Group("http", slog.String("Authorization", "Bearer abc")))
	if s := b.String(); strings.Contains(s, "ada@") || strings.Contains(s, "hunter2") || strings.Contains(s, "abc") {
		t.Errorf("secret in %s", s)
	}
	if m := lines(t, &b)[0]; m["email"] != "***@example.com" || m["service"] != "shop" {
		t.Errorf("%v", m)
	}
}

func TestTraceIDSurvivesWith(t *testing.T) {
	tp := sdktrace.NewTracerProvider()
	defer tp.Shutdown(context.Background())
	ctx, span := tp.Tracer("test").Start(t.Context(), "op")
	defer span.End()
	var b bytes.Buffer
	New(&b, "shop", "1").With("user", 7).InfoContext(ctx, "paid")
	if m := lines(t, &b)[0]; m["trace_id"] != span.SpanContext().TraceID().String() {
		t.Errorf("%v", m)
	}
	b.Reset()
	New(&b, "shop", "1").Info("paid") // without the context
	if m := lines(t, &b)[0]; m["trace_id"] != nil {
		t.Errorf("%v", m)
	}
}

func TestLevelChangesAtRunTime(t *testing.T) {
	var b bytes.Buffer
	log := New(&b, "shop", "1")
	log.Debug("one")
	Level.Set(slog.LevelDebug)
	defer Level.Set(slog.LevelInfo)
	log.Debug("two")
	if n := len(lines(t, &b)); n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
}

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		log := slog.New(Limit(slog.NewJSONHandler(&b, nil), 3, time.Minute)).With("a", 1)
		for range 100 {
			log.Warn("cache miss")
		}
		for range 5 {
			log.Error("payment failed")
		}
		if n := len(lines(t, &b)); n != 8 {
			t.Errorf("%d lines, want 3 and 5", n)
		}
		b.Reset()
		time.Sleep(61 * time.Second)
		log.Info("other") // does not lose the count of cache miss
		time.Sleep(61 * time.Second)
		log.Warn("cache miss")
		if got := lines(t, &b); got[1]["left_out"] != float64(97) {
			t.Errorf("%v", got)
		}
	})
}

func TestEmailInAStructIsNotHidden(t *testing.T) {
	var b bytes.Buffer
	type user struct{ Mail Email }
	New(&b, "shop", "1").Info("x", "user", user{"ada@example.com"})
	if !strings.Contains(b.String(), "ada@example.com") {
		t.Errorf("slog looks into structs now: %s", b.String())
	}
}

type lazy struct{ called *int }

func (l lazy) LogValue() slog.Value { *l.called++; return slog.StringValue("costly") }

func TestDisabledLevelDoesNotResolve(t *testing.T) {
	n := 0
	log := New(io.Discard, "shop", "1")
	log.Debug("x", "v", lazy{&n})
	log.Info("x", "v", lazy{&n})
	if n != 1 {
		t.Errorf("resolved %d times, want once", n)
	}
}

func BenchmarkLog(b *testing.B) {
	ctx := context.Background()
	log := New(io.Discard, "shop", "1.2.3")
	b.Run("debug-off", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			log.DebugContext(ctx, "order", "id", 918273, "status", "paid")
		}
	})
	b.Run("info-args", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			log.InfoContext(ctx, "order", "id", 918273, "status", "paid")
		}
	})
	b.Run("info-LogAttrs", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			log.LogAttrs(ctx, slog.LevelInfo, "order",
				slog.Int("id", 918273), slog.String("status", "paid"))
		}
	})
}
