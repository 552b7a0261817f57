package migrate

import (
	"context"
	"database/sql"
)

// region phases

// Phase says which tables are written and read. It is one row in the
// database, the same for every process.
type Phase int

const (
	OldOnly Phase = iota // before
	Dual                 // write both, read old
	ReadNew              // write both, read new
	NewOnly              // old receives nothing anymore: no way back
)

// endregion phases

// Orders is the repository that the service uses during the migration.
type Orders struct {
	db *sql.DB
}

// NewOrders returns the repository.
func NewOrders(db *sql.DB) *Orders { return &Orders{db: db} }

// region fence

// SetPhase waits for the writes that are under way; later ones wait for
// it, and then see the new phase. For that moment the table stands still.
func SetPhase(ctx context.Context, db *sql.DB, p Phase) error {
	_, err := db.ExecContext(ctx,
		"UPDATE migration_phase SET phase = ? WHERE job = 'v2'", p)
	return err
}

// write runs fn in a transaction that keeps the phase as it is.
func (o *Orders) write(
	ctx context.Context, fn func(*sql.Tx, Phase) error,
) error {
	return inTx(ctx, o.db, func(tx *sql.Tx) error {
		var p Phase
		err := tx.QueryRowContext(ctx, "SELECT phase FROM migration_phase"+
			" WHERE job = 'v2' LOCK IN SHARE MODE").Scan(&p)
		if err != nil {
			return err
		}
		return fn(tx, p)
	})
}

// endregion fence

// region dual

// SetStatus shows the shape of every write: change the old row, then copy
// that row with the same statement the backfill uses. One transaction.
func (o *Orders) SetStatus(
	ctx context.Context, id uint64, status string,
) error {
	return o.write(ctx, func(tx *sql.Tx, p Phase) error {
		if p == NewOnly {
			return setStatusNew(ctx, tx, id, status)
		}
		_, err := tx.ExecContext(ctx,
			"UPDATE orders SET status = ? WHERE id = ?", status, id)
		if err != nil || p == OldOnly {
			return err
		}
		_, err = tx.ExecContext(ctx, Statement("copy"), id, id)
		return err
	})
}

// endregion dual

func setStatusNew(
	ctx context.Context, tx *sql.Tx, id uint64, status string,
) error {
	_, err := tx.ExecContext(ctx, "UPDATE orders_v2 SET status = "+
		"FIELD(?, 'new', 'paid', 'shipped') WHERE id = ?", status, id)
	return err
}

// Create inserts an order.
func (o *Orders) Create(
	ctx context.Context, customer int, cents int64,
) (id uint64, err error) {
	err = o.write(ctx, func(tx *sql.Tx, p Phase) error {
		query := "INSERT INTO orders (customer_id, total, status, placed_at)" +
			" VALUES (?, ? / 100, 'new', UTC_TIMESTAMP())"
		if p == NewOnly {
			query = "INSERT INTO orders_v2 (customer_id, total_cents," +
				" currency, status, note, placed_at)" +
				" VALUES (?, ?, 'EUR', 1, '', UTC_TIMESTAMP())"
		}
		res, err := tx.ExecContext(ctx, query, customer, cents)
		if err != nil {
			return err
		}
		last, err := res.LastInsertId()
		if err != nil {
			return err
		}
		id = uint64(last)
		if p == Dual || p == ReadNew {
			_, err = tx.ExecContext(ctx, Statement("copy"), id, id)
		}
		return err
	})
	return id, err
}

// Delete removes an order from every table that this phase writes.
func (o *Orders) Delete(ctx context.Context, id uint64) error {
	return o.write(ctx, func(tx *sql.Tx, p Phase) error {
		if p != NewOnly {
			if _, err := tx.ExecContext(ctx,
				"DELETE FROM orders WHERE id = ?", id); err != nil {
				return err
			}
		}
		if p == OldOnly {
			return nil
		}
		_, err := tx.ExecContext(ctx,
			"DELETE FROM orders_v2 WHERE id = ?", id)
		return err
	})
}

// Cents returns an order's total from the table that this phase reads.
// Phase and order come from one snapshot.
func (o *Orders) Cents(
	ctx context.Context, id uint64,
) (cents int64, err error) {
	err = inTx(ctx, o.db, func(tx *sql.Tx) error {
		var p Phase
		if err := tx.QueryRowContext(ctx, "SELECT phase FROM"+
			" migration_phase WHERE job = 'v2'").Scan(&p); err != nil {
			return err
		}
		from := "orders_as_v2" // the old rows in the new shape
		if p >= ReadNew {
			from = "orders_v2"
		}
		return tx.QueryRowContext(ctx, "SELECT total_cents FROM "+
			from+" WHERE id = ?", id).Scan(&cents)
	})
	return cents, err
}
