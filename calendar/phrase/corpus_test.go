package phrase

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

var corpus = flag.String("corpus", "testdata/times.jsonl", "a file of sentences with the windows expected, one JSON object a line")

// A timesCase is one line of a corpus: a sentence, and in UTC the windows that
// it wants and those that it excludes.
type timesCase struct {
	ID    string         `json:"id"`
	Text  string         `json:"text"`
	Sent  time.Time      `json:"sent"`
	Zone  string         `json:"zone"`
	Asked []time.Time    `json:"asked"`
	Want  [][2]time.Time `json:"want"`
	Not   [][2]time.Time `json:"not"`
}

// TestCorpus scores the reading of times against a corpus. A case is wrong when
// it gives a window that is not expected.
func TestCorpus(t *testing.T) { scoreTimes(t, *corpus) }

// TestUnseen scores sentences that nobody looked into while the grammar was made.
func TestUnseen(t *testing.T) { scoreTimes(t, "testdata/unseen.jsonl") }

func scoreTimes(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases, exact, wrong int
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(nil, 16<<20)
	for n := 1; scanner.Scan(); n++ {
		if len(bytes.TrimSpace(scanner.Bytes())) == 0 {
			continue
		}
		var c timesCase
		if err := json.Unmarshal(scanner.Bytes(), &c); err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		zone, err := time.LoadLocation(c.Zone)
		if err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		x := Context{Sent: c.Sent, Zone: zone, Length: time.Hour}
		if len(c.Asked) == 2 {
			x.Asked = []calendar.Window{{Start: c.Asked[0], End: c.Asked[1]}}
		}
		r := Read(c.Text, x)
		want, not := spans(r.Want), spans(r.Not)
		wantWant, wantNot := spans(pairs(c.Want)), spans(pairs(c.Not))
		cases++
		if want == wantWant && not == wantNot {
			exact++
			continue
		}
		if !subset(want, wantWant) || !subset(not, wantNot) {
			wrong++
		}
		local := func(ws []calendar.Window) string { return show(ws, zone) }
		t.Logf("%s (%s) %q\n got    %s · not %s\n expect %s · not %s", c.ID, c.Sent.Format("Mon 2 Jan 15:04"), c.Text,
			local(r.Want), local(r.Not), local(pairs(c.Want)), local(pairs(c.Not)))
	}
	if cases == 0 {
		t.Fatal("no cases")
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(cases) }
	fmt.Printf("corpus: %d cases, exact %.1f %%, wrong %.1f %%\n", cases, share(exact), share(wrong))
	if share(exact) < 92 || share(wrong) > 5 {
		t.Error("below the bar: at least 92 % exact, at most 5 % wrong")
	}
}

func pairs(ps [][2]time.Time) (out []calendar.Window) {
	for _, p := range ps {
		out = append(out, calendar.Window{Start: p[0], End: p[1]})
	}
	return apart(out)
}

func spans(ws []calendar.Window) string {
	var out []string
	for _, w := range ws {
		out = append(out, w.Start.UTC().Format(time.RFC3339)+"/"+w.End.UTC().Format(time.RFC3339))
	}
	return strings.Join(out, " ")
}

func subset(got, want string) bool {
	for g := range strings.FieldsSeq(got) {
		if !strings.Contains(want, g) {
			return false
		}
	}
	return true
}
