package ten

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

//go:embed index.sql
var script string

func statement(region string) string {
	_, rest, ok := strings.Cut(script, "-- region "+region+"\n")
	if !ok {
		panic("no region " + region)
	}
	text, _, _ := strings.Cut(rest, "-- endregion "+region+"\n")
	return strings.TrimSuffix(strings.TrimSpace(text), ";")
}

// touched runs a query and returns how many index entries and rows the
// engine looked at, with those that an index condition threw away.
func touched(t *testing.T, c *sql.Conn, query string) (n int) {
	t.Helper()
	ctx := context.Background()
	for range 2 { // the first time it may read statistics, too
		if _, err := c.ExecContext(ctx, "FLUSH STATUS"); err != nil {
			t.Fatal(err)
		}
		rows, err := c.QueryContext(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
		}
		rows.Close()
	}
	rows, err := c.QueryContext(ctx, "SHOW SESSION STATUS WHERE Variable_name"+
		" IN ('Handler_read_key', 'Handler_read_next', 'Handler_read_rnd_next',"+
		" 'Handler_icp_attempts', 'Handler_icp_match')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	icp := false
	for rows.Next() {
		var name string
		var value int
		if err := rows.Scan(&name, &value); err != nil {
			t.Fatal(err)
		}
		switch name {
		case "Handler_icp_match": // counted as a read as well
			n -= value
		case "Handler_icp_attempts":
			icp = true
			n += value
		default:
			n += value
		}
	}
	if !icp {
		t.Skip("only MariaDB counts what an index condition throws away")
	}
	return n
}

func TestIndexIsASortOrder(t *testing.T) {
	dsn := os.Getenv("MYSQL_DSN")
	if dsn == "" {
		t.Skip("MYSQL_DSN is not set")
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	name := fmt.Sprintf("ten_%d_%d", os.Getpid(), rand.Uint32())
	run := func(query string) {
		t.Helper()
		if _, err := c.ExecContext(context.Background(), query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	run("CREATE DATABASE " + name)
	defer run("DROP DATABASE " + name)
	run("USE " + name)
	run(statement("table"))
	// 32,768 events of 100 tenants, one a minute from January 1st on.
	run("INSERT INTO events (tenant_id, created_at, kind, payload)" +
		" VALUES (0, '2026-01-01', 'click', 'p')")
	for have := 1; have < 1<<15; have *= 2 {
		run(fmt.Sprintf("INSERT INTO events"+
			" (tenant_id, created_at, kind, payload)"+
			" SELECT (tenant_id * 7 + %d) %% 100,"+
			" created_at + INTERVAL %d MINUTE, kind, payload FROM events",
			have, have))
	}
	run("ANALYZE TABLE events")
	before := touched(t, c, statement("query"))
	run(statement("better"))
	run("ANALYZE TABLE events")
	after := touched(t, c, statement("query"))
	day := touched(t, c, statement("day"))
	span := touched(t, c, statement("range"))
	t.Logf("index entries looked at\n"+
		"first 50 of a tenant, key (created_at, tenant_id)  %6d\n"+
		"first 50 of a tenant, key (tenant_id, created_at)  %6d\n"+
		"one day by DATE(created_at) = ...                %6d\n"+
		"one day by created_at >= ... AND < ...           %6d",
		before, after, day, span)
	// From 11.1 on, MariaDB turns DATE(column) into a range by itself.
	var rewrites bool
	if err := c.QueryRowContext(t.Context(),
		"SELECT VERSION() >= '11.1'").Scan(&rewrites); err != nil {
		t.Fatal(err)
	}
	if after > 100 || before < 10*after || !rewrites && day < 5*span {
		t.Error("the numbers do not show what the post says")
	}
}
