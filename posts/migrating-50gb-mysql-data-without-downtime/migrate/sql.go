// Package migrate moves a table into a new shape while it is written to.
package migrate

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

//go:embed migrate.sql
var script string

// Statement returns the text of one region of migrate.sql, so that what the
// post shows is what runs.
func Statement(region string) string {
	_, rest, ok := strings.Cut(script, "-- region "+region+"\n")
	if !ok {
		panic("no region " + region)
	}
	text, _, _ := strings.Cut(rest, "-- endregion "+region+"\n")
	return strings.TrimSuffix(strings.TrimSpace(text), ";")
}

// region retry

// inTx runs fn in a transaction and repeats it after a deadlock (1213), a
// lock wait timeout (1205) or MariaDB's "record has changed" (1020). fn
// must not have effects outside of the transaction.
func inTx(ctx context.Context, db *sql.DB, fn func(*sql.Tx) error) error {
	opts := &sql.TxOptions{Isolation: sql.LevelRepeatableRead}
	for attempt := 1; ; attempt++ {
		tx, err := db.BeginTx(ctx, opts)
		if err != nil {
			return err
		}
		if err = fn(tx); err == nil {
			return tx.Commit()
		}
		tx.Rollback()
		var my *mysql.MySQLError
		again := errors.As(err, &my) && (my.Number == 1213 ||
			my.Number == 1205 || my.Number == 1020)
		if !again || attempt == 5 {
			return err
		}
		time.Sleep(time.Duration(attempt) * 10 * time.Millisecond)
	}
}

// endregion retry
