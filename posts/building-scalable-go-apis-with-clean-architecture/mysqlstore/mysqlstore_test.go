package mysqlstore_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/mysqlstore"
	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/storetest"
)

func TestContract(t *testing.T) {
	dsn := os.Getenv("MYSQL_DSN")
	if dsn == "" {
		t.Skip("MYSQL_DSN is not set")
	}
	storetest.Run(t, func(t *testing.T, all ...coupon.Coupon) coupon.Store {
		db := open(t, dsn)
		for _, c := range all {
			exec(t, db, "INSERT INTO coupons VALUES (?, ?, ?, ?)",
				c.Code, c.Percent, c.Limit, c.Expires)
		}
		return &mysqlstore.Store{DB: db}
	})
}

// open makes a database for one test.
func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.ParseTime = true
	admin, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("coupons_%d_%d", os.Getpid(), rand.Uint32())
	exec(t, admin, "CREATE DATABASE "+name)
	cfg.DBName = name
	db, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(10)
	t.Cleanup(func() {
		db.Close()
		admin.Exec("DROP DATABASE " + name)
		admin.Close()
	})
	for _, stmt := range strings.Split(mysqlstore.Schema, ";\n") {
		if strings.Contains(stmt, "CREATE") {
			exec(t, db, stmt)
		}
	}
	return db
}

func exec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
