// Package outbox stores events in the transaction that causes them, and
// publishes them afterwards.
package outbox

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"strings"
)

//go:embed schema.sql
var schema string

// Schema returns the statements that make the tables.
func Schema() []string {
	var out []string
	for s := range strings.SplitSeq(schema, ";") {
		if strings.Contains(s, "CREATE") {
			out = append(out, s)
		}
	}
	return out
}

// Event is what happened. ID is chosen by the producer, once.
type Event struct {
	ID, Topic, Key, Type string
	Version              int
	Body                 []byte
}

// region save

// Save writes the event inside the caller's transaction. It has no other
// effect: if the transaction rolls back, nothing happened.
func Save(ctx context.Context, tx *sql.Tx, e Event) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO outbox (event_id, topic, key_, type, version, body)
		VALUES (?, ?, ?, ?, ?, ?)`,
		e.ID, e.Topic, e.Key, e.Type, e.Version, e.Body)
	return err
}

// endregion save

// region place

// Place changes the order and says so, or does neither.
func Place(ctx context.Context, db *sql.DB, id string, e Event) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx,
		`INSERT INTO orders (id, status) VALUES (?, 'placed')`, id)
	if err != nil {
		return err
	}
	if err := Save(ctx, tx, e); err != nil {
		return err
	}
	return tx.Commit()
}

// endregion place

// Publish hands an event to the broker and returns when the broker has it.
type Publish func(context.Context, Event) error

// Relay moves events from the table to the broker.
type Relay struct {
	DB      *sql.DB
	Publish Publish
	Batch   int
}

type row struct {
	id int64
	Event
}

// region once

// Once publishes one batch. Each row is deleted by its own id, after the
// broker has it; a crash in between publishes that event twice.
func (r *Relay) Once(ctx context.Context) (sent int, err error) {
	rows, err := r.read(ctx, 0)
	if err != nil {
		return 0, err
	}
	var failed []error
	blocked := make(map[string]bool)
	for _, e := range rows {
		if blocked[e.Key] {
			continue // an earlier event of this key is still here
		}
		if err := r.Publish(ctx, e.Event); err != nil {
			blocked[e.Key] = true
			failed = append(failed, err)
			continue
		}
		_, err := r.DB.ExecContext(ctx,
			`DELETE FROM outbox WHERE id = ?`, e.id)
		if err != nil {
			return sent, err
		}
		sent++
	}
	return sent, errors.Join(failed...)
}

// endregion once

func (r *Relay) read(ctx context.Context, after int64) ([]row, error) {
	rows, err := r.DB.QueryContext(ctx, `
		SELECT id, event_id, topic, key_, type, version, body
		FROM outbox WHERE id > ? ORDER BY id LIMIT ?`, after, r.Batch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []row
	for rows.Next() {
		var e row
		if err := rows.Scan(&e.id, &e.ID, &e.Topic, &e.Key, &e.Type, &e.Version, &e.Body); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// region lock

// Lead calls work while this process is the only relay. The lock belongs
// to the connection: if the process dies, the server frees it.
func Lead(ctx context.Context, db *sql.DB, work func() error) (bool, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	var got sql.NullInt64
	err = conn.QueryRowContext(ctx,
		`SELECT GET_LOCK(CONCAT(DATABASE(), '.outbox'), 0)`).Scan(&got)
	if err != nil || got.Int64 != 1 {
		return false, err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx),
		`SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.outbox'))`)
	return true, work()
}

// endregion lock
