// Package jobs is a background job queue in one MySQL table.
package jobs

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"time"
)

// Schema makes the table.
//
//go:embed schema.sql
var Schema string

// Job is one claimed attempt.
type Job struct {
	ID       int64
	Kind     string
	Payload  json.RawMessage
	Attempts int // this one included
	Claim    int // the token of this claim
}

// Store is the table.
type Store struct {
	DB    *sql.DB
	Lease time.Duration
}

// Execer is a *sql.DB or, better, the *sql.Tx of the caller's change.
type Execer interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// region enqueue

// Enqueue adds a job. With a key, a second job of that key is not added.
// Give it the transaction that makes the job necessary.
func Enqueue(ctx context.Context, x Execer, kind string, payload any,
	key string) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	_, err = x.ExecContext(ctx, `
		INSERT INTO jobs (kind, payload, unique_key)
		VALUES (?, ?, NULLIF(?, ''))
		ON DUPLICATE KEY UPDATE id = id`, kind, body, key)
	return err
}

// endregion enqueue

// ErrNone means that no job is due.
var ErrNone = errors.New("no job is due")

// region claim

const due = `SELECT id, kind, payload, attempts + 1, claim + 1 FROM jobs
	WHERE run_at <= NOW(3) ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED`

// Claim takes the job that is due longest: a ready one, or one whose
// worker has not been heard of for a lease.
func (s *Store) Claim(ctx context.Context) (j Job, err error) {
	tx, err := s.DB.BeginTx(ctx, nil)
	if err != nil {
		return j, err
	}
	defer tx.Rollback()
	err = tx.QueryRowContext(ctx, due).
		Scan(&j.ID, &j.Kind, &j.Payload, &j.Attempts, &j.Claim)
	if errors.Is(err, sql.ErrNoRows) {
		return j, ErrNone
	}
	if err != nil {
		return j, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE jobs SET state = 'running',
		  attempts = attempts + 1, claim = claim + 1,
		  run_at = NOW(3) + INTERVAL ? MICROSECOND WHERE id = ?`,
		s.Lease.Microseconds(), j.ID)
	if err != nil {
		return j, err
	}
	return j, tx.Commit()
}

// endregion claim

// ErrLost means that the lease ran out and another worker has the job.
var ErrLost = errors.New("job was claimed by another worker")

// region settle

// settle changes the job only if this claim is still the latest.
func settle(ctx context.Context, x Execer, j Job, set string,
	args ...any) error {
	res, err := x.ExecContext(ctx, `UPDATE jobs SET `+set+
		` WHERE id = ? AND state = 'running' AND claim = ?`,
		append(args, j.ID, j.Claim)...)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return ErrLost
	}
	return nil
}

// Done ends the job, in the transaction of its effects if they have one.
func Done(ctx context.Context, x Execer, j Job) error {
	return settle(ctx, x, j,
		`state = 'done', run_at = NULL, last_error = NULL`)
}

// endregion settle

// Policy says how failures of one kind of job are treated.
type Policy struct {
	Attempts int
	Base     time.Duration
	Limit    time.Duration
}

// region delay

// Delay before the next attempt: it doubles, and half of it is random.
func (p Policy) Delay(attempts int) time.Duration {
	d := p.Base
	for n := 1; n < attempts && d < p.Limit; n++ {
		d *= 2
	}
	d = min(d, p.Limit)
	return d/2 + time.Duration(rand.Int64N(int64(d/2)+1))
}

// endregion delay

// Permanent wraps an error that no later attempt can cure.
type Permanent struct{ Err error }

func (p Permanent) Error() string { return p.Err.Error() }
func (p Permanent) Unwrap() error { return p.Err }

// After wraps an error of a server that said when to come back.
type After struct {
	Err  error
	Wait time.Duration
}

func (a After) Error() string { return a.Err.Error() }
func (a After) Unwrap() error { return a.Err }

// region fail

// Fail records why, and decides between a later attempt and the dead.
func (s *Store) Fail(ctx context.Context, p Policy, j Job,
	why error) error {
	var permanent Permanent
	if errors.As(why, &permanent) || j.Attempts >= p.Attempts {
		return settle(ctx, s.DB, j,
			`state = 'dead', run_at = NULL, last_error = ?`, why.Error())
	}
	wait := p.Delay(j.Attempts)
	if a := (After{}); errors.As(why, &a) {
		wait = max(wait, a.Wait)
	}
	return settle(ctx, s.DB, j, `state = 'ready', last_error = ?,
		run_at = NOW(3) + INTERVAL ? MICROSECOND`,
		why.Error(), wait.Microseconds())
}

// endregion fail

// region redrive

// Redrive brings dead jobs of one kind and error back, a few at a time.
func (s *Store) Redrive(ctx context.Context, kind, like, by string,
	limit int) (int64, error) {
	res, err := s.DB.ExecContext(ctx, `
		UPDATE jobs SET state = 'ready', run_at = NOW(3), attempts = 0,
		  redriven_by = ?
		WHERE state = 'dead' AND kind = ? AND last_error LIKE ?
		ORDER BY id LIMIT ?`, by, kind, like, limit)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// endregion redrive
