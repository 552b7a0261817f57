// Package web observes an HTTP service: one log line, one span, and three
// numbers for each request.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// region metrics
// Metrics are rate, errors and duration by route, and what is in flight.
type Metrics struct {
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

// NewMetrics registers with r. The count of the histogram is the rate; the
// status label gives the errors.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "http_request_duration_seconds",
			Help:    "Time to answer, by route and status class.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}, []string{"route", "status"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_requests_in_flight", Help: "Requests being served.",
		}),
	}
	r.MustRegister(m.duration, m.inFlight)
	return m
}

// endregion metrics

// region observe
// Observe wraps the whole mux.
func Observe(next http.Handler, log *slog.Logger, m *Metrics,
	tr trace.Tracer) http.Handler {
	prop := propagation.TraceContext{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		m.inFlight.Inc()
		defer m.inFlight.Dec()

		ctx := prop.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := tr.Start(ctx, r.Method,
			trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()

		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		r = r.WithContext(ctx)
		panicked := serve(next, rec, r)
		finish(ctx, log, m, span, r, rec, panicked, time.Since(start))
	})
}

// endregion observe

// region serve
// serve turns a panic into a 500 and returns it with its stack.
func serve(next http.Handler, w *recorder, r *http.Request) (panicked string) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p) // the server's own signal
		}
		panicked = fmt.Sprintf("%v\n%s", p, debug.Stack())
		if !w.wrote {
			http.Error(w, "internal error", http.StatusInternalServerError)
		}
		w.status = http.StatusInternalServerError
	}()
	next.ServeHTTP(w, r)
	return ""
}

// endregion serve

// region finish
// finish reports one request, in the three signals, under the same names.
func finish(ctx context.Context, log *slog.Logger, m *Metrics, span trace.Span,
	r *http.Request, rec *recorder, panicked string, d time.Duration) {
	route := r.Pattern // "GET /orders/{id}", never the path itself
	if route == "" {
		route = "unmatched"
	}
	span.SetName(route)
	span.SetAttributes(attribute.Int("http.response.status_code", rec.status))
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("route", route), slog.String("path", r.URL.Path),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes),
		slog.Float64("ms", float64(d.Microseconds())/1000),
	}
	if rec.status >= 500 {
		level = slog.LevelError
		span.SetStatus(codes.Error, http.StatusText(rec.status))
	}
	if panicked != "" {
		attrs = append(attrs, slog.String("panic", panicked))
	}
	log.LogAttrs(ctx, level, "request", attrs...)
	class := strconv.Itoa(rec.status/100) + "xx"
	m.observe(ctx, route, class, d)
}

// endregion finish

// region exemplar
// observe attaches the trace id to the bucket, so that a dashboard can link
// from a slow bucket to one slow request.
func (m *Metrics) observe(ctx context.Context, route, class string,
	d time.Duration) {
	h := m.duration.WithLabelValues(route, class)
	sc := trace.SpanContextFromContext(ctx)
	if e, ok := h.(prometheus.ExemplarObserver); ok && sc.IsSampled() {
		id := prometheus.Labels{"trace_id": sc.TraceID().String()}
		e.ObserveWithExemplar(d.Seconds(), id)
		return
	}
	h.Observe(d.Seconds())
}

// endregion exemplar

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

func (r *recorder) WriteHeader(code int) {
	if !r.wrote && code >= 200 { // 1xx may be followed by the real one
		r.status, r.wrote = code, true
	}
	r.ResponseWriter.WriteHeader(code)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach Flush and the deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// region client
// Transport starts a client span for each request and sends its ids along.
type Transport struct {
	Base   http.RoundTripper
	Tracer trace.Tracer
}

// RoundTrip implements http.RoundTripper.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, span := t.Tracer.Start(r.Context(), r.Method+" "+r.URL.Host,
		trace.WithSpanKind(trace.SpanKindClient))
	defer span.End()
	r = r.Clone(ctx) // a RoundTripper must not change its argument
	propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(r.Header))
	res, err := t.Base.RoundTrip(r)
	if err != nil {
		span.RecordError(err)
		span.SetStatus(codes.Error, "request failed")
	}
	return res, err
}

// endregion client
