package letter

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/mailer"
	"mentord/pairing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for _, kind := range Kinds() {
		r, err := Write(Sample(kind))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, string(kind)+".txt", []byte("Subject: "+r.Subject+"\n\n"+r.Text))
		switch kind {
		case pairing.BookedNotice, pairing.SlotsNotice, pairing.CancelledNotice:
			golden(t, string(kind)+".eml", r.Raw)
		}
		if strings.Contains(r.Text, "<no value>") || strings.Contains(r.Text, "%!") {
			t.Errorf("%s: a fact is missing: %s", kind, r.Text)
		}
		for _, l := range strings.Split(string(r.Raw), "\r\n") {
			if len(l) > 998 {
				t.Errorf("%s: a line of %d octets", kind, len(l))
			}
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; see it with: go test ./mailer/letter -update && git diff\n%s", name, got)
	}
}

func TestSameLetterIsSameBytes(t *testing.T) {
	for _, kind := range Kinds() {
		a, _ := Write(Sample(kind))
		b, _ := Write(Sample(kind))
		if !bytes.Equal(a.Raw, b.Raw) {
			t.Errorf("%s is written differently the second time", kind)
		}
	}
}

// What we send, we can read: our own parser finds the words, the calendar and
// nothing to complain of, and knows the letter for a machine's.
func TestReadBack(t *testing.T) {
	for _, kind := range Kinds() {
		r, err := Write(Sample(kind))
		if err != nil {
			t.Fatal(err)
		}
		m := mailer.Parse(r.Raw)
		if len(m.Trouble) > 0 || strings.TrimSpace(m.Text) != strings.TrimSpace(r.Text) {
			t.Errorf("%s: trouble %v, text %q", kind, m.Trouble, m.Text)
		}
		if words, _ := mailer.NewWords(m); len(words) > 0 {
			t.Errorf("%s: its own words read as an answer: %v", kind, words)
		}
		if got := mailer.Classify(m, "other"); got != mailer.Bulk && got != mailer.AutoReply {
			if len(m.Calendars) == 0 {
				t.Errorf("%s: another mentord would take it for %s", kind, got)
			}
		}
		if letter, ok := mailer.Key("secret").Letter(mailer.Mail{To: []string{strings.ToLower(m.Header.Get("reply-to")[strings.Index(m.Header.Get("reply-to"), "<")+1:])}}); !ok || letter != "abcdefghijklmnop" {
			t.Errorf("%s: an answer would not find it: %s", kind, m.Header.Get("reply-to"))
		}
	}
}

func TestSeveralQuestionsAreNumbered(t *testing.T) {
	l := Sample(pairing.CheckinNotice)
	s := Sample(pairing.SlotsNotice)
	q := s.Questions["q1"]
	q.ID = "q2"
	l.Questions["q2"] = q
	s.Notices[0].Ask = "q2"
	l.Notices = append(l.Notices, s.Notices[0])
	r, err := Write(l)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "several.txt", []byte("Subject: "+r.Subject+"\n\n"+r.Text))
	if len(r.Asked) != 4 || r.Asked[3].N != 4 || r.Asked[3].Question != "q2" {
		t.Errorf("asked: %+v", r.Asked)
	}
}

func TestDesk(t *testing.T) {
	zone, _ := time.LoadLocation("America/New_York")
	at := func(hour int) time.Time { return time.Date(2027, 2, 2, hour, 0, 0, 0, zone) } // a Tuesday
	ana := pairing.Person{ID: "ana", Standing: pairing.Ready}
	slots := pairing.Notice{Key: "s", Kind: pairing.SlotsNotice, Urgency: pairing.AtDesk}
	checkin := pairing.Notice{Key: "c", Kind: pairing.CheckinNotice, Urgency: pairing.AtDesk}
	noted := pairing.Notice{Key: "n", Kind: pairing.NotedNotice, Urgency: pairing.Alongway}
	remind := pairing.Notice{Key: "r", Kind: pairing.RemindNotice, Urgency: pairing.AtOnce}
	all := []pairing.Notice{slots, noted, checkin, remind}
	p := Defaults()

	s := Desk{Person: ana, Zone: zone, Waiting: all}.Sort(at(10), p)
	if len(s.Letters) != 2 || len(s.Letters[0]) != 1 || len(s.Letters[1]) != 3 || s.Letters[1][1].Key != "c" {
		t.Errorf("by day: %+v", s.Letters)
	}
	if s = (Desk{Person: ana, Zone: zone, Waiting: all}).Sort(at(23), p); len(s.Letters) != 1 || !s.Next.Equal(at(8).AddDate(0, 0, 1)) {
		t.Errorf("at night: %d letters, next %v", len(s.Letters), s.Next)
	}
	if s = (Desk{Person: ana, Zone: zone, Waiting: all, Today: 1}).Sort(at(10), p); len(s.Letters) != 1 || !s.Next.Equal(at(8).AddDate(0, 0, 1)) {
		t.Errorf("over the cap: %d letters, next %v", len(s.Letters), s.Next)
	}
	if s = (Desk{Person: ana, Zone: zone, Waiting: []pairing.Notice{noted}}).Sort(at(10), p); len(s.Letters) != 0 {
		t.Error("what rides along caused a letter")
	}
	ana.Away = at(10).AddDate(0, 0, 5)
	if s = (Desk{Person: ana, Zone: zone, Waiting: all}).Sort(at(10), p); len(s.Letters) != 1 || !s.Next.Equal(ana.Away) {
		t.Errorf("away: %d letters, next %v", len(s.Letters), s.Next)
	}
	ana.Bounced = "no such user"
	if s = (Desk{Person: ana, Zone: zone, Waiting: all}).Sort(at(10), p); len(s.Letters) != 0 || len(s.Stale) != 4 {
		t.Errorf("bounced: %+v", s)
	}
}

// Every template of ours passes the check that a coordinator's own has to pass,
// and what is wrong with one is said by file, line and column.
func TestCheckOfTemplates(t *testing.T) {
	for _, kind := range Kinds() {
		text, err := Templates{}.source(kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(kind, string(kind)+".txt", text); err != nil {
			t.Error(err)
		}
	}
	for text, want := range map[string]string{
		"Hello":                                     "match.txt:1:1: a template begins with",
		"Subject: hi\n\n{{.Partner":                 "match.txt:3:1: unclosed action",
		"Subject: hi\n\nHello\n{{.Nickname}}":       "match.txt:4:2: <.Nickname>: can't evaluate field Nickname",
		"Subject: hi\n\n{{shout .Partner}}":         `match.txt:3:1: function "shout" not defined`,
		"Subject: hi\n\nWould you like {{.First}}?": "match.txt: it asks 0 questions, and this letter has to ask 1",
	} {
		if err := Check(pairing.MatchNotice, "match.txt", text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, not %s", text, err, want)
		}
	}
	if err := Check("matches", "matches.txt", "x"); err == nil || !strings.Contains(err.Error(), "match.txt") {
		t.Errorf("a letter that is none: %v", err)
	}
	l := Sample(pairing.MatchNotice)
	l.Sender.Templates = Templates{pairing.MatchNotice: "Subject: Ahoy {{.You}}\n\n{{ask \"Shall we?\"}}"}
	if r, err := Write(l); err != nil || r.Subject != "Ahoy Ana" || !strings.Contains(r.Text, "Shall we?") {
		t.Errorf("the own letter is %q, %v", r.Text, err)
	}
}
