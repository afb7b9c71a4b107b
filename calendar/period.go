package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Period is a length of time as people say it: "45 minutes", "1 day",
// "2 weeks". Days are calendar days, not spans of 24 hours, so that "1 day"
// over a clock change still ends at the same time of day.
type Period struct {
	Days  int
	Clock time.Duration
}

// Minutes, Hours and Days make periods in code as the config makes them in text.
func Minutes(n int) Period { return Period{Clock: time.Duration(n) * time.Minute} }

// Hours is a period of n hours.
func Hours(n int) Period { return Period{Clock: time.Duration(n) * time.Hour} }

// Days is a period of n calendar days.
func Days(n int) Period { return Period{Days: n} }

// After is the moment one period after t, in t's zone.
func (p Period) After(t time.Time) time.Time { return addDays(t, p.Days).Add(p.Clock) }

// Before is the moment one period before t, in t's zone.
func (p Period) Before(t time.Time) time.Time { return addDays(t, -p.Days).Add(-p.Clock) }

// IsZero reports whether the period has no length.
func (p Period) IsZero() bool { return p == Period{} }

// Duration is the period with every day taken as 24 hours: good for limits,
// never for adding to a date.
func (p Period) Duration() time.Duration { return time.Duration(p.Days)*24*time.Hour + p.Clock }

var periodUnits = map[string]Period{
	"second": {Clock: time.Second}, "minute": {Clock: time.Minute}, "min": {Clock: time.Minute},
	"hour": {Clock: time.Hour}, "day": {Days: 1}, "week": {Days: 7},
}

// ParsePeriod reads "45 minutes", "1 hour 30 minutes" or "2 weeks".
func ParsePeriod(text string) (Period, error) {
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 || len(words)%2 != 0 {
		return Period{}, fmt.Errorf("%q is not a length of time: write a number and a unit, as in \"45 minutes\", \"1 day\" or \"2 weeks\"", text)
	}
	var p Period
	for i := 0; i < len(words); i += 2 {
		n, err := strconv.Atoi(words[i])
		if err != nil || n < 0 || n > 100_000 {
			return Period{}, fmt.Errorf("%q is not a length of time: %q should be a whole number from 0 to 100000", text, words[i])
		}
		unit, ok := periodUnits[strings.TrimSuffix(words[i+1], "s")]
		if !ok {
			return Period{}, fmt.Errorf("%q is not a length of time: the unit %q should be seconds, minutes, hours, days or weeks", text, words[i+1])
		}
		p.Days += n * unit.Days
		p.Clock += time.Duration(n) * unit.Clock
	}
	return p, nil
}

// UnmarshalText reads the period from a config file.
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePeriod(string(text))
	return err
}

// MarshalText writes the period as UnmarshalText reads it.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// String writes the period in the largest units that fit, as in "2 weeks".
func (p Period) String() string {
	var parts []string
	count := func(n int, unit string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+unit)
		case n > 1:
			parts = append(parts, strconv.Itoa(n)+" "+unit+"s")
		}
	}
	if p.Days%7 == 0 {
		count(p.Days/7, "week")
	} else {
		count(p.Days, "day")
	}
	count(int(p.Clock/time.Hour), "hour")
	count(int(p.Clock%time.Hour/time.Minute), "minute")
	count(int(p.Clock%time.Minute/time.Second), "second")
	if len(parts) == 0 {
		return "0 minutes"
	}
	return strings.Join(parts, " ")
}
