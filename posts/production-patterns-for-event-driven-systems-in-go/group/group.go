// Package group consumes a Redis stream with a consumer group.
package group

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Consumer is one member of a group.
type Consumer struct {
	RDB    *redis.Client
	Stream string
	Group  string
	Name   string        // stable and unique: the pod's name
	Idle   time.Duration // after which another's entry may be taken
	Handle func(ctx context.Context, e redis.XMessage) error
}

// region create

// Create makes the group, from the stream's beginning, if it is not there.
func (c *Consumer) Create(ctx context.Context) error {
	err := c.RDB.XGroupCreateMkStream(ctx, c.Stream, c.Group, "0").Err()
	if redis.HasErrorPrefix(err, "BUSYGROUP") {
		return nil
	}
	return err
}

// endregion create

// region turn

// Turn takes over what a dead member left, then reads new entries.
func (c *Consumer) Turn(ctx context.Context, wait time.Duration) error {
	left, _, err := c.RDB.XAutoClaim(ctx, &redis.XAutoClaimArgs{
		Stream: c.Stream, Group: c.Group, Consumer: c.Name,
		MinIdle: c.Idle, Start: "0", Count: 32,
	}).Result()
	if err != nil {
		return err
	}
	if err := c.each(ctx, left); err != nil {
		return err
	}
	streams, err := c.RDB.XReadGroup(ctx, &redis.XReadGroupArgs{
		Group: c.Group, Consumer: c.Name,
		Streams: []string{c.Stream, ">"}, Count: 32, Block: wait,
	}).Result()
	if errors.Is(err, redis.Nil) {
		return nil // nothing new in that time
	}
	if err != nil {
		return err
	}
	return c.each(ctx, streams[0].Messages)
}

// endregion turn

func (c *Consumer) each(ctx context.Context, entries []redis.XMessage) error {
	for _, e := range entries {
		if err := c.Handle(ctx, e); err != nil {
			continue // stays pending, and is claimed again after Idle
		}
		if err := c.RDB.XAck(ctx, c.Stream, c.Group, e.ID).Err(); err != nil {
			return err
		}
	}
	return nil
}

// region lag

// Lag is what to alert on: entries not delivered yet, and entries that
// were delivered and never acknowledged.
func (c *Consumer) Lag(ctx context.Context) (unread, pending int64, err error) {
	groups, err := c.RDB.XInfoGroups(ctx, c.Stream).Result()
	for _, g := range groups {
		if g.Name == c.Group {
			return g.Lag, g.Pending, err
		}
	}
	return 0, 0, err
}

// endregion lag
