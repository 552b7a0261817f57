package idem

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

func open(t *testing.T) *sql.DB {
	t.Helper()
	dsn := os.Getenv("MYSQL_DSN")
	if dsn == "" {
		t.Skip("MYSQL_DSN is not set")
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("idem_%d_%d", os.Getpid(), rand.Uint32())
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	cfg.DBName = name
	db, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db.Close()
		admin.Exec("DROP DATABASE " + name)
		admin.Close()
	})
	for _, s := range Schema {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

var errCrash = errors.New("crash")

// crashed runs the handler until it ends well; the first attempt dies at a step.
func crashed(t *testing.T, e *Env, h Handler, key, step string) {
	t.Helper()
	for attempt := range 3 {
		e.At = func(s string) error {
			if attempt == 0 && s == step {
				return errCrash
			}
			return nil
		}
		err := h(t.Context(), e, key, fmt.Sprint(attempt))
		if err == nil && attempt == 0 && step == "settle" {
			continue // done, but the process died before it could say so
		}
		if err == nil {
			return
		}
		if !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
	}
	t.Fatal("never done")
}

// together runs two workers that meet after their check, unless the first one
// holds the other back.
func together(e *Env, h Handler, key string, meet bool) {
	var both sync.WaitGroup
	both.Add(2)
	e.At = func(s string) error {
		if s == "checked" && meet {
			both.Done()
			both.Wait()
		} else if s == "checked" {
			time.Sleep(100 * time.Millisecond) // enough for the other one, if it could
		}
		return nil
	}
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() { h(context.Background(), e, key, fmt.Sprint(i)) })
	}
	wg.Wait()
}

func TestCrashMatrix(t *testing.T) {
	db := open(t)
	steps := []string{"checked", "effect", "settle", "twice"}
	handlers := []struct {
		name string
		h    Handler
		want [4]int
	}{
		{"no guard", NoGuard, [4]int{1, 2, 2, 2}},
		{"check, then act", CheckThenAct, [4]int{1, 2, 1, 2}},
		{"one transaction", OneTransaction, [4]int{1, 1, 1, 1}},
		{"key per attempt", KeyPerAttempt, [4]int{1, 2, 2, 2}},
		{"key per job", KeyPerJob, [4]int{1, 1, 1, 1}},
	}
	show("charges after a crash   before  after   before  two at\n")
	show("and a retry             effect  effect  ack     once\n")
	for _, c := range handlers {
		show("%-23s", c.name)
		for i, step := range steps {
			e := &Env{DB: db, Provider: &Provider{}}
			key := c.name + step
			if step == "twice" {
				together(e, c.h, key, c.name != "one transaction")
			} else {
				crashed(t, e, c.h, key, step)
			}
			var n int
			db.QueryRow(`SELECT COUNT(*) FROM charges WHERE job_key = ?`, key).Scan(&n)
			n += e.Provider.Charges
			show(" %-7d", n)
			if n != c.want[i] {
				t.Errorf("%s, %s: %d charges, want %d", c.name, step, n, c.want[i])
			}
		}
		show("\n")
	}
}

func show(format string, args ...any) {
	if os.Getenv("SHOW") != "" {
		fmt.Printf(format, args...)
	}
}
