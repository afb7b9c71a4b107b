package phrase

import "time"

// A dayTerm names days.
type dayTerm struct {
	days      []date
	bare      bool // a weekday with nothing that says of which week
	week      bool // a whole week, which a bare weekday beside it may pick from
	every     bool // every working day of what is spoken of
	month     bool // a whole month: only something to be away in
	gone      bool // in the past
	ambiguous bool // 12/03 could be either
}

func one(d date) dayTerm { return dayTerm{days: []date{d}} }

func wholeWeek(d date) dayTerm { return dayTerm{days: week(monday(d)), week: true} }

func (t dayTerm) empty() bool { return len(t.days) == 0 && !t.ambiguous && !t.gone }

// readDay reads a term that names days at i; n = i when there is none.
func (r reference) readDay(ts []token, i int) (t dayTerm, n int) {
	if t, n = r.readOne(ts, i); t.empty() {
		return dayTerm{}, i
	}
	if len(t.days) != 1 || t.ambiguous {
		return t, n
	}
	// "Mon-Thu", "28 Dec to 1 Jan": a run of days.
	if at(ts, n) == "-" || at(ts, n) == "to" || at(ts, n) == "through" {
		m := skip(ts, n+1, "the")
		last, end := r.readOne(ts, m)
		if end > m && len(last.days) == 1 && !hourSign(ts, end) {
			to := last.days[0]
			if last.bare && t.bare || to.before(t.days[0]) {
				for to = last.days[0]; to.before(t.days[0]); to = to.plus(7) {
				}
				if !last.bare && len(run(t.days[0], to)) > 14 {
					to = last.days[0]
					to.y++
				}
			}
			days := run(t.days[0], to)
			return dayTerm{days: days, bare: t.bare}, end
		}
	}
	return t, n
}

// hourSign reports whether what stands at n makes the number before it an hour.
func hourSign(ts []token, n int) bool {
	switch at(ts, n) {
	case "am", "pm", "h", "oclock", ":", "uhr":
		return true
	}
	return false
}

// readOne reads one day, or one week.
func (r reference) readOne(ts []token, i int) (t dayTerm, n int) {
	switch at(ts, i) {
	case "today":
		return one(r.today), i + 1
	case "tonight":
		return one(r.today), i // the time term takes the word
	case "tomorrow":
		return one(r.today.plus(1)), i + 1
	case "overmorrow":
		return one(r.today.plus(2)), i + 1
	case "yesterday":
		return dayTerm{gone: true}, i + 1
	case "weekday", "everyday":
		return dayTerm{days: week(monday(r.today.plus(2))), every: true}, i + 1
	case "last", "past":
		if _, ok := weekdays[at(ts, i+1)]; ok || at(ts, i+1) == "week" || at(ts, i+1) == "month" {
			if m := skip(ts, i+2, "of", "in"); months[at(ts, m)] == 0 || m == i+2 {
				return dayTerm{gone: true}, i + 2
			}
		}
	}
	if t, n := r.weekTerm(ts, i); n > i {
		return t, n
	}
	if t, n := r.counted(ts, i); n > i {
		return t, n
	}
	if t, n := r.weekday(ts, i); n > i {
		return t, n
	}
	if t, n := r.nthWeekday(ts, i); n > i {
		return t, n
	}
	m := skip(ts, i, "the")
	if t, n := r.readDate(ts, m); n > m {
		return t, n
	}
	// "for the 21": no hour, and nothing that it could count
	if v := num(ts, m); m > i && v > 12 && v <= 31 && ts[m].digits == 2 && !hourSign(ts, m+1) && !counts(ts, m+1) && !thing[at(ts, m+1)] && (ender(ts, m+1) || at(ts, m+1) == "c'est" || at(ts, m+1) == "is" || at(ts, m+1) == "would") {
		return one(r.monthly(v)), m + 1
	}
	if at(ts, i) == "day" && num(ts, i+1) > 0 { // "dia 18 de maio"
		if t, n := r.readDate(ts, i+1); n > i+1 {
			return t, n
		}
	}
	return dayTerm{}, i
}

// weekTerm reads "next week", "this week", "the week of 16 March", "this weekend".
func (r reference) weekTerm(ts []token, i int) (dayTerm, int) {
	mon := monday(r.today)
	switch at(ts, i) {
	case "next", "this", "that":
		n := skip(ts, i+1, "coming")
		shift := 0
		if at(ts, i) == "next" {
			shift = 7
		}
		switch {
		case at(ts, i) == "that":
		case at(ts, n) == "week":
			t := wholeWeek(mon.plus(shift))
			for shift == 0 && len(t.days) > 0 && t.days[0].before(r.today) {
				t.days = t.days[1:]
			}
			if len(t.days) == 0 {
				t.days = week(mon.plus(7)) // said on a weekend
			}
			return t, n + 1
		case at(ts, n) == "weekend":
			return dayTerm{days: []date{mon.plus(5 + shift), mon.plus(6 + shift)}}, n + 1
		}
	case "week":
		n := i + 1
		if at(ts, n) == "next" { // "semaine prochaine", "semana que vem"
			return wholeWeek(mon.plus(7)), n + 1
		}
		if at(ts, n) == "after" && at(ts, n+1) == "next" {
			return wholeWeek(mon.plus(14)), n + 2
		}
	case "weekof":
		n := skip(ts, i+1, "the", "at", "from")
		if t, m := r.readDay(ts, n); m > n && len(t.days) > 0 {
			return wholeWeek(t.days[0]), m
		}
		// "week of the 16th" and "Woche vom 16." without a sign of a date
		if v := num(ts, n); v >= 1 && v <= 31 && !hourSign(ts, n+1) {
			return wholeWeek(r.monthly(v)), n + 1
		}
	}
	return dayTerm{}, i
}

// chainedMonth is the month at the end of a list of weekdays with their numbers
// that goes on at n; 0 if there is none.
func chainedMonth(ts []token, n int) time.Month {
	for range 8 {
		k := skip(ts, n, ",", "and", "or", "/", "the", "&")
		if _, ok := weekdays[at(ts, k)]; !ok || k == n {
			return 0
		}
		k = skip(ts, k+1, ",", "the")
		if num(ts, k) < 1 || num(ts, k) > 31 || ts[k].digits > 2 {
			return 0
		}
		n = ordinal(ts, k+1)
		if month, ok := months[at(ts, skip(ts, n, ".", "of"))]; ok {
			return month
		}
	}
	return 0
}

// monthly is the next day with that number.
func (r reference) monthly(v int) date {
	d := date{r.today.y, r.today.m, v}
	for tries := 0; tries < 3 && (d.plus(0).d != v || d.before(r.today)); tries++ {
		d.m++
		if d.m > 12 {
			d.m, d.y = 1, d.y+1
		}
	}
	return d.plus(0)
}

// counted reads what is so many days or weeks from a day: "a week on Tuesday",
// "two weeks from today", "Tuesday week", "in three days".
func (r reference) counted(ts []token, i int) (dayTerm, int) {
	count, n := 1, i+1
	switch v, m := wordNumber(ts, i); {
	case at(ts, i) == "in":
		v, m := wordNumber(ts, i+1)
		if m > i+1 && at(ts, m) == "day" && v > 0 && v <= 60 {
			return one(r.today.plus(v)), m + 1
		}
		return dayTerm{}, i
	case m > i && v >= 1 && v <= 8:
		count, n = v, m
	case at(ts, i) == "a":
	default:
		return dayTerm{}, i
	}
	if at(ts, n) == "fortnight" {
		count *= 2
	} else if at(ts, n) != "week" {
		return dayTerm{}, i
	}
	n = skip(ts, n+1, "on", "from", "after")
	if t, m := r.readOne(ts, n); m > n && len(t.days) == 1 {
		return one(t.days[0].plus(7 * count)), m
	}
	return dayTerm{}, i
}

// weekday reads a day by its name, and what says of which week it is.
func (r reference) weekday(ts []token, i int) (dayTerm, int) {
	mon := monday(r.today)
	if day, ok := weekdays[at(ts, i+1)]; ok {
		switch at(ts, i) {
		case "next":
			if at(ts, i+2) == "week" {
				return one(in(mon.plus(7), day)), i + 3
			}
			m := skip(ts, i+2, ",", "the")
			if t, end := r.readDate(ts, m); end > m && len(t.days) == 1 && t.days[0].weekday() == day && !hourSign(ts, end) {
				return t, end // "the following Monday, the 19th": the date says which
			}
			return one(in(mon.plus(7), day)), i + 2
		case "this":
			if at(ts, i+2) != "week" {
				return one(r.coming(day)), i + 2
			}
		}
	}
	day, ok := weekdays[at(ts, i)]
	if !ok {
		return dayTerm{}, i
	}
	n := i + 1
	if at(ts, n) == "." && len(glance(ts, i)) <= 5 && at(ts, n+1) != "\n" && at(ts, n+1) != "" {
		if _, month := months[at(ts, n+1)]; month || num(ts, n+1) > 0 || lower(ts, n+1) {
			n++ // "Thu. 5 March", but "Fri. Wed works" are two sentences
		}
	}
	m := skip(ts, n, ",", "the", "from", "day")
	if t, end := r.readDate(ts, m); end > m && len(t.days) == 1 && t.days[0].weekday() == day && !(m == n && hourSign(ts, end)) {
		return t, end // "Thursday 5 March": the date says which
	}
	if v, end := num(ts, m), ordinal(ts, m+1); v >= 1 && v <= 31 {
		if month := chainedMonth(ts, end); month != 0 { // "Monday 8, Tuesday 9 and Wednesday 10 February"
			if d := r.yearly(month, v); d.weekday() == day {
				return one(d), end
			}
		}
	}
	// "Thursday the 14th", where the number alone would be this month's
	if v := num(ts, m); v >= 1 && v <= 31 && (ordinal(ts, m+1) > m+1 || at(ts, m+1) == "." && glued(ts, m+1) && m+2 < len(ts) && !glued(ts, m+2) && lower(ts, m+2) && at(ts, m+2) != "\n") {
		for d := r.today.plus(1); d.before(r.today.plus(366)); d = d.plus(1) {
			if d.d == v && d.weekday() == day {
				return one(d), max(ordinal(ts, m+1), skip(ts, m+1, "."))
			}
		}
	}
	// "miércoles 18": a number that this weekday falls on, and no hour
	if at(ts, m) == "next" {
		m = skip(ts, m+1, ",", "the", "day")
	}
	if v, plain := num(ts, m), at(ts, m-1) != "day"; v >= 1 && v <= 31 && ts[m].digits <= 2 && (!plain || v > 12) && !hourSign(ts, m+1) && !((at(ts, m+1) == "-" || at(ts, m+1) == "to" || at(ts, m+1) == "until") && num(ts, m+2) >= 0) && at(ts, m+1) != "." && at(ts, n) != "," || num(ts, m) > 0 && !plain {
		for d := r.today.plus(1); d.before(r.today.plus(64)); d = d.plus(1) {
			if d.d == v && d.weekday() == day {
				return one(d), m + 1
			}
		}
	}
	switch m := skip(ts, n, "from", "of", "in", "the", ","); {
	case at(ts, n) == "week" && at(ts, n+1) != "after" && at(ts, n+1) != "next": // "Tuesday week"
		return one(r.coming(day).plus(7)), n + 1
	case at(ts, n) == "next" && at(ts, n+1) != "week": // "mardi prochain"
		return one(r.coming(day)), n + 1
	case at(ts, m) == "next" && at(ts, m+1) == "week":
		return one(in(mon.plus(7), day)), m + 2
	case at(ts, m) == "week" && at(ts, m+1) == "next":
		return one(in(mon.plus(7), day)), m + 2
	case at(ts, n) == "today":
		return one(r.today), n + 1
	}
	if day == r.today.weekday() && !r.habit && at(ts, n) == "at" {
		// today's own name: today, when the time is still to come
		return dayTerm{days: []date{r.coming(day)}, bare: true}, n
	}
	return dayTerm{days: []date{r.coming(day)}, bare: true}, n
}

// nthWeekday reads "the first Tuesday in December".
func (r reference) nthWeekday(ts []token, i int) (dayTerm, int) {
	i0 := i
	i = skip(ts, i, "the")
	count, ok := nth[at(ts, i)]
	day, named := weekdays[at(ts, i+1)]
	if !ok || !named {
		return dayTerm{}, i0
	}
	n := skip(ts, i+2, "of", "in", "from")
	month, ok := months[at(ts, n)]
	if !ok {
		return dayTerm{}, i0
	}
	first := r.yearly(month, 28) // a day of the month in the right year
	first.d = 1
	var found []date
	for d := first; d.m == month; d = d.plus(1) {
		if d.weekday() == day {
			found = append(found, d)
		}
	}
	if count < 0 {
		return one(found[len(found)-1]), n + 1
	}
	return one(found[count-1]), n + 1
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

// monthTerm reads a month on its own, behind a word that shows that it is one.
func (r reference) monthTerm(ts []token, i int) (dayTerm, int) {
	month, ok := months[at(ts, i)]
	if !ok || num(ts, i+1) >= 0 && num(ts, i+1) <= 31 {
		return dayTerm{}, i
	}
	n := i + 1
	first := date{r.today.y, month, 1}
	if v := num(ts, n); v >= 2000 && v < 2200 {
		first.y, n = v, n+1
	} else if month < r.today.m {
		first.y++
	}
	last := date{first.y, month + 1, 0}.plus(0)
	if first.before(r.today) {
		first = r.today
	}
	return dayTerm{days: run(first, last), month: true}, n
}
