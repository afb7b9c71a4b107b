package phrase

import (
	"slices"
	"strings"
	"time"

	"mentord/calendar"
)

// A group is the days and times that belong together: "Tue or Wed after 3".
type group struct {
	days       []dayTerm
	clocks     []clockTerm
	clockFirst bool
	affirmed   bool // a positive word stood behind it
	start, end int  // tokens
}

func (g group) empty() bool { return len(g.days) == 0 && len(g.clocks) == 0 }

// maxDays is how many days one group may name; more is no answer.
const maxDays = 40

// addDay takes days into the group, after closing one that is complete.
func (p *parser) addDay(it item) {
	if len(p.group.days) >= maxDays {
		return
	}
	if g := &p.group; g.clockFirst && len(g.days) == 0 && p.ownTime(it) {
		g.clocks, g.clockFirst = nil, false // "evenings are no problem, say Tuesday 6-8"
	}
	if it.named && len(p.group.days) > 0 {
		return // the days at hand: "the 8th or 9th, after 2 on both days"
	}
	if p.shifted == p.sentence+1 && len(it.day.days) == 1 && p.asksFor(it.day.days[0]) {
		return // "half an hour later tomorrow": the shift has said it
	}
	if g := &p.group; g.clockFirst && len(g.days) > 0 && !g.affirmed && p.joined() && !p.clockNext(p.at) {
		p.touch(it) // "7 to 8 on Monday and Wednesday"
		g.days = append(g.days, it.day)
		return
	}
	if g := &p.group; len(g.days) > 0 && len(g.clocks) == 0 && !it.named && p.farFrom(g.end, it.start) {
		p.flush()
	}
	if g := &p.group; len(g.days) > 0 && (len(g.clocks) > 0 || g.affirmed) {
		p.flush()
	}
	if it.named {
		p.touch(it)
		days := p.named()
		if it.day.week && len(days) > 0 {
			days = []dayTerm{wholeWeek(days[0].days[0])}
		}
		p.refine(days)
		p.group.days = append(p.group.days, days...)
		return
	}
	if it.day.month && !p.not {
		return // "any time in January" is no window yet
	}
	if it.day.ambiguous {
		p.out.Ambiguous = append(p.out.Ambiguous, p.said(it.start, it.end))
		return
	}
	p.touch(it)
	p.group.days = append(p.group.days, it.day)
	if it.clock.to > 0 { // "this afternoon"
		p.group.clocks = append(p.group.clocks, it.clock)
	}
}

// ownTime reports whether the parts of the day said so far are made exact by
// the days behind the comma, which have times of their own.
func (p *parser) ownTime(it item) bool {
	apart := false
	for j := p.at - 2; j >= p.sentence && p.its[j].kind != clock; j-- {
		apart = apart || p.its[j].kind == comma
	}
	for _, c := range p.group.clocks {
		if !c.part {
			return false
		}
	}
	return apart && p.clockNextAny(p.at)
}

// clockNextAny reports whether a time follows behind the days at hand.
func (p *parser) clockNextAny(i int) bool {
	for ; i < len(p.its); i++ {
		switch p.its[i].kind {
		case clock:
			return true
		case dayAt, join, word:
		default:
			return false
		}
	}
	return false
}

// farFrom reports whether words that mean nothing to us stand between two terms
// of a sentence, and nothing that joins them: "move Monday's talk on to Friday".
func (p *parser) farFrom(end, start int) bool {
	words := 0
	for i := p.sentence; i < p.at-1 && i < len(p.its); i++ {
		if p.its[i].start < end {
			continue
		}
		switch p.its[i].kind {
		case join, comma, positive:
			return false
		case word:
			if !small(at(p.ts, p.its[i].start)) {
				words++
			}
		}
	}
	return words > 0 && start > end
}

// joined reports whether "and", "or" or a comma stands right before the item
// being read.
func (p *parser) joined() bool {
	if p.at < 2 {
		return false
	}
	k := p.its[p.at-2].kind
	return k == join || k == comma
}

// begun is joined, with words in between: "… and have the same time".
func (p *parser) begun() bool {
	for j := p.at - 2; j >= p.sentence; j-- {
		switch p.its[j].kind {
		case join, comma:
			return true
		case word, positive:
		default:
			return false
		}
	}
	return false
}

func (p *parser) touch(it item) {
	if p.group.empty() {
		p.group.start = it.start
	}
	p.group.end = it.end
}

// addClock takes a time into the group. A part of a day and a time inside it are
// one: "Thursday evening at 6:30".
func (p *parser) addClock(it item, next int) {
	g := &p.group
	if g.affirmed && (len(g.clocks) > 0 || p.ownDay(next)) {
		p.flush()
	}
	g.affirmed = false
	c := it.clock
	if len(g.days) > 0 && len(g.clocks) > 0 && p.ownDay(next) {
		p.flush()
	}
	p.touch(it)
	if len(g.days) == 0 {
		g.clockFirst = true
	}
	if n := len(g.clocks); n > 0 {
		last := &g.clocks[n-1]
		switch {
		case last.any, last.part && !c.part && within(c, *last):
			if last.part && c.open {
				c.from, c.to = max(c.from, last.from), min(c.to, last.to)
			}
			*last = placed(c, *last)
			return
		case last.part && !c.part && !c.point && !c.open && it.start == p.clockEnd && (c.from < 12*60) == (last.from < 12*60):
			*last = c // "mornings 7-9"
			return
		case c.any:
			return
		case c.part && !last.part && !last.open && within(*last, c):
			*last = placed(*last, c)
			return
		}
	}
	g.clocks, p.clockEnd = append(g.clocks, c), it.end
}

// within reports whether a time, read in the morning or after noon, lies in the
// part of a day.
func within(c, part clockTerm) bool {
	from := placed(c, part).from
	return from >= part.from && from < part.to || c.open && c.to > part.from && c.to <= part.to
}

// placed moves a time by half a day when only then it lies in the part.
func placed(c, part clockTerm) clockTerm {
	if c.from < part.from && c.from+12*60 < part.to+60 && part.from >= 12*60 && c.from < 12*60 {
		c.from += 12 * 60
		if !c.point {
			c.to += 12 * 60
		}
	}
	return c
}

// ownDay reports whether the time right before item i belongs to a day behind
// it that has no time of its own: the second half of "10 on Tuesday, 4pm on Wednesday".
func (p *parser) ownDay(i int) bool {
	for ; i < len(p.its); i++ {
		switch it := p.its[i]; it.kind {
		case dayAt:
			for j := i + 1; j < len(p.its); j++ {
				switch p.its[j].kind {
				case clock:
					return p.group.clockFirst
				case word:
				default:
					return true
				}
			}
			return true
		case word:
			if w := at(p.ts, it.start); w != "at" && w != "the" && w != "on" && w != "of" && w != "from" {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// flush turns the group into windows.
func (p *parser) flush() {
	g := p.group
	p.group = group{}
	if g.empty() {
		return
	}
	days, clocks := g.days, g.clocks
	words := p.said(g.start, g.end)
	p.dayless = false
	if len(days) == 0 {
		p.dayless = len(p.last) == 0 && len(p.Asked) > 0
		if !slices.ContainsFunc(clocks, func(c clockTerm) bool { return !c.any }) {
			if p.held = clocks; !p.not {
				return
			}
		}
		if clocks[0].part && !p.general(g) {
			return // "that's lunchtime for me"
		}
		if clocks[0].part && len(p.last)+len(p.Asked) == 0 && !p.not && !p.ref.habit && !p.dayFollows() {
			return // "the morning shift"
		}
		if len(p.last) == 0 && !p.not && p.dayFollows() {
			p.held = clocks // "mornings are best: Tue and Thu"
			return
		}
		if days = p.named(); len(days) == 0 {
			if p.not || p.ref.habit {
				p.held = clocks
				return
			}
			days = []dayTerm{one(p.nextFor(clocks[0]))}
		}
		p.refine(days)
	} else {
		p.last, p.lastIn = days, p.sentence
		if len(clocks) == 0 && p.held != nil {
			clocks = p.held
		}
	}
	p.held = nil
	if len(clocks) > 0 && !p.not {
		p.times = clocks
	} else if len(clocks) > 0 && p.times == nil {
		p.times = clocks
	}
	for _, t := range days {
		if t.gone {
			continue
		}
		for _, d := range t.days {
			if t.bare && len(days)+len(t.days) == 2 && d == p.ref.today.plus(7) && !p.asksFor(d) && !p.later() && len(clocks) > 0 && !p.moment(p.ref.today, clocks[0].from, p.Zone).Before(p.Sent) {
				d = p.ref.today // today's own name with a time to come
			}
			if t.bare && (p.not || len(clocks) == 0) && !p.asksFor(d) {
				d = p.askedLike(d)
			}
			p.weekly = t.bare
			p.day(d, clocks, words)
		}
	}
}

// later reports whether a day to come was wanted before: then today's own name
// is not today.
func (p *parser) later() bool {
	return slices.ContainsFunc(p.out.Terms, func(t Term) bool { return !t.Not })
}

// general reports whether parts of the day without a day are meant for every
// day: "mornings", "any afternoon", or they open the sentence.
func (p *parser) general(g group) bool {
	if p.not || p.ref.habit || len(p.last) > 0 && p.lastIn == p.sentence {
		return true
	}
	raw := glance(p.ts, g.start)
	switch at(p.ts, g.start-1) {
	case "any", "all", "every", "same", "only", "in", "the", "either", "best", "or", "if", "say", "around":
		return true
	}
	return strings.HasSuffix(raw, "s") || strings.HasPrefix(at(p.ts, g.start), "in") || g.start == 0 || p.its[p.sentence].start == g.start
}

// askedLike is the day of our letter with the same weekday, when it comes soon
// after d; else d.
func (p *parser) askedLike(d date) date {
	for _, w := range p.Asked {
		if a := dateOf(w.Start.In(p.Zone)); a.weekday() == d.weekday() && d.before(a) && a.before(d.plus(22)) {
			return a
		}
	}
	return d
}

// asksFor reports whether our letter is about that day.
func (p *parser) asksFor(d date) bool {
	return slices.ContainsFunc(p.Asked, func(w calendar.Window) bool { return dateOf(w.Start.In(p.Zone)) == d })
}

// refine takes back the whole days that times named later make exact: "I'm in
// town 7-9 December. Any afternoon those days works."
func (p *parser) refine(days []dayTerm) {
	if p.not {
		return
	}
	p.out.Terms = slices.DeleteFunc(p.out.Terms, func(t Term) bool {
		if t.Not || !t.WholeDay {
			return false
		}
		d := dateOf(t.Window.Start.In(p.Zone))
		return slices.ContainsFunc(days, func(g dayTerm) bool { return slices.Contains(g.days, d) })
	})
}

// dayFollows reports whether days without a time are named later in the sentence.
func (p *parser) dayFollows() bool {
	for i := p.at; i < len(p.its); i++ {
		switch p.its[i].kind {
		case dayAt:
			return !p.its[i].named
		case stop, negative, except:
			return false
		}
	}
	return false
}

// named is what "that week" points to: the days last named, else those that our
// letter asked about.
func (p *parser) named() []dayTerm {
	if len(p.last) > 0 && !p.last[len(p.last)-1].gone {
		return p.last
	}
	var t dayTerm
	for _, w := range p.Asked {
		last := dateOf(w.End.In(p.Zone).Add(-time.Second))
		for d := dateOf(w.Start.In(p.Zone)); !last.before(d) && len(t.days) < 60; d = d.plus(1) {
			if !slices.Contains(t.days, d) {
				t.days = append(t.days, d)
			}
		}
	}
	if len(t.days) == 0 {
		return nil
	}
	return []dayTerm{t}
}

// sameTime is the time last named, else that of the session our letter is about.
func (p *parser) sameTime() []clockTerm {
	if p.times != nil {
		return p.times
	}
	if len(p.Asked) != 1 {
		return nil
	}
	from, to := p.Asked[0].Start.In(p.Zone), p.Asked[0].End.In(p.Zone)
	start := from.Hour()*60 + from.Minute()
	return []clockTerm{{from: start, to: start + int(to.Sub(from).Minutes()), sure: true}}
}

// nextFor is today if the time is still to come, else tomorrow.
func (p *parser) nextFor(c clockTerm) date {
	if p.moment(p.ref.today, c.from, p.Zone).After(p.Sent) {
		return p.ref.today
	}
	return p.ref.today.plus(1)
}

// moment is the time of day on d in zone, as an instant.
func (p *parser) moment(d date, minutes int, zone *time.Location) time.Time {
	t, _ := calendar.Clock(minutes).On(d.y, d.m, d.d, zone)
	return t
}

// day gives the windows of one day at the given times; a whole day with none.
func (p *parser) day(d date, times []clockTerm, words string) {
	if len(times) == 0 || times[0].any && p.not {
		if p.not {
			p.emit(Term{Window: calendar.Window{Start: p.moment(d, 0, p.Zone), End: p.moment(d, 24*60, p.Zone)}, WholeDay: true, Words: words})
			return
		}
		p.emit(Term{Window: calendar.Window{Start: p.moment(d, startOfDay, p.Zone), End: p.moment(d, endOfDay, p.Zone)}, WholeDay: true, Words: words})
		return
	}
	for _, c := range times {
		zone := c.zone
		if zone == nil {
			zone = p.Zone
		}
		if c.open && p.not { // "can't before 10", "nothing after 4"
			if c.from == startOfDay || c.from == c.to {
				c.from = 0
			} else {
				c.to = 24 * 60
			}
		}
		if c.to > 24*60 {
			c.to = 24 * 60
		}
		w := calendar.Window{Start: p.moment(d, c.from, zone), End: p.moment(d, c.to, zone)}
		if c.point {
			w.End = w.Start.Add(p.length())
		}
		p.emit(Term{Window: w, Point: c.point, WholeDay: c.any, Words: words})
	}
}

// length is how long a point in time lasts: what the sentence says, else what
// the context does.
func (p *parser) length() time.Duration {
	for i := p.sentence; i < len(p.its) && p.its[i].kind != stop; i++ {
		if p.its[i].kind == length {
			return p.its[i].span
		}
	}
	return p.Length
}

// emit keeps the part of the window that lies after the mail was sent.
func (p *parser) emit(t Term) {
	t.Not, t.Weekday, t.Dayless = p.not, p.weekly, p.dayless
	if t.Window.Start.Before(p.Sent) {
		t.Window.Start = p.Sent
	}
	if t.Window.Empty() {
		return
	}
	t.Window.Start, t.Window.End = t.Window.Start.UTC(), t.Window.End.UTC()
	if len(p.out.Terms) < maxTerms {
		p.out.Terms = append(p.out.Terms, t)
	}
}

// maxTerms bounds what one mail can say about time.
const maxTerms = 500

// said is the text of the tokens from start to end.
func (p *parser) said(start, end int) string {
	if start >= end || end > len(p.ts) {
		return ""
	}
	return p.text[p.ts[start].start:p.ts[end-1].end]
}
