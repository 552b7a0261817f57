package architecture

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// region rules

// forbidden lists what a package must not import. A prefix is enough.
var forbidden = map[string][]string{
	"coupon": {"net/http", "database/sql", "encoding/json", "log",
		"/httpapi", "/memstore", "/mysqlstore"},
	"httpapi":    {"database/sql", "/memstore", "/mysqlstore"},
	"mysqlstore": {"net/http", "/httpapi", "/memstore"},
	"memstore":   {"net/http", "database/sql", "/httpapi", "/mysqlstore"},
}

func TestDependenciesPointInward(t *testing.T) {
	for pkg, rules := range forbidden {
		for file, imports := range importsOf(t, pkg) {
			for _, path := range imports {
				for _, rule := range rules {
					if breaks(path, rule) {
						t.Errorf("%s imports %s", file, path)
					}
				}
			}
		}
	}
}

// endregion rules

func breaks(path, rule string) bool {
	if strings.HasPrefix(rule, "/") { // a package of this service
		return strings.HasPrefix(path, "cat-posts.example/") &&
			strings.HasSuffix(path, rule)
	}
	return path == rule || strings.HasPrefix(path, rule+"/")
}

// importsOf reads the imports of a package's files, without its tests.
func importsOf(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no Go files, %v", dir, err)
	}
	all := map[string][]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(
			token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			all[name] = append(all[name], path)
		}
	}
	return all
}

func TestTheRuleIsAbleToFail(t *testing.T) {
	for path, rule := range map[string]string{
		"net/http":                             "net/http",
		"net/http/httptest":                    "net/http",
		"log/slog":                             "log",
		"cat-posts.example/posts/x/mysqlstore": "/mysqlstore",
	} {
		if !breaks(path, rule) {
			t.Errorf("%s does not break %s", path, rule)
		}
	}
	if breaks("net/httptrace", "net/http") {
		t.Error("a name that only begins the same is not the package")
	}
}
