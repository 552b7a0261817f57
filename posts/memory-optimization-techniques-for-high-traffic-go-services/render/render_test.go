package render

import (
	"bytes"
	"runtime"
	"sync"
	"testing"
)

func items(n int) []Item {
	out := make([]Item, n)
	for i := range out {
		out[i] = Item{ID: int64(1000 + i), Name: "espresso cup, white", Cents: 1290}
	}
	return out
}

func TestAllAgree(t *testing.T) {
	in := items(50)
	var want []byte
	Fresh(in, func(b []byte) { want = bytes.Clone(b) })
	for name, f := range map[string]func([]Item, func([]byte)){
		"Pooled": Pooled, "Sized": Sized, "PooledByValue": PooledByValue,
	} {
		f(in, func(b []byte) {
			if !bytes.Equal(b, want) {
				t.Errorf("%s differs from Fresh", name)
			}
		})
	}
}

func TestAliasedIsOverwritten(t *testing.T) {
	for range 100 { // a pool may drop a Put; one collision is the proof
		first := Aliased([]Item{{ID: 1, Name: "mine"}})
		before := string(first)
		Aliased([]Item{{ID: 2, Name: "yours"}})
		if string(first) != before {
			return
		}
	}
	t.Error("the returned slice was never overwritten")
}

func TestLargeBuffersAreNotPooled(t *testing.T) {
	big := bytes.NewBuffer(make([]byte, 0, maxPooled+1))
	release(big)
	for range 100 {
		if b := buffers.Get().(*bytes.Buffer); b == big {
			t.Fatal("the large buffer came back from the pool")
		}
	}
}

func TestTwoCollectionsEmptyAPool(t *testing.T) {
	made := 0
	p := sync.Pool{New: func() any { made++; return new(bytes.Buffer) }}
	p.Put(p.Get())
	runtime.GC() // local caches become victims
	runtime.GC() // victims are dropped
	before := made
	p.Get()
	if made != before+1 {
		t.Error("the buffer survived two collections")
	}
}

func TestPooledIsSafeConcurrently(t *testing.T) {
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			in := []Item{{ID: int64(g), Name: "x"}}
			var want []byte
			Fresh(in, func(b []byte) { want = bytes.Clone(b) })
			for range 200 {
				Pooled(in, func(b []byte) {
					if !bytes.Equal(b, want) {
						t.Errorf("goroutine %d got %q", g, b)
					}
				})
			}
		})
	}
	wg.Wait()
}

var sink int

func discard(b []byte) { sink += len(b) }

// region bench
func BenchmarkRender(b *testing.B) {
	in := items(100) // about 6 KB of output
	for _, v := range []struct {
		name string
		f    func([]Item, func([]byte))
	}{
		{"fresh", Fresh}, {"sized", Sized},
		{"pooled", Pooled}, {"byvalue", PooledByValue},
	} {
		b.Run(v.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v.f(in, discard)
			}
		})
	}
}

// endregion bench
