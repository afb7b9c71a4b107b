package phrase

import (
	"strings"
	"time"
)

// A clockTerm is a time of day or a span of it, in minutes since midnight.
type clockTerm struct {
	from, to int
	point    bool           // "at 3": as long as a session
	sure     bool           // it is a time by itself, not only beside a day
	part     bool           // a part of the day, which a time beside it makes exact
	any      bool           // any time of the day
	open     bool           // "after 3", "before 11": excluded, it runs to the end of the day
	zone     *time.Location // when one is said behind the time; nil else
}

const (
	startOfDay = 9 * 60
	endOfDay   = 18 * 60
	lateEnd    = 20 * 60
)

// dayParts are the parts of a day by the policy.
var dayParts = map[string]clockTerm{
	"morning":   {from: 9 * 60, to: 12 * 60, part: true, sure: true},
	"lunch":     {from: 12 * 60, to: 14 * 60, part: true, sure: true},
	"afternoon": {from: 12 * 60, to: 17 * 60, part: true, sure: true},
	"evening":   {from: 17 * 60, to: 20 * 60, part: true, sure: true},
	"tonight":   {from: 17 * 60, to: 20 * 60, part: true, sure: true},
	"inmorning": {from: 9 * 60, to: 12 * 60, part: true, sure: true}, "inafternoon": {from: 12 * 60, to: 17 * 60, part: true, sure: true},
	"inevening": {from: 17 * 60, to: 20 * 60, part: true, sure: true},
}

// An hour is a clock time as written, before am and pm are settled.
type hour struct {
	minutes int
	fixed   bool // am, pm, 24-hour or a leading zero: no guessing left
	marked  bool // it is certainly a time: am/pm, a colon, "h", "o'clock", "noon"
	half    string
}

// readHour reads one clock time at i and gives the index behind it; n = i when
// there is none.
func readHour(ts []token, i int) (h hour, n int) {
	i0 := i
	i = skip(ts, i, "at", "the")
	switch word := at(ts, i); word {
	case "noon":
		return hour{12 * 60, true, true, ""}, i + 1
	case "lunch":
		if at(ts, i0) == "at" && !strings.HasPrefix(glance(ts, i), "lunch") {
			return hour{12 * 60, true, true, ""}, i + 1 // "à midi"
		}
		return hour{}, i0
	case "midnight":
		return hour{24 * 60, true, true, ""}, i + 1
	case "half", "halfto", "quarterpast", "quarterto":
		add := map[string]int{"half": 30, "halfto": -30, "quarterpast": 15, "quarterto": -15}[word]
		if v, m := wordNumber(ts, i+1); m > i+1 && v >= 1 && v <= 12 {
			return meridiem(ts, m, hour{v*60 + add, false, true, ""})
		}
		return hour{}, i0
	case "twenty":
		past, k := 20, i+1
		if at(ts, k) == "-" || at(ts, k) == "five" {
			if k = skip(ts, k, "-"); at(ts, k) == "five" {
				past, k = 25, k+1
			}
		}
		if v, m := wordNumber(ts, k+1); m > k+1 && v >= 1 && v <= 12 {
			switch at(ts, k) {
			case "after":
				return meridiem(ts, m, hour{v*60 + past, false, true, ""})
			case "to":
				return meridiem(ts, m, hour{v*60 - past, false, true, ""})
			}
		}
		return hour{}, i0
	case "five", "ten":
		if v, m := wordNumber(ts, i+2); at(ts, i+1) == "after" && m > i+2 && v >= 1 && v <= 12 {
			return meridiem(ts, m, hour{v*60 + numberWords[word], false, true, ""})
		}
	}
	v, n := wordNumber(ts, i)
	isDigits := num(ts, i) >= 0
	if isDigits && ts[i].digits >= 3 && ts[i].digits <= 4 && num(ts, i)%100 < 60 && num(ts, i) < 2400 {
		n, h := i+1, hour{minutes: num(ts, i)/100*60 + num(ts, i)%100, fixed: ts[i].digits == 4}
		if at(ts, n) == "h" || at(ts, n) == "hours" {
			return hour{h.minutes, true, true, ""}, n + 1
		}
		return meridiem(ts, n, h)
	}
	if n == i || v > 24 {
		return hour{}, i0
	}
	h = hour{minutes: v * 60}
	switch sep := at(ts, n); {
	case isDigits && (sep == ":" || sep == "." || sep == "h" || sep == ",") && glued(ts, n) && glued(ts, n+1) && n+1 < len(ts) && ts[n+1].digits == 2 && num(ts, n+1) < 60 && (sep != "," || hourSign(ts, n+2)):
		h.minutes += num(ts, n+1)
		h.marked = sep != "." || (i == 0 || at(ts, i-1) == "\n") && num(ts, n+1)%15 == 0 && v >= 7 && v < 20
		h.fixed = ts[i].digits == 2 && v < 10 || v > 12
		n += 2
		if at(ts, n) == "h" || at(ts, n) == "oclock" || at(ts, n) == "hours" {
			h.fixed, h.marked, n = true, true, n+1
		}
		if at(ts, n) == "." && glued(ts, n) && num(ts, n+1) >= 0 && glued(ts, n+1) {
			return hour{}, i0 // "3.10.2" is a version
		}
	case sep == "h":
		h.fixed, h.marked, n = isDigits, true, n+1
	case sep == "oclock":
		h.marked, n = true, n+1
	case sep == "ish" || sep == "-" && at(ts, n+1) == "ish":
		h.marked, n = true, n+1
		n = skip(ts, n, "ish")
	}
	if at(ts, n) == "halfpastafter" {
		h.minutes, h.marked, n = h.minutes+30, true, n+1
	}
	if v > 12 {
		h.fixed = true
	}
	return meridiem(ts, n, h)
}

// meridiem takes an am or pm behind the time.
func meridiem(ts []token, n int, h hour) (hour, int) {
	word := at(ts, n)
	if raw := glance(ts, n); (raw == "p" || raw == "a") && glued(ts, n) { // "1p-4p"
		word = raw + "m"
	}
	if word != "am" && word != "pm" || h.fixed && h.minutes > 12*60+59 {
		return h, n
	}
	if n = n + 1; at(ts, n) == "." && glued(ts, n) && at(ts, n+1) != "\n" && at(ts, n+1) != "" && lower(ts, n+1) {
		n++ // "3 p.m. would"
	}
	h.half, h.fixed, h.marked = word, true, true
	h.minutes %= 12 * 60
	if word == "pm" {
		h.minutes += 12 * 60
	}
	return h, n
}

func lower(ts []token, i int) bool { return i < len(ts) && ts[i].number < 0 }

// settle gives an hour without am or pm the one reading within 07:00-18:59.
func (h hour) settle() int {
	if h.fixed || h.minutes >= 12*60+60 {
		return h.minutes
	}
	if h.minutes < 7*60 {
		return h.minutes + 12*60
	}
	return h.minutes
}

func wordNumber(ts []token, i int) (v, n int) {
	if v := num(ts, i); v >= 0 && ts[i].digits <= 2 {
		return v, i + 1
	}
	if v, ok := numberWords[at(ts, i)]; ok {
		return v, i + 1
	}
	return 0, i
}

// readClock reads a time term at i: a part of the day, a span, an open span or
// a point.
func readClock(ts []token, i int) (c clockTerm, n int) {
	if part, ok := dayParts[at(ts, i)]; ok {
		return part, i + 1
	}
	switch word := at(ts, i); word {
	case "after", "from":
		k := i + 1
		if word == "after" && i > 1 && weekdays[at(ts, i-1)] != 0 && at(ts, i-2) == "the" && (at(ts, k) == "at" || at(ts, k) == ",") {
			break // "the Tuesday after, at 3"
		}
		if at(ts, k) == "the" && num(ts, k+1) > 0 && ordinal(ts, k+2) > k+2 {
			break
		}
		if word == "after" && at(ts, k) == "lunch" {
			return clockTerm{from: 14 * 60, to: endOfDay, sure: true, open: true}, k + 1
		}
		h, n := readHour(ts, k)
		if n == k || outOfReach(h) || followedByDate(ts, n) {
			break
		}
		if to, m := readRangeEnd(ts, n, h, word == "from"); m > n && word == "from" {
			to.sure = to.sure || !counts(ts, m)
			return withZone(ts, m, to)
		}
		if counts(ts, n) {
			break
		}
		for at(ts, n) == "on" && ender(ts, n+1) || at(ts, n) == "onwards" {
			n++
		}
		from := h.settle()
		if h.half == "" && at(ts, n) == "inevening" && from < 12*60 {
			from, n = from+12*60, n+1
		}
		return withZone(ts, n, clockTerm{from: from, to: openEnd(from), sure: h.marked || word == "after", open: true})
	case "before", "by", "until":
		if at(ts, i+1) == "lunch" {
			return clockTerm{from: startOfDay, to: 12 * 60, sure: true, open: true}, i + 2
		}
		h, n := readHour(ts, i+1)
		if n > i+1 && !outOfReach(h) && !followedByDate(ts, n) && !counts(ts, n) && !(num(ts, i+1) > 0 && at(ts, n) == "/") {
			if c, m := readRangeEnd(ts, n, h, true); m > n && word == "by" && at(ts, n) != "and" {
				c.sure = true
				return withZone(ts, m, c) // "by 10 to 12"
			}
			to := h.settle()
			return withZone(ts, n, clockTerm{from: min(startOfDay, to), to: to, sure: true, open: true})
		}
	case "between":
		h, n := readHour(ts, i+1)
		if n > i+1 {
			if c, m := readRangeEnd(ts, n, h, true); m > n {
				c.sure = true
				return withZone(ts, m, c)
			}
		}
	case "at", "around":
		h, n := readHour(ts, i+1)
		if n > i+1 && !outOfReach(h) && !counts(ts, n) && !followedByDate(ts, n) && at(ts, n) != "-" {
			return withZone(ts, n, clockTerm{from: h.settle(), point: true, sure: true})
		}
	case "anytime":
		return clockTerm{from: startOfDay, to: endOfDay, any: true, sure: true}, i + 1
	}
	h, n := readHour(ts, i)
	if n == i || outOfReach(h) {
		return clockTerm{}, i
	}
	if c, m := readRangeEnd(ts, n, h, false); m > n {
		return withZone(ts, m, c)
	}
	if at(ts, n) == "on" && ender(ts, n+1) && h.marked || at(ts, n) == "onwards" || glance(ts, n) == "+" && glued(ts, n) && h.marked {
		from := h.settle()
		return withZone(ts, n+1, clockTerm{from: from, to: openEnd(from), sure: h.marked, open: true})
	}
	if !h.marked && !plainHour(ts, i, n) {
		return clockTerm{}, i
	}
	return withZone(ts, n, clockTerm{from: h.settle(), point: true, sure: h.marked})
}

// ender reports whether nothing follows that "on" could belong to.
func ender(ts []token, i int) bool {
	switch at(ts, i) {
	case "", ",", ".", "\n", "!", "?", ";", "or", "and", "ok", "not", "but", ")":
		return true
	}
	return false
}

// plainHour reports whether a bare number can be a time at all, beside a day.
func plainHour(ts []token, i, n int) bool {
	v := num(ts, i)
	if v < 0 {
		if v = numberWords[at(ts, i)]; v == 1 {
			return false // "the one on Wednesday"
		}
	}
	if v < 1 || counts(ts, n) {
		return false
	}
	switch at(ts, i-1) {
	case "/", "#", "$", "£", "€", "+", "(":
		return false
	case ".", "-":
		return !glued(ts, i)
	}
	return true
}

// counts reports whether the number before n counts something: "3 kids",
// "10 minutes", "2/5", "5 %".
func counts(ts []token, n int) bool {
	switch at(ts, n) {
	case "/", "%", ")", "th", "st", "nd", "rd", "minutes", "week", "day", "month", "hours", "hour", "times", "people", "mentees", "mentee", "mentors",
		"mentor", "years", "year", "km", "of", "out", "k", "sessions", "€", "$", "£", "x", "kids", "jahre", "ans", "años", "anos", "personas", "personnes", "pessoas", "personen", "leute", "kinder", "enfants", "hijos", "filhos", "stunden", "horas", "weekend", "points", "stars":
		return !(at(ts, n) == "/" && !glued(ts, n))
	case ".", ",":
		return glued(ts, n) && n+1 < len(ts) && glued(ts, n+1) && num(ts, n+1) >= 0
	}
	return false
}

func outOfReach(h hour) bool { return h.minutes > 24*60 || h.minutes < 0 }

// openEnd is where "after from" ends: at the end of the day, or late.
func openEnd(from int) int {
	if from >= 17*60 {
		return max(lateEnd, from+60)
	}
	return endOfDay
}

func followedByDate(ts []token, n int) bool {
	m := skip(ts, n, ".", "of", "de")
	_, month := months[at(ts, m)]
	return month || ordinal(ts, n) > n && at(ts, n) != "."
}

// readRangeEnd reads "- 4pm", "to 4", "and 4" behind a first hour, and settles
// both ends: am or pm said once spreads to both where that runs forward. opened
// says that "between" or "from" stood before.
func readRangeEnd(ts []token, n int, first hour, opened bool) (clockTerm, int) {
	switch at(ts, n) {
	case "-", "to", "until", "through":
	case "and", "at", "or":
		if !opened || at(ts, n) == "or" {
			return clockTerm{}, n
		}
	default:
		return clockTerm{}, n
	}
	k := n + 1
	if at(ts, n) == "at" {
		k = n
	}
	last, m := readHour(ts, k)
	if m == k || outOfReach(last) || followedByDate(ts, m) || at(ts, m) == "-" && glued(ts, m) && num(ts, m+1) >= 0 {
		return clockTerm{}, n
	}
	c := clockTerm{sure: first.marked || last.marked || opened && !counts(ts, m)}
	if counts(ts, m) {
		return clockTerm{}, n
	}
	part, behind := dayParts[at(ts, m)]
	if behind && part.from >= 12*60 && last.half == "" && last.minutes < 12*60 && !last.fixed && at(ts, m) != "afternoon" {
		last.half, last.fixed = "pm", true
		last.minutes += 12 * 60
		m++
	}
	if at(ts, m) == "inmorning" && last.half == "" && last.minutes < 12*60 { // "from 8 to 10 in the morning"
		last.half = "am"
		m++
	}
	if !first.fixed && last.half != "" {
		spread := first.minutes % (12 * 60)
		if last.half == "pm" {
			spread += 12 * 60
		}
		if c.from, c.to = first.minutes, last.minutes; spread < last.minutes {
			c.from = spread
		}
		return c, m
	}
	from, to := first.settle(), last.settle()
	if to <= from && !last.fixed && last.minutes+12*60 > from {
		to = last.minutes + 12*60
	}
	if to <= from {
		return clockTerm{}, n
	}
	c.from, c.to = from, to
	return c, m
}
