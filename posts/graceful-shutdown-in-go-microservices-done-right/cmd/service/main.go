// Service is a small service with a graceful shutdown.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"cat-posts.example/posts/graceful-shutdown-in-go-microservices-done-right/lifecycle"
)

// region main

func main() {
	if err := run(); err != nil {
		slog.Error("stopped", "err", err)
		os.Exit(1) // only here: os.Exit runs no deferred function
	}
}

func run() error {
	stop, unregister := signal.NotifyContext(context.Background(),
		syscall.SIGTERM, os.Interrupt)
	context.AfterFunc(stop, unregister) // a second signal kills as usual

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	app := &lifecycle.App{
		Lag: 100 * time.Millisecond, Drain: 10 * time.Second,
		Close: time.Second,
	}
	app.Handler = routes(app)
	fmt.Printf("http://%s\n", ln.Addr())
	return app.Run(stop, ln)
}

// endregion main

func routes(app *lifecycle.App) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/ready", app.Ready)
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.URL.Path)
		time.Sleep(300 * time.Millisecond)
		io.WriteString(w, "slow")
	})
	mux.HandleFunc("/hang", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.URL.Path)
		<-r.Context().Done()
	})
	return mux
}
