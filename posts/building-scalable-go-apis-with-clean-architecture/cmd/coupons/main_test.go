package main

import (
	"context"
	"log/slog"
	"testing"
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
	if err := <-done; err != nil {
		t.Error(err)
	}
}
