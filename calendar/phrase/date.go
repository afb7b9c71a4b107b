package phrase

import "time"

// A date is a local calendar day.
type date struct {
	y int
	m time.Month
	d int
}

func dateOf(t time.Time) date { return date{t.Year(), t.Month(), t.Day()} }

// plus is the date n days on, with the month and year carried over.
func (d date) plus(n int) date { return dateOf(time.Date(d.y, d.m, d.d+n, 12, 0, 0, 0, time.UTC)) }

func (d date) weekday() time.Weekday {
	return time.Date(d.y, d.m, d.d, 12, 0, 0, 0, time.UTC).Weekday()
}

func (d date) before(o date) bool {
	return time.Date(d.y, d.m, d.d, 0, 0, 0, 0, time.UTC).Before(time.Date(o.y, o.m, o.d, 0, 0, 0, 0, time.UTC))
}

// monday is the Monday of the week of d; weeks start on Monday.
func monday(d date) date { return d.plus(-(int(d.weekday()) + 6) % 7) }

// week is Monday to Friday of the week that begins on mon.
func week(mon date) []date { return run(mon, mon.plus(4)) }

// run is every date from one to the other, at most a year.
func run(from, to date) (out []date) {
	for d := from; !to.before(d) && len(out) < 366; d = d.plus(1) {
		out = append(out, d)
	}
	return out
}

// A reference is what day terms are relative to.
type reference struct {
	today      date
	monthFirst bool // 12/03 is 3 December where the writer lives
	unsure     bool // the writer's country is not known
	habit      bool // the words are about every week
}

// coming is the first such weekday after today.
func (r reference) coming(day time.Weekday) date {
	ahead := (int(day) - int(r.today.weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return r.today.plus(ahead)
}

// in is the weekday of the week that begins on mon.
func in(mon date, day time.Weekday) date { return mon.plus((int(day) + 6) % 7) }

// yearly gives the month and day in the year in which they come next.
func (r reference) yearly(m time.Month, d int) date {
	day := date{r.today.y, m, d}
	if day.before(r.today) {
		day.y++
	}
	return day
}

var weekdays = map[string]time.Weekday{"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday}

var months = map[string]time.Month{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
	"august": 8, "september": 9, "october": 10, "november": 11, "december": 12}

var numberWords = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12}

var nth = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
