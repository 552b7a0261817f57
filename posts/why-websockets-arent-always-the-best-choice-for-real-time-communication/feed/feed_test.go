package feed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

func start(t *testing.T, keep int) (*Log, *httptest.Server) {
	t.Helper()
	l := NewLog(keep)
	s := httptest.NewServer(l.Handler())
	t.Cleanup(s.Close)
	return l, s
}

func get(t *testing.T, url, lastID string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// field reads lines of a stream until one starts with the prefix.
func field(t *testing.T, r *bufio.Reader, prefix string) string {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("waiting for %q: %v", prefix, err)
		}
		if v, ok := strings.CutPrefix(line, prefix); ok {
			return strings.TrimSpace(v)
		}
	}
}

func TestPoll(t *testing.T) {
	l, s := start(t, 10)
	if c := get(t, s.URL+"/poll?after=0", "").StatusCode; c != 204 {
		t.Fatalf("empty poll: status %d, want 204", c)
	}
	l.Append("a")
	l.Append("b")
	var evs []Event
	if err := json.NewDecoder(
		get(t, s.URL+"/poll?after=1", "").Body).Decode(&evs); err != nil {
		t.Fatal(err)
	}
	if len(evs) != 1 || evs[0] != (Event{2, "b"}) {
		t.Fatalf("got %v, want only event 2", evs)
	}
}

func TestLongPollWakes(t *testing.T) {
	l, s := start(t, 10)
	go l.Append("late") // a lost wake-up would answer 204 after 30 s
	resp := get(t, s.URL+"/poll?after=0&wait=30s", "")
	b, _ := io.ReadAll(resp.Body)
	if !strings.Contains(string(b), "late") {
		t.Fatalf("got %d %q", resp.StatusCode, b)
	}
}

// region resume
func TestSSEResumesWhereItWas(t *testing.T) {
	l, s := start(t, 10)
	first := get(t, s.URL+"/sse", "")
	r := bufio.NewReader(first.Body)
	id := field(t, r, "id: ") // sent before any event
	first.Body.Close()        // the train enters a tunnel

	l.Append("one")
	l.Append("two")

	again := bufio.NewReader(get(t, s.URL+"/sse", id).Body)
	for _, want := range []string{"one", "two"} {
		if got := field(t, again, "data: "); got != want {
			t.Fatalf("after the reconnect: got %q, want %q", got, want)
		}
	}
}

// endregion resume

func TestSSEResumesAfterAnEvent(t *testing.T) {
	l, s := start(t, 10)
	l.Append("one")
	l.Append("two")
	r := bufio.NewReader(get(t, s.URL+"/sse?after=0", "1").Body)
	if got := field(t, r, "data: "); got != "two" {
		t.Fatalf("Last-Event-ID 1: got %q, want two", got)
	}
	r = bufio.NewReader(get(t, s.URL+"/sse?after=0", "").Body)
	if got := field(t, r, "data: "); got != "one" {
		t.Fatalf("?after=0: got %q, want one", got)
	}
}

// region naive
func TestNaiveWebSocketLosesEvents(t *testing.T) {
	l, s := start(t, 10)
	c := dial(t, s.URL+"/ws")
	l.Append("one")
	read(t, c)
	c.CloseNow() // the same tunnel

	l.Append("two")

	c = dial(t, s.URL+"/ws") // what a bare `new WebSocket(url)` does
	l.Append("three")
	if got := read(t, c).Data; got != "three" {
		t.Fatalf("got %q: the naive client should have lost two", got)
	}
}

// endregion naive

func TestWebSocketWithCursorResumes(t *testing.T) {
	l, s := start(t, 10)
	l.Append("one")
	l.Append("two")
	c := dial(t, s.URL+"/ws?after=1")
	if got := read(t, c).Data; got != "two" {
		t.Fatalf("got %q, want two", got)
	}
}

func TestForgottenCursorIsReported(t *testing.T) {
	l, s := start(t, 2)
	for i := range 5 {
		l.Append(fmt.Sprint(i))
	}
	if c := get(t, s.URL+"/poll?after=1", "").StatusCode; c != 410 {
		t.Errorf("poll: status %d, want 410", c)
	}
	if c := get(t, s.URL+"/poll?after=3", "").StatusCode; c != 200 {
		t.Errorf("poll inside the window: status %d, want 200", c)
	}
	r := bufio.NewReader(get(t, s.URL+"/sse", "1").Body)
	if got := field(t, r, "event: "); got != "reset" {
		t.Errorf("sse: got %q, want reset", got)
	}
	c := dial(t, s.URL+"/ws?after=1")
	_, _, err := c.Read(t.Context())
	if got := websocket.CloseStatus(err); got != 4000 {
		t.Errorf("ws: close status %v, want 4000", got)
	}
}

func TestWebSocketRefusesAForeignOrigin(t *testing.T) {
	_, s := start(t, 2)
	_, resp, err := websocket.Dial(t.Context(), s.URL+"/ws",
		&websocket.DialOptions{HTTPHeader: http.Header{
			"Origin": {"https://evil.example"}}})
	if err == nil || resp.StatusCode != http.StatusForbidden {
		t.Fatalf("err %v, want a 403", err)
	}
}

// A server-wide WriteTimeout cuts streams, unless the handler moves it.
func TestWriteDeadlineIsMovedByTheHandler(t *testing.T) {
	for _, move := range []bool{false, true} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				rc := http.NewResponseController(w)
				for range 4 {
					if move {
						rc.SetWriteDeadline(time.Now().Add(time.Hour))
					}
					io.WriteString(w, "data: x\n\n")
					if rc.Flush() != nil {
						return
					}
					time.Sleep(50 * time.Millisecond) // the pace of events
				}
			}))
		s.Config.WriteTimeout = 75 * time.Millisecond
		s.Start()
		var b []byte
		resp, err := http.Get(s.URL)
		if err == nil {
			b, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		s.Close()
		whole := err == nil && strings.Count(string(b), "data: x") == 4
		if whole != move {
			t.Errorf("deadline moved: %v, stream whole: %v (%q, %v)",
				move, whole, b, err)
		}
	}
}

func dial(t *testing.T, url string) *websocket.Conn {
	t.Helper()
	c, _, err := websocket.Dial(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.CloseNow() })
	return c
}

func read(t *testing.T, c *websocket.Conn) Event {
	t.Helper()
	_, b, err := c.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var e Event
	if err := json.Unmarshal(b, &e); err != nil {
		t.Fatal(err)
	}
	return e
}
