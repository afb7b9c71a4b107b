package calendar

import "time"

// Weekend reports whether t falls on a Saturday or Sunday in its own zone.
func Weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// AfterBusinessDays is n business days after t, at the same local time in zone.
// The days in between that are Saturdays or Sundays there do not count.
func AfterBusinessDays(t time.Time, n int, zone *time.Location) time.Time {
	local := t.In(zone)
	for n > 0 {
		local = local.AddDate(0, 0, 1)
		if !Weekend(local) {
			n--
		}
	}
	return local
}

// Waking is the first moment from t on that is on a business day in zone and
// outside the quiet hours there. A letter that can wait goes then.
func Waking(t time.Time, zone *time.Location, quiet Span) time.Time {
	local := t.In(zone)
	for {
		switch {
		case Weekend(local):
			local = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone)
		case !quiet.IsZero() && quiet.Holds(local):
			next := time.Date(local.Year(), local.Month(), local.Day(), int(quiet.To)/60, int(quiet.To)%60, 0, 0, zone)
			if !next.After(local) {
				next = time.Date(local.Year(), local.Month(), local.Day()+1, int(quiet.To)/60, int(quiet.To)%60, 0, 0, zone)
			}
			local = next
		default:
			return local
		}
	}
}
