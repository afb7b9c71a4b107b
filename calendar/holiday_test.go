package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestHolidays(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"Europe/London", "2026-12-25", "Christmas"},
		{"Europe/London", "2026-12-28", "Boxing"}, // the 26th is a Saturday: kept on Monday
		{"Europe/Berlin", "2027-05-06", "Himmelfahrt"},
		{"America/New_York", "2026-11-26", "Thanksgiving"},
		{"America/Los_Angeles", "2026-07-03", "Independence"}, // the 4th is a Saturday
		{"Europe/Madrid", "2027-01-06", "Reyes"},
		{"Europe/London", "2026-11-26", ""},
		{"Africa/Lagos", "2026-12-25", ""}, // not known
		{"UTC", "2026-12-25", ""},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		day, err := time.ParseInLocation(time.DateOnly, c.day, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Holiday(day.Add(23 * time.Hour)); got == "" && c.want != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s in %s is %q, not %q", c.day, c.zone, got, c.want)
		}
	}
	for country := range national {
		if !strings.Contains(countries, "\n"+country+" ") {
			t.Errorf("%s has no zones", country)
		}
	}
	for zone := range countryOf() {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("%s: %v", zone, err)
		}
	}
}

// Over Christmas in London nothing that can wait goes out, and no patience is lost.
func TestHolidaysAreNoBusinessDays(t *testing.T) {
	london, _ := time.LoadLocation("Europe/London")
	eve := time.Date(2026, 12, 24, 20, 0, 0, 0, london) // a Thursday
	if got, want := Waking(eve, london, Span{At(19, 0), At(8, 0)}), time.Date(2026, 12, 29, 8, 0, 0, 0, london); !got.Equal(want) {
		t.Errorf("what waits on Christmas Eve goes at %s, not %s", got, want)
	}
	if got, want := AfterBusinessDays(eve, 1, london), time.Date(2026, 12, 29, 20, 0, 0, 0, london); !got.Equal(want) {
		t.Errorf("one business day later is %s, not %s", got, want)
	}
	week := OfficeWeek(Span{At(9, 0), At(17, 0)})
	slots, _ := Offer(Request{Parties: [2]Party{{Zone: london, Week: week}, {Zone: london, Week: week}}, Earliest: eve, Latest: eve.AddDate(0, 0, 6), Length: time.Hour, Count: 9})
	for _, s := range slots {
		if name := Holiday(s.Start.In(london)); name != "" {
			t.Errorf("%s is offered, on %s", s.Start, name)
		}
	}
	boxing := Window{time.Date(2026, 12, 28, 9, 0, 0, 0, london), time.Date(2026, 12, 28, 12, 0, 0, 0, london)}
	if slots, _ := Offer(Request{Parties: [2]Party{{Zone: london, Want: []Window{boxing}}, {Zone: london, Want: []Window{boxing}}}, Earliest: eve, Latest: eve.AddDate(0, 0, 6), Length: time.Hour, Count: 1}); len(slots) != 1 {
		t.Error("who names a holiday is not offered it")
	}
}
