package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"cat-posts.example/posts/production-ready-logging-and-observability-in-go/logx"
)

type stack struct {
	log   bytes.Buffer
	reg   *prometheus.Registry
	m     *Metrics
	spans *tracetest.InMemoryExporter
	tp    *sdktrace.TracerProvider
	h     http.Handler
}

func newStack(t *testing.T, mux http.Handler) *stack {
	s := &stack{reg: prometheus.NewRegistry(), spans: tracetest.NewInMemoryExporter()}
	s.m = NewMetrics(s.reg)
	s.tp = sdktrace.NewTracerProvider(sdktrace.WithSyncer(s.spans))
	t.Cleanup(func() { s.tp.Shutdown(context.Background()) })
	if mux != nil {
		s.h = s.observe(mux.ServeHTTP)
	}
	return s
}

func (s *stack) observe(f http.HandlerFunc) http.Handler {
	return Observe(f, logx.New(&s.log, "shop", "1"), s.m, s.tp.Tracer("web"))
}

func (s *stack) get(path string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	s.h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec
}

func (s *stack) last(t *testing.T) map[string]any {
	t.Helper()
	all := strings.Split(strings.TrimSpace(s.log.String()), "\n")
	m := map[string]any{}
	if err := json.Unmarshal([]byte(all[len(all)-1]), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func mux() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "order ", r.PathValue("id"))
	})
	m.HandleFunc("GET /boom", func(http.ResponseWriter, *http.Request) { panic("boom") })
	return m
}

// region cardinality
func TestManyPathsAreOneSeries(t *testing.T) {
	s := newStack(t, mux())
	for i := range 500 {
		s.get(fmt.Sprint("/orders/", i))
		s.get(fmt.Sprint("/wp-admin/", i)) // a scanner
	}
	if n := testutil.CollectAndCount(s.m.duration); n != 2 {
		t.Errorf("%d series after 1,000 different paths, want 2", n)
	}
}

// endregion cardinality

func TestSignalsCarryTheSameID(t *testing.T) {
	s := newStack(t, mux())
	s.get("/orders/7")
	line := s.last(t)
	span := s.spans.GetSpans()[0]
	if line["trace_id"] != span.SpanContext.TraceID().String() {
		t.Errorf("log %v, span %v", line["trace_id"], span.SpanContext.TraceID())
	}
	if line["route"] != "GET /orders/{id}" || span.Name != "GET /orders/{id}" || line["status"] != 200.0 {
		t.Errorf("%v, span %q", line, span.Name)
	}
	all, err := s.reg.Gather()
	if err != nil || !strings.Contains(fmt.Sprint(all), span.SpanContext.TraceID().String()) {
		t.Errorf("%v: no exemplar with the trace id", err)
	}
}

func TestPanicIsReportedEverywhere(t *testing.T) {
	s := newStack(t, mux())
	if rec := s.get("/boom"); rec.Code != http.StatusInternalServerError {
		t.Errorf("status %d", rec.Code)
	}
	line := s.last(t)
	if line["level"] != "ERROR" || !strings.Contains(fmt.Sprint(line["panic"]), "boom") {
		t.Errorf("%v", line)
	}
	want := strings.NewReader(`
# HELP http_requests_in_flight Requests being served.
# TYPE http_requests_in_flight gauge
http_requests_in_flight 0
`)
	if err := testutil.GatherAndCompare(s.reg, want, "http_requests_in_flight"); err != nil {
		t.Error(err)
	}
}

// region hop
func TestTraceCrossesTheHop(t *testing.T) {
	inner := newStack(t, mux())
	back := httptest.NewServer(inner.h)
	defer back.Close()

	outer := newStack(t, nil)
	tracer := outer.tp.Tracer("client")
	client := &http.Client{Transport: Transport{http.DefaultTransport, tracer}}
	outer.h = outer.observe(func(w http.ResponseWriter, r *http.Request) {
		req, _ := http.NewRequestWithContext(r.Context(), http.MethodGet,
			back.URL+"/orders/1", nil)
		if res, err := client.Do(req); err == nil {
			res.Body.Close()
		}
	})
	outer.get("/page")
	back.Close() // the inner span has ended when the server has

	a, b := outer.last(t)["trace_id"], inner.last(t)["trace_id"]
	if a != b || a == nil {
		t.Errorf("trace %v in front, %v behind", a, b)
	}
	want := outer.spans.GetSpans()[0].SpanContext.SpanID() // client's
	if got := inner.spans.GetSpans()[0].Parent.SpanID(); got != want {
		t.Errorf("parent %v, want the client span %v", got, want)
	}
}

// endregion hop

func TestSamplingFollowsTheParent(t *testing.T) {
	exp := tracetest.NewInMemoryExporter()
	tp := NewProvider(exp, "shop", 0) // would sample nothing by itself
	h := Observe(mux(), logx.New(&bytes.Buffer{}, "shop", "1"), NewMetrics(prometheus.NewRegistry()), tp.Tracer("web"))
	req := httptest.NewRequest(http.MethodGet, "/orders/1", nil)
	req.Header.Set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	h.ServeHTTP(httptest.NewRecorder(), req)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/orders/2", nil))
	if err := tp.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := exp.GetSpans()
	if len(got) != 1 || got[0].SpanContext.TraceID().String() != "4bf92f3577b34da6a3ce929d0e0e4736" {
		t.Errorf("%d spans exported, want the one with a sampled parent", len(got))
	}
	tp.Shutdown(t.Context())
}

func TestFlusherIsReachable(t *testing.T) {
	s := newStack(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	}))
	s.get("/")
}
