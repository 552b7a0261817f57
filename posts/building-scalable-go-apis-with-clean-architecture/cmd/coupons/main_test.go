package main

import (
	"context"
	"log/slog"
	"testing"
	"time"
)

func TestRunStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	env := map[string]string{
		"ADDR": "127.0.0.1:0", "MYSQL_DSN": "user@tcp(127.0.0.1:1)/none"}
	go func() {
		done <- run(ctx, slog.New(slog.DiscardHandler),
			func(key string) string { return env[key] })
	}()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("it goes on")
	}
}
