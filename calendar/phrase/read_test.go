package phrase

import (
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

// show writes windows in London time, as the table below does.
func show(ws []calendar.Window, zone *time.Location) string {
	var out []string
	for _, w := range ws {
		from, to := w.Start.In(zone), w.End.In(zone)
		out = append(out, from.Format("02 Jan 15:04")+"-"+to.Format("02 Jan 15:04"))
	}
	return strings.Join(out, " | ")
}

// The mail is sent on Wednesday 4 November 2026, 10:00 in London.
func TestRead(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/London")
	c := Context{Sent: time.Date(2026, 11, 4, 10, 0, 0, 0, zone), Zone: zone, Length: 45 * time.Minute}
	cases := []struct{ text, want, not string }{
		{"Tuesday", "10 Nov 09:00-10 Nov 18:00", ""},
		{"next Tuesday", "10 Nov 09:00-10 Nov 18:00", ""},
		{"next Friday at 3", "13 Nov 15:00-13 Nov 15:45", ""},
		{"Friday morning", "06 Nov 09:00-06 Nov 12:00", ""},
		{"Tue or Wed after 3, not Friday", "10 Nov 15:00-10 Nov 18:00 | 11 Nov 15:00-11 Nov 18:00", "06 Nov 00:00-07 Nov 00:00"},
		{"Monday 9-11 or Thu 2-4pm", "05 Nov 14:00-05 Nov 16:00 | 09 Nov 09:00-09 Nov 11:00", ""},
		{"Tue or Wed afternoon", "10 Nov 12:00-10 Nov 17:00 | 11 Nov 12:00-11 Nov 17:00", ""},
		{"Friday doesn't work, Thursday after 5 does", "05 Nov 17:00-05 Nov 20:00", "06 Nov 00:00-07 Nov 00:00"},
		{"I can't do Thursday. Friday 10:30 is fine", "06 Nov 10:30-06 Nov 11:15", "05 Nov 00:00-06 Nov 00:00"},
		{"any day but Friday", "", "06 Nov 00:00-07 Nov 00:00"},
		{"half past two on Thursday", "05 Nov 14:30-05 Nov 15:15", ""},
		{"tomorrow 3-4", "05 Nov 15:00-05 Nov 16:00", ""},
		{"17:30 CET tomorrow", "05 Nov 16:30-05 Nov 17:15", ""},
		{"I'm away 3-14 Dec", "", "03 Dec 00:00-15 Dec 00:00"},
		{"I'm out until the 16th", "", "04 Nov 10:00-16 Nov 00:00"},
		{"a week on Tuesday", "17 Nov 09:00-17 Nov 18:00", ""},
		{"5 March at noon", "05 Mar 12:00-05 Mar 12:45", ""},
		{"my number is +44 20 7946 0852, price 30 EUR, ticket 4417", "", ""},
		{"2pm Friday", "06 Nov 14:00-06 Nov 14:45", ""},
		{"between 2 and 4 on Monday", "09 Nov 14:00-09 Nov 16:00", ""},
		{"Thursday 12 November, 16:00-16:45", "12 Nov 16:00-12 Nov 16:45", ""},
		{"before 11 on Friday", "06 Nov 09:00-06 Nov 11:00", ""},
	}
	for _, k := range cases {
		got := Read(k.text, c)
		if w, n := show(got.Want, zone), show(got.Not, zone); w != k.want || n != k.not {
			t.Errorf("%q\n got  want %s · not %s\n need want %s · not %s", k.text, w, n, k.want, k.not)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Tue or Wed after 3, not Friday; away 3-14 Aug until the 16th 12/03")
	zone, _ := time.LoadLocation("Europe/London")
	sent := time.Date(2026, 11, 4, 10, 0, 0, 0, zone)
	asked := []calendar.Window{{Start: sent.AddDate(0, 0, 1), End: sent.AddDate(0, 0, 9)}}
	f.Fuzz(func(t *testing.T, text string) {
		r := Read(text, Context{Sent: sent, Zone: zone, Asked: asked, Length: time.Hour})
		for _, w := range append(r.Want, r.Not...) {
			if w.Start.Before(sent) || w.Empty() {
				t.Errorf("%q gave %v to %v", text, w.Start, w.End)
			}
		}
	})
}
