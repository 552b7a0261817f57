package ten

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"
	_ "time/tzdata" // do not depend on the machine's zone files
)

// silent accepts connections and never says a word.
func silent(t *testing.T) (url string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		var held []net.Conn // keep them open
		for {
			c, err := ln.Accept()
			if err != nil {
				for _, c := range held {
					c.Close()
				}
				return
			}
			held = append(held, c)
		}
	}()
	t.Cleanup(func() { ln.Close() })
	return "http://" + ln.Addr().String()
}

// region timeout
func TestTheDefaultTimeoutIsForever(t *testing.T) {
	var server http.Server
	if http.DefaultClient.Timeout != 0 ||
		server.ReadHeaderTimeout != 0 || server.WriteTimeout != 0 {
		t.Error("the zero value has got a timeout")
	}

	client := http.Client{Timeout: 50 * time.Millisecond}
	_, err := client.Get(silent(t)) // accepts, and never answers
	if !errors.Is(err, os.ErrDeadlineExceeded) &&
		!errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a timeout", err)
	}
}

// endregion timeout

// region numbers
func TestLargeNumbersDoNotSurviveAny(t *testing.T) {
	const sent = `{"id": 9007199254740993}` // 2^53 + 1
	var loose map[string]any
	json.Unmarshal([]byte(sent), &loose)
	back, _ := json.Marshal(loose)
	if string(back) != `{"id":9007199254740992}` {
		t.Errorf("got %s; the post says the last digit changes", back)
	}

	var strict struct{ ID int64 }
	json.Unmarshal([]byte(sent), &strict)
	if strict.ID != 9007199254740993 {
		t.Errorf("got %d", strict.ID)
	}
}

// endregion numbers

// region tomorrow
func TestTomorrowIsNotInTwentyFourHours(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// The night before the clocks go forward.
	backup := time.Date(2026, 3, 28, 3, 30, 0, 0, berlin)
	hours := backup.Add(24 * time.Hour).Format("02 15:04")
	days := backup.AddDate(0, 0, 1).Format("02 15:04")
	if got := fmt.Sprint(hours, ", ", days); got != "29 04:30, 29 03:30" {
		t.Error(got)
	}
}

// endregion tomorrow
