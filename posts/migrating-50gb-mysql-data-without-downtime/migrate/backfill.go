package migrate

import (
	"context"
	"database/sql"
	"time"
)

// Backfill copies the rows that existed when it first started.
type Backfill struct {
	DB     *sql.DB
	Job    string
	Target time.Duration // how long one chunk may take, about
	Size   int           // rows in the next chunk
	Fixed  bool          // keep Size: for experiments

	// Ready is asked before each chunk and blocks while the database needs
	// rest: replica lag, running threads, office hours.
	Ready func(context.Context) error
}

// Start records where the job ends. Rows above it are written by the
// application, so Start must come after every process is in phase Dual.
func (b *Backfill) Start(ctx context.Context) error {
	_, err := b.DB.ExecContext(ctx,
		"INSERT IGNORE INTO backfill_progress (job, last_id, stop_id)"+
			" SELECT ?, 0, COALESCE(MAX(id), 0) FROM orders", b.Job)
	return err
}

// region step

// Step copies one chunk. Rows and progress commit together, so a killed
// process continues where it was. done means there was nothing left.
func (b *Backfill) Step(ctx context.Context) (rows int, done bool, err error) {
	start := time.Now()
	err = inTx(ctx, b.DB, func(tx *sql.Tx) error {
		var last, stop, next uint64
		if err := tx.QueryRowContext(ctx,
			"SELECT last_id, stop_id FROM backfill_progress"+
				" WHERE job = ? FOR UPDATE", b.Job,
		).Scan(&last, &stop); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, Statement("next"),
			last, stop, b.Size).Scan(&next); err != nil || next == 0 {
			done = err == nil
			return err
		}
		res, err := tx.ExecContext(ctx, Statement("copy"), last+1, next)
		if err != nil {
			return err
		}
		n, _ := res.RowsAffected() // an overwritten row counts as two
		rows = int(n)
		_, err = tx.ExecContext(ctx, "UPDATE backfill_progress"+
			" SET last_id = ? WHERE job = ?", next, b.Job)
		return err
	})
	b.adapt(time.Since(start))
	return rows, done, err
}

// endregion step

// region adapt

// adapt aims the next chunk at the target duration, at most doubling or
// halving, and never leaves 100 to 20,000 rows.
func (b *Backfill) adapt(took time.Duration) {
	if b.Fixed || b.Target == 0 || took <= 0 {
		return
	}
	factor := min(2, max(0.5, float64(b.Target)/float64(took)))
	b.Size = min(20_000, max(100, int(float64(b.Size)*factor)))
}

// Run copies until nothing is left. It rests as long as it worked, so at
// most half of the time goes to the backfill.
func (b *Backfill) Run(ctx context.Context) error {
	for {
		if b.Ready != nil {
			if err := b.Ready(ctx); err != nil {
				return err
			}
		}
		start := time.Now()
		if _, done, err := b.Step(ctx); done || err != nil {
			return err
		}
		select {
		case <-time.After(time.Since(start)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// endregion adapt

// region verify

// Verify compares one range in both tables and returns the ids that
// differ. Both sides are read in one snapshot, so writers may go on.
func Verify(
	ctx context.Context, db *sql.DB, from, to uint64,
) (bad []uint64, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{
		Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	was, err := checksum(ctx, tx, "orders_as_v2", from, to)
	if err != nil {
		return nil, err
	}
	is, err := checksum(ctx, tx, "orders_v2", from, to)
	if err != nil || was == is {
		return nil, err
	}
	return differences(ctx, tx, from, to) // only now the slow query
}

// endregion verify
