package phrase

import "slices"

// settle looks at the items side by side: a bare number is a time only beside a
// day or another time, and a weekday belongs to the week named in its sentence.
func (p *parser) settle() {
	for from := 0; from < len(p.its); {
		to := from
		for to < len(p.its) && p.its[to].kind != stop {
			to++
		}
		p.numbers(from, to)
		p.today(from, to)
		p.weeks(from, to)
		p.past(from, to)
		p.verbSecond(from, to)
		p.thatDay(from, to)
		p.busy(from, to)
		p.asides(from, to)
		from = to + 1
	}
}

// numbers keeps the bare numbers that stand beside a time, and makes the others
// words. It looks from both sides, so that "9, 11 or 4 on Thursday" is read.
func (p *parser) numbers(from, to int) {
	sure := func(it item) bool { return it.kind == dayAt || it.kind == clock && it.clock.sure }
	for pass := range 2 {
		beside, apart := -1, false // the last sure item with nothing but joins since, and whether there was one
		for k := from; k < to; k++ {
			i := k
			if pass == 1 {
				i = to - 1 - (k - from)
			}
			it := &p.its[i]
			switch {
			case it.kind == clock && !it.clock.sure && beside >= 0:
				if p.its[beside].kind == dayAt && pass == 1 && p.ts[it.start].digits <= 2 && it.clock.point && p.its[beside].start == it.end && num(p.ts, it.start) < 7 {
					beside = -1 // "2 Tuesday" is a number and a day
					continue
				}
				if p.its[beside].kind == clock && !apart && !(p.its[beside].clock.part && !it.clock.point && pass == 0) {
					beside = -1 // "the 9 o'clock one"
					continue
				}
				it.clock.sure = true
				beside, apart = i, false
			case sure(*it):
				beside, apart = i, false
			case it.kind == join || it.kind == comma || it.kind == except || it.kind == negative || it.kind == but || it.kind == positive && pass == 1:
				apart = true
			case it.kind == word && small(at(p.ts, it.start)):
			default:
				beside = -1
			}
		}
	}
	for i := from; i < to; i++ {
		if it := &p.its[i]; it.kind == clock && !it.clock.sure {
			it.kind = word
		}
	}
}

// small are the words that may stand between a day and its time.
func small(w string) bool {
	switch w {
	case "the", "at", "on", "any", "of", "around", "only", "either", "from", "a", "in", "and", "then", "@", "*", "between", "both":
		return true
	}
	return false
}

// weeks lets a bare weekday pick its day from the week named in the sentence:
// "Tuesday or Wednesday afternoon next week". A week that was picked from is no
// window by itself.
func (p *parser) weeks(from, to int) {
	var picked []int
	for i := from; i < to; i++ {
		it := &p.its[i]
		if it.kind != dayAt || !it.day.bare {
			continue
		}
		w, ahead := -1, false
		if p.dated(i, to) {
			continue
		}
		if p.restated(i, from) {
			it.kind = word
			continue
		}
		for j := i - 1; j >= from && w < 0; j-- {
			if p.its[j].kind == dayAt && p.its[j].day.week {
				w = j
			}
		}
		for j := from - 1; j >= 0 && j > from-60 && w < 0 && p.its[j].kind != dayAt; j-- {
			// the sentence before may have named the week: "next week? Any time Tuesday."
			if k := j - 1; k >= 0 && p.its[k].kind == dayAt && p.its[k].day.week && !p.denies(k, 0, from) {
				w = k
			}
		}
		for j := i + 1; j < to && w < 0; j++ {
			if p.its[j].kind == dayAt && p.its[j].day.week {
				w, ahead = j, true
			} else if p.its[j].kind == negative || p.its[j].kind == but || p.its[j].kind == away {
				break
			}
		}
		if w < 0 {
			p.follow(i, from)
			continue
		}
		if p.its[w].named {
			days := p.named()
			if len(days) == 0 {
				continue
			}
			p.its[w].day.days = wholeWeek(days[0].days[0]).days
			p.its[w].named = false
		}
		days := p.its[w].day.days
		mon := monday(days[0])
		first := in(mon, it.day.days[0].weekday())
		shift := 0
		for first.plus(shift).before(p.ref.today) {
			shift += 7
		}
		offset := it.day.days[0]
		it.day.bare = false
		for k, d := range it.day.days {
			gap := len(run(offset, d)) - 1
			it.day.days[k] = first.plus(shift + gap)
		}
		if ahead && p.besides(i, w) || !p.denies(i, from, to) && !(ahead && p.denies(w, from, to)) {
			picked = append(picked, w)
		}
	}
	for _, w := range picked {
		p.its[w].kind = word
	}
	p.every(from, to)
}

// besides reports whether only days and small words stand between two items:
// "Wed and Thurs this week".
func (p *parser) besides(i, w int) bool {
	for j := i + 1; j < w; j++ {
		switch it := p.its[j]; {
		case it.kind == dayAt || it.kind == join || it.kind == comma && at(p.ts, it.start) == ",":
		case it.kind == word && small(at(p.ts, it.start)):
		default:
			return false
		}
	}
	return true
}

// follow puts a weekday behind a date named before it in the sentence: "Wed 24th,
// or the Thursday".
func (p *parser) follow(i, from int) {
	d := &p.its[i].day
	for j := i - 1; j >= from; j-- {
		before := p.its[j].day
		if p.its[j].kind != dayAt || before.bare || before.week || len(before.days) != 1 || len(d.days) != 1 {
			continue
		}
		if day := before.days[0]; p.ref.today.plus(6).before(day) {
			r := p.ref
			r.today = day
			d.days[0], d.bare = r.coming(d.days[0].weekday()), false
		}
		return
	}
}

// dated gives a weekday the date that is said right behind it: "Thursday 10
// o'clock, 26.11."
func (p *parser) dated(i, to int) bool {
	if len(p.its[i].day.days) != 1 {
		return false
	}
	for j := i + 1; j < min(to, i+5); j++ {
		d := p.its[j]
		if d.kind == join {
			return false
		}
		if d.kind == dayAt && !d.day.bare && len(d.day.days) == 1 && d.day.days[0].weekday() == p.its[i].day.days[0].weekday() && num(p.ts, d.start) > 0 {
			p.its[i].day = d.day
			p.its[j].kind = word
			return true
		}
	}
	return false
}

// restated reports whether a date right before item i is that weekday: "28 Feb
// is a Sunday".
func (p *parser) restated(i, from int) bool {
	for j := i - 1; j >= max(from, i-4); j-- {
		if d := p.its[j]; d.kind == dayAt && !d.day.bare && len(d.day.days) == 1 && len(p.its[i].day.days) == 1 {
			return d.day.days[0].weekday() == p.its[i].day.days[0].weekday()
		}
	}
	return false
}

// every drops "each day" beside the days that it speaks of, and gives it those
// that our letter asked about.
func (p *parser) every(from, to int) {
	others := 0
	for i := from; i < to; i++ {
		if p.its[i].kind == dayAt && !p.its[i].day.every {
			others++
		}
	}
	for i := from; i < to; i++ {
		it := &p.its[i]
		if it.kind != dayAt || !it.day.every || p.ref.habit {
			continue
		}
		if others > 0 && !p.denies(i, i, to) {
			it.kind = word
		} else if asked := p.named(); len(asked) > 0 {
			it.day = asked[0]
		}
	}
}

// today makes one day of "Thursday 5pm today", over the whole mail.
func (p *parser) today(from, to int) {
	for i := from; i < to; i++ {
		if p.its[i].kind != dayAt || len(p.its[i].day.days) != 1 || p.its[i].day.days[0] != p.ref.today {
			continue
		}
		for j := range p.its {
			d := &p.its[j].day
			if p.its[j].kind == dayAt && d.bare && len(d.days) == 1 && d.days[0] == p.ref.today.plus(7) {
				*d = one(p.ref.today)
				p.its[i].kind = word
			}
		}
	}
}

// denies reports whether the clause of item i is negative.
func (p *parser) denies(i, from, to int) bool {
	for j := i; j < to; j++ {
		switch p.its[j].kind {
		case negative, away:
			return p.behindOf(j)
		case comma, but:
			j = to
		}
	}
	for j := i; j >= from; j-- {
		switch p.its[j].kind {
		case negative, away, except:
			return true
		case but:
			return p.generousAt(j, from)
		}
	}
	return false
}

// generousAt is generous, before the sentence is walked.
func (p *parser) generousAt(i, from int) bool {
	q := *p
	q.sentence = from
	return q.generous(i)
}

// behindOf reports whether nothing of time follows the negation in its clause.
func (p *parser) behindOf(j int) bool {
	for k := j + 1; k < len(p.its); k++ {
		switch p.its[k].kind {
		case dayAt, clock:
			return false
		case stop, comma, but:
			return true
		}
	}
	return true
}

// asides drops the days in brackets that tell something: "(the clocks change on
// Sunday!)".
func (p *parser) asides(from, to int) {
	for i := from; i < to; i++ {
		if p.its[i].kind != comma || at(p.ts, p.its[i].start) != "(" || i+2 >= to || p.its[i+1].kind != word || p.its[i+2].kind != word {
			continue
		}
		for j := i + 1; j < to && at(p.ts, p.its[j].start) != ")"; j++ {
			if p.its[j].kind == dayAt || p.its[j].kind == clock {
				p.its[j].kind = word
			}
		}
	}
}

// verbSecond lets a "nicht" behind its verb deny it: "Montag kann ich leider
// nicht", "dienstags geht es mir nicht".
func (p *parser) verbSecond(from, to int) {
	for i := from; i < to; i++ {
		if p.its[i].kind != positive {
			continue
		}
		for j := i + 1; j < min(to, i+7) && (p.its[j].kind == word || p.its[j].kind == negative); j++ {
			if w := glance(p.ts, p.its[j].start); p.its[j].kind == negative && (w == "nicht" || w == "leider" || w == "ned" || w == "net") {
				p.its[i].kind = word
			}
		}
	}
}

// thatDay drops the "that day" of a sentence that says neither yes nor no to it:
// "9am Friday? I'm at the office early that day".
func (p *parser) thatDay(from, to int) {
	only := -1
	for i := from; i < to; i++ {
		switch it := p.its[i]; {
		case it.kind == dayAt && it.named && !it.day.week && only < 0:
			only = i
		case it.kind == word || it.kind == comma || it.kind == join:
		default:
			return
		}
	}
	if only >= 0 && slices.ContainsFunc(p.its[:from], func(it item) bool { return it.kind == dayAt }) && only-from > 2 {
		p.its[only].kind = word
	}
}

// past drops the times of a sentence about what has been: "we met last Tuesday at 3".
func (p *parser) past(from, to int) {
	for i := from; i < to; i++ {
		if p.its[i].kind == dayAt && p.its[i].day.gone {
			p.its[i].kind = word
			for j := i + 1; j < to; j++ {
				switch p.its[j].kind {
				case clock:
					p.its[j].kind = word
				case comma, but, dayAt:
					j = to
				}
			}
		}
	}
}
