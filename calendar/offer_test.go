package calendar

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// zonesOf lists the zones of the tz database that comes with Go. Those whose
// clocks show the same over the two years of the tests stand there once, under
// the name in the sample if it has one.
func zonesOf(t *testing.T) (names []string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all := slices.Clone(zones)
	for _, f := range file.File {
		if !strings.HasSuffix(f.Name, "/") {
			all = append(all, f.Name)
		}
	}
	if len(all) < 500 {
		t.Fatalf("the tz database has %d names", len(all))
	}
	seen := map[string]bool{}
	for _, name := range all {
		z := zone(t, name)
		clock := ""
		for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2028; {
			_, offset := at.In(z).Zone()
			clock += fmt.Sprintf("%d %d|", at.Unix(), offset)
			_, change := at.In(z).ZoneBounds()
			if change.IsZero() {
				break
			}
			at = change.UTC()
		}
		if !seen[clock] {
			seen[clock], names = true, append(names, name)
		}
	}
	return names
}

// zones are a sample of the world's: half hours and quarters, changes at
// midnight, by half an hour, around Ramadan, on the date line, and none at all.
var zones = []string{
	"UTC", "Europe/London", "Europe/Berlin", "Europe/Lisbon", "Europe/Athens", "Europe/Istanbul", "Europe/Moscow", "Europe/Kyiv", "Europe/Chisinau", "Europe/Dublin", "Atlantic/Azores", "Atlantic/Reykjavik",
	"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Adak", "America/Halifax", "America/St_Johns", "America/Havana", "America/Santiago", "America/Punta_Arenas",
	"America/Asuncion", "America/Sao_Paulo", "America/Buenos_Aires", "America/Bogota", "America/Caracas", "America/Mexico_City", "America/Tijuana", "America/Nuuk", "America/Scoresbysund", "America/Miquelon", "America/Port-au-Prince",
	"Africa/Casablanca", "Africa/El_Aaiun", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Dubai", "Asia/Karachi",
	"Asia/Shanghai", "Asia/Tokyo", "Asia/Yangon", "Asia/Kabul", "Australia/Sydney", "Australia/Adelaide", "Australia/Eucla", "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati",
	"Pacific/Marquesas", "Pacific/Easter", "Pacific/Norfolk",
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// weeks try the hours in which clocks change, and usual ones.
var weeks = []Week{
	OfficeWeek(Span{At(9, 0), At(17, 0)}),
	{{time.Sunday, Span{At(0, 0), At(2, 30)}}, {time.Saturday, Span{At(21, 15), At(24, 0)}}, {time.Friday, Span{At(0, 0), At(1, 15)}}, {time.Thursday, Span{At(23, 0), At(24, 0)}}},
	{{time.Sunday, Span{At(1, 30), At(3, 0)}}, {time.Saturday, Span{At(22, 0), At(0, 45)}}, {time.Friday, Span{At(0, 30), At(5, 0)}}},
	{{time.Saturday, Span{At(22, 0), At(6, 0)}}, {time.Thursday, Span{At(22, 0), At(6, 0)}}},
}

// inHours is the slow way to say whether the local clock at t lies in the week.
func inHours(w Week, t time.Time) bool {
	clock := At(t.Hour(), t.Minute())
	yesterday := (t.Weekday() + 6) % 7
	for _, h := range w {
		over := h.Span.To < h.Span.From
		switch {
		case h.Day == t.Weekday() && clock >= h.Span.From && (over || clock < h.Span.To),
			over && h.Day == yesterday && clock < h.Span.To:
			return true
		}
	}
	return false
}

// Over two years, whoever meets whom: every slot lies inside both people's hours
// as their own clocks show them, and none starts at a time that no clock shows.
func TestEverySlotLiesInBothPeoplesHours(t *testing.T) {
	zones := zonesOf(t)
	if len(zones) < 60 {
		t.Fatalf("only %d different clocks", len(zones))
	}
	found := 0
	for i, name := range zones {
		ours := zone(t, name)
		others := []string{name, zones[(i*7+3)%len(zones)]}
		for j, other := range others {
			theirs := zone(t, other)
			for at := time.Date(2026, 1, 1, 5, 7, 11, 0, time.UTC); at.Year() < 2028; at = at.AddDate(0, 0, 7) {
				mine, your := weeks[(i+j+at.YearDay())%len(weeks)], weeks[(i+j+at.YearDay())%len(weeks)]
				if j == 1 {
					mine, your = Week{{at.Weekday(), Span{At(0, 0), At(24, 0)}}, {time.Sunday, Span{At(1, 0), At(4, 0)}}}, weeks[3]
				}
				r := Request{Earliest: at, Latest: at.AddDate(0, 0, 7), Length: 45 * time.Minute, Count: 9,
					Parties: [2]Party{{Zone: ours, Week: mine}, {Zone: theirs, Week: your}}}
				slots, lack := Offer(r)
				if (len(slots) == 0) != (lack != NoLack) {
					t.Fatalf("%s: %d slots and lack %q", name, len(slots), lack)
				}
				found += len(slots)
				for n, s := range slots {
					if s.Start.Before(r.Earliest) || s.End.After(r.Latest) || s.Length() != r.Length {
						t.Fatalf("%s: %v is not what was asked for", name, s)
					}
					if n > 0 && s.Start.Before(slots[n-1].End) {
						t.Fatalf("%s: %v overlaps the one before", name, s)
					}
					for k, p := range r.Parties {
						local := s.Start.In(p.Zone)
						if _, ok := At(local.Hour(), local.Minute()).On(local.Year(), local.Month(), local.Day(), p.Zone); !ok {
							t.Fatalf("%s: %v is on no clock", p.Zone, local)
						}
						for m := s.Start; m.Before(s.End); m = m.Add(5 * time.Minute) {
							if !inHours(p.Week, m.In(p.Zone)) {
								t.Fatalf("side %d: %s in %s is outside %s", k, Say(s, p.Zone), p.Zone, p.Week)
							}
						}
					}
				}
			}
		}
	}
	if found < 10_000 {
		t.Errorf("only %d slots were looked at", found)
	}
}

// Around every clock change, the windows of a week are its hours, minute for
// minute; where an hour comes twice, they may leave some of it out.
func TestWindowsOverClockChanges(t *testing.T) {
	changes := 0
	for _, name := range zonesOf(t) {
		z := zone(t, name)
		for at := time.Date(2026, 1, 1, 0, 0, 0, 0, z); ; {
			_, change := at.ZoneBounds()
			if change.IsZero() || change.Year() > 2027 {
				break
			}
			at = change
			changes++
			from, to := change.Add(-40*time.Hour), change.Add(40*time.Hour)
			for _, w := range weeks {
				windows := w.Windows(z, from, to)
				for m := from; m.Before(to); m = m.Add(15 * time.Minute) {
					held := false
					for _, x := range windows {
						held = held || !m.Before(x.Start) && m.Before(x.End)
					}
					local := m.In(z)
					first, second, _ := At(local.Hour(), local.Minute()).twice(local.Year(), local.Month(), local.Day(), z)
					if in := inHours(w, local); held != in && (held || first.Equal(second)) {
						t.Fatalf("%s, %v (change %v): held %v, in hours %v of %s", name, local, change.In(z), held, in, w)
					}
				}
			}
		}
	}
	if changes < 100 {
		t.Errorf("only %d clock changes", changes)
	}
}

func TestClockOnChangedDays(t *testing.T) {
	cases := []struct {
		zone  string
		clock Clock
		day   [3]int
		want  string
		ok    bool
	}{
		{"America/New_York", At(2, 30), [3]int{2026, 3, 8}, "2026-03-08T03:00:00-04:00", false},
		{"Europe/Berlin", At(2, 30), [3]int{2026, 3, 29}, "2026-03-29T03:00:00+02:00", false},
		{"Europe/Berlin", At(2, 30), [3]int{2026, 10, 25}, "2026-10-25T02:30:00+02:00", true},
		{"America/New_York", At(1, 30), [3]int{2026, 11, 1}, "2026-11-01T01:30:00-04:00", true},
		{"America/Santiago", At(0, 0), [3]int{2026, 9, 6}, "2026-09-06T01:00:00-03:00", false},
		{"America/Santiago", At(24, 0), [3]int{2026, 9, 5}, "2026-09-06T01:00:00-03:00", true},
		{"Africa/Cairo", At(0, 0), [3]int{2026, 4, 24}, "2026-04-24T01:00:00+03:00", false},
		{"Australia/Lord_Howe", At(2, 15), [3]int{2026, 10, 4}, "2026-10-04T02:30:00+11:00", false},
	}
	for _, c := range cases {
		got, ok := c.clock.On(c.day[0], time.Month(c.day[1]), c.day[2], zone(t, c.zone))
		if got.Format(time.RFC3339) != c.want || ok != c.ok {
			t.Errorf("%s %v on %v: %v %v, want %s", c.zone, c.clock, c.day, got, ok, c.want)
		}
	}
}

func TestWakingEndsAndIsAwake(t *testing.T) {
	for _, quiet := range []Span{{}, {At(19, 0), At(8, 0)}, {At(0, 0), At(24, 0)}, {At(0, 0), At(23, 59)}, {At(9, 0), At(9, 0)}, {At(9, 0), At(8, 59)}, {At(22, 0), At(2, 30)}, {At(12, 0), At(24, 0)}, {At(0, 30), At(1, 30)}} {
		for _, name := range zones {
			z := zone(t, name)
			for at := time.Date(2026, 1, 1, 3, 33, 0, 0, time.UTC); at.Year() < 2028; at = at.Add(29 * time.Hour) {
				got := Waking(at, z, quiet)
				allDay := quiet == Span{At(0, 0), At(24, 0)}
				if got.Before(at) || got.Sub(at) > 11*24*time.Hour || !Business(got) || !allDay && !quiet.IsZero() && quiet.Holds(got) {
					t.Fatalf("%s quiet %v: %v came out as %v", name, quiet, at.In(z), got)
				}
			}
		}
	}
	z := zone(t, "Europe/London")
	friday := time.Date(2026, 3, 27, 20, 0, 0, 0, z)
	if got := Waking(friday, z, Span{At(19, 0), At(8, 0)}); !got.Equal(time.Date(2026, 3, 30, 8, 0, 0, 0, z)) {
		t.Errorf("Friday evening over the change: %v", got)
	}
}

func TestAfterBusinessDaysKeepsTheTimeOfDay(t *testing.T) {
	z := zone(t, "America/Santiago")
	saturday := time.Date(2026, 9, 5, 0, 30, 0, 0, z) // the next midnight is skipped
	if got := AfterBusinessDays(saturday, 1, z); got.Format(time.RFC3339) != "2026-09-07T00:30:00-03:00" {
		t.Errorf("got %v", got)
	}
	friday := time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	if got := AfterBusinessDays(friday, 6, time.UTC); got.Format(time.DateOnly) != "2026-04-06" {
		t.Errorf("six business days after a Friday: %v", got)
	}
	if got := AfterBusinessDays(friday, 0, time.UTC); !got.Equal(friday) {
		t.Errorf("none: %v", got)
	}
}

func TestPeriod(t *testing.T) {
	z := zone(t, "America/Santiago")
	if got := Days(1).After(time.Date(2026, 9, 5, 0, 0, 0, 0, z)); got.Format(time.RFC3339) != "2026-09-06T01:00:00-03:00" {
		t.Errorf("a day later, where midnight is skipped: %v", got)
	}
	london := zone(t, "Europe/London")
	if got := Days(1).Before(time.Date(2026, 3, 29, 15, 0, 0, 0, london)); got.Format("2 15:04") != "28 15:00" {
		t.Errorf("a day before, over the change: %v", got)
	}
	for text, want := range map[string]Period{"45 minutes": Minutes(45), "1 hour 30 minutes": Minutes(90), "2 weeks": Days(14), "1 day 2 hours": {1, 2 * time.Hour}, "0 days": {}} {
		got, err := ParsePeriod(text)
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
		if again, err := ParsePeriod(got.String()); err != nil || again != got {
			t.Errorf("%s is written as %s", text, got)
		}
	}
	for _, text := range []string{"", "day", "1", "-1 days", "1.5 hours", "100001 days", "1 fortnight", "1 day 2"} {
		if got, err := ParsePeriod(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestSpanAndWeek(t *testing.T) {
	at := func(h, m int) time.Time { return time.Date(2026, 3, 2, h, m, 0, 0, time.UTC) }
	night := Span{At(19, 0), At(8, 0)}
	if !night.Holds(at(23, 0)) || !night.Holds(at(7, 59)) || night.Holds(at(8, 0)) || night.Holds(at(18, 59)) {
		t.Error("a span over midnight holds the wrong hours")
	}
	for _, text := range []string{"08:00", "8-9", "25:00-26:00", "08:60-09:00", "24:01-25:00", "a:b-c:d"} {
		var s Span
		if err := s.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was read as %v", text, s)
		}
	}
	week := Week{{time.Friday, Span{At(9, 0), At(24, 0)}}, {time.Sunday, Span{At(22, 0), At(2, 0)}}}
	data, _ := json.Marshal(week)
	var back Week
	if err := json.Unmarshal(data, &back); err != nil || back.String() != week.String() || back.String() != "Fri 09:00-24:00, Sun 22:00-02:00" {
		t.Errorf("%s came back as %s, %v", week, back, err)
	}
	// Hours over midnight belong to the day they begin on, also when the span
	// that is asked for begins after that midnight.
	got := week.Windows(time.UTC, at(1, 0), at(12, 0)) // a Monday
	if len(got) != 1 || !got[0].Start.Equal(at(1, 0)) || !got[0].End.Equal(at(2, 0)) {
		t.Errorf("Monday morning: %v", got)
	}
}

func TestWindowArithmetic(t *testing.T) {
	w := func(from, to int) Window {
		day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
		return Window{day.Add(time.Duration(from) * time.Hour), day.Add(time.Duration(to) * time.Hour)}
	}
	same := func(name string, got, want []Window) {
		t.Helper()
		if len(got) != len(want) {
			t.Fatalf("%s: %v", name, got)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %v", name, got)
			}
		}
	}
	same("merge", Merge([]Window{w(5, 6), w(1, 3), w(3, 4), w(2, 2), w(9, 8)}), []Window{w(1, 4), w(5, 6)})
	same("intersect", Intersect([]Window{w(1, 4), w(6, 9)}, []Window{w(3, 7), w(8, 12)}), []Window{w(3, 4), w(6, 7), w(8, 9)})
	same("subtract", Subtract([]Window{w(1, 9)}, []Window{w(0, 2), w(3, 4), w(8, 12)}), []Window{w(2, 3), w(4, 8)})
	same("nothing left", Subtract([]Window{w(1, 2)}, []Window{w(0, 5)}), nil)
}

func TestOfferSaysWhatIsLacking(t *testing.T) {
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	hours := func(from, to int) Party {
		return Party{Zone: time.UTC, Week: Week{{time.Monday, Span{At(from, 0), At(to, 0)}}}}
	}
	offer := func(a, b Party, avoid ...Slot) ([]Slot, Lack) {
		return Offer(Request{Parties: [2]Party{a, b}, Earliest: monday, Latest: monday.AddDate(0, 0, 5), Length: time.Hour, Count: 3, Avoid: avoid})
	}
	busy := hours(9, 10)
	busy.Busy = []Window{{monday, monday.AddDate(0, 0, 1)}}
	only := Slot{monday.Add(9 * time.Hour), monday.Add(10 * time.Hour)}
	for _, c := range []struct {
		a, b  Party
		avoid []Slot
		want  Lack
	}{
		{Party{Zone: time.UTC}, hours(9, 10), nil, NoHoursFirst}, {hours(9, 10), busy, nil, NoHoursOther}, {hours(9, 10), hours(10, 11), nil, NoOverlap},
		{hours(9, 10), hours(9, 10), []Slot{only}, AllOffered}, {hours(9, 10), hours(8, 10), nil, NoLack},
	} {
		slots, lack := offer(c.a, c.b, c.avoid...)
		if lack != c.want || lack == NoLack && (len(slots) != 1 || !slots[0].Equal(only)) {
			t.Errorf("lack %q, want %q; %v", lack, c.want, slots)
		}
	}
}

// The same time again is the same time by the clock, over a clock change too, and on the
// same weekday; it is free only if both have it free, and it is no holiday.
func TestAgain(t *testing.T) {
	london, newYork := zone(t, "Europe/London"), zone(t, "America/New_York")
	at := func(day int, hour int) Slot {
		start := time.Date(2027, 3, day, hour, 0, 0, 0, london)
		return Slot{start, start.Add(45 * time.Minute)}
	}
	for _, c := range []struct {
		days int
		zone *time.Location
		want string
	}{
		{14, london, "Tue 30 Mar 15:00"}, {14, newYork, "Tue 30 Mar 16:00"}, {30, london, "Tue 13 Apr 15:00"}, {10, london, "Tue 23 Mar 15:00"}, {3, london, "Fri 19 Mar 15:00"},
	} {
		s := at(16, 15).Again(c.days, c.zone)
		if got := s.Start.In(london).Format("Mon 2 Jan 15:04"); got != c.want || s.Length() != 45*time.Minute {
			t.Errorf("after %d days by the clock of %s: %s for %v, want %s", c.days, c.zone, got, s.Length(), c.want)
		}
	}
	office := Party{Zone: london, Week: OfficeWeek(Span{At(9, 0), At(17, 0)})}
	busy := office
	busy.Busy = []Window{Window(at(17, 10))}
	r := Request{Parties: [2]Party{office, busy}, Earliest: at(15, 0).Start, Latest: at(31, 0).Start}
	for _, c := range []struct {
		slot Slot
		want bool
	}{{at(16, 15), true}, {at(16, 18), true}, {at(17, 10), false}, {at(20, 10), true}, {at(26, 10), false}, {at(12, 10), false}} {
		if got := r.Free(c.slot); got != c.want {
			t.Errorf("%s is free: %t", c.slot.Start, got)
		}
	}
}
