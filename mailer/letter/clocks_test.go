package letter

import (
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/mailer"
	"mentord/pairing"
)

// A session that stays at 15:00 in London moves over the weeks in which the
// clocks of America, of Europe and of Australia change. Everybody reads their own
// time of both, and what it is for the other; the calendar holds the instants.
func TestMovedOverClockChanges(t *testing.T) {
	at := func(text string) calendar.Slot {
		start, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}
	}
	for _, move := range []struct {
		name, from, to string
		shown          map[string][2]string // local times of both, by zone
	}{
		{"the change of America", "2027-03-12T15:00:00Z", "2027-03-19T15:00:00Z", map[string][2]string{
			"Europe/London":    {"Fri 12 Mar 2027, 15:00-15:45 (London)", "Fri 19 Mar 2027, 15:00-15:45 (London)"},
			"America/New_York": {"Fri 12 Mar 2027, 10:00-10:45 (New York)", "Fri 19 Mar 2027, 11:00-11:45 (New York)"},
			"Asia/Kolkata":     {"Fri 12 Mar 2027, 20:30-21:15 (Kolkata)", "Fri 19 Mar 2027, 20:30-21:15 (Kolkata)"},
			"Australia/Sydney": {"Sat 13 Mar 2027, 02:00-02:45 (Sydney)", "Sat 20 Mar 2027, 02:00-02:45 (Sydney)"},
		}},
		{"the change of Europe", "2027-03-26T15:00:00Z", "2027-04-02T14:00:00Z", map[string][2]string{
			"Europe/London":    {"Fri 26 Mar 2027, 15:00-15:45 (London)", "Fri 2 Apr 2027, 15:00-15:45 (London)"},
			"America/New_York": {"Fri 26 Mar 2027, 11:00-11:45 (New York)", "Fri 2 Apr 2027, 10:00-10:45 (New York)"},
			"Asia/Kolkata":     {"Fri 26 Mar 2027, 20:30-21:15 (Kolkata)", "Fri 2 Apr 2027, 19:30-20:15 (Kolkata)"},
			"Australia/Sydney": {"Sat 27 Mar 2027, 02:00-02:45 (Sydney)", "Sat 3 Apr 2027, 01:00-01:45 (Sydney)"},
		}},
		{"the change of Australia", "2027-04-02T14:00:00Z", "2027-04-09T14:00:00Z", map[string][2]string{
			"Europe/London":    {"Fri 2 Apr 2027, 15:00-15:45 (London)", "Fri 9 Apr 2027, 15:00-15:45 (London)"},
			"Australia/Sydney": {"Sat 3 Apr 2027, 01:00-01:45 (Sydney)", "Sat 10 Apr 2027, 00:00-00:45 (Sydney)"},
		}},
	} {
		from, to := at(move.from), at(move.to)
		for zone, shown := range move.shown {
			for other, theirs := range move.shown {
				l := Sample(pairing.BookedNotice)
				l.To.Profile.Zone, l.Zone = zone, calendar.Zone(zone, time.UTC)
				f := &l.Notices[0].Facts
				f.Zone, f.Old, f.Slot, f.Invitation.Slot = other, from, to, to
				rendered, err := Write(l)
				if err != nil {
					t.Fatal(err)
				}
				mail := mailer.Parse(rendered.Raw)
				text := strings.Join(strings.Fields(mail.Text), " ")
				for _, want := range shown {
					if !strings.Contains(text, want) {
						t.Errorf("%s, seen from %s: the letter lacks %q:\n%s", move.name, zone, want, mail.Text)
					}
				}
				clock := strings.Fields(theirs[1])[4][:5]
				if says := strings.Contains(text, "For Bo that is"); says != (clock != strings.Fields(shown[1])[4][:5]) || says && !strings.Contains(text, " "+clock+" ") {
					t.Errorf("%s, seen from %s: it does not say that it is %s in %s:\n%s", move.name, zone, clock, other, mail.Text)
				}
				answers, err := ics.Read(mail.Calendars[0])
				if err != nil || answers[0].Method != ics.Request {
					t.Fatalf("%+v, %v", answers, err)
				}
				for _, want := range []string{"DTSTART:" + to.Start.Format("20060102T150405Z"), "DTEND:" + to.End.Format("20060102T150405Z")} {
					if !strings.Contains(string(mail.Calendars[0]), want+"\r\n") {
						t.Errorf("%s: the calendar lacks %s", move.name, want)
					}
				}
			}
		}
	}
}
