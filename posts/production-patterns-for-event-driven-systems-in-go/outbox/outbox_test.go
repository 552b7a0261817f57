package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/go-sql-driver/mysql"
)

func open(t *testing.T) *sql.DB {
	t.Helper()
	dsn := os.Getenv("MYSQL_DSN")
	if dsn == "" {
		t.Skip("MYSQL_DSN is not set")
	}
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("outbox_%d_%d", os.Getpid(), rand.Uint32())
	must(t, admin, "CREATE DATABASE "+name)
	cfg.DBName = name
	db, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db.Close()
		admin.Exec("DROP DATABASE " + name)
		admin.Close()
	})
	for _, s := range Schema() {
		must(t, db, s)
	}
	return db
}

func must(t *testing.T, db *sql.DB, q string, args ...any) {
	t.Helper()
	if _, err := db.Exec(q, args...); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

func event(id, key string) Event {
	return Event{ID: id, Topic: "orders", Key: key, Type: "order.placed", Version: 1, Body: []byte(`{}`)}
}

type broker struct {
	got  []string
	fail map[string]bool
}

func (b *broker) publish(_ context.Context, e Event) error {
	if b.fail[e.ID] {
		return errors.New("refused " + e.ID)
	}
	b.got = append(b.got, e.ID)
	return nil
}

func (b *broker) relay(db *sql.DB) *Relay {
	return &Relay{DB: db, Publish: b.publish, Batch: 100}
}

func TestStateAndEventTogetherOrNotAtAll(t *testing.T) {
	db, b := open(t), &broker{}
	if err := Place(t.Context(), db, "o1", event("e1", "o1")); err != nil {
		t.Fatal(err)
	}
	// The same order again: the insert fails, so there must be no event.
	if err := Place(t.Context(), db, "o1", event("e2", "o1")); err == nil {
		t.Fatal("placed twice")
	}
	// A broken event: the order must not stay.
	bad := event("e3", "o3")
	bad.Body = []byte("{")
	if err := Place(t.Context(), db, "o3", bad); err == nil {
		t.Fatal("took a broken event")
	}
	if _, err := b.relay(db).Once(t.Context()); err != nil || !slices.Equal(b.got, []string{"e1"}) {
		t.Errorf("published %v, err %v", b.got, err)
	}
	var n int
	db.QueryRow(`SELECT COUNT(*) FROM orders`).Scan(&n)
	if n != 1 {
		t.Errorf("%d orders", n)
	}
}

func TestCrashAfterPublishMeansTwice(t *testing.T) {
	db, b := open(t), &broker{}
	Place(t.Context(), db, "o1", event("e1", "o1"))
	ctx, crash := context.WithCancel(t.Context())
	r := b.relay(db)
	r.Publish = func(ctx context.Context, e Event) error {
		defer crash() // the delete never happens
		return b.publish(ctx, e)
	}
	if _, err := r.Once(ctx); err == nil {
		t.Fatal("no crash")
	}
	b.relay(db).Once(t.Context())
	b.relay(db).Once(t.Context())
	if !slices.Equal(b.got, []string{"e1", "e1"}) {
		t.Errorf("published %v, want e1 twice", b.got)
	}
}

// Two transactions: the one that got the lower id commits later.
func lateCommit(t *testing.T, db *sql.DB, between func()) {
	slow, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := Save(t.Context(), slow, event("slow", "a")); err != nil {
		t.Fatal(err)
	}
	if err := Place(t.Context(), db, "fast", event("fast", "b")); err != nil {
		t.Fatal(err)
	}
	between()
	if err := slow.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestLateCommitIsPublished(t *testing.T) {
	db, b := open(t), &broker{}
	lateCommit(t, db, func() { b.relay(db).Once(t.Context()) })
	b.relay(db).Once(t.Context())
	if !slices.Equal(b.got, []string{"fast", "slow"}) {
		t.Errorf("published %v", b.got)
	}
}

func TestCursorLosesTheLateCommit(t *testing.T) {
	db, b := open(t), &broker{}
	r := &CursorRelay{Relay: *b.relay(db)}
	lateCommit(t, db, func() { r.Once(t.Context()) })
	r.Once(t.Context())
	r.Once(t.Context())
	if !slices.Equal(b.got, []string{"fast"}) {
		t.Errorf("the cursor published %v: it should have lost one", b.got)
	}
}

func TestRefusedEventBlocksItsKeyOnly(t *testing.T) {
	db := open(t)
	b := &broker{fail: map[string]bool{"a1": true}}
	for _, id := range []string{"a1", "b1", "a2", "b2"} {
		Place(t.Context(), db, id, event(id, id[:1]))
	}
	if n, err := b.relay(db).Once(t.Context()); n != 2 || err == nil {
		t.Errorf("%d sent, err %v", n, err)
	}
	b.fail = nil
	b.relay(db).Once(t.Context())
	if want := []string{"b1", "b2", "a1", "a2"}; !slices.Equal(b.got, want) {
		t.Errorf("published %v", b.got)
	}
}

func TestOneRelayAtATime(t *testing.T) {
	db := open(t)
	ran, err := Lead(t.Context(), db, func() error {
		second, err := Lead(t.Context(), db, func() error { return nil })
		if err != nil || second {
			t.Errorf("a second relay ran: %v, err %v", second, err)
		}
		return nil
	})
	if err != nil || !ran {
		t.Fatalf("ran %v, err %v", ran, err)
	}
	if again, err := Lead(t.Context(), db, func() error { return nil }); err != nil || !again {
		t.Errorf("the lock was not freed: %v, err %v", again, err)
	}
}
