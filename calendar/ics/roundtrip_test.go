package ics

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"mentord/calendar"
)

// letters are what names and texts are drawn from: all that iCalendar gives a
// meaning, and characters of every width.
var letters = []rune("abc XYZ,;:\\\"'^=&<>()%+-_.0123@/é日本語🎉\u200d\u0301\tñß")

func draw(r *rand.Rand, n int) string {
	var b strings.Builder
	for range r.IntN(n) {
		b.WriteRune(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// What is written is read back the same: by us, and by the library.
func TestWriteReadSame(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for i := range 3000 {
		start := time.Unix(1_800_000_000+r.Int64N(60_000_000), 0).UTC().Truncate(time.Minute)
		inv := Invitation{Method: []Method{Request, Cancel, DeclineCounter}[r.IntN(3)], UID: fmt.Sprintf("u%d-%x@m.example", i, r.Uint64()), Sequence: r.IntN(50),
			Stamp: start.Add(-time.Duration(r.IntN(1e6)) * time.Second), Slot: calendar.Slot{Start: start, End: start.Add(time.Duration(15+r.IntN(200)) * time.Minute)},
			Summary: "s" + draw(r, 120), Description: "d" + draw(r, 400) + "\nsecond " + draw(r, 80), Location: "l" + draw(r, 200),
			Organizer: Attendee{Name: draw(r, 60), Email: "program@m.example"}}
		for k := range 1 + r.IntN(3) {
			inv.Attendees = append(inv.Attendees, Attendee{Name: draw(r, 200), Email: fmt.Sprintf("p%d+x@example.org", k), Status: []Status{NeedsAction, Accepted, Declined, Tentative}[r.IntN(4)]})
		}
		data, err := Write(inv)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data)
		if err != nil || len(got) != len(inv.Attendees) {
			t.Fatalf("%d: %d answers, %v\n%s", i, len(got), err, data)
		}
		for k, a := range got {
			want := Answer{Method: inv.Method, UID: inv.UID, Sequence: inv.Sequence, Stamp: inv.Stamp, Attendee: inv.Attendees[k].Email, Status: inv.Attendees[k].Status}
			if !a.Stamp.Equal(want.Stamp) {
				t.Fatalf("%d: stamped %s, not %s", i, a.Stamp, want.Stamp)
			}
			if a.Stamp = want.Stamp; a != want {
				t.Fatalf("%d: %+v came back as %+v\n%s", i, want, a, data)
			}
		}
		cal, err := ical.ParseCalendar(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%d: the library refuses it: %v\n%s", i, err, data)
		}
		event := cal.Events()[0]
		from, _ := event.GetStartAt()
		to, _ := event.GetEndAt()
		if !from.Equal(inv.Slot.Start) || !to.Equal(inv.Slot.End) {
			t.Fatalf("%d: %v to %v, not %v", i, from, to, inv.Slot)
		}
		for name, want := range map[ical.ComponentProperty]string{ical.ComponentPropertySummary: inv.Summary, ical.ComponentPropertyDescription: inv.Description} {
			if got := ical.FromText(event.GetProperty(name).Value); plainText(got) != plainText(want) && plainText(event.GetProperty(name).Value) != plainText(want) {
				t.Fatalf("%d: %s %q came back as %q", i, name, want, got)
			}
		}
	}
}

// plainText leaves out what is not written (control characters) and how blanks stand.
func plainText(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == '\t' || r == '\u200d' {
			return ' '
		}
		return r
	}, s)), " ")
}

// An answer is the same wherever its lines are folded, in whatever letter case
// and order they stand, and with lines between that we do not know.
func TestReadDoesNotMindHowItIsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	want := Answer{Method: Reply, UID: "u1@m.example", Sequence: 3, Stamp: time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC), Attendee: "bo@example.org", Status: Declined, Comment: "Grüße, Bo"}
	for i := range 3000 {
		body := []string{"UID:u1@m.example", "SEQUENCE:3", "DTSTAMP:20270104T100000Z", `ATTENDEE;CN="Lund, Bo";PARTSTAT=DECLINED;RSVP=TRUE:mailto:bo@example.org`, `COMMENT:Grüße\, Bo`, "X-" + strings.Map(only, draw(r, 9)) + "Z:" + strings.ReplaceAll(draw(r, 60), "\t", " ")}
		r.Shuffle(len(body), func(a, b int) { body[a], body[b] = body[b], body[a] })
		var b strings.Builder
		end := []string{"\r\n", "\n", "\r"}[r.IntN(3)]
		for _, l := range slices.Concat([]string{"BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT"}, body, []string{"END:VEVENT", "END:VCALENDAR"}) {
			if name, rest, _ := strings.Cut(l, ":"); r.IntN(2) == 0 && !strings.Contains(name, "CN=") {
				l = strings.ToLower(name) + ":" + rest
			}
			for k, c := range []byte(l) {
				if k > 0 && r.IntN(20) == 0 {
					b.WriteString(end + " ")
				}
				b.WriteByte(c)
			}
			b.WriteString(end)
		}
		got, err := Read([]byte(b.String()))
		if err != nil || len(got) != 1 || got[0] != want {
			t.Fatalf("%d: %+v, %v\n%q", i, got, err, b.String())
		}
	}
}

func only(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return r
	}
	return -1
}

// BenchmarkRead reads a reply as Exchange writes it, with its zone.
func BenchmarkRead(b *testing.B) {
	data := []byte("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" +
		"BEGIN:VEVENT\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Bo Lund:mailto:bo@example.org\r\nCOMMENT;LANGUAGE=en-GB:\\n\r\nUID:abc@m.example\r\nSUMMARY;LANGUAGE=en-GB:Accepted: Mentoring\r\nDTSTART;TZID=GMT Standard Time:20270114T150000\r\nDTEND;TZID=GMT Standard Time:20270114T154500\r\nCLASS:PUBLIC\r\nPRIORITY:5\r\nDTSTAMP:20270104T100500Z\r\nTRANSP:OPAQUE\r\nSTATUS:CONFIRMED\r\nSEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if got, err := Read(data); err != nil || got[0].Status != Accepted {
			b.Fatal(got, err)
		}
	}
}
