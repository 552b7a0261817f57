// Package cron lets one replica of many do what is due.
package cron

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// region once

// Once runs job if no replica has taken this time slot yet. A replica
// that dies in the middle leaves the slot taken: the next slot is the retry.
func Once(ctx context.Context, rdb *redis.Client, name string,
	every time.Duration, now time.Time,
	job func(context.Context) error) (ran bool, err error) {
	slot := now.Truncate(every).UTC().Format(time.RFC3339)
	err = rdb.SetArgs(ctx, "cron:"+name+":"+slot, "taken",
		redis.SetArgs{Mode: "NX", TTL: 2 * every}).Err()
	if err == redis.Nil {
		return false, nil // another replica has it
	}
	if err != nil {
		return false, err
	}
	return true, job(ctx)
}

// endregion once
