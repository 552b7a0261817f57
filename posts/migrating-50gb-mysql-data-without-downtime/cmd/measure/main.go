// Command measure copies a table in chunks of several sizes while writers
// work, and prints how long the writers waited. It needs MYSQL_DSN.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"

	"cat-posts.example/posts/migrating-50gb-mysql-data-without-downtime/migrate"
)

const name = "measure_migration"

func main() {
	n := flag.Int("rows", 1<<18, "rows, a power of two times 1024")
	flag.Parse()
	cfg, err := mysql.ParseDSN(os.Getenv("MYSQL_DSN"))
	check(err)
	admin, err := sql.Open("mysql", cfg.FormatDSN())
	check(err)
	exec(admin, "DROP DATABASE IF EXISTS "+name)
	exec(admin, "CREATE DATABASE "+name)
	defer exec(admin, "DROP DATABASE "+name)
	cfg.DBName = name
	db, err := sql.Open("mysql", cfg.FormatDSN())
	check(err)
	for _, region := range []string{
		"old", "shadow", "mapping", "progress", "phase"} {
		exec(db, migrate.Statement(region))
	}
	exec(db, "INSERT INTO migration_phase VALUES ('v2', 1)") // Dual
	fill(db, *n)
	var version, mode string
	check(db.QueryRow("SELECT VERSION(), @@innodb_autoinc_lock_mode").
		Scan(&version, &mode))
	fmt.Printf("%s, %d rows, 2 writers\ninnodb_autoinc_lock_mode = %s\n",
		version, *n, mode)
	fmt.Printf("%-22s %8s %9s | %8s %8s %8s\n", "copy", "seconds",
		"rows/s", "p50", "p99", "max")

	idle := traffic(db, *n, func() { time.Sleep(2 * time.Second) })
	row("none", 0, 0, idle)
	for _, size := range []int{500, 5_000, 50_000, *n} {
		label := fmt.Sprintf("%d a chunk", size)
		if size == *n {
			label = "one statement"
		}
		measure(db, *n, label, &migrate.Backfill{Size: size, Fixed: true}, false)
	}
	measure(db, *n, "adaptive, 50 ms, rests", &migrate.Backfill{
		Size: 500, Target: 50 * time.Millisecond}, true)
	if mode == "2" {
		paging(db, *n)
	}
}

func measure(db *sql.DB, n int, label string, b *migrate.Backfill, rest bool) {
	ctx := context.Background()
	exec(db, "TRUNCATE orders_v2")
	exec(db, "TRUNCATE backfill_progress")
	b.DB, b.Job = db, "v2"
	check(b.Start(ctx))
	var took time.Duration
	lat := traffic(db, n, func() {
		start := time.Now()
		if rest {
			check(b.Run(ctx))
		} else {
			for done := false; !done; {
				var err error
				_, done, err = b.Step(ctx)
				check(err)
			}
		}
		took = time.Since(start)
	})
	row(label, took, n, lat)
	bad, err := migrate.Verify(ctx, db, 0, uint64(n))
	check(err)
	if len(bad) > 0 {
		log.Fatalf("%s: %d rows differ", label, len(bad))
	}
}

// traffic runs two writers while fn runs, and returns their latencies.
func traffic(db *sql.DB, n int, fn func()) []time.Duration {
	orders := migrate.NewOrders(db)
	ctx, stop := context.WithCancel(context.Background())
	var mu sync.Mutex
	var lat []time.Duration
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				id := uint64(rand.IntN(n) + 1)
				start := time.Now()
				check(orders.SetStatus(context.Background(), id, "paid"))
				d := time.Since(start)
				mu.Lock()
				lat = append(lat, d)
				mu.Unlock()
				time.Sleep(2 * time.Millisecond)
			}
		})
	}
	fn()
	stop()
	wg.Wait()
	slices.Sort(lat)
	return lat
}

func row(label string, took time.Duration, n int, lat []time.Duration) {
	speed := "-"
	if took > 0 {
		speed = fmt.Sprintf("%.0f", float64(n)/took.Seconds())
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	fmt.Printf("%-22s %8.1f %9s | %5.1f ms %5.1f ms %5.0f ms\n", label,
		took.Seconds(), speed, ms(lat[len(lat)/2]),
		ms(lat[len(lat)*99/100]), ms(lat[len(lat)-1]))
}

// paging compares the last page by offset with the last page by key.
func paging(db *sql.DB, n int) {
	fmt.Println()
	for _, q := range []struct {
		label, text string
		arg         int
	}{
		{"last 1000 by OFFSET", "SELECT id, note FROM orders ORDER BY id" +
			" LIMIT 1000 OFFSET ?", n - 1000},
		{"last 1000 by key", "SELECT id, note FROM orders WHERE id > ?" +
			" ORDER BY id LIMIT 1000", n - 1000},
	} {
		best := time.Hour
		for range 5 {
			start := time.Now()
			rows, err := db.Query(q.text, q.arg)
			check(err)
			for rows.Next() {
			}
			check(rows.Close())
			best = min(best, time.Since(start))
		}
		fmt.Printf("%-22s %6.1f ms\n", q.label, float64(best.Microseconds())/1000)
	}
}

func fill(db *sql.DB, n int) {
	exec(db, "INSERT INTO orders (id, customer_id, total, status, note,"+
		" placed_at) VALUES (1, 1, 12.34, 'new', REPEAT('n', 120), NOW())")
	for have := 1; have < n; have *= 2 {
		exec(db, fmt.Sprintf("INSERT INTO orders (id, customer_id, total,"+
			" status, note, placed_at) SELECT id + %d, (id * 31) %% 5000,"+
			" total, status, note, placed_at FROM orders", have))
	}
}

func exec(db *sql.DB, query string) {
	_, err := db.Exec(query)
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
