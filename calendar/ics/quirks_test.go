package ics

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

func object(method string, lines ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nMETHOD:" + method + "\r\nBEGIN:VEVENT\r\nUID:u1\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

func TestOneAnswerOfAQuirkyObject(t *testing.T) {
	const bo = "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org"
	cases := []struct {
		name string
		data []byte
		want Answer
	}{
		{"alarm with a UID and an attendee of its own", object("REPLY", bo, "BEGIN:VALARM", "UID:alarm", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@x.y", "DESCRIPTION:x", "END:VALARM"), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"quote that is never closed", object("REPLY", `ATTENDEE;CN="Bo;PARTSTAT=DECLINED:mailto:bo@example.org`), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"colon and semicolon between quotes", object("REPLY", `ATTENDEE;CN="Bo: a;b";PARTSTAT=DECLINED:mailto:bo@example.org`), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"plus in the address, escaped", object("REPLY", "ATTENDEE;PARTSTAT=DECLINED:MAILTO:bo%2Bwork@example.org"), Answer{Attendee: "bo+work@example.org", Status: Declined}},
		{"address between quotes", object("REPLY", `ATTENDEE;PARTSTAT=DECLINED:"mailto:bo@example.org"`), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"partner who only stands there", object("REPLY", "ATTENDEE:mailto:ana@example.org", bo), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"fold within a character", object("REPLY", bo, "COMMENT:Gr\xc3\r\n \xbc\xc3\r\n\t\x9fe"), Answer{Attendee: "bo@example.org", Status: Declined, Comment: "Grüße"}},
		{"two carriage returns before the fold", object("REPLY", "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@exam\r\r\n ple.org"), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"sequence beyond all numbers", object("REPLY", bo, "SEQUENCE:99999999999999999999"), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"sequence below nothing", object("REPLY", bo, "SEQUENCE:-3"), Answer{Attendee: "bo@example.org", Status: Declined}},
		{"NUL in the UID", bytes.Replace(object("REPLY", bo), []byte("UID:u1"), []byte("UID:u\x001"), 1), Answer{Attendee: "bo@example.org", Status: Declined}},
	}
	for _, c := range cases {
		c.want.Method, c.want.UID = Reply, "u1"
		if got, err := Read(c.data); err != nil || len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: got %+v, %v", c.name, got, err)
		}
	}
}

// An object that quotes our invitation before the answer has two methods.
func TestEachCalendarHasItsMethod(t *testing.T) {
	data := append(object("REQUEST", "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bo@example.org"), object("REPLY", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org")...)
	got, err := Read(data)
	if err != nil || len(got) != 2 || got[0].Method != Request || got[1].Method != Reply {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMomentsOfVendors(t *testing.T) {
	want := time.Date(2027, 4, 5, 13, 0, 0, 0, time.UTC)
	for zone, known := range map[string]bool{
		"Europe/Berlin": true, "/vendor.example/20270101_1/Europe/Berlin": true, "/vendor.example/America/Argentina/Buenos_Aires": true, "W. Europe Standard Time": true,
		"Local": false, "/Local": false, "../../etc/localtime": false, "/etc/localtime": false, "Nowhere/City": false, strings.Repeat("a/", 10_000): false,
	} {
		data := object("COUNTER", "DTSTART;TZID="+zone+":20270405T150000", "DTEND;TZID="+zone+":20270405T154500")
		got, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Proposed.IsZero() == known || known && strings.Contains(zone, "Europe") && !got[0].Proposed.Start.Equal(want) {
			t.Errorf("%.60s: proposed %v", zone, got[0].Proposed)
		}
	}
	long, _ := Read(object("COUNTER", "DTSTART:20270405T150000Z", "DTEND:20470405T154500Z"))
	if !long[0].Proposed.IsZero() {
		t.Error("a meeting of twenty years was taken for a proposal")
	}
}

func TestReadIsBounded(t *testing.T) {
	var attendees, stamps, params strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&attendees, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a%d@b.c\r\n", i)
		fmt.Fprintf(&stamps, "DTSTAMP;TZID=Europe/Berlin:20270405T150000\r\n")
		fmt.Fprintf(&params, ";A%d=b", i)
	}
	for name, data := range map[string][]byte{
		"attendees": object("REPLY", attendees.String()), "stamps": object("REPLY", stamps.String()),
		"parameters": object("REPLY", "ATTENDEE"+params.String()+":mailto:a@b.c"),
		"events":     bytes.Repeat(object("REPLY", "ATTENDEE:mailto:a@b.c"), 20_000),
		"semicolons": object("REPLY", "ATTENDEE"+strings.Repeat(";", 1<<20)+`"`), "quotes": object("REPLY", "ATTENDEE;"+strings.Repeat(`";"`, 1<<19)),
		"folds": object("REPLY", "COMMENT:"+strings.Repeat("\r\n ", 1<<18)), "alarms": object("REPLY", strings.Repeat("BEGIN:VALARM\r\n", 1<<16)),
	} {
		start := time.Now()
		got, _ := Read(data)
		if took := time.Since(start); took > 2*time.Second || len(got) > maxEvents*maxAttendees {
			t.Errorf("%s: %d answers in %v", name, len(got), took)
		}
	}
}

// No name, address or text can add a line to the object.
func TestWriteHoldsWhatPeopleWrote(t *testing.T) {
	start := time.Date(2027, 4, 5, 14, 0, 0, 0, time.UTC)
	evil := "Ana\r\nMETHOD:CANCEL\nATTENDEE:x\"; ,:\\\u202eeve\x00\xff\u0085"
	data, err := Write(Invitation{Method: Request, UID: "u@m", Stamp: start, Slot: calendar.Slot{Start: start, End: start.Add(time.Hour)},
		Summary: evil, Description: evil, Location: evil, Organizer: Attendee{Name: evil, Email: "m@example.org"},
		Attendees: []Attendee{{Name: evil, Email: "ana@example.org\r\nX:y", Status: NeedsAction}, {Email: "bo@example.org"}}})
	if err != nil {
		t.Fatal(err)
	}
	unfolded := strings.ReplaceAll(string(data), "\r\n ", "")
	for _, l := range strings.Split(unfolded, "\r\n") {
		if name, _, _ := strings.Cut(l, ":"); name == "X" || name == "ATTENDEE" || l == "METHOD:CANCEL" {
			t.Errorf("a line was added: %q", l)
		}
		if strings.ContainsAny(l, "\r\n\x00\u202e\u0085") {
			t.Errorf("unfit characters: %q", l)
		}
	}
	if strings.Contains(unfolded, "CN=:") || strings.Contains(unfolded, "CN=;") {
		t.Error("an empty CN was written")
	}
	if got, err := Read(data); err != nil || len(got) != 2 && len(got) != 1 || got[0].Attendee != "ana@example.orgx:y" {
		t.Errorf("read back: %+v, %v", got, err)
	}
}
