package phrase

// A clockTerm is a time of day or a span of it, in minutes since midnight.
type clockTerm struct {
	from, to int
	point    bool   // "at 3": as long as a session
	zone     string // IANA name, when one is said behind the time
}

const (
	startOfDay = 9 * 60
	endOfDay   = 18 * 60
	lateEnd    = 20 * 60
)

// hour is a clock time as written, before am and pm are settled.
type hour struct {
	minutes int
	fixed   bool // am, pm, 24-hour or minutes with a leading zero: no guessing left
	marked  bool // it is certainly a time: am/pm, a colon, "h", "o'clock", "noon"
	half    string
}

// readHour reads one clock time at i and gives the index behind it; n = i when
// there is none.
func readHour(ts []token, i int) (h hour, n int) {
	switch at(ts, i) {
	case "noon", "midday":
		return hour{12 * 60, true, true, ""}, i + 1
	case "midnight":
		return hour{24 * 60, true, true, ""}, i + 1
	case "half":
		n = i + 1
		if at(ts, n) == "past" {
			n++
		}
		if v, m := wordNumber(ts, n); m > n && v >= 1 && v <= 12 {
			return meridiem(ts, m, hour{v*60 + 30, false, true, ""})
		}
		return hour{}, i
	case "quarter":
		sign := at(ts, i+1)
		if v, m := wordNumber(ts, i+2); m > i+2 && (sign == "past" || sign == "to") && v >= 1 && v <= 12 {
			if sign == "to" {
				return meridiem(ts, m, hour{v*60 - 15, false, true, ""})
			}
			return meridiem(ts, m, hour{v*60 + 15, false, true, ""})
		}
		return hour{}, i
	}
	v, n := wordNumber(ts, i)
	if n == i || v > 24 {
		if num(ts, i) >= 700 && num(ts, i) <= 2359 && ts[i].digits >= 3 && num(ts, i)%100 < 60 && (at(ts, i+1) == "h" || at(ts, i+1) == "hrs" || at(ts, i+1) == "am" || at(ts, i+1) == "pm") {
			return meridiem(ts, i+1, hour{num(ts, i)/100*60 + num(ts, i)%100, at(ts, i+1)[0] == 'h', true, ""})
		}
		return hour{}, i
	}
	h = hour{minutes: v * 60}
	isDigits := num(ts, i) >= 0
	switch sep := at(ts, n); {
	case isDigits && (sep == ":" || sep == "." || sep == "h") && glued(ts, n) && glued(ts, n+1) && n+1 < len(ts) && ts[n+1].digits == 2 && num(ts, n+1) < 60:
		h.minutes += num(ts, n+1)
		h.marked = true
		h.fixed = ts[i].digits == 2 && v < 10 || v > 12
		n += 2
		if at(ts, n) == "h" || at(ts, n) == "uhr" {
			h.fixed, n = true, n+1
		}
	case isDigits && (sep == "h" || sep == "hrs" || sep == "uhr"):
		h.fixed, h.marked, n = true, true, n+1
	case sep == "o'clock":
		h.marked, n = true, n+1
	}
	if v > 12 {
		h.fixed = true
	}
	return meridiem(ts, n, h)
}

// meridiem takes an am or pm behind the time.
func meridiem(ts []token, n int, h hour) (hour, int) {
	word := at(ts, n)
	if (word == "a" || word == "p") && at(ts, n+1) == "." && at(ts, n+2) == "m" {
		word += "m"
		n += 2
		if at(ts, n+1) == "." && glued(ts, n+1) {
			n++
		}
	}
	if word != "am" && word != "pm" || h.fixed && h.minutes > 12*60+59 {
		return h, n
	}
	h.half, h.fixed, h.marked = word, true, true
	h.minutes %= 12 * 60
	if word == "pm" {
		h.minutes += 12 * 60
	}
	return h, n + 1
}

// settle gives an hour without am or pm the one reading within 07:00-18:59.
func (h hour) settle() int {
	if h.fixed || h.minutes >= 12*60 {
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
// a point. near says that a day was named close by, so that a bare "3-4" or
// "at 3" is a time.
func readClock(ts []token, i int, near bool) (c clockTerm, n int) {
	if part, ok := dayParts[at(ts, i)]; ok {
		return clockTerm{from: part[0], to: part[1]}, i + 1
	}
	switch word := at(ts, i); word {
	case "after", "from", "past":
		h, n := readHour(ts, i+1)
		if n == i+1 || outOfReach(h) {
			break
		}
		if to, m := readRangeEnd(ts, n, h, true); m > n && word == "from" {
			return withZone(ts, m, to)
		}
		from := h.settle()
		for at(ts, n) == "on" && (at(ts, n+1) == "," || at(ts, n+1) == "." || at(ts, n+1) == "" || at(ts, n+1) == "ward" || at(ts, n+1) == "wards") || at(ts, n) == "onwards" || at(ts, n) == "onward" {
			n++
		}
		return withZone(ts, n, clockTerm{from: from, to: openEnd(from)})
	case "before", "by", "until", "till":
		h, n := readHour(ts, i+1)
		if n > i+1 && !outOfReach(h) && !followedByDate(ts, n) {
			return withZone(ts, n, clockTerm{from: startOfDay, to: h.settle()})
		}
	case "between":
		h, n := readHour(ts, i+1)
		if n > i+1 {
			if c, m := readRangeEnd(ts, n, h, true); m > n {
				return withZone(ts, m, c)
			}
		}
	case "at", "around", "about", "approx":
		h, n := readHour(ts, i+1)
		if n > i+1 && !outOfReach(h) {
			return withZone(ts, n, clockTerm{from: h.settle(), point: true})
		}
	case "any", "all":
		if at(ts, i+1) == "time" || at(ts, i+1) == "day" && at(ts, i) == "all" {
			return clockTerm{from: startOfDay, to: endOfDay}, i + 2
		}
	case "anytime":
		return clockTerm{from: startOfDay, to: endOfDay}, i + 1
	}
	h, n := readHour(ts, i)
	if n == i || outOfReach(h) {
		return clockTerm{}, i
	}
	if c, m := readRangeEnd(ts, n, h, near); m > n {
		return withZone(ts, m, c)
	}
	if at(ts, n) == "on" && (at(ts, n+1) == "wards" || at(ts, n+1) == "ward") || at(ts, n) == "onwards" || at(ts, n) == "+" && glued(ts, n) && h.marked {
		from := h.settle()
		return withZone(ts, n+1, clockTerm{from: from, to: openEnd(from)})
	}
	if h.marked || near && plainHour(ts, i, n) {
		return withZone(ts, n, clockTerm{from: h.settle(), point: true})
	}
	return clockTerm{}, i
}

// plainHour reports whether a bare number next to a day can be a time at all.
func plainHour(ts []token, i, n int) bool {
	v := num(ts, i)
	return v >= 1 && v <= 24 && at(ts, n) != "/" && at(ts, n) != "%" && at(ts, n) != "th" && at(ts, n) != ")" && at(ts, i-1) != "/" && at(ts, i-1) != "#"
}

func outOfReach(h hour) bool { return h.minutes > 24*60 }

// openEnd is where "after from" ends: at the end of the day, or late.
func openEnd(from int) int {
	if from >= 17*60 {
		return max(lateEnd, from+60)
	}
	return endOfDay
}

func followedByDate(ts []token, n int) bool {
	_, month := months[at(ts, n)]
	return month || at(ts, n) == "th" || at(ts, n) == "st" || at(ts, n) == "nd" || at(ts, n) == "rd"
}

// readRangeEnd reads "- 4pm", "to 4", "and 4" behind a first hour, and settles
// both ends: am or pm said once spreads to both where that runs forward.
func readRangeEnd(ts []token, n int, first hour, sure bool) (clockTerm, int) {
	switch at(ts, n) {
	case "-", "to", "till", "until", "and", "til":
	default:
		return clockTerm{}, n
	}
	last, m := readHour(ts, n+1)
	if m == n+1 || outOfReach(last) || followedByDate(ts, m) {
		return clockTerm{}, n
	}
	if !sure && !first.marked && !last.marked {
		return clockTerm{}, n
	}
	if at(ts, n) == "and" && at(ts, n-1) != "" && !sure {
		return clockTerm{}, n
	}
	if !first.fixed && last.half != "" {
		spread := first.minutes % (12 * 60)
		if last.half == "pm" {
			spread += 12 * 60
		}
		if spread < last.minutes {
			return clockTerm{from: spread, to: last.minutes}, m
		}
		return clockTerm{from: first.minutes, to: last.minutes}, m
	}
	from, to := first.settle(), last.settle()
	if to <= from && !last.fixed && last.minutes+12*60 > from {
		to = last.minutes + 12*60
	}
	if to <= from {
		return clockTerm{}, n
	}
	return clockTerm{from: from, to: to}, m
}

// withZone takes a zone behind the time: "10am London", "17:30 CET".
func withZone(ts []token, n int, c clockTerm) (clockTerm, int) {
	if zone, m := readZone(ts, n); m > n {
		c.zone = zone
		return c, m
	}
	return c, n
}

func readZone(ts []token, n int) (string, int) {
	for _, words := range []int{2, 1} {
		name := at(ts, n)
		if words == 2 {
			name += " " + at(ts, n+1)
		}
		zone, ok := zoneNames[name]
		if !ok {
			zone, ok = CityZone(name)
		}
		if !ok {
			continue
		}
		n += words
		if at(ts, n) == "time" {
			n++
		}
		return zone, n
	}
	return "", n
}
