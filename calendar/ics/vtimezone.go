package ics

import (
	"strconv"
	"strings"
	"time"
)

// What is read of one object's own time zones at most.
const (
	maxZones       = 20
	maxObservances = 40 // of one zone
)

// An observance is a span of standard or daylight time in a VTIMEZONE (RFC 5545,
// section 3.6.5): from when it holds, and how far it is ahead of UTC.
type observance struct {
	start    time.Time // the local time of its onset, as if in UTC
	from, to int       // seconds ahead of UTC, before and after the onset
	yearly   bool
	month    time.Month
	weekday  time.Weekday
	nth      int // of the weekday in the month, -1 the last; 0 for the day of start
	until    time.Time
	dates    []time.Time // further onsets
}

// zonesIn reads the time zones that the object brings along, by their TZID.
func zonesIn(all []line) map[string][]observance {
	zones := map[string][]observance{}
	var id string
	var found []observance
	var open *observance
	inZone := false
	for _, l := range all {
		value := strings.TrimSpace(l.value)
		switch upper := strings.ToUpper(value); {
		case l.name == "BEGIN" && upper == "VTIMEZONE":
			inZone, id, found, open = true, "", nil, nil
		case !inZone:
		case l.name == "END" && upper == "VTIMEZONE":
			if id != "" && len(found) > 0 && len(zones) < maxZones {
				zones[id] = found
			}
			inZone = false
		case l.name == "TZID":
			id = value
		case l.name == "BEGIN" && (upper == "STANDARD" || upper == "DAYLIGHT"):
			open = &observance{}
		case open == nil:
		case l.name == "END":
			if !open.start.IsZero() && len(found) < maxObservances {
				found = append(found, *open)
			}
			open = nil
		default:
			open.read(l.name, value)
		}
	}
	return zones
}

func (o *observance) read(name, value string) {
	switch name {
	case "DTSTART":
		o.start, _ = time.Parse("20060102T150405", strings.TrimSuffix(value, "Z"))
	case "TZOFFSETFROM":
		o.from = offset(value)
	case "TZOFFSETTO":
		o.to = offset(value)
	case "RDATE":
		for date := range strings.SplitSeq(value, ",") {
			if t, err := time.Parse("20060102T150405", strings.TrimSuffix(date, "Z")); err == nil && len(o.dates) < 200 {
				o.dates = append(o.dates, t)
			}
		}
	case "RRULE":
		o.rule(value)
	}
}

// rule reads FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU, the only kind that time zones use.
func (o *observance) rule(value string) {
	for part := range strings.SplitSeq(strings.ToUpper(value), ";") {
		key, v, _ := strings.Cut(part, "=")
		switch key {
		case "FREQ":
			o.yearly = v == "YEARLY"
		case "BYMONTH":
			n, _ := strconv.Atoi(v)
			o.month = time.Month(n)
		case "BYDAY":
			digits := strings.TrimRight(v, "MOTUWEHFRSA")
			o.nth, _ = strconv.Atoi(strings.TrimPrefix(digits, "+"))
			for day, short := range []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"} {
				if strings.HasSuffix(v, short) {
					o.weekday = time.Weekday(day)
				}
			}
		case "UNTIL":
			o.until, _ = time.Parse("20060102T150405", strings.TrimSuffix(v, "Z"))
		}
	}
}

// offset reads "+0100" or "-053000" in seconds.
func offset(value string) int {
	sign := 1
	if strings.HasPrefix(value, "-") {
		sign = -1
	}
	digits := strings.TrimLeft(value, "+-")
	if len(digits) != 4 && len(digits) != 6 {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	if len(digits) == 4 {
		n *= 100
	}
	return sign * (n/10000*3600 + n/100%100*60 + n%100)
}

// onset is the last time at or before local at which the observance began.
func (o observance) onset(local time.Time) (last time.Time, ok bool) {
	take := func(t time.Time) {
		if !t.After(local) && (!ok || t.After(last)) {
			last, ok = t, true
		}
	}
	take(o.start)
	for _, t := range o.dates {
		take(t)
	}
	for year := local.Year() - 1; o.yearly && year <= local.Year(); year++ {
		if t := o.inYear(year); !t.Before(o.start) && (o.until.IsZero() || !t.After(o.until.Add(24*time.Hour))) {
			take(t)
		}
	}
	return last, ok
}

// inYear is the onset in one year by the rule.
func (o observance) inYear(year int) time.Time {
	month := o.month
	if month == 0 {
		month = o.start.Month()
	}
	at := func(day int) time.Time {
		return time.Date(year, month, day, o.start.Hour(), o.start.Minute(), o.start.Second(), 0, time.UTC)
	}
	switch {
	case o.nth == 0:
		return at(o.start.Day())
	case o.nth > 0:
		first := (int(o.weekday) - int(at(1).Weekday()) + 7) % 7
		return at(1 + first + 7*(o.nth-1))
	}
	end := at(1).AddDate(0, 1, -1)
	back := (int(end.Weekday()) - int(o.weekday) + 7) % 7
	return at(end.Day() - back + 7*(o.nth+1))
}

// inOwnZone is the moment at which the clocks of the observances show local.
func inOwnZone(observances []observance, local time.Time) time.Time {
	ahead, last := observances[0].from, time.Time{}
	for _, o := range observances {
		if t, ok := o.onset(local); ok && (last.IsZero() || t.After(last)) {
			ahead, last = o.to, t
		}
	}
	return local.Add(-time.Duration(ahead) * time.Second).UTC()
}
