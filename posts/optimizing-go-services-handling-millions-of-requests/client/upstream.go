package client

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"
)

// Upstream is a TLS server on the loopback interface that counts the
// connections that it accepts.
type Upstream struct {
	*httptest.Server
	Conns atomic.Int64
}

// NewUpstream answers after delay with size bytes.
func NewUpstream(delay time.Duration, size int) *Upstream {
	body := strings.Repeat("x", size)
	u := &Upstream{}
	u.Server = httptest.NewUnstartedServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(delay)
			w.Write([]byte(body))
		}))
	u.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			u.Conns.Add(1)
		}
	}
	u.Config.ErrorLog = log.New(io.Discard, "", 0) // aborted handshakes
	u.StartTLS()
	return u
}

// TLS is a client configuration that trusts the server.
func (u *Upstream) TLS() *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(u.Certificate())
	return &tls.Config{RootCAs: pool}
}
