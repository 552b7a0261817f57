// Package mysqlstore keeps coupons in MySQL or MariaDB.
package mysqlstore

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"

	"cat-posts.example/posts/building-scalable-go-apis-with-clean-architecture/coupon"
)

// Schema creates the tables.
//
//go:embed schema.sql
var Schema string

// Store implements coupon.Store. Its connection must have parseTime set.
type Store struct{ DB *sql.DB }

// region update

// Update holds a lock on the coupon's row from reading to writing.
func (s *Store) Update(ctx context.Context, code string,
	change func(*coupon.Coupon) error,
) error {
	tx, err := s.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	c, err := load(ctx, tx, code)
	if err != nil {
		return err
	}
	before := len(c.Orders)
	if err := change(&c); err != nil {
		return err
	}
	for _, order := range c.Orders[before:] {
		if _, err := tx.ExecContext(ctx, "INSERT INTO redemptions"+
			" (code, order_id) VALUES (?, ?)", code, order); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// endregion update

// region load
func load(
	ctx context.Context, tx *sql.Tx, code string,
) (c coupon.Coupon, err error) {
	err = tx.QueryRowContext(ctx, "SELECT code, percent, max_uses,"+
		" expires_at FROM coupons WHERE code = ? FOR UPDATE", code).
		Scan(&c.Code, &c.Percent, &c.Limit, &c.Expires)
	if errors.Is(err, sql.ErrNoRows) {
		return c, coupon.ErrNotFound // our word for it, not SQL's
	}
	if err != nil {
		return c, err
	}
	// No lock: the coupon's row guards these, and locking the gap between
	// them would let two coupons deadlock.
	rows, err := tx.QueryContext(ctx, "SELECT order_id FROM redemptions"+
		" WHERE code = ?", code)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	for rows.Next() {
		var order string
		if err := rows.Scan(&order); err != nil {
			return c, err
		}
		c.Orders = append(c.Orders, order)
	}
	return c, rows.Err()
}

// endregion load
