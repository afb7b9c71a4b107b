package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

func TestMatchCommand(t *testing.T) {
	const file = "testdata/people.csv"
	run := func(code int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if got := Main(append([]string{"match"}, args...), &out, &errs); got != code {
			t.Fatalf("match %v: exit %d, %s%s", args, got, &out, &errs)
		}
		return out.String() + errs.String()
	}
	table := run(0, "--people", file)
	for _, want := range []string{"Ana Ruiz", "Dev Patel", "negotiating", "Hugo Blanc", "no language in common (3)", "their own manager (1)", "Nothing was sent"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(run(0, "--people", file, "--csv"))).ReadAll()
	if err != nil || len(rows) != 7 || rows[1][1] != "ana@northwind.example" || rows[1][2] != "dev@northwind.example" || rows[6][1] != "" || rows[6][2] != "iris@northwind.example" {
		t.Errorf("the CSV is %v, %v", rows, err)
	}
	var doc struct {
		Pairs     []struct{ Mentor, Mentee string }
		Unmatched []struct{ Person, Role, Why string }
	}
	if err := json.Unmarshal([]byte(run(0, "--people", file, "--json")), &doc); err != nil || len(doc.Pairs) != 4 || doc.Pairs[0].Mentee != "dev@northwind.example" || len(doc.Unmatched) != 2 || doc.Unmatched[0].Role != "mentee" {
		t.Errorf("the JSON is %+v, %v", doc, err)
	}
	run(2)
	run(2, "--people", file, "--csv", "--json")
	if wrong := run(1, "--people", filepath.Join(t.TempDir(), "none.csv")); !strings.Contains(wrong, "none.csv") {
		t.Errorf("a roster that is not there: %s", wrong)
	}
}
