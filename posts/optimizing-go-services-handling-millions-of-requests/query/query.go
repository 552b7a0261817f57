// Package query counts what statements cost a MySQL or MariaDB server.
package query

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"strings"
	"time"
)

//go:embed queries.sql
var file string

// SQL returns the statement of a region in queries.sql.
func SQL(name string) string {
	_, s, _ := strings.Cut(file, "-- region "+name+"\n")
	s, _, _ = strings.Cut(s, "-- endregion "+name)
	return strings.TrimSuffix(strings.TrimSpace(s), ";")
}

// region insert
// Insert adds rows in statements of batch rows each, in one transaction.
func Insert(ctx context.Context, db *sql.DB, rows, batch int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for at := 0; at < rows; at += batch {
		n := min(batch, rows-at)
		args := make([]any, 0, 4*n)
		for i := at; i < at+n; i++ {
			args = append(args, i%4, i, 1000+i%500, "left at the door")
		}
		q := "INSERT INTO opt_orders" +
			" (customer, created_at, cents, note) VALUES " +
			strings.TrimSuffix(strings.Repeat("(?,?,?,?),", n), ",")
		if _, err := tx.ExecContext(ctx, q, args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// endregion insert

// Reset makes an empty table.
func Reset(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS opt_orders"); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, SQL("schema"))
	return err
}

// region cost
// Cost runs a statement on one connection and returns its time and how many
// rows the storage engine handed to the server for it.
func Cost(ctx context.Context, db *sql.DB, q string, args ...any) (
	took time.Duration, rows int, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "FLUSH STATUS"); err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := drain(conn.QueryContext(ctx, q, args...)); err != nil {
		return 0, 0, err
	}
	took = time.Since(start)
	rows, err = status(ctx, conn, "Handler_read%")
	return took, rows, err
}

// endregion cost

func drain(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

// status sums the session's counters whose name matches.
func status(ctx context.Context, conn *sql.Conn, like string) (int, error) {
	rows, err := conn.QueryContext(ctx, fmt.Sprintf("SHOW SESSION STATUS LIKE '%s'", like))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	sum := 0
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, rows.Err()
}

// Trips runs the range query with arguments n times on one connection and
// returns how many commands the server received for it.
func Trips(ctx context.Context, db *sql.DB, n int) (int, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	before, err := status(ctx, conn, "Questions")
	if err != nil {
		return 0, err
	}
	prepared, err := status(ctx, conn, "Com_stmt_%")
	if err != nil {
		return 0, err
	}
	for range n {
		if err := drain(conn.QueryContext(ctx, SQL("range"), 1, 5)); err != nil {
			return 0, err
		}
	}
	after, err := status(ctx, conn, "Com_stmt_%")
	if err != nil {
		return 0, err
	}
	if after == prepared { // no prepared statements: plain questions
		total, err := status(ctx, conn, "Questions")
		return total - before - 3, err
	}
	return after - prepared, nil
}
