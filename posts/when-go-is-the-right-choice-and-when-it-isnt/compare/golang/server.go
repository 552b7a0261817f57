package main

import (
	"fmt"
	"net"
	"net/http"
)

// region serve

// serve answers /light at once and /heavy after a longer calculation.
func serve() {
	http.HandleFunc("/light", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "ok")
	})
	http.HandleFunc("/heavy", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, primes(20_000_000))
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(ln.Addr())
	http.Serve(ln, nil)
}

// endregion serve
