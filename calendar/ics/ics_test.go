package ics

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"mentord/calendar"
)

func invitation() Invitation {
	start := time.Date(2027, 4, 5, 14, 0, 0, 0, time.UTC)
	return Invitation{
		Method: Request, UID: "abc-1@mentoring.example", Sequence: 2, Stamp: start.AddDate(0, 0, -3),
		Slot:    calendar.Slot{Start: start, End: start.Add(45 * time.Minute)},
		Summary: "Mentoring: Ana, Bo; kick-off", Description: "Line one\nLine two — 日本語", Location: "https://meet.example/a,b",
		Organizer: Attendee{Name: "Northwind Mentoring", Email: "mentoring@mentoring.example"},
		Attendees: []Attendee{
			{Name: "O'Brien, Ana", Email: "ana@example.org", Status: NeedsAction},
			{Name: strings.Repeat("Ünï日本 ", 40), Email: "bo@example.org", Status: Accepted},
		},
	}
}

func TestWriteIsReadableByTheLibraryAndByUs(t *testing.T) {
	data, err := Write(invitation())
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range strings.Split(string(data), "\r\n") {
		if len(l) > 75 {
			t.Errorf("line %d has %d octets: %q", i+1, len(l), l)
		}
		if strings.Contains(l, "\n") {
			t.Errorf("line %d ends in a bare LF", i+1)
		}
	}
	if m, e := bytes.Index(data, []byte("METHOD:REQUEST")), bytes.Index(data, []byte("BEGIN:VEVENT")); m < 0 || m > e {
		t.Error("METHOD does not stand before the VEVENT")
	}
	cal, err := ical.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("golang-ical refuses our own invitation: %v", err)
	}
	if got := cal.Events()[0].GetProperty(ical.ComponentPropertySummary).Value; ical.FromText(got) != "Mentoring: Ana, Bo; kick-off" && got != "Mentoring: Ana, Bo; kick-off" {
		t.Errorf("summary came back as %q", got)
	}
	answers, err := Read(data)
	if err != nil || len(answers) != 2 {
		t.Fatalf("read back %d answers, %v", len(answers), err)
	}
	if a := answers[0]; a.Attendee != "ana@example.org" || a.Status != NeedsAction || a.Sequence != 2 || a.UID != "abc-1@mentoring.example" {
		t.Errorf("first attendee came back as %+v", a)
	}
}

func TestCancelSaysCancelledInBothPlaces(t *testing.T) {
	inv := invitation()
	inv.Method = Cancel
	data, err := Write(inv)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("the cancel lacks %q", want)
		}
	}
}

func TestReadRealShapes(t *testing.T) {
	cases := []struct{ name, data, want, attendee string }{
		{"exchange: no organizer, windows zone", "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=DECLINED;CN=Bo:MAILTO:Bo@Example.org\nUID:u1\nDTSTART;TZID=GMT Standard Time:20270405T150000\nSEQUENCE:1\nDTSTAMP:20270401T100000Z\nEND:VEVENT\nEND:VCALENDAR\n", "DECLINED", "bo@example.org"},
		{"method last, no end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u1\nattendee;partstat=accepted:mailto:bo@example.org\nEND:VEVENT\nMETHOD:REPLY", "ACCEPTED", "bo@example.org"},
		{"gnus: partstat last eats the colon", "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:u1\nATTENDEE;CN=Bo;PARTSTAT=ACCEPTED\nEND:VEVENT\nEND:VCALENDAR\n", "ACCEPTED", ""},
		{"folded inside the address", "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:u1\nATTENDEE;PARTSTAT=TENTATIVE:mailto:bo@exam\n ple.org\nEND:VEVENT\nEND:VCALENDAR\n", "TENTATIVE", "bo@example.org"},
		{"no attendee at all", "BEGIN:VCALENDAR\nMETHOD:COUNTER\nBEGIN:VEVENT\nUID:u1\nDTSTART:20270405T150000Z\nDTEND:20270405T154500Z\nEND:VEVENT\nEND:VCALENDAR\n", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Read([]byte(c.data))
			if err != nil || len(got) != 1 {
				t.Fatalf("got %d answers, %v", len(got), err)
			}
			if string(got[0].Status) != c.want || got[0].Attendee != c.attendee || got[0].UID != "u1" {
				t.Errorf("got %+v", got[0])
			}
		})
	}
}

func TestCounterGivesTheProposalInUTC(t *testing.T) {
	data := "BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\nUID:u1\r\nDTSTART;TZID=W. Europe Standard Time:20270405T150000\r\nDTEND;TZID=W. Europe Standard Time:20270405T154500\r\nX-MS-OLK-ORIGINALSTART:20270405T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	got, err := Read([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2027, 4, 5, 13, 0, 0, 0, time.UTC); !got[0].Proposed.Start.Equal(want) {
		t.Errorf("proposed %v, want %v", got[0].Proposed.Start, want)
	}
	floating := strings.ReplaceAll(data, ";TZID=W. Europe Standard Time", "")
	got, _ = Read([]byte(floating))
	if !got[0].Proposed.IsZero() {
		t.Errorf("a floating time was taken for %v", got[0].Proposed)
	}
}

func FuzzRead(f *testing.F) {
	data, _ := Write(invitation())
	f.Add(data)
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:\"x;:\nATTENDEE;A=\"b:mailto:\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answers, err := Read(data)
		if err != nil {
			return
		}
		// Nothing is invented: each value stands in the object, once that is unfolded.
		plain := strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n", "\x00", "").Replace(string(data))
		plain = strings.NewReplacer("\n ", "", "\n\t", "").Replace(plain)
		lower := strings.ToLower(strings.ToValidUTF8(plain, "\uFFFD"))
		encoded := strings.Contains(lower, "%") || strings.Contains(lower, "partstat=3d")
		for _, a := range answers {
			if a.UID == "" {
				t.Error("an answer without a UID")
			}
			for _, value := range []string{a.UID, a.Attendee, a.SentBy, string(a.Status)} {
				if !encoded && !strings.Contains(lower, strings.ToLower(value)) {
					t.Errorf("%q is not in the object", value)
				}
			}
			if a.Method != Counter && !a.Proposed.IsZero() || !a.Proposed.IsZero() && !a.Proposed.Start.Before(a.Proposed.End) {
				t.Errorf("a proposal of %v by %s", a.Proposed, a.Method)
			}
			if a.Sequence < 0 || a.Sequence > maxSequence {
				t.Errorf("sequence %d", a.Sequence)
			}
		}
		if len(answers) > maxEvents*maxAttendees {
			t.Errorf("%d answers", len(answers))
		}
	})
}
