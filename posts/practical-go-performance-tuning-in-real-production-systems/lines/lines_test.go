package lines

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

type counter struct {
	bytes.Buffer
	writes int
}

func (c *counter) Write(p []byte) (int, error) { c.writes++; return c.Buffer.Write(p) }

func TestWritesAndContent(t *testing.T) {
	const n = 10_000
	var direct, buffered, appended counter
	for _, err := range []error{Direct(&direct, n), Buffered(&buffered, n), Appended(&appended, n)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if direct.writes != n || buffered.writes > 10 || appended.writes > 10 {
		t.Errorf("writes: %d, %d, %d", direct.writes, buffered.writes, appended.writes)
	}
	if direct.String() != buffered.String() || direct.String() != appended.String() {
		t.Error("contents differ")
	}
	if l, _, err := Count(&direct); l != n || err != nil {
		t.Errorf("Count = %d, %v", l, err)
	}
}

func TestForgottenLosesTheEnd(t *testing.T) {
	var c counter
	Forgotten(&c, 1000)
	if got := strings.Count(c.String(), "\n"); got >= 1000 {
		t.Errorf("%d lines arrived, expected a loss", got)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestFlushErrorIsReported(t *testing.T) {
	if err := Buffered(full{}, 3); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("err = %v", err)
	}
}

func TestTooLongLineIsAnError(t *testing.T) {
	_, _, err := Count(strings.NewReader(strings.Repeat("x", 2<<20)))
	if !errors.Is(err, bufio.ErrTooLong) {
		t.Errorf("err = %v, want ErrTooLong", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	const n = 10_000
	for _, v := range []struct {
		name string
		f    func(io.Writer, int) error
	}{{"direct", Direct}, {"buffered", Buffered}, {"appended", Appended}} {
		b.Run(v.name, func(b *testing.B) {
			f, err := os.Create(b.TempDir() + "/out")
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			b.ReportAllocs()
			for b.Loop() {
				f.Seek(0, io.SeekStart)
				if err := v.f(f, n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
