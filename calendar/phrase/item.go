package phrase

import (
	"strings"
	"time"
)

// A kind says what an item does to the reading.
type kind int

const (
	word  kind = iota // nothing to us
	dayAt             // names days
	clock             // names a time of day
	length
	same     // "the same time"
	shift    // "a week later", "half an hour earlier"
	negative // "not", "can't", "is no good"
	except
	away
	back
	until // … the day of the item: what is excluded ends there
	positive
	clears // "too early": the times before it are not wanted, and not excluded
	but
	comma
	join // "and", "or", "/"
	stop // the end of a sentence
)

// An item is a run of tokens that means one thing.
type item struct {
	kind       kind
	day        dayTerm
	named      bool // the days are those named before: "that week", "those days"
	clock      clockTerm
	span       time.Duration // of a length or a shift
	days       int           // of a shift
	start, end int           // tokens
}

// longest is how many items a sentence may have; what goes on for longer is no
// sentence, and looking back and forth in it would cost too much.
const longest = 200

// items reads the tokens from left to right into items.
func (p *parser) items() []item {
	var out []item
	long := 0 // items since the last stop
	for i := 0; i < len(p.ts); {
		it := p.item(i, out)
		if long++; it.kind == stop {
			long = 0
		} else if long > longest {
			out, long = append(out, item{kind: stop, start: i, end: i}), 0
		}
		it.start = i
		if it.end <= i {
			it.end = i + 1
		}
		out = append(out, it)
		i = it.end
	}
	return out
}

func (p *parser) item(i int, before []item) item {
	ts := p.ts
	switch w := at(ts, i); w {
	case ".", "!", "?", ";":
		if w == "." && i+1 < len(ts) && glued(ts, i+1) && at(ts, i+1) != "\n" {
			return item{}
		}
		return item{kind: stop}
	case "\n":
		if p.wrapped(i) {
			return item{}
		}
		return item{kind: stop}
	case ",", "-", "(", ")", ":":
		if w == "-" && i > 0 && glued(ts, i) && i+1 < len(ts) && glued(ts, i+1) {
			return item{}
		}
		return item{kind: comma}
	case "and", "or", "/":
		return item{kind: join}
	case "but":
		return item{kind: but}
	case "so", "hence", "therefore":
		if concludes(ts, i) {
			return item{kind: but} // "I'm teaching on Wednesday so Thursday"
		}
	case "than": // what is given up: "better than Thursday"
		if t, n := p.ref.readDay(ts, skip(ts, i+1, "the", "on")); n > i+1 && len(t.days) > 0 {
			return item{end: n}
		}
	case "not":
		if i > 0 && ts[i-1].text == "if" && at(ts, i+1) == "then" {
			return item{} // "if not then Friday"
		}
		switch at(ts, i+1) {
		case "have":
			if thing := glance(ts, skip(ts, i+2, "a", "any", "the", "to")); glance(ts, i) != "not" && len(thing) > 2 && !spare[thing] && lower(ts, i+2) {
				return item{end: i + 2} // "I don't have kids to pick up that day"
			}
		case "only", "yet", "too", "sure", "to", "clears":
			if raw := glance(ts, i); raw != "no" && raw != "out" { // "no use to me"
				return item{end: i + 2}
			}
		case ",":
			if glance(ts, i) == "not" && (i == 0 || ts[i-1].text == "if" || ts[i-1].text == "why" || ts[i-1].text == ".") {
				return item{} // "if not, Thursday"
			}
		}
		return item{kind: negative}
	case "out":
		if raw := glance(ts, i-1); raw == "that's" || raw == "thats" {
			return item{kind: negative} // "so that's out"
		}
		if n := len(before); n > 1 && glance(ts, i-1) == "is" && before[n-2].kind == dayAt || n > 0 && before[n-1].kind == dayAt && ts[i-1].of {
			return item{kind: negative}
		}
		switch at(ts, i+1) {
		case "until", "through", "from", "all", "next", "this", "sick":
			return item{kind: away}
		case "on":
			if i > 0 && (glance(ts, i-1) == "am" || strings.HasSuffix(glance(ts, i-1), "'m") || glance(ts, i-1) == "be") {
				return item{kind: away}
			}
			return item{}
		case "of":
			if w := at(ts, skip(ts, i+2, "the")); w == "office" || w == "town" || w == "country" {
				return item{kind: away}
			}
			return item{}
		}
		if t, n := p.ref.readDay(ts, i+1); n > i+1 && len(t.days) > 0 {
			return item{kind: away}
		}
	case "neither":
		return item{kind: negative}
	case "insteadof": // what is given up
		if t, n := p.ref.readDay(ts, skip(ts, i+1, "the", "on")); n > i+1 && len(t.days) > 0 {
			return item{end: n}
		}
		if c, n := readClock(ts, i+1); n > i+1 && c.to+c.from > 0 {
			return item{end: n}
		}
		return item{kind: positive}
	case "nor":
		return item{kind: join}
	case "no":
		return p.no(i, before)
	case "except":
		return item{kind: except}
	case "away":
		return item{kind: away}
	case "back":
		n := skip(ts, i+1, "in", "at", "the", "office", "work", "on")
		if t, m := p.ref.readDay(ts, skip(ts, n, "on")); m > n && len(t.days) > 0 {
			return item{kind: back, day: t, end: m}
		}
		return item{}
	case "until", "before", "by", "after", "from", "since", "through":
		if it, ok := p.bounded(i, before); ok {
			return it
		}
	case "same":
		switch at(ts, i+1) {
		case "time", "hour", "hours", "clock", "slot", "h":
			return item{kind: same, end: i + 2}
		case "day", "days", "week":
			return item{kind: dayAt, named: true, day: dayTerm{week: at(ts, i+1) == "week"}, end: i + 2}
		}
	case "that":
		switch at(ts, i+1) {
		case "day", "week", "month":
			return item{kind: dayAt, named: true, day: dayTerm{week: at(ts, i+1) == "week"}, end: i + 2}
		}
	case "both", "either":
		if at(ts, i+1) == "day" {
			return item{kind: dayAt, named: true, end: i + 2}
		}
	case "dayafter":
		return item{kind: shift, days: 1}
	case "week":
		if at(ts, i+1) == "after" && at(ts, i+2) != "next" && len(before) > 0 {
			if t, _ := p.ref.readDay(ts, i+2); t.empty() {
				return item{kind: shift, days: 7, end: i + 2}
			}
		}
	case "ok":
		return item{kind: positive}
	case "clears":
		return item{kind: clears}
	}
	if it, ok := p.amount(i); ok {
		return it
	}
	if t, n := p.ref.readDay(ts, i); (n > i || len(t.days) > 0) && !p.pun(i, n) {
		if n == i+1 && ts[i].of && meeting[at(ts, n)] {
			return item{end: n} // "tomorrow's session"
		}
		if n == i { // "tonight"
			return item{kind: dayAt, day: t, clock: dayParts["tonight"], end: i + 1}
		}
		return item{kind: dayAt, day: t, end: n}
	}
	if at(ts, i) == "this" {
		if part, ok := dayParts[at(ts, i+1)]; ok { // "this afternoon"
			return item{kind: dayAt, day: one(p.ref.today), clock: part, end: i + 2}
		}
	}
	if at(ts, i) == "in" || at(ts, i) == "of" || at(ts, i) == "all" {
		k := skip(ts, i+1, "of")
		if t, n := p.ref.monthTerm(ts, k); n > k {
			return item{kind: dayAt, day: t, end: n}
		}
	}
	if c, n := readClock(ts, i); n > i && !greeting(ts, i, n) {
		return item{kind: clock, clock: c, end: n}
	}
	return item{}
}

// concludes reports whether the "so" at i draws a conclusion: no "so sorry" and
// no "so that's out".
func concludes(ts []token, i int) bool {
	switch glance(ts, i+1) {
	case "", "sorry", "much", "many", "good", "great", "fine", "that", "that's", "far", "ok", "busy", "early", "late", "no", "not", "is", ",", ".", "!", "\n", "long", "soon":
		return false
	}
	return i > 0 && at(ts, i-1) != "not" && at(ts, i-1) != "\n" && at(ts, i-1) != "."
}

// meeting is what a day may only describe: "Tuesday's session".
var meeting = map[string]bool{"session": true, "meeting": true, "call": true, "chat": true, "slot": true, "appointment": true, "date": true, "talk": true}

// greeting reports whether "good morning" stands here.
func greeting(ts []token, i, n int) bool {
	if head := i == 0 || at(ts, i-1) == "\n"; head && n == i+1 && !strings.HasSuffix(glance(ts, i), "s") && (at(ts, n) == "," || at(ts, n) == "!" || at(ts, n) == "." || at(ts, n) == "\n") && n+1 < len(ts) {
		return true // "Morning, Thursday is full"
	}
	return n == i+1 && i > 0 && (at(ts, i-1) == "ok" || at(ts, i-1) == "lovely" || at(ts, i-1) == "nice") && glance(ts, i-1) == "good"
}

// glance is the word as written, where the grammar has put its own.
func glance(ts []token, i int) string {
	if i < 0 || i >= len(ts) {
		return ""
	}
	return ts[i].raw
}

// no is a negation before a time ("no Fridays") and behind one ("Wed no"), not
// at the head of an answer ("No, Tuesday").
func (p *parser) no(i int, before []item) item {
	_, day := p.ref.readDay(p.ts, i+1)
	_, time := readClock(p.ts, i+1)
	if (day > i+1 || time > i+1) && num(p.ts, i+1) < 0 {
		return item{kind: negative}
	}
	if at(p.ts, i+1) == "to" {
		if _, n := p.ref.readDay(p.ts, skip(p.ts, i+2, "the")); n > i+2 {
			return item{kind: negative} // "no to Monday"
		}
	}
	if n := len(before); n > 0 && (before[n-1].kind == dayAt || before[n-1].kind == clock) && ender(p.ts, i+1) {
		return item{kind: negative}
	}
	if glance(p.ts, i) != "no" { // "não", "nein": the verb follows
		return item{kind: negative}
	}
	return item{}
}

// bounded reads "until the 16th", "not before January", "by Friday", "after
// Monday". Only the first two say when someone cannot; the days of the others
// are no days to meet on.
func (p *parser) bounded(i int, before []item) (item, bool) {
	w := at(p.ts, i)
	k := skip(p.ts, i+1, "end", "the", "on")
	t, n := p.ref.readDay(p.ts, k)
	if n == k && len(t.days) == 0 {
		if t, n = p.ref.monthTerm(p.ts, k); n == k {
			return item{}, false
		}
	}
	if hourSign(p.ts, n) || len(t.days) == 0 {
		return item{}, false
	}
	end := at(p.ts, i+1) == "end"
	switch w {
	case "until", "through":
		if end || w == "through" {
			t.days = []date{t.days[len(t.days)-1].plus(1)}
		}
		return item{kind: until, day: t, end: n}, true
	case "before":
		if denied(before) {
			return item{kind: until, day: t, end: n}, true
		}
		return item{end: n}, true
	case "from":
		if at(p.ts, n) == "onwards" || at(p.ts, n) == "on" && ender(p.ts, n+1) {
			return item{end: n + 1}, true
		}
		return item{}, true
	case "after", "by", "since":
		if len(t.days) == 1 || end {
			return item{end: n}, true
		}
	}
	return item{}, false
}

// denied reports whether a negation stands in the sentence so far.
func denied(before []item) bool {
	for i := len(before) - 1; i >= 0 && before[i].kind != stop && before[i].kind != but; i-- {
		if k := before[i].kind; k == negative || k == away || k == except {
			return true
		}
	}
	return false
}

// amount reads a length of time, and a shift by one.
func (p *parser) amount(i int) (item, bool) {
	ts := p.ts
	k := i
	if at(ts, k) == "at" && glance(ts, k) == "for" {
		k++
	}
	var span time.Duration
	days, n := 0, k
	v, m := wordNumber(ts, k)
	if m == k && num(ts, k) >= 0 && ts[k].digits == 3 {
		v, m = num(ts, k), k+1
	}
	if w := at(ts, k); m == k && (w == "a" || glance(ts, k) == "an") {
		v, m = 1, k+1
	}
	switch {
	case at(ts, k) == "halfhour":
		span, n = 30*time.Minute, k+1
	case at(ts, k) == "quarterhour":
		span, n = 15*time.Minute, k+1
	case m == k:
		return item{}, false
	case at(ts, m) == "minutes":
		span, n = time.Duration(v)*time.Minute, m+1
	case at(ts, m) == "hours" || at(ts, m) == "h" && num(ts, k) < 0 && !strings.HasPrefix(glance(ts, m), "heure"):
		span, n = time.Duration(v)*time.Hour, m+1
		if at(ts, n) == "and" && at(ts, n+1) == "a" && at(ts, n+2) == "half" {
			span, n = span+30*time.Minute, n+3
		}
	case at(ts, m) == "week":
		days, n = 7*v, m+1
	case at(ts, m) == "day":
		days, n = v, m+1
	default:
		return item{}, false
	}
	if span != 0 && span < 5*time.Minute {
		return item{}, false // "not a minute later"
	}
	switch at(ts, n) {
	case "later":
		return item{kind: shift, span: span, days: days, end: n + 1}, true
	case "earlier":
		return item{kind: shift, span: -span, days: -days, end: n + 1}, true
	}
	if days != 0 || span < 10*time.Minute || span > 4*time.Hour || at(ts, n) == "late" || at(ts, n) == "away" {
		return item{}, false
	}
	return item{kind: length, span: span, end: n}, true
}

// punny are short names of days that are also everyday words.
var punny = map[string]bool{"sat": true, "sun": true, "wed": true, "so": true, "do": true, "mi": true, "di": true, "sa": true, "mo": true, "fr": true, "mar": true, "mer": true, "dom": true, "vie": true, "jeu": true, "ven": true}

// pun reports whether the day from i to n is an everyday word or a name: "I sat
// with her", "Sun Microsystems".
func (p *parser) pun(i, n int) bool {
	raw := glance(p.ts, i)
	if n != i+1 || !punny[raw] {
		return false
	}
	short := raw != "sat" && raw != "sun" && raw != "wed"
	for _, j := range []int{i - 1, n} {
		if short && at(p.ts, j) == "," {
			continue
		}
		if j < n && at(p.ts, j) == "from" {
			continue
		}
		switch at(p.ts, j) {
		case "or", "and", ",", "-", "/", "at", "after", "before", "between", "from", "on", "morning", "afternoon", "evening", "anytime", "next", "this", "not", "no", "lunch", "(", ":", "inmorning":
			return false
		case "\n", ".", "?", "!", "":
			if j == n {
				return false
			}
		}
		if num(p.ts, j) >= 0 || weekdays[at(p.ts, j)] != 0 {
			return false
		}
	}
	return raw != "wed"
}

// wrapped reports whether the line break at i only folds a long line.
func (p *parser) wrapped(i int) bool {
	if i == 0 || i+1 >= len(p.ts) || at(p.ts, i+1) == "\n" || at(p.ts, i-1) == "\n" {
		return false
	}
	from := strings.LastIndexByte(p.text[:p.ts[i].start], '\n') + 1
	if p.ts[i].start-from < 50 {
		return false
	}
	next := p.text[p.ts[i+1].start]
	return next >= 'a' && next <= 'z' || next >= '0' && next <= '9'
}
