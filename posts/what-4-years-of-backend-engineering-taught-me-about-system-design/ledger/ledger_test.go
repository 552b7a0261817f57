package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// open makes a database with a bank (account 0) and two customers who
// received 100.00 each.
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
	cfg.ParseTime = true
	admin, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("ledger_%d_%d", os.Getpid(), rand.Uint32())
	run(t, admin, "CREATE DATABASE "+name)
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
	for _, stmt := range strings.Split(Statement("schema"), ";") {
		run(t, db, stmt)
	}
	run(t, db, "INSERT INTO accounts VALUES (1, 0), (2, 0), (9, 20000)")
	run(t, db, "INSERT INTO transfers VALUES ('opening', '2026-01-01')")
	run(t, db, "INSERT INTO entries VALUES ('opening', 9, 20000)")
	for _, customer := range []uint64{1, 2} {
		if err := Transfer(t.Context(), db, fmt.Sprint("gift-", customer),
			9, customer, 10_000); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func run(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func number(t *testing.T, db *sql.DB, query string, args ...any) (n int64) {
	t.Helper()
	if err := db.QueryRowContext(
		t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func balance(t *testing.T, db *sql.DB, id int) int64 {
	return number(t, db, "SELECT balance_cents FROM accounts WHERE id = ?", id)
}

// drifted counts the accounts whose balance is not the sum of its entries.
func drifted(t *testing.T, db *sql.DB) int64 {
	return number(t, db, "SELECT COUNT(*) FROM ("+Statement("audit")+") x")
}

// region race
func TestCheckThenActSpendsTheMoneyTwice(t *testing.T) {
	db := open(t)
	var read [2]int64
	for i := range read { // two requests look, before either of them acts
		read[i] = balance(t, db, 1)
	}
	for _, saw := range read {
		if saw >= 7_000 {
			run(t, db, "UPDATE accounts SET balance_cents = ? WHERE id = 1",
				saw-7_000)
			run(t, db, "UPDATE accounts SET balance_cents ="+
				" balance_cents + 7000 WHERE id = 2")
		}
	}
	// 100.00 each before, 200.00 together:
	sum := balance(t, db, 1) + balance(t, db, 2)
	if sum != 27_000 {
		t.Fatalf("together %d; the post says 70.00 came from nowhere", sum)
	}
	if drifted(t, db) != 2 {
		t.Fatal("the audit did not see it")
	}
}

// endregion race

// region concurrent
func TestConcurrentTransfersKeepEveryCent(t *testing.T) {
	db := open(t)
	var paid, refused int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := Transfer(t.Context(), db, fmt.Sprint("t", i), 1, 2, 700)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				paid++
			case errors.Is(err, ErrFunds):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if paid != 14 || refused != 6 || balance(t, db, 1) != 200 {
		t.Errorf("%d paid, %d refused, %d left",
			paid, refused, balance(t, db, 1))
	}
	if n := drifted(t, db); n != 0 {
		t.Errorf("%d accounts drifted", n)
	}
}

// endregion concurrent

func TestTransfersInBothDirectionsDoNotDeadlock(t *testing.T) {
	db := open(t)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			from, to := uint64(1), uint64(2)
			if i%2 == 0 {
				from, to = to, from
			}
			if err := Transfer(t.Context(), db, fmt.Sprint("t", i),
				from, to, 10); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestSameTransferTwiceMovesOnce(t *testing.T) {
	db := open(t)
	for _, want := range []error{nil, ErrDone} {
		err := Transfer(t.Context(), db, "same", 1, 2, 500)
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if b := balance(t, db, 1); b != 9_500 {
		t.Errorf("balance %d, want 9500", b)
	}
}

func TestATransferCannotTake(t *testing.T) {
	db := open(t)
	for _, err := range []error{
		Transfer(t.Context(), db, "negative", 1, 2, -500),
		Transfer(t.Context(), db, "self", 1, 1, 500),
	} {
		if !errors.Is(err, ErrInput) {
			t.Errorf("got %v, want ErrInput", err)
		}
	}
}

func TestConstraintStopsWhatTheCodeForgot(t *testing.T) {
	db := open(t)
	_, err := db.Exec(
		"UPDATE accounts SET balance_cents = -1 WHERE id = 1")
	if err == nil {
		t.Error("a console can make a balance negative")
	}
}

func TestHistoryAnswersQuestionsAboutThePast(t *testing.T) {
	db := open(t)
	noon := time.Now().UTC().Add(time.Second).Truncate(time.Second)
	run(t, db, "INSERT INTO transfers VALUES ('later', ?)",
		noon.Add(time.Hour))
	run(t, db, "INSERT INTO entries VALUES ('later', 1, -300),"+
		" ('later', 2, 300)")
	run(t, db, "UPDATE accounts SET balance_cents = balance_cents +"+
		" IF(id = 1, -300, 300) WHERE id IN (1, 2)")
	at := func(when time.Time) int64 {
		return number(t, db, Statement("at"), 1, when)
	}
	if a, b := at(noon), at(noon.Add(2*time.Hour)); a != 10_000 || b != 9_700 {
		t.Errorf("at noon %d, later %d", a, b)
	}
	if n := number(t, db, "SELECT COUNT(*) FROM ("+
		Statement("unbalanced")+") x"); n != 1 { // the opening only
		t.Errorf("%d unbalanced transfers, want 1", n)
	}
	if n := drifted(t, db); n != 0 {
		t.Errorf("%d accounts drifted", n)
	}
}
