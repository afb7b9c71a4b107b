package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

// The one-way line of folders: a package imports only from its own folder or
// from one earlier in the line.
var line = []string{"calendar", "pairing", "mailer", "store", "cmd"}

// The pure packages: no clock, no lots, no I/O, no logger.
var pure = []string{"calendar", "calendar/phrase", "calendar/ics", "pairing", "pairing/fit", "pairing/match", "pairing/reply", "mailer", "mailer/letter"}

// forbidden in pure packages.
var forbidden = []string{"os", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "database/sql", "os/exec", "syscall"}

// Who may import which library; whatever is not named here may be imported by
// nobody.
var owners = map[string][]string{
	"github.com/arran4/golang-ical":       {"calendar/ics"},
	"github.com/rickar/cal/v2":            {"calendar"},
	"github.com/blevesearch/snowballstem": {"pairing/fit"},
	"gonum.org/v1/plot":                   {"mailer/letter"},
	"github.com/emersion/go-message":      {"mailer"},
	"golang.org/x/net/html":               {"mailer"},
	"github.com/emersion/go-msgauth":      {"mailer"},
	"github.com/wneessen/go-mail":         {"mailer/letter", "mailer/outbox"},
	"github.com/emersion/go-imap/v2":      {"mailer/inbox", "cmd/mentord/rehearse"},
	"github.com/emersion/go-sasl":         {"cmd/mentord/rehearse"},
	"github.com/emersion/go-smtp":         {"cmd/mentord/rehearse"},
	"github.com/jmoiron/sqlx":             {"store"},
	"github.com/jackc/pgx/v5":             {"store"},
	"modernc.org/sqlite":                  {"store"},
	"github.com/pelletier/go-toml/v2":     {"cmd/mentord"},
	"github.com/schollz/progressbar/v3":   {"cmd/mentord"},
	"github.com/prometheus/client_golang": {"cmd/mentord"},
	"github.com/coreos/go-systemd/v22":    {"cmd/mentord"},
}

// A source is one Go file that is not a test.
type source struct {
	file    string // slash-separated, from the root of the repository
	imports []string
	lines   int
	clock   bool // calls time.Now, time.Sleep or the like
}

func (s source) pkg() string { return filepath.ToSlash(filepath.Dir(s.file)) }

func read(t *testing.T, root string) (out []source) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		s := source{file: filepath.ToSlash(rel), lines: strings.Count(string(text), "\n")}
		for _, i := range f.Imports {
			s.imports = append(s.imports, strings.Trim(i.Path.Value, `"`))
		}
		for _, call := range []string{"time.Now(", "time.Sleep(", "time.After(", "time.NewTimer(", "time.Tick(", "time.Since("} {
			s.clock = s.clock || strings.Contains(string(text), call)
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// violations says what is wrong with the shape of the sources.
func violations(sources []source) (out []string) {
	complain := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	var sizes []int
	for _, s := range sources {
		if s.lines > 500 {
			complain("%s has %d lines, 500 are the most", s.file, s.lines)
		}
		if strings.HasSuffix(s.file, "_test.go") {
			continue
		}
		sizes = append(sizes, s.lines)
		top, _, _ := strings.Cut(s.file, "/")
		place := slices.Index(line, top)
		if place < 0 {
			complain("%s: %s is no folder of the line", s.file, top)
			continue
		}
		for _, imp := range s.imports {
			if rest, own := strings.CutPrefix(imp, "mentord/"); own {
				other, _, _ := strings.Cut(rest, "/")
				if slices.Index(line, other) > place {
					complain("%s imports %s, which comes later in the line", s.file, imp)
				}
				continue
			}
			if !strings.Contains(strings.Split(imp, "/")[0], ".") {
				if slices.Contains(pure, s.pkg()) && slices.Contains(forbidden, imp) {
					complain("%s is pure, but imports %s", s.file, imp)
				}
				continue
			}
			if !owned(imp, s.pkg()) {
				complain("%s imports %s, which is not its to import", s.file, imp)
			}
		}
		if s.clock && (slices.Contains(pure, s.pkg()) || top == "store") {
			complain("%s reads the clock", s.file)
		}
	}
	if sort.Ints(sizes); len(sizes) > 0 && sizes[len(sizes)/2] >= 200 {
		complain("the median file has %d lines, it should have under 200", sizes[len(sizes)/2])
	}
	return out
}

func owned(imp, pkg string) bool {
	for library, packages := range owners {
		if (imp == library || strings.HasPrefix(imp, library+"/")) && slices.Contains(packages, pkg) {
			return true
		}
	}
	return false
}

func TestShape(t *testing.T) {
	sources := read(t, filepath.Join("..", ".."))
	if len(sources) < 50 {
		t.Fatalf("only %d files found", len(sources))
	}
	for _, v := range violations(sources) {
		t.Error(v)
	}
}

func TestShapeFindsPlantedViolations(t *testing.T) {
	for _, c := range []struct {
		plant source
		want  string
	}{
		{source{file: "pairing/x.go", imports: []string{"mentord/store"}}, "later in the line"},
		{source{file: "calendar/x.go", imports: []string{"mentord/pairing"}}, "later in the line"},
		{source{file: "mailer/x.go", imports: []string{"os"}}, "pure"},
		{source{file: "pairing/x.go", clock: true}, "clock"},
		{source{file: "store/x.go", imports: []string{"github.com/emersion/go-imap/v2"}}, "not its to import"},
		{source{file: "mailer/inbox/x.go", imports: []string{"github.com/someone/something"}}, "not its to import"},
		{source{file: "util/x.go"}, "no folder of the line"},
		{source{file: "cmd/x_test.go", lines: 501}, "500 are the most"},
		{source{file: "cmd/x.go", lines: 201}, "median"},
	} {
		if got := violations([]source{c.plant}); len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%+v: %q, want one with %q", c.plant, got, c.want)
		}
	}
}
