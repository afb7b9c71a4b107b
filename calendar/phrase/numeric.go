package phrase

import "time"

// readDate reads a date by its number at i: "5 March", "March 5th", "3-14 Aug",
// "9, 10 and 11 March", "the 16th", "12/03", "12.3.", "2027-03-12".
func (r reference) readDate(ts []token, i int) (t dayTerm, n int) {
	v := num(ts, i)
	if v < 0 {
		return r.monthFirstDate(ts, i)
	}
	if v >= 2000 && v < 2200 && at(ts, i+1) == "-" && num(ts, i+2) >= 1 && num(ts, i+2) <= 12 && at(ts, i+3) == "-" && num(ts, i+4) >= 1 {
		return valid(v, time.Month(num(ts, i+2)), num(ts, i+4), i+5, i)
	}
	if v < 1 || v > 31 || ts[i].digits > 2 {
		return dayTerm{}, i
	}
	if at(ts, i+1) == "/" && glued(ts, i+1) && num(ts, i+2) >= 1 {
		return r.slashed(ts, i)
	}
	if at(ts, i+1) == "." && glued(ts, i+1) && num(ts, i+2) >= 1 && num(ts, i+2) <= 12 && at(ts, i+3) == "." && glued(ts, i+2) && glued(ts, i+3) {
		if y := num(ts, i+4); y >= 2000 && y < 2200 {
			return valid(y, time.Month(num(ts, i+2)), v, i+5, i)
		}
		return valid(r.yearly(time.Month(num(ts, i+2)), v).y, time.Month(num(ts, i+2)), v, i+4, i)
	}
	n = ordinal(ts, i+1)
	isOrdinal := n > i+1
	// Numbers before the month: "3-14 Aug", "9, 10 and 11 March".
	days, runs := []int{v}, false
	m := n
	for {
		k := m
		join := at(ts, k)
		if join != "-" && join != "to" && join != "until" && join != "," && join != "and" && join != "or" {
			break
		}
		k = skip(ts, k+1, "the", "and", "or")
		w := num(ts, k)
		if w < 1 || w > 31 || ts[k].digits > 2 || len(days) > 8 {
			break
		}
		days, m = append(days, w), ordinal(ts, k+1)
		runs = runs || join == "-" || join == "to" || join == "until"
	}
	if end := skip(ts, skip(ts, m, "."), "of", "de", "from", "the"); len(days) > 1 {
		if month, ok := months[at(ts, end)]; ok && !street(ts, end) {
			return r.several(days, runs, month, end+1, ts, i)
		}
	}
	m = skip(ts, skip(ts, n, "."), "of", "de", "from", "the")
	if month, ok := months[at(ts, m)]; ok && !street(ts, m) {
		return r.onYear(ts, month, v, m+1, i)
	}
	// "3-14." and "the 3rd to the 7th" end in an ordinal of this month or the next
	if isOrdinal && !thing[at(ts, n)] {
		return one(r.monthly(v)), n
	}
	return dayTerm{}, i
}

// thing is what an ordinal may count instead of the days of a month.
var thing = map[string]bool{"floor": true, "time": true, "one": true, "session": true, "mentee": true, "mentor": true, "meeting": true, "year": true,
	"quarter": true, "grade": true, "person": true, "edition": true, "cohort": true, "round": true, "slot": true, "option": true, "place": true,
	"century": true, "draft": true, "attempt": true, "question": true, "mail": true, "email": true}

// street reports whether the date is the number of a house.
func street(ts []token, i int) bool {
	switch at(ts, i+1) {
	case "street", "road", "avenue", "st", "rd", "square", "lane", "close":
		return true
	}
	return false
}

// monthFirstDate reads "March 5th", "Dec 21 to 24", "Jan 19 or 20".
func (r reference) monthFirstDate(ts []token, i int) (dayTerm, int) {
	month, ok := months[at(ts, i)]
	if !ok {
		return dayTerm{}, i
	}
	n := skip(ts, i+1, ".", "the")
	d := num(ts, n)
	if d < 1 || d > 31 || ts[n].digits > 2 || hourSign(ts, n+1) {
		return dayTerm{}, i
	}
	n = ordinal(ts, n+1)
	days, runs := []int{d}, false
	for len(days) < 8 {
		join := at(ts, n)
		k := skip(ts, n+1, "the")
		w := num(ts, k)
		if join != "-" && join != "to" && join != "and" && join != "or" || w <= days[len(days)-1] || w > 31 || ts[k].digits > 2 || hourSign(ts, ordinal(ts, k+1)) || at(ts, ordinal(ts, k+1)) == "-" && num(ts, ordinal(ts, k+1)+1) >= 0 {
			break
		}
		days, n = append(days, w), ordinal(ts, k+1)
		runs = runs || join == "-" || join == "to"
	}
	return r.several(days, runs, month, n, ts, i)
}

// several gives the days of one month, each of them or from the first to the last.
func (r reference) several(days []int, runs bool, month time.Month, n int, ts []token, i int) (dayTerm, int) {
	first, m := r.onYear(ts, month, days[0], n, i)
	if m == i || len(first.days) == 0 {
		return dayTerm{}, i
	}
	out := dayTerm{days: first.days}
	for _, d := range days[1:] {
		next, k := valid(first.days[0].y, month, d, m, i)
		if k == i {
			return dayTerm{}, i
		}
		out.days = append(out.days, next.days...)
	}
	if runs {
		out.days = run(out.days[0], out.days[len(out.days)-1])
		if len(out.days) == 0 {
			return dayTerm{}, i
		}
	}
	return out, m
}

func ordinal(ts []token, n int) int {
	switch at(ts, n) {
	case "st", "nd", "rd", "th", "er", "º", "ª":
		if glued(ts, n) {
			return n + 1
		}
	case ".": // "3. bis 14. August"
		next := at(ts, n+1)
		if _, month := months[next]; glued(ts, n) && (month || next == "until" || next == "-" || next == "and" || next == "or") {
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
		if (b == 5 || b == 10) && a <= b && !dated(ts, n) && !r.dayBefore(ts, i) || a == 24 && b == 7 {
			return dayTerm{}, i // "9/10 would recommend", "24/7"
		}
		if a <= 10 && b <= 10 && ts[i].digits == 1 && ts[i+2].digits == 1 && !dated(ts, n) {
			return dayTerm{}, i // "4/5" is a rating
		}
		year = r.yearly(time.Month(month), day).y
	}
	return valid(year, time.Month(month), day, n, i)
}

// dayBefore reports whether a weekday stands right before the fraction.
func (r reference) dayBefore(ts []token, i int) bool {
	_, ok := weekdays[at(ts, i-1)]
	return ok || at(ts, i-1) == "on" || at(ts, i-1) == "the"
}

// dated reports whether a sign of time follows what may be a date or a fraction.
func dated(ts []token, n int) bool {
	for j := n; j < min(n+3, len(ts)); j++ {
		switch at(ts, j) {
		case "at", "after", "before", "between", "from", "morning", "afternoon", "evening", "noon", "anytime", ":", "am", "pm", "inmorning", "inafternoon":
			return true
		case "\n", ".":
			return false
		}
	}
	return false
}

func valid(y int, m time.Month, d, n, i int) (dayTerm, int) {
	day := date{y, m, d}
	if m < 1 || m > 12 || day.plus(0) != day {
		return dayTerm{}, i
	}
	return one(day), n
}

// onYear gives the day of a month in the year named behind it, or the next
// time it comes.
func (r reference) onYear(ts []token, month time.Month, d, n, i int) (dayTerm, int) {
	m := skip(ts, n, ".", ",", "of", "from")
	if y := num(ts, m); y >= 2000 && y < 2200 && ts[m].digits == 4 {
		return valid(y, month, d, m+1, i)
	}
	return valid(r.yearly(month, d).y, month, d, n, i)
}
