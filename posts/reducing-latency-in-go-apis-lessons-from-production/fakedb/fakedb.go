// Package fakedb is a database/sql driver whose queries only take time, so
// that the real connection pool can be studied without a server.
package fakedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// region server
// Server is the simulated database: how long a connection takes to open, how
// long each kind of statement takes, and how many can run at full speed.
type Server struct {
	Connect time.Duration
	Cost    map[string]Cost
	Cores   int // beyond this many, statements slow each other down

	Queries atomic.Int64
	Opened  atomic.Int64

	active atomic.Int64
	mu     sync.Mutex
	rng    *rand.Rand
}

// Cost is a service time: a floor plus an exponential part with this mean.
type Cost struct{ Floor, Mean time.Duration }

func (s *Server) run(ctx context.Context, query string) error {
	s.Queries.Add(1)
	n := s.active.Add(1)
	defer s.active.Add(-1)
	d := s.draw(query)
	if over := float64(n) / float64(s.Cores); over > 1 {
		d = time.Duration(float64(d) * over)
	}
	return Sleep(ctx, d)
}

// endregion server

// New returns a server with a seeded source, so that runs can be repeated.
func New(seed uint64, connect time.Duration, cores int, cost map[string]Cost) *Server {
	return &Server{Connect: connect, Cores: cores, Cost: cost,
		rng: rand.New(rand.NewPCG(seed, 1))}
}

func (s *Server) draw(query string) time.Duration {
	c := s.Cost[query]
	s.mu.Lock()
	defer s.mu.Unlock()
	return c.Floor + time.Duration(s.rng.ExpFloat64()*float64(c.Mean))
}

// Sleep waits for d or for the context.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Open returns a pool of connections to s.
func (s *Server) Open() *sql.DB { return sql.OpenDB(connector{s}) }

type connector struct{ s *Server }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	c.s.Opened.Add(1)
	if err := Sleep(ctx, c.s.Connect); err != nil {
		return nil, err
	}
	return &conn{c.s}, nil
}

func (c connector) Driver() driver.Driver { return nil }

type conn struct{ s *Server }

var errUnsupported = errors.New("fakedb: only QueryContext is supported")

func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, errUnsupported }
func (c *conn) Begin() (driver.Tx, error)           { return nil, errUnsupported }
func (c *conn) Close() error                        { return nil }

func (c *conn) QueryContext(ctx context.Context, q string, _ []driver.NamedValue) (driver.Rows, error) {
	if err := c.s.run(ctx, q); err != nil {
		return nil, err
	}
	return empty{}, nil
}

type empty struct{}

func (empty) Columns() []string         { return []string{"id"} }
func (empty) Close() error              { return nil }
func (empty) Next([]driver.Value) error { return io.EOF }
