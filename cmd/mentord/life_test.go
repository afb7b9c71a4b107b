package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// What docs/life.md names is there: each transcript, each test; and it names every
// transcript.
func TestLifeNamesWhatIsThere(t *testing.T) {
	named, rows := namedIn(t, "docs/life.md")
	if rows < 40 {
		t.Errorf("only %d rows were read", rows)
	}
	files, _ := filepath.Glob(root + "/pairing/testdata/*.txt")
	for _, f := range files {
		if !named[filepath.Base(f)] {
			t.Errorf("%s shows something that the page does not name", filepath.Base(f))
		}
	}
}

// Each claim of SECURITY.md names its test, and the test is there.
func TestSecurityNamesItsTests(t *testing.T) {
	if _, rows := namedIn(t, "SECURITY.md"); rows < 20 {
		t.Errorf("only %d rows were read", rows)
	}
}

// namedIn reads the tables of a page whose second column names transcripts and tests,
// and fails for what is not there.
func namedIn(t *testing.T, file string) (named map[string]bool, rows int) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		tests.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named = map[string]bool{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) != 4 || strings.HasPrefix(cells[1], "--") || strings.Contains(cells[2], "shown by") {
			continue
		}
		rows++
		found := 0
		for _, name := range regexp.MustCompile(`[a-z-]+\.txt|Test[A-Z]\w+`).FindAllString(cells[2], -1) {
			found++
			named[name] = true
			if strings.HasSuffix(name, ".txt") {
				if _, err := os.Stat(root + "/pairing/testdata/" + name); err != nil {
					t.Errorf("%s is named, but not there", name)
				}
			} else if !strings.Contains(tests.String(), "func "+name+"(t *testing.T)") {
				t.Errorf("%s is named, but no test", name)
			}
		}
		if found == 0 {
			t.Errorf("nothing shows: %s", strings.TrimSpace(cells[1]))
		}
	}
	return named, rows
}
