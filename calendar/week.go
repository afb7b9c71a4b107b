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

// On is the moment at which the clock shows c on the day of y, m, d in zone.
// A local time that a clock change skips is not there: ok is false.
func (c Clock) On(y int, m time.Month, d int, zone *time.Location) (t time.Time, ok bool) {
	t = time.Date(y, m, d, int(c)/60, int(c)%60, 0, 0, zone)
	return t, c == At(24, 0) || t.Hour() == int(c)/60 && t.Minute() == int(c)%60
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

// Windows lays the week over the days from start to end in zone.
func (w Week) Windows(zone *time.Location, start, end time.Time) []Window {
	var out []Window
	local := start.In(zone)
	for d := 0; ; d++ {
		y, m, day := local.Year(), local.Month(), local.Day()+d
		midnight := time.Date(y, m, day, 0, 0, 0, 0, zone)
		if !midnight.Before(end) && d > 0 {
			break
		}
		noon := time.Date(y, m, day, 12, 0, 0, 0, zone)
		for _, h := range w {
			if h.Day != noon.Weekday() {
				continue
			}
			// A bound inside the skipped hour moves to its end, which is where
			// the local clock goes on.
			from, _ := h.Span.From.On(y, m, day, zone)
			to, _ := h.Span.To.On(y, m, day, zone)
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
