// Command conns counts the connections and the time of 2,000 requests.
package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"cat-posts.example/posts/optimizing-go-services-handling-millions-of-requests/client"
)

const workers, requests = 50, 2000

func main() {
	fmt.Println("client                     connections    time")
	run("one client per request", func(u *client.Upstream) get {
		return func(ctx context.Context) error {
			c := client.Default(u.TLS())
			defer c.CloseIdleConnections()
			_, err := client.Fetch(ctx, c, u.URL)
			return err
		}
	})
	run("shared, body not read", func(u *client.Upstream) get {
		return with(client.New(workers, u.TLS()), u, client.StatusOnly)
	})
	run("shared, default transport", func(u *client.Upstream) get {
		return with(client.Default(u.TLS()), u, client.Fetch)
	})
	run("shared, 50 idle per host", func(u *client.Upstream) get {
		return with(client.New(workers, u.TLS()), u, client.Fetch)
	})
}

type get = func(context.Context) error

func with(c *http.Client, u *client.Upstream,
	f func(context.Context, *http.Client, string) (int, error)) get {
	return func(ctx context.Context) error {
		_, err := f(ctx, c, u.URL)
		return err
	}
}

func run(name string, make func(*client.Upstream) get) {
	u := client.NewUpstream(2*time.Millisecond, 16<<10)
	defer u.Close()
	f := make(u)
	start := time.Now()
	failed := client.Many(context.Background(), workers, requests, f)
	fmt.Printf("%-26s %11d %7v", name, u.Conns.Load(), time.Since(start).Round(time.Millisecond))
	if failed > 0 {
		fmt.Printf("  (%d failed)", failed)
	}
	fmt.Println()
}
