package reply_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/pairing/reply"
)

var corpus = flag.String("corpus", "testdata/dev.jsonl", "a file of replies with the acts expected, one JSON object a line")

// A replyCase is one line of a corpus, in the form of shared/replies/README.md.
type replyCase struct {
	ID      string    `json:"id"`
	Asked   string    `json:"asked"`
	Sent    time.Time `json:"sent"`
	Zone    string    `json:"zone"`
	Offered []struct {
		N          int       `json:"n"`
		Start, End time.Time `json:"-"`
		From       time.Time `json:"start"`
		To         time.Time `json:"end"`
	} `json:"offered"`
	Booked *struct {
		Start time.Time `json:"start"`
		End   time.Time `json:"end"`
	} `json:"booked"`
	Questions []struct {
		N    int    `json:"n"`
		Kind string `json:"kind"`
		Text string `json:"text"`
	} `json:"questions"`
	People []struct {
		N      int    `json:"n"`
		Mentor string `json:"mentor"`
		Mentee string `json:"mentee"`
	} `json:"people"`
	Body   string           `json:"body"`
	Expect []map[string]any `json:"expect"`
}

func (c replyCase) asked(t *testing.T) reply.Asked {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	a := reply.Asked{Kind: reply.QuestionKind(c.Asked), Sent: c.Sent, Zone: zone}
	for _, o := range c.Offered {
		a.Offered = append(a.Offered, reply.Offered{N: o.N, Slot: calendar.Slot{Start: o.From, End: o.To}})
	}
	if c.Booked != nil {
		a.Booked = calendar.Slot{Start: c.Booked.Start, End: c.Booked.End}
	}
	for _, q := range c.Questions {
		a.Questions = append(a.Questions, reply.Question{N: q.N, Kind: reply.QuestionKind(q.Kind), Text: q.Text})
	}
	for _, p := range c.People {
		a.Draft = append(a.Draft, reply.Pairing{N: p.N, Mentor: p.Mentor, Mentee: p.Mentee})
	}
	return a
}

// readBody reads a text body as the daemon does.
func readBody(body string, asked reply.Asked) []reply.Act {
	words, _ := mailer.NewWords(mailer.Mail{Text: strings.ReplaceAll(body, "\r\n", "\n")})
	var passages []reply.Passage
	for _, w := range words {
		passages = append(passages, reply.Passage{Below: w.Below, Words: w.Words})
	}
	return reply.Read(passages, asked)
}

// TestCorpus scores the reading of replies against a corpus: an answer is exact
// when its acts are those expected, in any order; an act is wrong when it is not
// expected and not the cautious "unclear".
func TestCorpus(t *testing.T) { scoreReplies(t, *corpus, 97, 1) }

// TestVoices scores the corpora of other people's voices. Each was read by
// nobody until it had been scored once: CHANGELOG says what that first score was.
// Only hunted.jsonl is what hunts for misread replies found.
func TestVoices(t *testing.T) {
	files, err := filepath.Glob("testdata/voices/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no voices: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { scoreReplies(t, file, 97, 2) })
	}
}

// scoreReplies scores one file, and fails below the bar if it is one of ours.
func scoreReplies(t *testing.T, file string, bar, limit float64) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	type score struct{ cases, exact, acts, wrong int }
	kinds := map[string]*score{}
	total := &score{}
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(nil, 16<<20)
	for n := 1; scanner.Scan(); n++ {
		if len(bytes.TrimSpace(scanner.Bytes())) == 0 {
			continue
		}
		var c replyCase
		if err := json.Unmarshal(scanner.Bytes(), &c); err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		s := cmp.Or(kinds[c.Asked], &score{})
		kinds[c.Asked] = s
		var got []map[string]any
		for _, a := range readBody(c.Body, c.asked(t)) {
			got = append(got, inCorpusForm(a, c.Asked))
		}
		extra, missing := compare(got, c.Expect)
		for _, s := range []*score{s, total} {
			s.cases++
			s.acts += max(len(got), 1)
			if len(extra)+len(missing) == 0 {
				s.exact++
			}
			for _, e := range extra {
				if e["act"] != "unclear" {
					s.wrong++
					break
				}
			}
		}
		if len(extra)+len(missing) > 0 {
			t.Logf("%s\n%s\n  got    %s\n  expect %s", c.ID, indent(c.Body), lines(got), lines(c.Expect))
		}
	}
	if total.cases == 0 {
		t.Fatal("no cases")
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		s := kinds[kind]
		fmt.Printf("%-10s %4d cases, exact %5.1f %%, wrong %4.1f %%\n", kind, s.cases, share(s.exact, s.cases), share(s.wrong, s.cases))
	}
	exact, wrong := share(total.exact, total.cases), share(total.wrong, total.cases)
	fmt.Printf("corpus: %d cases, exact %.1f %%, wrong %.1f %%\n", total.cases, exact, wrong)
	if exact < bar || wrong > limit {
		t.Errorf("below the bar: at least %.0f %% exact, at most %.0f %% with a wrong act", bar, limit)
	}
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n    ")
}

func lines(acts []map[string]any) string {
	var out []string
	for _, a := range acts {
		b, _ := json.Marshal(a)
		out = append(out, string(b))
	}
	return strings.Join(out, "  ")
}

// inCorpusForm writes an act as the corpus does.
func inCorpusForm(a reply.Act, asked string) map[string]any {
	m := map[string]any{"act": string(a.Kind)}
	if a.Question > 0 && (a.Kind == reply.Answer || asked == "several") && a.Kind != reply.Unclear {
		m["q"] = float64(a.Question)
	}
	switch a.Kind {
	case reply.Choose:
		slots := []any{}
		for _, n := range slices.Sorted(slices.Values(a.Slots)) {
			slots = append(slots, float64(n))
		}
		m["slots"] = slots
	case reply.Can, reply.Cannot:
		windows := []any{}
		for _, w := range a.Windows {
			windows = append(windows, []any{w.Start.UTC().Format(time.RFC3339), w.End.UTC().Format(time.RFC3339)})
		}
		m["windows"] = windows
	case reply.Late:
		m["minutes"] = float64(a.Minutes)
	case reply.Answer:
		if m["value"] = any(float64(a.Number)); a.Text != "" {
			m["value"] = a.Text
		}
	case reply.Profile, reply.Agree:
		m["field"] = string(a.Field)
		switch a.Field {
		case reply.Capacity, reply.EveryDays, reply.QuietDays:
			m["value"] = float64(a.Number)
		case reply.Languages:
			list := []any{}
			for _, l := range a.List {
				list = append(list, l)
			}
			m["value"] = list
		case reply.Availability:
			m["value"] = weekForm(a.Week)
		default:
			m["value"] = a.Text
		}
	case reply.Pause:
		if m["until"] = any(nil); !a.Until.IsZero() {
			m["until"] = a.Until.Format(time.DateOnly)
		}
	case reply.Draft:
		if len(a.Approved) > 0 {
			m["approve"] = numbers(a.Approved)
		}
		if a.All {
			m["approve"] = "all"
		}
		if len(a.Except) > 0 {
			m["except"] = numbers(a.Except)
		}
		if len(a.Swap) > 0 {
			var out []any
			for _, s := range a.Swap {
				out = append(out, numbers(s[:]))
			}
			m["swap"] = out
		}
		if len(a.Never) > 0 {
			var out []any
			for _, n := range a.Never {
				out = append(out, []any{n[0], n[1]})
			}
			m["never"] = out
		}
	}
	return m
}

func numbers(ns []int) (out []any) {
	for _, n := range ns {
		out = append(out, float64(n))
	}
	return out
}

func weekForm(week calendar.Week) []any {
	out := []any{}
	for _, h := range week {
		out = append(out, map[string]any{"day": h.Day.String()[:3], "from": h.Span.From.String(), "to": h.Span.To.String()})
	}
	return out
}

// compare pairs the acts that agree and gives what is left of both.
func compare(got, want []map[string]any) (extra, missing []map[string]any) {
	missing = slices.Clone(want)
	for _, g := range got {
		i := slices.IndexFunc(missing, func(w map[string]any) bool { return agrees(g, w) })
		if i < 0 {
			extra = append(extra, g)
			continue
		}
		missing = slices.Delete(missing, i, i+1)
	}
	return extra, missing
}

func agrees(got, want map[string]any) bool {
	field, _ := want["field"].(string)
	free := want["act"] == "answer" || field == "goals" || field == "skills" || field == "background" || field == "channel"
	for key := range want {
		if _, ok := got[key]; !ok {
			return false
		}
	}
	for key, g := range got {
		w, ok := want[key]
		if !ok {
			return false
		}
		if gs, ok := g.(string); ok && free && key == "value" {
			ws, ok := w.(string)
			if !ok || !contains(gs, ws) {
				return false
			}
			continue
		}
		if key == "windows" || key == "slots" || field == "availability" || field == "languages" || key == "approve" || key == "except" {
			if canonical(g) != canonical(w) {
				return false
			}
			continue
		}
		if gj, wj := lines([]map[string]any{{"": g}}), lines([]map[string]any{{"": w}}); gj != wj {
			return false
		}
	}
	return true
}

// contains reports whether the expected words stand in what was read, letter
// case aside, and not much besides.
func contains(got, want string) bool {
	clean := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
	return strings.Contains(clean(got), clean(want))
}

// canonical writes a list without regard to its order.
func canonical(v any) string {
	list, ok := v.([]any)
	if !ok {
		return fmt.Sprint(v)
	}
	var out []string
	for _, e := range list {
		b, _ := json.Marshal(e)
		out = append(out, string(b))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
