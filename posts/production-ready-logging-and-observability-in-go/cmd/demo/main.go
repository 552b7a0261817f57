// Command demo serves one request and prints its three signals.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"cat-posts.example/posts/production-ready-logging-and-observability-in-go/logx"
	"cat-posts.example/posts/production-ready-logging-and-observability-in-go/web"
)

func main() {
	exp := tracetest.NewInMemoryExporter()
	tp := web.NewProvider(exp, "shop", 1)
	reg := prometheus.NewRegistry()
	logger := logx.New(os.Stdout, "shop", "1.4.0")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tp.Tracer("shop").Start(r.Context(), "SELECT orders")
		time.Sleep(12 * time.Millisecond)
		span.End()
		logger.WarnContext(ctx, "stock is low", "sku", "cup-white", "left", 2)
		fmt.Fprint(w, "ok")
	})
	h := web.Observe(mux, logger, web.NewMetrics(reg), tp.Tracer("web"))

	fmt.Println("-- logs")
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/orders/7", nil))

	fmt.Println("-- spans")
	if err := tp.ForceFlush(context.Background()); err != nil {
		log.Fatal(err)
	}
	for _, s := range exp.GetSpans() {
		fmt.Printf("%s %s parent=%s %v %q\n", s.SpanContext.TraceID(), s.SpanContext.SpanID(),
			s.Parent.SpanID(), s.EndTime.Sub(s.StartTime).Round(100*time.Microsecond), s.Name)
	}
	fmt.Println("-- metrics")
	rec := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	req.Header.Set("Accept", "application/openmetrics-text")
	promhttp.HandlerFor(reg, promhttp.HandlerOpts{EnableOpenMetrics: true}).ServeHTTP(rec, req)
	for line := range strings.Lines(rec.Body.String()) {
		if strings.Contains(line, "trace_id") || strings.Contains(line, "_count") {
			fmt.Print(line)
		}
	}
	if err := tp.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}
