package sink

import (
	"os"
	"path/filepath"
	"testing"

	"cat-posts.example/posts/designing-a-high-throughput-event-processing-pipeline-in-go/pipeline"
)

func TestWriteAppends(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, b := range []string{"one\n", "two\n"} {
		if err := s.Write(t.Context(), []pipeline.Event{{Body: []byte(b)}, {Body: []byte("-\n")}}); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(path)
	if string(got) != "one\n-\ntwo\n-\n" {
		t.Errorf("%q", got)
	}
}
