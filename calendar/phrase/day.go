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

// A dayTerm names days: each of them ("next week" is five), or a span.
type dayTerm struct {
	days      []date
	span      bool // the days make one run: "3-14 Aug"
	ambiguous bool // 12/03 could be either
}

// calendarOf is what day terms are relative to.
type reference struct {
	today      date
	monthFirst bool // 12/03 is 3 December where the writer lives
	unsure     bool // the writer's country is not known
}

// monday is the Monday of the week of d; weeks start on Monday.
func monday(d date) date { return d.plus(-(int(d.weekday()) + 6) % 7) }

func week(mon date) dayTerm {
	var t dayTerm
	for i := range 5 {
		t.days = append(t.days, mon.plus(i))
	}
	return t
}

// readDay reads a term that names days at i; n = i when there is none, but for
// "tonight", whose time of day is still to be read.
func (r reference) readDay(ts []token, i int) (t dayTerm, n int) {
	t, n = r.readNamed(ts, i)
	if len(t.days) == 0 && !t.ambiguous {
		return dayTerm{}, i
	}
	return t, n
}

func (r reference) readNamed(ts []token, i int) (t dayTerm, n int) {
	one := func(d date, n int) (dayTerm, int) { return dayTerm{days: []date{d}}, n }
	switch word := at(ts, i); word {
	case "today", "tonight":
		if word == "tonight" {
			return one(r.today, i) // the time term behind it takes the word
		}
		return one(r.today, i+1)
	case "tomorrow", "tmrw", "tomorow":
		return one(r.today.plus(1), i+1)
	case "next":
		if day, ok := weekdays[at(ts, i+1)]; ok {
			return one(monday(r.today).plus(7+(int(day)+6)%7), i+2)
		}
		switch at(ts, i+1) {
		case "week":
			return week(monday(r.today).plus(7)), i + 2
		case "weekend":
			return dayTerm{days: []date{monday(r.today).plus(12), monday(r.today).plus(13)}}, i + 2
		}
	case "this", "coming":
		if day, ok := weekdays[at(ts, i+1)]; ok {
			return one(r.coming(day), i+2)
		}
		switch at(ts, i+1) {
		case "week":
			var t dayTerm
			for d := r.today; d.before(monday(r.today).plus(5)); d = d.plus(1) {
				t.days = append(t.days, d)
			}
			return t, i + 2
		case "weekend":
			return dayTerm{days: []date{monday(r.today).plus(5), monday(r.today).plus(6)}}, i + 2
		}
	case "week":
		if at(ts, i+1) == "of" {
			if d, n := r.readDay(ts, i+2); n > i+2 && len(d.days) == 1 {
				return week(monday(d.days[0])), n
			}
			if at(ts, i+2) == "the" {
				if d, n := r.readDay(ts, i+3); n > i+3 && len(d.days) == 1 {
					return week(monday(d.days[0])), n
				}
			}
		}
	case "a":
		if at(ts, i+1) == "week" && (at(ts, i+2) == "on" || at(ts, i+2) == "from") {
			if d, n := r.readDay(ts, i+3); n > i+3 && len(d.days) == 1 {
				return one(d.days[0].plus(7), n)
			}
		}
	case "weekday", "weekdays":
		return week(monday(r.today.plus(2))), i + 1
	}
	if day, ok := weekdays[at(ts, i)]; ok {
		n := i + 1
		if at(ts, n) == "." && num(ts, n+1) >= 0 {
			n++ // "Thu. 5 March"
		}
		if at(ts, n) == "week" { // "Tuesday week"
			return one(r.coming(day).plus(7), n+1)
		}
		if at(ts, n) == "next" && at(ts, n+1) == "week" {
			return one(monday(r.today).plus(7+(int(day)+6)%7), n+2)
		}
		if d, m := r.readDate(ts, skip(ts, n, ",", "the")); m > n && len(d.days) == 1 && d.days[0].weekday() == day {
			return d, m // "Thursday 5 March": the date says which
		}
		if last, ok := weekdays[at(ts, n+1)]; ok && (at(ts, n) == "-" || at(ts, n) == "to" || at(ts, n) == "through") {
			d := r.coming(day)
			t := dayTerm{days: []date{d}}
			for d.weekday() != last {
				d = d.plus(1)
				t.days = append(t.days, d)
			}
			return t, n + 2
		}
		return one(r.coming(day), n)
	}
	return r.readDate(ts, skip(ts, i, "the"))
}

// skip moves over the words if they stand at i.
func skip(ts []token, i int, words ...string) int {
	for _, w := range words {
		if at(ts, i) == w {
			i++
		}
	}
	return i
}

// coming is the first such weekday after today.
func (r reference) coming(day time.Weekday) date {
	ahead := (int(day) - int(r.today.weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return r.today.plus(ahead)
}

// readDate reads a date by number at i: "5 March", "March 5th", "3-14 Aug",
// "the 16th", "12/03", "2027-03-12".
func (r reference) readDate(ts []token, i int) (t dayTerm, n int) {
	v := num(ts, i)
	if v < 0 {
		if month, ok := months[at(ts, i)]; ok {
			n := skip(ts, i+1, ".")
			if d := num(ts, n); d >= 1 && d <= 31 && ts[n].digits <= 2 && at(ts, n+1) != ":" && at(ts, n+1) != "am" && at(ts, n+1) != "pm" {
				n = ordinal(ts, n+1)
				if last := num(ts, n+1); (at(ts, n) == "-" || at(ts, n) == "to") && last > d && last <= 31 && ts[n+1].digits <= 2 && at(ts, n+2) != "am" && at(ts, n+2) != "pm" {
					return r.span(month, d, last, ordinal(ts, n+2), ts)
				}
				return r.onYear(ts, month, d, n)
			}
		}
		return dayTerm{}, i
	}
	switch {
	case v >= 2000 && v < 2200 && at(ts, i+1) == "-" && num(ts, i+2) >= 1 && num(ts, i+2) <= 12 && at(ts, i+3) == "-" && num(ts, i+4) >= 1:
		return valid(v, time.Month(num(ts, i+2)), num(ts, i+4), i+5, i)
	case v < 1 || v > 31 || ts[i].digits > 2:
		return dayTerm{}, i
	}
	if at(ts, i+1) == "/" && glued(ts, i+1) && num(ts, i+2) >= 1 {
		return r.slashed(ts, i)
	}
	if at(ts, i+1) == "." && glued(ts, i+1) && num(ts, i+2) >= 1 && num(ts, i+2) <= 12 && at(ts, i+3) == "." && glued(ts, i+2) && glued(ts, i+3) {
		return r.onYear(ts, time.Month(num(ts, i+2)), v, i+4)
	}
	n = ordinal(ts, i+1)
	isOrdinal := n > i+1
	if last := num(ts, n+1); (at(ts, n) == "-" || at(ts, n) == "to" || at(ts, n) == "until") && last > v && last <= 31 {
		m := ordinal(ts, n+2)
		m = skip(ts, m, "of")
		if month, ok := months[at(ts, m)]; ok {
			return r.span(month, v, last, m+1, ts)
		}
	}
	m := skip(ts, n, ".", "of")
	if month, ok := months[at(ts, m)]; ok {
		return r.onYear(ts, month, v, m+1)
	}
	if isOrdinal { // "the 16th": the next one that comes
		d := date{r.today.y, r.today.m, v}
		if d.before(r.today) {
			d = date{r.today.y, r.today.m + 1, v}
		}
		if d.plus(0).d != v {
			return dayTerm{}, i
		}
		return dayTerm{days: []date{d.plus(0)}}, n
	}
	return dayTerm{}, i
}

func ordinal(ts []token, n int) int {
	switch at(ts, n) {
	case "st", "nd", "rd", "th":
		if glued(ts, n) {
			return n + 1
		}
	}
	return n
}

// slashed reads 12/03, by the writer's country; where that is not known and
// both readings are valid, it is ambiguous.
func (r reference) slashed(ts []token, i int) (dayTerm, int) {
	a, b := num(ts, i), num(ts, i+2)
	n := i + 3
	year := 0
	if at(ts, n) == "/" && num(ts, n+1) >= 0 {
		if year = num(ts, n+1); year < 100 {
			year += 2000
		}
		n += 2
	}
	day, month := a, b
	switch {
	case a > 12 && b > 12 || a > 31 || b > 31 || ts[i+2].digits > 2:
		return dayTerm{}, i
	case a > 12:
	case b > 12 || r.monthFirst && !r.unsure:
		day, month = b, a
	case r.unsure && a != b:
		return dayTerm{ambiguous: true}, n
	}
	if year == 0 {
		return r.onYear(ts, time.Month(month), day, n)
	}
	return valid(year, time.Month(month), day, n, i)
}

func valid(y int, m time.Month, d, n, i int) (dayTerm, int) {
	day := date{y, m, d}
	if day.plus(0) != day {
		return dayTerm{}, i
	}
	return dayTerm{days: []date{day}}, n
}

// onYear gives the day of a month in the year named behind it, or the next
// time it comes.
func (r reference) onYear(ts []token, month time.Month, d, n int) (dayTerm, int) {
	m := skip(ts, n, ",")
	if y := num(ts, m); y >= 2000 && y < 2200 && ts[m].digits == 4 {
		return valid(y, month, d, m+1, n)
	}
	day := date{r.today.y, month, d}
	if day.before(r.today) {
		day.y++
	}
	return valid(day.y, month, d, n, n)
}

func (r reference) span(month time.Month, from, to, n int, ts []token) (dayTerm, int) {
	first, m := r.onYear(ts, month, from, n)
	last, _ := valid(0, month, to, n, n)
	if len(first.days) == 0 || len(last.days) == 0 && to > 28 {
		return dayTerm{}, n
	}
	t := dayTerm{span: true}
	for d := first.days[0]; d.d <= to && d.m == month; d = d.plus(1) {
		t.days = append(t.days, d)
	}
	return t, m
}
