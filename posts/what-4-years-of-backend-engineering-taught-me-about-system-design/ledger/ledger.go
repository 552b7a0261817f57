// Package ledger keeps accounts whose balances can be explained.
package ledger

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

//go:embed ledger.sql
var script string

// Statement returns one region of ledger.sql.
func Statement(region string) string {
	_, rest, ok := strings.Cut(script, "-- region "+region+"\n")
	if !ok {
		panic("no region " + region)
	}
	text, _, _ := strings.Cut(rest, "-- endregion "+region+"\n")
	return strings.TrimSuffix(strings.TrimSpace(text), ";")
}

// What a transfer can come to.
var (
	ErrFunds = errors.New("not enough money, or no such account")
	ErrDone  = errors.New("this transfer was made before")
	ErrInput = errors.New("not a transfer between two accounts")
)

// region transfer

// Transfer moves money once, however often it is called with the same id.
func Transfer(ctx context.Context, db *sql.DB, id string,
	from, to uint64, cents int64,
) error {
	if cents <= 0 || from == to {
		return ErrInput
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := claim(ctx, tx, id); err != nil {
		return err // ErrDone: somebody made it before
	}
	moves := []struct {
		account uint64
		cents   int64
	}{{from, -cents}, {to, cents}}
	if from > to { // everybody locks accounts in the same order
		moves[0], moves[1] = moves[1], moves[0]
	}
	for _, m := range moves {
		if err := move(ctx, tx, id, m.account, m.cents); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// endregion transfer

func claim(ctx context.Context, tx *sql.Tx, id string) error {
	_, err := tx.ExecContext(ctx,
		"INSERT INTO transfers (id, made_at) VALUES (?, ?)",
		id, time.Now().UTC())
	if isCode(err, 1062) { // duplicate key
		return ErrDone
	}
	return err
}

// region move
func move(ctx context.Context, tx *sql.Tx, id string,
	account uint64, cents int64,
) error {
	res, err := tx.ExecContext(ctx, "UPDATE accounts"+
		" SET balance_cents = balance_cents + ?"+
		" WHERE id = ? AND balance_cents + ? >= 0",
		cents, account, cents)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(ErrFunds, err)
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO entries"+
		" (transfer_id, account_id, amount_cents) VALUES (?, ?, ?)",
		id, account, cents)
	return err
}

// endregion move

func isCode(err error, code uint16) bool {
	var my *mysql.MySQLError
	return errors.As(err, &my) && my.Number == code
}
