package encode

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func order(n int) *Order {
	o := &Order{ID: 918273645, Status: "shipped", Cents: 129900}
	for range n {
		o.Items = append(o.Items, Item{SKU: "cup-white-250", Qty: 2})
	}
	return o
}

// region same
func FuzzSameAsStandardLibrary(f *testing.F) {
	for _, s := range []string{"shipped", `a"b\c`, "<b>&", "20 µs\n",
		"\xff\xfe", "\u2028"} {
		f.Add(int64(-5), s, s)
	}
	f.Fuzz(func(t *testing.T, id int64, status, sku string) {
		o := &Order{ID: id, Status: status, Items: []Item{{sku, 1}, {"x", 2}}}
		want, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(o.AppendJSON(nil)); got != string(want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

// endregion same

func TestAllAnswerTheSame(t *testing.T) {
	for name, f := range writers {
		rec := httptest.NewRecorder()
		if err := f(rec, order(3)); err != nil {
			t.Fatal(err)
		}
		want, _ := json.Marshal(order(3))
		if got := strings.TrimSuffix(rec.Body.String(), "\n"); got != string(want) {
			t.Errorf("%s: %s", name, got)
		}
		if ct := rec.Result().Header.Get("Content-Type"); ct != "application/json" {
			t.Errorf("%s: Content-Type %q", name, ct)
		}
	}
}

func TestAppendJSONDoesNotAllocate(t *testing.T) {
	o, b := order(10), make([]byte, 0, 4096)
	if n := testing.AllocsPerRun(50, func() { b = o.AppendJSON(b[:0]) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

var writers = map[string]func(http.ResponseWriter, *Order) error{
	"marshal": Marshal, "encode": Encode, "append": Append,
}

type sink struct{ h http.Header }

func (s *sink) Header() http.Header         { return s.h }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
func (s *sink) WriteHeader(int)             {}

func BenchmarkAnswer(b *testing.B) {
	for _, name := range []string{"marshal", "encode", "append"} {
		b.Run(name, func(b *testing.B) {
			o, w, f := order(10), &sink{http.Header{}}, writers[name]
			b.ReportAllocs()
			for b.Loop() {
				if err := f(w, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The same three behind a real server and a kept connection.
func BenchmarkRoundTrip(b *testing.B) {
	for _, name := range []string{"marshal", "append"} {
		b.Run(name, func(b *testing.B) {
			o, f := order(10), writers[name]
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				f(w, o)
			}))
			defer srv.Close()
			buf := make([]byte, 4096)
			for b.Loop() {
				res, err := srv.Client().Get(srv.URL)
				if err != nil {
					b.Fatal(err)
				}
				for err == nil {
					_, err = res.Body.Read(buf)
				}
				res.Body.Close()
			}
		})
	}
}
