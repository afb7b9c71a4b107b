package letter

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a letter of one notice with every fact set.
func sample(kind pairing.NoticeKind) Letter {
	zone, _ := time.LoadLocation("Europe/London")
	now := time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC)
	slot := func(d, h int) calendar.Slot {
		s := time.Date(2027, 2, d, h, 0, 0, 0, time.UTC)
		return calendar.Slot{Start: s, End: s.Add(45 * time.Minute)}
	}
	ana := pairing.Person{ID: "ana", Name: "Ana Ruiz", Email: "ana@example.org", Standing: pairing.Ready, Profile: pairing.Profile{
		Role: pairing.MenteeRole, Goals: "learn to negotiate", Languages: []string{"English", "Spanish"}, Zone: "Europe/London",
		Availability: calendar.Week{{Day: time.Tuesday, Span: calendar.Span{From: calendar.At(9, 0), To: calendar.At(12, 0)}}}}}
	mentor := pairing.Profile{Role: pairing.MentorRole, Skills: "negotiation, hiring", Background: "15 years in sales", Zone: "Europe/Berlin", Languages: []string{"English", "German"}}
	q := pairing.Question{ID: "q1", Person: "ana", Open: true}
	switch kind {
	case pairing.MatchNotice:
		q.Kind = reply.Match
	case pairing.SlotsNotice, pairing.CounterNotice:
		q.Kind, q.Slots = reply.Slots, []calendar.Slot{slot(4, 10), slot(5, 14), slot(9, 9)}
	case pairing.InviteNotice, pairing.FormNotice:
		q.Kind = reply.Enrol
	case pairing.EchoNotice:
		q.Kind = reply.Echo
	case pairing.RematchNotice:
		q.Kind, q.Items = reply.Survey, []reply.Question{{N: 1, Kind: reply.FreeText, Text: "If you like: what was missing?"}}
	case pairing.FitNotice:
		q.Kind = reply.Fit
	case pairing.EndingNotice:
		q.Kind = reply.Ending
	case pairing.MentorNotice:
		q.Kind = pairing.MentorQuestion
	case pairing.ClosingNotice:
		q.Kind, q.Items = reply.Survey, []reply.Question{{N: 1, Kind: reply.FreeText, Text: "A line of thanks for Bo? (I pass it on as you write it.)"}}
	case pairing.ForgetNotice:
		q.Kind = pairing.ForgetQuestion
	case pairing.IntroNotice:
		q.Kind = reply.Agreement
	case pairing.CheckinNotice:
		q.Kind = reply.Checkin
		q.Items = []reply.Question{{N: 1, Kind: reply.Checkin, Text: "Did you and Bo meet?"}, {N: 2, Kind: reply.Rating5, Text: "How was it, from 1 to 5?"}, {N: 3, Kind: reply.FreeText, Text: "One line: how are you getting on with your goals?"}}
	case pairing.SurveyNotice:
		q.Kind = reply.Survey
		for i, s := range pairing.DefaultSurveys()[0].Questions {
			q.Items = append(q.Items, reply.Question{N: i + 1, Kind: reply.Rating5, Text: s.Ask})
		}
	}
	facts := pairing.Facts{Partner: "Bo Berg", First: "Bo", Email: "bo@example.org", PartnerIs: "mentor", Profile: mentor, Missing: []string{"role", "goals"},
		Why: []string{"negotiate: what Ana wants to work on and Bo offers", "about 4 hours a week in which both can meet"}, Slot: slot(4, 10),
		Slots: q.Slots, Zone: "Europe/Berlin", N: 2, Every: 14, Goals: "ask for the raise", Notes: []string{"Ana: drafted the pitch"}, Until: time.Date(2027, 8, 2, 8, 0, 0, 0, time.UTC),
		Minutes: 10, Words: "Please move me to the other group", Reason: "Bo cannot make it", Subject: "help", Pair: "pair1", Session: "sess1"}
	if kind == pairing.EchoNotice || kind == pairing.StatusNotice {
		facts.Profile = ana.Profile
	}
	switch kind {
	case pairing.WaitingNotice:
		facts.Reason = "hours"
	case pairing.DraftNotice:
		q.Kind, facts.N, facts.Reason, facts.Firsts, facts.Total, facts.Worst = reply.Drafted, 2, "hold", 1, 1500, 640
		facts.Notes = []string{"Sent: 5 of 7. Both of each pair are asked now.", "swap 4 and 7: not done, and neither was sent. Imran Shah and Teo Vik: no hour in common."}
		facts.Draft = []pairing.DraftLine{{N: 1, Mentor: "Imran Shah", Mentee: "Sun Li", Score: 860, Why: "hiring: what Sun wants to work on and Imran offers; about 3 hours a week in which both can meet"},
			{N: 2, Mentor: "Olga Berg", Mentee: "Teo Vik", Score: 640, Why: "about 5 hours a week in which both can meet"}}
		facts.Unmatched = []string{"Petra Ek (mentee): no mentor fits: no hour in common (4). What would change it: other hours would open 4 mentors."}
	case pairing.QuietNotice:
		facts.Reason, facts.N = "you", 45
	case pairing.EndingNotice:
		facts.Reason = "8 weeks"
	case pairing.CertificateNotice:
		facts.Words, facts.PartnerIs, facts.N, facts.Slot = "Ana Ruiz", "mentee", 9, calendar.Slot{Start: now, End: now.AddDate(0, 6, 0)}
	case pairing.DraftedNotice:
		facts.Notes = []string{"Sent: 7 of 7. Both of each pair are asked now."}
	}
	if kind == pairing.SurveyNotice {
		facts.Reason, facts.N = "middle", 5
	}
	if kind == pairing.RemindNotice {
		facts.Reason = "1 hour"
	}
	if kind == pairing.SlotsNotice || kind == pairing.CounterNotice {
		facts.Old = slot(4, 10)
	}
	urgency := pairing.AtDesk
	if kind == pairing.BookedNotice || kind == pairing.CancelledNotice {
		method := ics.Request
		if kind == pairing.CancelledNotice {
			method = ics.Cancel
		}
		urgency = pairing.AtOnce
		facts.Invitation = &pairing.CalendarPart{Method: method, UID: "sess1", Sequence: 1, Stamp: now, Slot: slot(4, 10),
			People: []pairing.Invitee{{Name: "Ana Ruiz", Email: "ana@example.org", Status: ics.NeedsAction}, {Name: "Bo Berg", Email: "bo@example.org", Status: ics.Accepted}}}
	}
	notice := pairing.Notice{Key: "k", To: "ana", Kind: kind, Urgency: urgency, Facts: facts}
	if q.Kind != "" {
		notice.Ask = q.ID
	}
	return Letter{ID: "abcdefghijklmnop", To: ana, Zone: zone, Notices: []pairing.Notice{notice}, Questions: map[pairing.QuestionID]pairing.Question{"q1": q}, Now: now,
		Sender: Sender{Name: "Northwind Mentoring", Mailbox: "mentoring@example.org", Plus: true, Key: "secret", Program: "p1", Coordinator: "Mia Okafor", Zone: time.UTC, Link: "https://meet.example.org/{pair}"}}
}

func kinds(t *testing.T) (out []pairing.NoticeKind) {
	entries, err := templatesFS.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, pairing.NoticeKind(strings.TrimSuffix(e.Name(), ".txt")))
	}
	return out
}

func TestGolden(t *testing.T) {
	for _, kind := range kinds(t) {
		r, err := Write(sample(kind))
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
	for _, kind := range kinds(t) {
		a, _ := Write(sample(kind))
		b, _ := Write(sample(kind))
		if !bytes.Equal(a.Raw, b.Raw) {
			t.Errorf("%s is written differently the second time", kind)
		}
	}
}

// What we send, we can read: our own parser finds the words, the calendar and
// nothing to complain of, and knows the letter for a machine's.
func TestReadBack(t *testing.T) {
	for _, kind := range kinds(t) {
		r, err := Write(sample(kind))
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
	l := sample(pairing.CheckinNotice)
	s := sample(pairing.SlotsNotice)
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
