package calendar

import "time"

// Weekend reports whether t falls on a Saturday or Sunday in its own zone.
func Weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// AfterBusinessDays is n business days after t, at the same local time in zone.
// The days in between that are Saturdays, Sundays or public holidays there do not count.
func AfterBusinessDays(t time.Time, n int, zone *time.Location) time.Time {
	local, days := t.In(zone), 0
	for n > 0 {
		days++
		if Business(time.Date(local.Year(), local.Month(), local.Day()+days, 12, 0, 0, 0, zone)) {
			n--
		}
	}
	return addDays(local, days)
}

// addDays is the same local time n days later; where a clock change skips it,
// the end of what was skipped.
func addDays(t time.Time, n int) time.Time {
	if n == 0 {
		return t
	}
	then := t.AddDate(0, 0, n)
	if want := wall(t).AddDate(0, 0, n); !wall(then).Equal(want) {
		then, _ = At(want.Hour(), want.Minute()).On(want.Year(), want.Month(), want.Day(), t.Location())
	}
	return then
}

// Waking is the first moment from t on that is on a business day in zone and
// outside the quiet hours there. A letter that can wait goes then. Quiet hours
// that leave nothing of a day would keep it for ever, so they count as none.
func Waking(t time.Time, zone *time.Location, quiet Span) time.Time {
	local := t.In(zone)
	if quiet.From == 0 && quiet.To >= At(24, 0) {
		quiet = Span{}
	}
	for range 40 { // a weekend, its nights and the holidays about it take a dozen turns at most
		day := local.Day()
		switch {
		case !Business(local):
			local, _ = At(0, 0).On(local.Year(), local.Month(), day+1, zone)
		case !quiet.IsZero() && quiet.Holds(local):
			if quiet.From > quiet.To && At(local.Hour(), local.Minute()) >= quiet.From {
				day++ // the night began today and ends tomorrow
			}
			next, _ := quiet.To.On(local.Year(), local.Month(), day, zone)
			if !next.After(local) { // the hour comes twice: this is its second time
				next = local.Add(time.Duration(quiet.To-At(local.Hour(), local.Minute())) * time.Minute)
			}
			local = next
		default:
			return local
		}
	}
	return local
}
