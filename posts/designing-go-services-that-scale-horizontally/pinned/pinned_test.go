package pinned

import (
	"bufio"
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

	// Not http.Client: when it is slow, it opens connections as it likes.
	for sent := 0; sent < 100; {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		for r, open := bufio.NewReader(c), true; open && sent < 100; sent++ {
			io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			resp, err := http.ReadResponse(r, nil)
			if err != nil {
				t.Fatal(err)
			}
			io.Copy(io.Discard, resp.Body)
			open = !resp.Close
		}
		c.Close()
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
