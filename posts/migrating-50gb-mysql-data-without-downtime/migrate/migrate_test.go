package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// open returns a connection pool on a database of this test's own, with the
// tables in place and n orders in the old one.
func open(t *testing.T, n int) *sql.DB {
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
	name := fmt.Sprintf("migrate_%d_%d", os.Getpid(), rand.Uint32())
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
	for _, region := range []string{
		"old", "shadow", "mapping", "progress", "phase"} {
		run(t, db, Statement(region))
	}
	run(t, db, "INSERT INTO migration_phase VALUES ('v2', 0)")
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf(
			"(%d, %d, %d.%02d, 'new', 'n', '2026-01-02')", i+1, i%10, i, i%100))
	}
	if n > 0 {
		run(t, db, "INSERT INTO orders (id, customer_id, total, status,"+
			" note, placed_at) VALUES "+strings.Join(rows, ", "))
	}
	return db
}

func setPhase(t *testing.T, db *sql.DB, p Phase) {
	t.Helper()
	if err := SetPhase(t.Context(), db, p); err != nil {
		t.Fatal(err)
	}
}

type execer interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

func run(t *testing.T, db execer, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func get[T any](t *testing.T, db *sql.DB, query string, args ...any) (v T) {
	t.Helper()
	if err := db.QueryRowContext(
		t.Context(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func verify(t *testing.T, db *sql.DB, from, to uint64) []uint64 {
	t.Helper()
	bad, err := Verify(t.Context(), db, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return bad
}

// region whole
func TestMigrationUnderWrites(t *testing.T) {
	db := open(t, 500)
	orders := NewOrders(db)
	setPhase(t, db, Dual)

	ctx, stop := context.WithCancel(t.Context())
	var traffic sync.WaitGroup
	var writes atomic.Int64
	for range 3 {
		traffic.Go(func() {
			for ctx.Err() == nil {
				if change(t, orders) {
					writes.Add(1)
				}
			}
		})
	}
	for writes.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	b := &Backfill{DB: db, Job: "v2", Size: 50, Fixed: true}
	if err := errors.Join(b.Start(ctx), b.Run(ctx)); err != nil {
		t.Error(err)
	}
	whileWriting := verify(t, db, 0, 1<<40)
	stop()
	traffic.Wait()
	atRest := verify(t, db, 0, 1<<40)
	if len(whileWriting)+len(atRest) > 0 {
		t.Fatalf("differ: %v, then %v, after %d writes",
			whileWriting, atRest, writes.Load())
	}
}

// endregion whole

// change does one random write.
func change(t *testing.T, o *Orders) bool {
	id := uint64(rand.IntN(500) + 1)
	var err error
	switch rand.IntN(4) {
	case 0:
		_, err = o.Create(context.Background(), 7, 1234)
	case 1:
		err = o.Delete(context.Background(), id)
	default:
		err = o.SetStatus(context.Background(), id, "paid")
	}
	if err != nil {
		t.Error(err)
	}
	return err == nil
}

// region cutover
func TestNoOrderIsLostAtTheCutover(t *testing.T) {
	db := open(t, 0)
	setPhase(t, db, ReadNew)
	stop := createOrders(t, db, 4) // four processes at work
	waitForRows(t, db, "orders_v2", 100)
	setPhase(t, db, NewOnly) // in the middle of it
	before := get[int](t, db, "SELECT COUNT(*) FROM orders")
	waitForRows(t, db, "orders_v2", before+100)
	for i, ids := range stop() { // what each of them was told is stored
		for _, id := range ids {
			if got := get[int](t, db, "SELECT customer_id FROM orders_v2"+
				" WHERE id = ?", id); got != i {
				t.Fatalf("order %d: customer %d, want %d", id, got, i)
			}
		}
	}
	if after := get[int](t, db,
		"SELECT COUNT(*) FROM orders"); after != before {
		t.Errorf("%d writes to the old table after the cutover", after-before)
	}
}

// endregion cutover

// createOrders lets n writers, each with its own repository, create orders
// for customers 0 to n-1. stop ends them and returns each one's ids.
func createOrders(
	t *testing.T, db *sql.DB, n int,
) (stop func() [][]uint64) {
	ctx, cancel := context.WithCancel(t.Context())
	var traffic sync.WaitGroup
	made := make([][]uint64, n)
	for i := range made {
		traffic.Go(func() {
			orders := NewOrders(db)
			for ctx.Err() == nil {
				id, err := orders.Create(context.Background(), i, int64(i))
				if err != nil {
					t.Error(err)
					return
				}
				made[i] = append(made[i], id)
			}
		})
	}
	stop = func() [][]uint64 {
		cancel()
		traffic.Wait()
		return made
	}
	t.Cleanup(func() { stop() })
	return stop
}

func waitForRows(t *testing.T, db *sql.DB, table string, n int) {
	t.Helper()
	for get[int](t, db, "SELECT COUNT(*) FROM "+table) < n {
		time.Sleep(5 * time.Millisecond)
	}
}

func TestBackfillResumes(t *testing.T) {
	db := open(t, 30)
	first := &Backfill{DB: db, Job: "v2", Size: 10, Fixed: true}
	if err := first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := first.Step(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A new process: same job, no memory.
	second := &Backfill{DB: db, Job: "v2", Size: 100, Fixed: true}
	if err := second.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, _, err := second.Step(t.Context())
	if err != nil || rows != 20 {
		t.Fatalf("copied %d rows (%v), want the remaining 20", rows, err)
	}
	if _, done, err := second.Step(t.Context()); !done || err != nil {
		t.Fatalf("done = %v, %v", done, err)
	}
	if bad := verify(t, db, 1, 30); bad != nil {
		t.Fatalf("differ: %v", bad)
	}
}

func TestVerifyFindsEachKindOfDifference(t *testing.T) {
	db := open(t, 20)
	run(t, db, Statement("copy"), 1, 20)
	run(t, db, "UPDATE orders_v2 SET note = 'x' WHERE id = 3")
	run(t, db, "DELETE FROM orders_v2 WHERE id = 5")
	run(t, db, "DELETE FROM orders WHERE id = 7")
	got := fmt.Sprint(verify(t, db, 1, 20))
	if got != "[3 5 7]" {
		t.Fatalf("got %s, want [3 5 7]", got)
	}
}

func TestUnknownValueStopsTheBackfill(t *testing.T) {
	db := open(t, 5)
	run(t, db, "UPDATE orders SET status = 'refunded' WHERE id = 4")
	b := &Backfill{DB: db, Job: "v2", Size: 10, Fixed: true}
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Step(t.Context()); err == nil {
		t.Fatal("a status outside of the mapping was copied")
	}
	if n := get[int](t, db, "SELECT COUNT(*) FROM orders_v2"); n != 0 {
		t.Fatalf("%d rows of the failed chunk stayed", n)
	}
}

// region race

// race lets the copy statement meet a dual write that is not committed yet,
// and returns the shadow row's status after both are done (2 is right).
func race(t *testing.T, level sql.IsolationLevel) int {
	db := open(t, 1)
	run(t, db, Statement("copy"), 1, 1)

	write, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	run(t, write, "UPDATE orders SET status = 'paid' WHERE id = 1")
	run(t, write, Statement("copy"), 1, 1)

	copied := make(chan error)
	go func() {
		tx, err := db.BeginTx(t.Context(), &sql.TxOptions{Isolation: level})
		if err == nil {
			_, err = tx.Exec(Statement("copy"), 1, 1)
			err = errors.Join(err, tx.Commit())
		}
		copied <- err
	}()
	waitForLock(t, db)
	if err := errors.Join(write.Commit(), <-copied); err != nil {
		t.Fatal(err)
	}
	return get[int](t, db, "SELECT status FROM orders_v2 WHERE id = 1")
}

// endregion race

// region isolation
func TestCopyIsSafeInRepeatableReadOnly(t *testing.T) {
	if got := race(t, sql.LevelRepeatableRead); got != 2 {
		t.Errorf("REPEATABLE READ: status %d, want 2 (paid)", got)
	}
	if got := race(t, sql.LevelReadCommitted); got != 1 {
		t.Errorf("READ COMMITTED: status %d, expected the stale 1", got)
	}
}

// endregion isolation

// waitForLock returns when some transaction of this database waits.
func waitForLock(t *testing.T, db *sql.DB) {
	t.Helper()
	for waiting := 0; waiting == 0; {
		// InnoDB refreshes this view only if nobody read it for 0.1 s.
		time.Sleep(120 * time.Millisecond)
		waiting = get[int](t, db, "SELECT COUNT(*) FROM"+
			" information_schema.innodb_trx x JOIN"+
			" information_schema.processlist p ON p.id = x.trx_mysql_thread_id"+
			" WHERE x.trx_state = 'LOCK WAIT' AND p.db = DATABASE()")
	}
}

// region naive
func TestCopyThroughTheApplicationRevivesDeletedRows(t *testing.T) {
	db := open(t, 1)
	orders := NewOrders(db)
	setPhase(t, db, Dual)

	// A backfill that reads in one step and writes in another ...
	var id, customer int
	if err := db.QueryRow("SELECT id, customer_id FROM orders").
		Scan(&id, &customer); err != nil {
		t.Fatal(err)
	}
	// ... while a customer deletes the order in both tables ...
	if err := orders.Delete(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	// ... brings it back, IGNORE or not.
	run(t, db, "INSERT IGNORE INTO orders_v2 (id, customer_id,"+
		" total_cents, currency, status, note, placed_at)"+
		" VALUES (?, ?, 0, 'EUR', 1, '', NOW())", id, customer)
	if bad := verify(t, db, 1, 1); len(bad) != 1 {
		t.Fatalf("differ: %v, expected the revived order", bad)
	}
}

// endregion naive

// region queue
func TestWaitingDDLBlocksReaders(t *testing.T) {
	db := open(t, 1)
	report, err := db.BeginTx(t.Context(), nil) // somebody's long report
	if err != nil {
		t.Fatal(err)
	}
	defer report.Rollback()
	if _, err := report.Exec("SELECT id FROM orders"); err != nil {
		t.Fatal(err)
	}
	const alter = "ALTER TABLE orders ADD COLUMN source INT"
	if err := <-waitAtMost(t, db, 1, alter); !isCode(err, 1205) {
		t.Fatalf("the ALTER should have given up: %v", err)
	}
	get[int](t, db, "SELECT id FROM orders") // and readers go on

	ddl := waitAtMost(t, db, 86_400, alter)
	waitForMetadata(t, db, 1)
	read := waitAtMost(t, db, 86_400, "SELECT id FROM orders")
	waitForMetadata(t, db, 2) // the plain SELECT waits behind the ALTER
	report.Rollback()
	if err := errors.Join(<-ddl, <-read); err != nil {
		t.Fatal(err)
	}
}

// endregion queue

// waitAtMost runs a statement in a session with this lock_wait_timeout.
func waitAtMost(
	t *testing.T, db *sql.DB, seconds int, query string,
) <-chan error {
	result := make(chan error, 1)
	go func() {
		conn, err := db.Conn(t.Context())
		if err == nil {
			defer conn.Close()
			_, err = conn.ExecContext(t.Context(), fmt.Sprintf(
				"SET SESSION lock_wait_timeout = %d", seconds))
		}
		if err == nil {
			_, err = conn.ExecContext(t.Context(), query)
		}
		result <- err
	}()
	return result
}

func waitForMetadata(t *testing.T, db *sql.DB, n int) {
	t.Helper()
	for get[int](t, db, "SELECT COUNT(*) FROM"+
		" information_schema.processlist WHERE db = DATABASE()"+
		" AND state = 'Waiting for table metadata lock'") < n {
		time.Sleep(5 * time.Millisecond)
	}
}

func isCode(err error, code uint16) bool {
	var my *mysql.MySQLError
	return errors.As(err, &my) && my.Number == code
}

func TestRenameSwapsTheTables(t *testing.T) {
	db := open(t, 3)
	run(t, db, Statement("copy"), 1, 3)
	run(t, db, "CREATE TABLE refunds (order_id BIGINT UNSIGNED,"+
		" CONSTRAINT fk FOREIGN KEY (order_id) REFERENCES orders (id))")
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, stmt := range strings.Split(Statement("rename"), ";") {
		run(t, conn, stmt)
	}
	if c := get[int](t, db,
		"SELECT total_cents FROM orders WHERE id = 3"); c != 202 {
		t.Fatalf("total_cents %d, want 202", c)
	}
	if ref := get[string](t, db, "SELECT referenced_table_name FROM"+
		" information_schema.referential_constraints WHERE"+
		" constraint_schema = DATABASE()"); ref != "orders_old" {
		t.Fatalf("the foreign key references %s, expected orders_old", ref)
	}
}

func TestPhasesReadTheRightTable(t *testing.T) {
	db := open(t, 2)
	run(t, db, Statement("copy"), 1, 2)
	run(t, db, "UPDATE orders_v2 SET total_cents = 999 WHERE id = 2")
	o := NewOrders(db)
	for p, want := range map[Phase]int64{
		OldOnly: 101, Dual: 101, ReadNew: 999, NewOnly: 999} {
		setPhase(t, db, p)
		if got, err := o.Cents(t.Context(), 2); got != want || err != nil {
			t.Errorf("phase %d: %d (%v), want %d", p, got, err, want)
		}
	}
	setPhase(t, db, NewOnly)
	id, err := o.Create(t.Context(), 1, 500)
	if err != nil || o.SetStatus(t.Context(), id, "shipped") != nil {
		t.Fatal(err)
	}
	if s := get[int](t, db,
		"SELECT status FROM orders_v2 WHERE id = ?", id); s != 3 {
		t.Fatalf("status %d, want 3", s)
	}
}

func TestAdaptAimsAtTheTarget(t *testing.T) {
	b := &Backfill{Target: 100 * time.Millisecond, Size: 1000}
	for _, c := range []struct {
		took time.Duration
		want int
	}{{200, 500}, {125, 400}, {1, 800}, {1000, 400}} {
		b.adapt(c.took * time.Millisecond)
		if b.Size != c.want {
			t.Fatalf("after %d ms: size %d, want %d", c.took, b.Size, c.want)
		}
	}
}
