package phrase

import (
	"strings"
	"time"

	"mentord/calendar"
)

// A Context is what words about time are relative to.
type Context struct {
	Sent   time.Time         // when the mail was sent
	Zone   *time.Location    // the writer's zone
	Asked  []calendar.Window // the span our letter asked about; may be empty
	Length time.Duration     // how long a point in time ("at 3") lasts
}

// A Reading is the windows that a text names. Want and Not are merged and end
// after the mail was sent. Both are in UTC.
type Reading struct {
	Want      []calendar.Window
	Not       []calendar.Window
	Ambiguous []string // words with two valid meanings, as written
	Points    int      // how many of the wanted terms were points in time ("at 3")
}

// Empty reports whether the text names no time at all.
func (r Reading) Empty() bool { return len(r.Want)+len(r.Not)+len(r.Ambiguous) == 0 }

// Read reads the times in a text by the policy in docs/times.md.
func Read(text string, c Context) Reading {
	p := parser{Context: c, ts: tokens(text), text: text}
	local := c.Sent.In(c.Zone)
	p.ref = reference{today: dateOf(local), monthFirst: strings.HasPrefix(c.Zone.String(), "America/"), unsure: c.Zone == time.UTC}
	p.run()
	p.out.Want = utc(calendar.Merge(p.out.Want))
	p.out.Not = utc(calendar.Merge(p.out.Not))
	return p.out
}

// A parser walks the tokens once and collects groups of terms.
type parser struct {
	Context
	text string
	ts   []token
	ref  reference
	out  Reading

	not   bool // what comes next is excluded
	away  bool // … because the person is away
	until bool // "until" stood before the next day
	comma bool // a comma stood since the last term

	subject bool // the "not" spoke of the days before it: "Friday doesn't work"
	days    []dayTerm
	times   []clockTerm
	last    []dayTerm // the days last named, for "the same day" and times alone
}

func (p *parser) run() {
	for i := 0; i < len(p.ts); {
		if n := p.turn(i); n > i {
			i = n
			continue
		}
		if n := p.dayAt(i); n > i {
			i = n
			continue
		}
		near := len(p.days) > 0 && p.near(i)
		if c, n := readClock(p.ts, i, near || p.dayAhead(i)); n > i {
			if p.not && c.point && len(p.days) == 0 && !p.dayAhead(n) && len(p.last) == 0 && len(p.Asked) == 0 {
				i = n
				continue
			}
			p.times = append(p.times, c)
			p.comma = false
			i = n
			continue
		}
		i++
	}
	p.flush()
}

// near reports whether a day term ended within the three tokens before i.
func (p *parser) near(i int) bool {
	switch at(p.ts, i-1) {
	case ",", "at", "around", "from", "or", "and", "@", "-", ":", "after", "before":
		return true
	}
	_, day := weekdays[at(p.ts, i-1)]
	_, month := months[at(p.ts, i-1)]
	return day || month || at(p.ts, i-1) == "tomorrow" || at(p.ts, i-1) == "today" || at(p.ts, i-1) == "th"
}

// dayAhead reports whether a day is named right behind the time at i: "3-4 on Tuesday".
func (p *parser) dayAhead(i int) bool {
	for j := i; j < min(i+8, len(p.ts)); j++ {
		if at(p.ts, j) == "." || at(p.ts, j) == "\n" {
			return false
		}
		if _, n := p.ref.readDay(p.ts, j); n > j {
			return j > i
		}
	}
	return false
}

// turn handles the words that end a group or change wanted to excluded.
func (p *parser) turn(i int) int {
	word := at(p.ts, i)
	switch {
	case word == ",":
		p.comma = true
		if p.subject { // "Friday doesn't work, Thursday does"
			p.setNot(false)
		}
		return i + 1
	case word == "." && i+1 < len(p.ts) && !glued(p.ts, i+1), word == "!", word == "?", word == ";", word == "\n":
		p.flush()
		p.not, p.away, p.until = false, false, false
		return i + 1
	case word == "any" && (at(p.ts, i+1) == "day" || at(p.ts, i+1) == "time") && at(p.ts, i+2) == "but":
		p.setNot(true)
		return i + 3
	case word == "but":
		p.setNot(false)
		return i + 1
	case word == "until" || word == "till" || word == "back" && p.away:
		if p.away || p.not {
			p.until = true
			if at(p.ts, i+1) == "on" {
				return i + 2
			}
			return i + 1
		}
	case word == "before" && p.not:
		if _, n := p.ref.readDay(p.ts, i+1); n > i+1 {
			p.until = true
			return i + 1
		}
		if month, ok := months[at(p.ts, i+1)]; ok {
			p.excludeUntil(p.firstOf(month))
			return i + 2
		}
	case word == "no" && (at(p.ts, i+1) == "problem" || at(p.ts, i+1) == "worries"):
		return i + 2
	case away[word]:
		p.setNot(true)
		p.away = true
		return i + 1
	case negative[word]:
		p.setNot(true)
		return i + 1
	case positive[word] && p.not && !p.negated(i):
		p.setNot(false)
		return i + 1
	}
	return i
}

// negated reports whether a "not" stands right before the word at i: "not
// free", "can't make it work".
func (p *parser) negated(i int) bool {
	for j := max(0, i-4); j < i; j++ {
		if negative[at(p.ts, j)] {
			return true
		}
	}
	return false
}

// setNot closes the group and changes the sense. A day already named takes the
// new sense when the words say so behind it: "Friday doesn't work".
func (p *parser) setNot(not bool) {
	if not && !p.not && p.behind() {
		p.not = true
		p.flush()
		p.subject = true
		return
	}
	p.flush()
	p.subject = false
	p.not = not
	p.away = p.away && not
}

// behind reports whether the group's days are the subject of the negative word:
// "Friday is bad", with no joining word or comma before it.
func (p *parser) behind() bool {
	return len(p.days) > 0 && !p.comma
}

func (p *parser) firstOf(m time.Month) date {
	d := date{p.ref.today.y, m, 1}
	if d.before(p.ref.today) {
		d.y++
	}
	return d
}

func utc(ws []calendar.Window) []calendar.Window {
	for i := range ws {
		ws[i].Start, ws[i].End = ws[i].Start.UTC(), ws[i].End.UTC()
	}
	return ws
}
