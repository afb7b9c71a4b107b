package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What docs/life.md names is there: each transcript, each test.
func TestLifeNamesWhatIsThere(t *testing.T) {
	const root = "../.."
	page, err := os.ReadFile(root + "/docs/life.md")
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
	named := map[string]bool{}
	rows := 0
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
