package query

import (
	"database/sql"
	"os"
	"testing"

	"github.com/go-sql-driver/mysql"
)

func open(t *testing.T, interpolate bool) *sql.DB {
	dsn := os.Getenv("MYSQL_DSN")
	if dsn == "" {
		t.Skip("MYSQL_DSN is not set")
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.InterpolateParams = interpolate
	c, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	t.Cleanup(func() { db.Close() })
	return db
}

func TestQueries(t *testing.T) {
	db := open(t, false)
	ctx := t.Context()
	if err := Reset(ctx, db); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Exec("DROP TABLE opt_orders") })
	if err := Insert(ctx, db, 20_000, 500); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("ANALYZE TABLE opt_orders"); err != nil {
		t.Fatal(err)
	}
	read := func(name string, args ...any) int {
		took, n, err := Cost(ctx, db, SQL(name), args...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		t.Logf("%-9s %6d rows read, %v", name, n, took)
		return n
	}
	// Customer 1 has 5,000 orders; the page after 4,000 starts below 3998.
	offset := read("offset", 1)
	keyset := read("keyset", 1, 4001, 4001, 4002)
	if offset < 4000 || keyset > 100 {
		t.Errorf("offset read %d rows, keyset %d", offset, keyset)
	}
	fn, rng := read("function", 1, 19_000), read("range", 1, 19_000)
	if fn < 20_000 || rng > 500 {
		t.Errorf("with an expression %d rows, with a range %d", fn, rng)
	}
}

func TestKeysetGivesTheSamePage(t *testing.T) {
	db := open(t, false)
	ctx := t.Context()
	if err := Reset(ctx, db); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Exec("DROP TABLE opt_orders") })
	if err := Insert(ctx, db, 20_000, 500); err != nil {
		t.Fatal(err)
	}
	page := func(q string, args ...any) (ids []int64, lastTime, lastID int64) {
		rows, err := db.QueryContext(ctx, q, args...)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id, at, cents int64
			if err := rows.Scan(&id, &at, &cents); err != nil {
				t.Fatal(err)
			}
			ids, lastTime, lastID = append(ids, id), at, id
		}
		return ids, lastTime, lastID
	}
	all := SQL("offset")
	before := all[:len(all)-len("LIMIT 20 OFFSET 4000")] + "LIMIT 4000"
	_, at, id := page(before, 1)
	want, _, _ := page(all, 1)
	got, _, _ := page(SQL("keyset"), 1, at, at, id)
	if len(want) != 20 || len(got) != 20 || want[0] != got[0] || want[19] != got[19] {
		t.Errorf("offset page %v\nkeyset page %v", want, got)
	}
}

func TestInterpolationSavesRoundTrips(t *testing.T) {
	db := open(t, false)
	if err := Reset(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Exec("DROP TABLE opt_orders") })
	prepared, err := Trips(t.Context(), db, 10)
	if err != nil {
		t.Fatal(err)
	}
	direct, err := Trips(t.Context(), open(t, true), 10)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("10 queries: %d commands prepared, %d interpolated", prepared, direct)
	if prepared < 20 || direct > 12 {
		t.Errorf("%d and %d commands", prepared, direct)
	}
}
