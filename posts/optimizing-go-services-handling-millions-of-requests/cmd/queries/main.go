// Command queries measures statements against the server in MYSQL_DSN.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"os"
	"time"

	_ "github.com/go-sql-driver/mysql"

	"cat-posts.example/posts/optimizing-go-services-handling-millions-of-requests/query"
)

func main() {
	ctx := context.Background()
	db, err := sql.Open("mysql", os.Getenv("MYSQL_DSN"))
	check(err)
	defer db.Close()
	const rows = 20_000
	for _, batch := range []int{1, 10, 100, 1000} {
		check(query.Reset(ctx, db))
		start := time.Now()
		check(query.Insert(ctx, db, rows, batch))
		fmt.Printf("insert %d rows, %4d a statement %7v\n", rows, batch,
			time.Since(start).Round(time.Millisecond))
	}
	_, err = db.ExecContext(ctx, "ANALYZE TABLE opt_orders")
	check(err)
	for _, q := range []struct {
		name string
		args []any
	}{
		{"offset", []any{1}}, {"keyset", []any{1, 4001, 4001, 4002}},
		{"function", []any{1, 19_000}}, {"range", []any{1, 19_000}},
	} {
		best, read := time.Hour, 0
		for range 5 {
			d, n, err := query.Cost(ctx, db, query.SQL(q.name), q.args...)
			check(err)
			best, read = min(best, d), n
		}
		fmt.Printf("%-9s %6d rows read %8v\n", q.name, read, best.Round(10*time.Microsecond))
	}
	_, err = db.ExecContext(ctx, "DROP TABLE opt_orders")
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
