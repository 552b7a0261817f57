// Package pinned shows what a connection-level balancer does to a client
// that keeps its connections open.
package pinned

import (
	"io"
	"net"
	"sync/atomic"
)

// region balance

// Balance accepts connections and gives each one to the next backend, as a
// layer 4 balancer does. Requests inside a connection are not seen.
func Balance(l net.Listener, backends ...string) {
	var turn atomic.Uint64
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		to := backends[turn.Add(1)%uint64(len(backends))]
		out, err := net.Dial("tcp", to)
		if err != nil {
			in.Close()
			continue
		}
		go func() { io.Copy(out, in); out.Close() }()
		go func() { io.Copy(in, out); in.Close() }()
	}
}

// endregion balance
