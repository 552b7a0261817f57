package lifecycle

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if bin, err := build(); err == nil {
			os.RemoveAll(filepath.Dir(bin))
		}
		os.Exit(code)
	}))
}

const ms = time.Millisecond

type running struct {
	url  string
	stop context.CancelFunc
	done chan error
	c    *http.Client
}

func start(t *testing.T, a *App) *running {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, a, ln, &http.Transport{})
}

// startInBubble does the same without a network, so that time is simulated.
func startInBubble(t *testing.T, a *App) *running {
	ln := make(pipes)
	return serve(t, a, ln, &http.Transport{DialContext: ln.dial})
}

func serve(t *testing.T, a *App, ln net.Listener, tr *http.Transport) *running {
	ctx, stop := context.WithCancel(context.Background())
	r := &running{"http://" + ln.Addr().String(), stop,
		make(chan error, 1), &http.Client{Transport: tr}}
	go func() { r.done <- a.Run(ctx, ln) }()
	for !a.ready.Load() {
		time.Sleep(ms)
	}
	t.Cleanup(func() { stop(); r.c.CloseIdleConnections() })
	return r
}

func (r *running) get() (int, string, error) {
	resp, err := r.c.Get(r.url)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), err
}

// pipes is a listener for connections in memory, which work in a bubble.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }
func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	p <- server
	return client, nil
}

func TestShutdownWaitsFiveSecondsForASilentNewConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := &http.Server{Handler: http.NotFoundHandler()}
		ln := make(pipes)
		go srv.Serve(ln)
		client, server := net.Pipe()
		defer client.Close() // connected, and says nothing
		ln <- server
		synctest.Wait()
		begun := time.Now()
		if err := srv.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(begun); d < 5*time.Second || d > 7*time.Second {
			t.Fatalf("Shutdown took %v", d)
		}
	})
}

func TestRequestsUnderWayFinish(t *testing.T) {
	t.Parallel()
	entered, release := make(chan bool), make(chan bool)
	var closedAfter atomic.Bool
	var answered atomic.Bool
	a := &App{
		Drain: time.Hour, Close: time.Hour,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			entered <- true
			<-release
			if r.Context().Err() != nil {
				t.Error("canceled although there was time")
			}
			io.WriteString(w, "done")
			answered.Store(true)
		}),
		Closers: []func(context.Context) error{func(context.Context) error {
			closedAfter.Store(answered.Load())
			return nil
		}},
	}
	r := start(t, a)
	type answer struct {
		body string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		_, body, err := r.get()
		got <- answer{body, err}
	}()
	<-entered
	r.stop()
	for { // the listener is closed soon: a new connection is refused
		c, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
		if err != nil {
			break
		}
		c.Close()
	}
	close(release)
	if g := <-got; g.err != nil || g.body != "done" {
		t.Fatal(g)
	}
	if err := <-r.done; err != nil {
		t.Fatal(err)
	}
	if !closedAfter.Load() {
		t.Fatal("a dependency was closed before the request was answered")
	}
}

func TestServesDuringTheLag(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &App{Lag: 300 * ms, Drain: time.Second, Close: time.Second}
		a.Handler = http.HandlerFunc(a.Ready)
		r := startInBubble(t, a)
		if code, _, err := r.get(); code != 200 {
			t.Fatal(code, err)
		}
		r.stop()
		synctest.Wait()
		if code, _, err := r.get(); code != 503 {
			t.Fatalf("during the lag: %d %v, want an answer, 503", code, err)
		}
		if err := <-r.done; err != nil {
			t.Fatal(err)
		}
	})
}

func TestAHandlerThatHangsIsCut(t *testing.T) {
	t.Parallel()
	entered := make(chan bool)
	cause := make(chan error, 1)
	a := &App{
		Drain: 50 * ms, Close: time.Hour,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(entered)
			<-r.Context().Done()
			cause <- context.Cause(r.Context())
			http.Error(w, "try again", http.StatusServiceUnavailable)
		}),
	}
	r := start(t, a)
	code := make(chan int, 1)
	go func() {
		c, _, _ := r.get()
		code <- c
	}()
	<-entered
	r.stop()
	if err := <-r.done; !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	if err := <-cause; !errors.Is(err, ErrShutdown) {
		t.Fatalf("the handler saw %v", err)
	}
	if c := <-code; c != 503 { // cut, and still answered
		t.Fatalf("the client got %d", c)
	}
}

func TestWorkersFinishTheirJobAndTakeNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jobs := make(chan int, 10)
		for i := range 10 {
			jobs <- i
		}
		begun, finish := make(chan bool, 10), make(chan bool)
		var finished, interrupted atomic.Int64
		a := &App{
			Handler: http.NotFoundHandler(),
			Drain:   5 * time.Second, Close: time.Second,
			Workers: []func(fetch, base context.Context){
				Consume(func(ctx context.Context) (int, error) {
					select {
					case job := <-jobs:
						return job, nil
					case <-ctx.Done():
						return 0, ctx.Err()
					}
				}, func(ctx context.Context, _ int) {
					begun <- true
					select {
					case <-finish:
						finished.Add(1)
					case <-ctx.Done():
						interrupted.Add(1)
					}
				})},
		}
		r := startInBubble(t, a)
		<-begun
		r.stop()
		synctest.Wait() // shutdown waits
		finish <- true
		if err := <-r.done; err != nil {
			t.Fatal(err)
		}
		if finished.Load() != 1 || interrupted.Load() != 0 || len(jobs) != 9 {
			t.Fatal(finished.Load(), interrupted.Load(), len(jobs))
		}
	})
}

func TestClosersRunInReverse(t *testing.T) {
	var order []string
	closer := func(name string, err error) func(context.Context) error {
		return func(context.Context) error {
			order = append(order, name)
			return err
		}
	}
	boom := errors.New("boom")
	a := &App{
		Handler: http.NotFoundHandler(), Drain: time.Second, Close: time.Second,
		Closers: []func(context.Context) error{
			closer("tracing", nil), closer("database", boom),
		},
	}
	r := start(t, a)
	r.stop()
	if err := <-r.done; !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if !slices.Equal(order, []string{"database", "tracing"}) {
		t.Fatal(order)
	}
}

func TestStreamsAreToldToLeave(t *testing.T) {
	closing := make(chan struct{})
	srv := httptest.NewServer(Stream(closing, 5*ms))
	defer srv.Close()
	srv.Config.RegisterOnShutdown(func() { close(closing) })
	resp, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := srv.Config.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(resp.Body); !strings.Contains(string(b), "bye") {
		t.Fatalf("%q", b)
	}
}

func TestShutdownWaitsForAStreamThatIsNotTold(t *testing.T) {
	srv := httptest.NewServer(Stream(nil, 5*ms))
	defer srv.Close()
	resp, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*ms)
	defer cancel()
	err = srv.Config.Shutdown(ctx)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func TestShutdownDoesNotWaitForHijackedConnections(t *testing.T) {
	t.Parallel()
	hijacked := make(chan net.Conn, 1)
	srv := httptest.NewServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
			}
			hijacked <- conn
		}))
	defer srv.Close()
	c, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	conn := <-hijacked
	defer conn.Close()
	if err := srv.Config.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("still open")); err != nil {
		t.Fatalf("the connection was closed: %v", err)
	}
}

var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "service")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "service")
	out, err := exec.Command("go", "build", "-o", bin, "../cmd/service").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, out)
	}
	return bin, err
})

// service builds the command and starts it; it prints its address, and then
// the path of each request that has arrived.
func service(t *testing.T) (cmd *exec.Cmd, url string, out *bufio.Reader) {
	bin, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(bin)
	stdout, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	out = bufio.NewReader(stdout)
	return cmd, line(t, out), out
}

func line(t *testing.T, out *bufio.Reader) string {
	t.Helper()
	s, err := out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(s)
}

func TestRealProcess(t *testing.T) {
	t.Parallel()
	cmd, url, out := service(t)
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	slow := make(chan error, 1)
	go func() {
		req, _ := http.NewRequest("GET", url+"/slow", nil)
		resp, err := tr.RoundTrip(req)
		if err == nil {
			var b []byte
			b, err = io.ReadAll(resp.Body)
			resp.Body.Close()
			if string(b) != "slow" {
				err = errors.New("body: " + string(b))
			}
		}
		slow <- err
	}()
	line(t, out) // it is there, and takes 300 ms
	cmd.Process.Signal(syscall.SIGTERM)
	if err := <-slow; err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("exit: %v", err)
	}
}

func TestASecondSignalEndsTheProcessAtOnce(t *testing.T) {
	t.Parallel()
	cmd, url, out := service(t)
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	go func() {
		req, _ := http.NewRequest("GET", url+"/hang", nil)
		tr.RoundTrip(req)
	}()
	line(t, out)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var err error
	for running := true; running; { // one of them comes after the first was handled
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err = <-ended:
			running = false
		case <-time.After(10 * ms):
		}
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if sig := exit.Sys().(syscall.WaitStatus).Signal(); sig != syscall.SIGTERM {
		t.Fatalf("ended by %v", sig)
	}
}
