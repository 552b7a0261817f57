// Command coupons is the service: the only place that knows all parts.
// It reads ADDR and MYSQL_DSN, which needs parseTime=true.
package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	_ "github.com/go-sql-driver/mysql"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/httpapi"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/mysqlstore"
)

// region main
func main() {
	ctx, stop := signal.NotifyContext(context.Background(),
		os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	if err := run(ctx, log, os.Getenv); err != nil {
		log.Error("stopped", "err", err)
		os.Exit(1)
	}
}

// run builds the service from the outside in, and runs it.
func run(ctx context.Context, log *slog.Logger,
	getenv func(string) string) error {
	db, err := sql.Open("mysql", getenv("MYSQL_DSN"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(20)

	store := &mysqlstore.Store{DB: db}
	coupons := &coupon.Service{Store: store, Now: time.Now}
	return serve(ctx, getenv("ADDR"), httpapi.New(coupons, log))
}

// endregion main

func serve(ctx context.Context, addr string, h http.Handler) error {
	srv := &http.Server{Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second, WriteTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- srv.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := srv.Shutdown(last)
	if e := <-failed; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}
