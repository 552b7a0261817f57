package pinned

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// spread sends 100 requests through the balancer, one after the other.
func spread(t *testing.T, closeAfter int64) [2]int64 {
	t.Helper()
	var hits [2]atomic.Int64
	var addr []string
	for i := range 2 {
		// region close
		s := httptest.NewServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				n := hits[i].Add(1)
				if closeAfter > 0 && n%closeAfter == 0 {
					w.Header().Set("Connection", "close")
				}
			}))
		// endregion close
		defer s.Close()
		addr = append(addr, s.Listener.Addr().String())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go Balance(l, addr...)

	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	c := &http.Client{Transport: tr}
	for range 100 {
		resp, err := c.Get("http://" + l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	return [2]int64{hits[0].Load(), hits[1].Load()}
}

func TestOneConnectionIsOneReplica(t *testing.T) {
	if h := spread(t, 0); h[0] != 0 && h[1] != 0 {
		t.Errorf("%v: the connection was not kept", h)
	}
}

func TestClosingNowAndThenSpreads(t *testing.T) {
	if h := spread(t, 10); h != [2]int64{50, 50} {
		t.Errorf("%v", h)
	}
}
