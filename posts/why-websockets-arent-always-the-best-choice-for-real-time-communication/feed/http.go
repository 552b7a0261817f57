package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/coder/websocket"
)

const (
	heartbeat  = 20 * time.Second
	writeLimit = 10 * time.Second
)

func cursor(s string, fallback uint64) uint64 {
	if n, err := strconv.ParseUint(s, 10, 64); err == nil {
		return n
	}
	return fallback
}

// region poll

// ServePoll answers at once, or after at most ?wait= when there is nothing
// new. Without wait it is plain polling, with it long polling.
func (l *Log) ServePoll(w http.ResponseWriter, r *http.Request) {
	after := cursor(r.URL.Query().Get("after"), 0)
	wait, _ := time.ParseDuration(r.URL.Query().Get("wait"))
	timeout := time.NewTimer(min(wait, 30*time.Second))
	defer timeout.Stop()
	for {
		evs, wake, gap := l.After(after)
		switch {
		case gap:
			w.WriteHeader(http.StatusGone) // load a snapshot, start again
			return
		case len(evs) > 0:
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(evs)
			return
		}
		select {
		case <-wake:
		case <-timeout.C:
			w.WriteHeader(http.StatusNoContent)
			return
		case <-r.Context().Done():
			return
		}
	}
}

// endregion poll

// region sse

// ServeSSE streams events until the client goes away.
func (l *Log) ServeSSE(w http.ResponseWriter, r *http.Request) {
	after := l.firstCursor(r)
	sseHeaders(w.Header())
	fmt.Fprintf(w, "id: %d\n\n", after) // no event yet, but a cursor
	rc := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		evs, wake, gap := l.After(after)
		if gap {
			after = l.Last()
			fmt.Fprintf(w, "id: %d\nevent: reset\ndata:\n\n", after)
		}
		rc.SetWriteDeadline(time.Now().Add(writeLimit))
		for _, e := range evs {
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", e.ID, e.Data)
			after = e.ID
		}
		if rc.Flush() != nil {
			return
		}
		select {
		case <-wake:
		case <-beat.C:
			io.WriteString(w, ":\n\n") // a comment keeps proxies awake
		case <-r.Context().Done():
			return
		}
	}
}

// endregion sse

// firstCursor is where a stream starts: where this browser's EventSource was,
// or where the page's snapshot ends (?after=), or now.
func (l *Log) firstCursor(r *http.Request) uint64 {
	snapshot := cursor(r.URL.Query().Get("after"), l.Last())
	return cursor(r.Header.Get("Last-Event-ID"), snapshot)
}

// region headers
func sseHeaders(h http.Header) {
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx: do not collect
}

// endregion headers

// region ws

// ServeWS: the cursor, the heartbeat and the reset are ours to define.
func (l *Log) ServeWS(w http.ResponseWriter, r *http.Request) {
	after := cursor(r.URL.Query().Get("after"), l.Last())
	c, err := websocket.Accept(w, r, nil) // checks Origin against Host
	if err != nil {
		return
	}
	defer c.CloseNow()
	ctx := c.CloseRead(r.Context()) // we never read; handle control frames
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		evs, wake, gap := l.After(after)
		if gap {
			c.Close(websocket.StatusCode(4000), "reset")
			return
		}
		for _, e := range evs {
			if writeEvent(ctx, c, e) != nil {
				return
			}
			after = e.ID
		}
		if !waitWS(ctx, c, wake, beat.C) {
			return
		}
	}
}

// endregion ws

func writeEvent(ctx context.Context, c *websocket.Conn, e Event) error {
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	return c.Write(ctx, websocket.MessageText, b)
}

func waitWS(ctx context.Context, c *websocket.Conn,
	wake <-chan struct{}, beat <-chan time.Time,
) bool {
	for {
		select {
		case <-wake:
			return true
		case <-beat:
			pctx, cancel := context.WithTimeout(ctx, writeLimit)
			err := c.Ping(pctx)
			cancel()
			if err != nil {
				return false
			}
		case <-ctx.Done():
			return false
		}
	}
}

// Handler routes the transports.
func (l *Log) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /poll", l.ServePoll)
	mux.HandleFunc("GET /sse", l.ServeSSE)
	mux.HandleFunc("GET /ws", l.ServeWS)
	return mux
}
