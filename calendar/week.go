package calendar

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Clock is a local time of day in minutes since midnight, 0 to 1440.
type Clock int

// At is the clock of an hour and a minute.
func At(hour, minute int) Clock { return Clock(hour*60 + minute) }

// String writes the clock as "09:30"; the end of a day is "24:00".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// ParseClock reads "9:30", "09:30" or "24:00".
func ParseClock(text string) (Clock, error) {
	h, m, ok := strings.Cut(strings.TrimSpace(text), ":")
	hour, err1 := strconv.Atoi(h)
	minute, err2 := strconv.Atoi(m)
	if !ok || err1 != nil || err2 != nil || hour < 0 || minute < 0 || minute > 59 || At(hour, minute) > At(24, 0) {
		return 0, fmt.Errorf("%q is not a time of day: write it as in \"09:30\"", text)
	}
	return At(hour, minute), nil
}

// On is the moment at which the clock shows c on the day of y, m, d in zone; the
// first of two where a clock change repeats it. A local time that a change skips
// is not there: ok is false, and t is the end of what was skipped, which is
// where the local clock goes on.
func (c Clock) On(y int, m time.Month, d int, zone *time.Location) (t time.Time, ok bool) {
	t, _, ok = c.twice(y, m, d, zone)
	return t, ok
}

// twice gives both moments at which the clock shows c; mostly they are one.
// time.Date takes the first or the second, or either side of a gap, by the
// zone's sign.
func (c Clock) twice(y int, m time.Month, d int, zone *time.Location) (first, second time.Time, ok bool) {
	t := time.Date(y, m, d, int(c)/60, int(c)%60, 0, 0, zone)
	want := time.Date(y, m, d, int(c)/60, int(c)%60, 0, 0, time.UTC)
	start, end := t.ZoneBounds()
	switch shown := wall(t); {
	case shown.Before(want):
		return end.In(zone), end.In(zone), c == At(24, 0)
	case shown.After(want):
		return start.In(zone), start.In(zone), c == At(24, 0)
	}
	_, offset := t.Zone()
	first, second = t, t
	if !start.IsZero() {
		_, before := start.Add(-time.Second).Zone()
		if earlier := t.Add(time.Duration(offset-before) * time.Second); earlier.Before(start) {
			first = earlier
		}
	}
	if !end.IsZero() {
		_, after := end.Zone()
		if later := t.Add(time.Duration(offset-after) * time.Second); !later.Before(end) {
			second = later
		}
	}
	return first, second, true
}

// wall is what the clock shows at t, as if it stood in UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// A Span is a part of any day, as in "08:00-18:00". One that ends before it
// starts runs over midnight.
type Span struct{ From, To Clock }

// IsZero reports whether the span is unset or "off".
func (s Span) IsZero() bool { return s == Span{} }

// Holds reports whether the local time of day of t lies in the span.
func (s Span) Holds(t time.Time) bool {
	c := At(t.Hour(), t.Minute())
	if s.From <= s.To {
		return s.From <= c && c < s.To
	}
	return c >= s.From || c < s.To
}

// UnmarshalText reads the span from a config file; "off" is no span at all.
func (s *Span) UnmarshalText(text []byte) error {
	*s = Span{}
	if strings.TrimSpace(string(text)) == "off" {
		return nil
	}
	from, to, ok := strings.Cut(string(text), "-")
	if !ok {
		return fmt.Errorf("%q is not a part of a day: write it as in \"08:00-18:00\", or \"off\"", text)
	}
	var err error
	if s.From, err = ParseClock(from); err != nil {
		return err
	}
	s.To, err = ParseClock(to)
	return err
}

// MarshalText writes the span as UnmarshalText reads it.
func (s Span) MarshalText() ([]byte, error) {
	if s.IsZero() {
		return []byte("off"), nil
	}
	return []byte(s.From.String() + "-" + s.To.String()), nil
}

// DayHours are hours on one day of the week, in somebody's own zone.
type DayHours struct {
	Day  time.Weekday
	Span Span
}

// A Week is when a person can usually meet, in their own zone.
type Week []DayHours

// dayNames in the order of time.Weekday, as they are stored and shown.
var dayNames = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

type dayHoursJSON struct {
	Day  string `json:"day"`
	From string `json:"from"`
	To   string `json:"to"`
}

// MarshalJSON writes {"day":"Tue","from":"09:00","to":"12:00"}.
func (d DayHours) MarshalJSON() ([]byte, error) {
	return json.Marshal(dayHoursJSON{dayNames[d.Day], d.Span.From.String(), d.Span.To.String()})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *DayHours) UnmarshalJSON(data []byte) error {
	var raw dayHoursJSON
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	day := slices.Index(dayNames[:], raw.Day)
	if day < 0 {
		return fmt.Errorf("%q is not a day of the week", raw.Day)
	}
	from, err := ParseClock(raw.From)
	if err != nil {
		return err
	}
	to, err := ParseClock(raw.To)
	*d = DayHours{time.Weekday(day), Span{from, to}}
	return err
}

// OfficeWeek is Monday to Friday within the given hours.
func OfficeWeek(hours Span) Week {
	var w Week
	for day := time.Monday; day <= time.Friday; day++ {
		w = append(w, DayHours{day, hours})
	}
	return w
}

// Windows lays the week over the days from start to end in zone. Hours that end
// before they start run over midnight, as those of a Span do.
func (w Week) Windows(zone *time.Location, start, end time.Time) []Window {
	var out []Window
	local := start.In(zone)
	for d := -1; ; d++ { // from the day before: its hours may run into the first
		y, m, day := local.Year(), local.Month(), local.Day()+d
		midnight, _ := At(0, 0).On(y, m, day, zone)
		if !midnight.Before(end) && d > 0 {
			break
		}
		weekday := time.Date(y, m, day, 12, 0, 0, 0, time.UTC).Weekday()
		for _, h := range w {
			if h.Day != weekday {
				continue
			}
			// A bound inside the skipped hour moves to its end; in one that comes
			// twice, only what lies within the hours both times is taken.
			_, from, _ := h.Span.From.twice(y, m, day, zone)
			last := day
			if h.Span.To < h.Span.From {
				last++
			}
			to, _ := h.Span.To.On(y, m, last, zone)
			out = append(out, Window{later(from, start), earlier(to, end)})
		}
	}
	return Merge(out)
}

// String writes the week as in "Tue 09:00-12:00, Thu 09:00-12:00", from Monday.
func (w Week) String() string {
	sorted := slices.Clone(w)
	slices.SortStableFunc(sorted, func(a, b DayHours) int {
		return cmp.Or(cmp.Compare((a.Day+6)%7, (b.Day+6)%7), cmp.Compare(a.Span.From, b.Span.From))
	})
	parts := make([]string, len(sorted))
	for i, h := range sorted {
		parts[i] = dayNames[h.Day] + " " + h.Span.From.String() + "-" + h.Span.To.String()
	}
	return strings.Join(parts, ", ")
}
