package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

func open(t *testing.T) *Store {
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
	name := fmt.Sprintf("jobs_%d_%d", os.Getpid(), rand.Uint32())
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
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
	if _, err := db.Exec(Schema); err != nil {
		t.Fatal(err)
	}
	return &Store{DB: db, Lease: time.Hour}
}

func add(t *testing.T, s *Store, key string) {
	t.Helper()
	if err := Enqueue(t.Context(), s.DB, "mail", map[string]string{"to": "a"}, key); err != nil {
		t.Fatal(err)
	}
}

func claim(t *testing.T, s *Store) Job {
	t.Helper()
	j, err := s.Claim(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func (s *Store) states(t *testing.T) map[string]int {
	t.Helper()
	rows, err := s.DB.Query(`SELECT state, COUNT(*) FROM jobs GROUP BY state`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	m := map[string]int{}
	for rows.Next() {
		var k string
		var n int
		rows.Scan(&k, &n)
		m[k] = n
	}
	return m
}

var policy = Policy{Attempts: 3, Base: time.Minute, Limit: time.Hour}

func TestUniqueKey(t *testing.T) {
	s := open(t)
	add(t, s, "mail:1")
	add(t, s, "mail:1")
	add(t, s, "")
	add(t, s, "")
	if m := s.states(t); m["ready"] != 3 {
		t.Errorf("%v, want one keyed job and two without a key", m)
	}
}

func TestEnqueueRollsBackWithItsCause(t *testing.T) {
	s := open(t)
	tx, _ := s.DB.Begin()
	if err := Enqueue(t.Context(), tx, "mail", 1, ""); err != nil {
		t.Fatal(err)
	}
	tx.Rollback()
	if _, err := s.Claim(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("err %v", err)
	}
}

func TestConcurrentClaimsNeverShareAJob(t *testing.T) {
	s := open(t)
	for range 40 {
		add(t, s, "")
	}
	var mu sync.Mutex
	seen := map[int64]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				j, err := s.Claim(context.Background())
				if errors.Is(err, ErrNone) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				seen[j.ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("job %d was claimed %d times", id, n)
		}
	}
	if len(seen) != 40 {
		t.Errorf("%d jobs claimed", len(seen))
	}
}

// With an index that does not give the due jobs in their order, the first
// claim locks all of them, and the second finds none.
func TestSecondWorkerGetsTheNextJob(t *testing.T) {
	s := open(t)
	for range 200 {
		add(t, s, "")
	}
	first, err := s.DB.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer first.Rollback()
	var a Job
	if err := first.QueryRow(due).Scan(&a.ID, &a.Kind, &a.Payload, &a.Attempts, &a.Claim); err != nil {
		t.Fatal(err)
	}
	if b := claim(t, s); b.ID == a.ID {
		t.Errorf("both have job %d", a.ID)
	}
}

func TestJobThatKillsItsWorkersIsBuriedUnrun(t *testing.T) {
	s := open(t)
	add(t, s, "")
	for range policy.Attempts { // each worker died with it
		claim(t, s)
		s.DB.Exec(`UPDATE jobs SET run_at = NOW(3) - INTERVAL 1 SECOND`)
	}
	kinds := map[string]Handler{"mail": {policy, func(context.Context, Job) error {
		t.Error("it ran")
		return nil
	}}}
	if err := s.One(t.Context(), kinds); err != nil {
		t.Fatal(err)
	}
	if m := s.states(t); m["dead"] != 1 {
		t.Errorf("%v", m)
	}
}

func TestLostLease(t *testing.T) {
	s := open(t)
	add(t, s, "")
	slow := claim(t, s)
	s.DB.Exec(`UPDATE jobs SET run_at = NOW(3) - INTERVAL 1 SECOND`) // an hour passes
	fast := claim(t, s)
	if fast.ID != slow.ID || fast.Attempts != 2 {
		t.Fatalf("%+v", fast)
	}
	if err := Done(t.Context(), s.DB, slow); !errors.Is(err, ErrLost) {
		t.Errorf("the slow worker's Done: %v", err)
	}
	if err := s.Fail(t.Context(), policy, slow, errors.New("x")); !errors.Is(err, ErrLost) {
		t.Errorf("the slow worker's Fail: %v", err)
	}
	if err := Done(t.Context(), s.DB, fast); err != nil {
		t.Error(err)
	}
}

func TestRetriesThenDead(t *testing.T) {
	s := open(t)
	add(t, s, "")
	for i := range 3 {
		j := claim(t, s)
		if err := s.Fail(t.Context(), policy, j, errors.New("smtp: 421")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Claim(t.Context()); !errors.Is(err, ErrNone) {
			t.Fatalf("attempt %d: due again at once", i+1)
		}
		s.DB.Exec(`UPDATE jobs SET run_at = NOW(3) WHERE state = 'ready'`)
	}
	if m := s.states(t); m["dead"] != 1 {
		t.Errorf("%v", m)
	}
	n, err := s.Redrive(t.Context(), "mail", "smtp: 4%", "ana", 10)
	if err != nil || n != 1 {
		t.Errorf("redrove %d, err %v", n, err)
	}
	if j := claim(t, s); j.Attempts != 1 || j.Claim != 4 {
		t.Errorf("%+v: a redriven job starts over, and its claims do not", j)
	}
}

func TestPermanentIsDeadAtOnce(t *testing.T) {
	s := open(t)
	add(t, s, "")
	err := fmt.Errorf("wrapped: %w", Permanent{errors.New("no such address")})
	s.Fail(t.Context(), policy, claim(t, s), err)
	if m := s.states(t); m["dead"] != 1 {
		t.Errorf("%v", m)
	}
}

func TestServerSaysWhen(t *testing.T) {
	s := open(t)
	add(t, s, "")
	s.Fail(t.Context(), policy, claim(t, s), After{errors.New("429"), 2 * time.Hour})
	var minutes int
	s.DB.QueryRow(`SELECT TIMESTAMPDIFF(MINUTE, NOW(3), run_at) FROM jobs`).Scan(&minutes)
	if minutes < 118 {
		t.Errorf("due in %d minutes, the server said two hours", minutes)
	}
}

func TestDelay(t *testing.T) {
	for i := range 20 {
		full := min(time.Minute<<i, time.Hour)
		for range 100 {
			if d := policy.Delay(i + 1); d < full/2 || d > full {
				t.Fatalf("attempt %d: %v", i+1, d)
			}
		}
	}
}

func TestOne(t *testing.T) {
	s := open(t)
	add(t, s, "")
	add(t, s, "")
	Enqueue(t.Context(), s.DB, "unknown", 1, "")
	fail := true
	kinds := map[string]Handler{"mail": {policy, func(context.Context, Job) error {
		if fail = !fail; fail {
			return errors.New("no")
		}
		return nil
	}}}
	for range 3 {
		if err := s.One(t.Context(), kinds); err != nil {
			t.Fatal(err)
		}
	}
	if m := s.states(t); m["done"] != 1 || m["ready"] != 2 {
		t.Errorf("%v", m)
	}
}
