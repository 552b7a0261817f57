// Package idem has five handlers for one job, "charge this customer once",
// and a way to crash each of them at each step.
package idem

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/go-sql-driver/mysql"
)

// Schema has one statement for each table.
var Schema = []string{
	`CREATE TABLE processed (job_key VARCHAR(64) NOT NULL PRIMARY KEY)`,
	`CREATE TABLE charges (
	  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
	  job_key VARCHAR(64) NOT NULL)`,
}

// Env is the world of a handler. At is called between steps; an error
// from it means that the process dies there.
type Env struct {
	DB       *sql.DB
	Provider *Provider
	At       func(step string) error
}

// Handler charges for the job with this key. attempt grows.
type Handler func(ctx context.Context, e *Env, key string, attempt string) error

const (
	insertCharge = `INSERT INTO charges (job_key) VALUES (?)`
	insertDone   = `INSERT INTO processed (job_key) VALUES (?)`
)

// NoGuard does the work and hopes.
func NoGuard(ctx context.Context, e *Env, key, _ string) error {
	if err := e.At("checked"); err != nil {
		return err
	}
	if _, err := e.DB.ExecContext(ctx, insertCharge, key); err != nil {
		return err
	}
	return e.At("effect")
}

// region check

// CheckThenAct is BROKEN: two workers can both find nothing, and a crash
// between effect and record forgets the effect.
func CheckThenAct(ctx context.Context, e *Env, key, _ string) error {
	var one int
	err := e.DB.QueryRowContext(ctx,
		`SELECT 1 FROM processed WHERE job_key = ?`, key).Scan(&one)
	if !errors.Is(err, sql.ErrNoRows) {
		return err // nil: it was done before
	}
	if err := e.At("checked"); err != nil {
		return err
	}
	if _, err := e.DB.ExecContext(ctx, insertCharge, key); err != nil {
		return err
	}
	if err := e.At("effect"); err != nil {
		return err
	}
	_, err = e.DB.ExecContext(ctx, insertDone, key)
	return err
}

// endregion check

// region tx

// OneTransaction records and acts together. The unique key makes a second
// worker wait for the first one's commit, and then skip.
func OneTransaction(ctx context.Context, e *Env, key, _ string) error {
	tx, err := e.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, insertDone, key)
	if duplicate(err) {
		return nil // it was done before
	}
	if err != nil {
		return err
	}
	if err := e.At("checked"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, insertCharge, key); err != nil {
		return err
	}
	if err := e.At("effect"); err != nil {
		return err
	}
	return tx.Commit()
}

// endregion tx

func duplicate(err error) bool {
	var e *mysql.MySQLError
	return errors.As(err, &e) && e.Number == 1062
}

// Provider is a payment service that knows idempotency keys.
type Provider struct {
	mu      sync.Mutex
	seen    map[string]bool
	Charges int
}

// Charge has an effect once for each key.
func (p *Provider) Charge(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	if !p.seen[key] {
		p.seen[key] = true
		p.Charges++
	}
}

// region key

// KeyPerAttempt is BROKEN: the provider sees two different requests.
func KeyPerAttempt(ctx context.Context, e *Env, key, attempt string) error {
	return call(e, key+"/"+attempt)
}

// KeyPerJob sends the same key however often it runs.
func KeyPerJob(ctx context.Context, e *Env, key, _ string) error {
	return call(e, key)
}

// endregion key

func call(e *Env, key string) error {
	if err := e.At("checked"); err != nil {
		return err
	}
	e.Provider.Charge(key)
	return e.At("effect")
}
