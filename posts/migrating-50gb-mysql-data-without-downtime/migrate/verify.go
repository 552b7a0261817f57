package migrate

import (
	"context"
	"database/sql"
	"strings"
)

type sum struct{ rows, crc uint64 }

// checksum runs the checksum statement on one of the two sources. The text
// of the statement is the same, so equal rows give equal sums.
func checksum(
	ctx context.Context, tx *sql.Tx, source string, from, to uint64,
) (s sum, err error) {
	q := strings.Replace(Statement("checksum"), "orders_v2", source, 1)
	err = tx.QueryRowContext(ctx, q, from, to).Scan(&s.rows, &s.crc)
	return s, err
}

func differences(
	ctx context.Context, tx *sql.Tx, from, to uint64,
) (ids []uint64, err error) {
	rows, err := tx.QueryContext(ctx, Statement("differences"),
		from, to, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id uint64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
