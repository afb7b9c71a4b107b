package phrase

import (
	"time"

	"mentord/calendar"
)

// dayAt takes a term at i that names days into the group.
func (p *parser) dayAt(i int) int {
	if same(p.ts, i) {
		if len(p.days) == 0 {
			p.days = append(p.days, p.named()...)
		}
		return i + 2
	}
	t, n := p.ref.readDay(p.ts, i)
	if n == i && len(t.days) == 0 {
		return i
	}
	word := at(p.ts, i)
	if ambiguousDays[word] && (i == 0 || at(p.ts, i-1) == "i" || at(p.ts, i-1) == "the" || at(p.ts, i-1) == "we") {
		return i
	}
	if t.ambiguous {
		p.out.Ambiguous = append(p.out.Ambiguous, p.text[p.ts[i].start:p.ts[n-1].end])
		return n
	}
	if p.until {
		p.until = false
		p.excludeUntil(t.days[0])
		return n
	}
	// A day that follows a whole "day and time" starts a new group; so does one
	// that follows a time which already has its days.
	if len(p.days) > 0 && len(p.times) > 0 {
		p.flush()
	}
	p.days = append(p.days, t)
	p.comma = false
	return n
}

// same reports whether "that week", "that day" or "those days" stands at i.
func same(ts []token, i int) bool {
	switch at(ts, i) {
	case "that", "those", "same":
		switch at(ts, i+1) {
		case "week", "day", "days":
			return true
		}
	}
	return false
}

// named is what "that week" points to: the days last named, else those that our
// letter asked about.
func (p *parser) named() []dayTerm {
	if len(p.last) > 0 {
		if all := p.last[len(p.last)-1]; len(all.days) > 0 {
			return p.last
		}
	}
	return p.askedDays()
}

func (p *parser) askedDays() []dayTerm {
	var t dayTerm
	for _, w := range p.Asked {
		for d := dateOf(w.Start.In(p.Zone)); !d.plus(0).before(p.ref.today); d = d.plus(1) {
			if !p.moment(d, 0, p.Zone).Before(w.End) || len(t.days) > 60 {
				break
			}
			t.days = append(t.days, d)
		}
	}
	if len(t.days) == 0 {
		return nil
	}
	return []dayTerm{t}
}

// moment is the time of day on d in zone, as an instant.
func (p *parser) moment(d date, minutes int, zone *time.Location) time.Time {
	return time.Date(d.y, d.m, d.d, minutes/60, minutes%60, 0, 0, zone)
}

// excludeUntil excludes everything from the mail to the start of day d.
func (p *parser) excludeUntil(d date) {
	p.emit(calendar.Window{Start: p.Sent, End: p.moment(d, 0, p.Zone)}, true)
	p.days, p.times = nil, nil
}

// flush turns the group of days and times into windows.
func (p *parser) flush() {
	days, times := p.days, p.times
	p.days, p.times, p.comma = nil, nil, false
	if len(days) == 0 {
		if len(times) == 0 {
			return
		}
		if days = p.named(); len(days) == 0 {
			days = []dayTerm{{days: []date{p.nextFor(times[0])}}}
		}
	} else {
		p.last = days
	}
	for _, t := range days {
		for _, d := range t.days {
			p.day(d, times)
		}
	}
}

// nextFor is today if the time is still to come, else tomorrow.
func (p *parser) nextFor(c clockTerm) date {
	if p.moment(p.ref.today, c.from, p.Zone).After(p.Sent) {
		return p.ref.today
	}
	return p.ref.today.plus(1)
}

// day gives the windows of one day at the given times; a whole day with none.
func (p *parser) day(d date, times []clockTerm) {
	if len(times) == 0 {
		if p.not {
			p.emit(calendar.Window{Start: p.moment(d, 0, p.Zone), End: p.moment(d, 24*60, p.Zone)}, true)
			return
		}
		p.emit(calendar.Window{Start: p.moment(d, startOfDay, p.Zone), End: p.moment(d, endOfDay, p.Zone)}, false)
		return
	}
	for _, c := range times {
		zone := calendar.Zone(c.zone, p.Zone)
		w := calendar.Window{Start: p.moment(d, c.from, zone), End: p.moment(d, c.to, zone)}
		if c.point {
			w.End = w.Start.Add(p.Length)
			p.out.Points++
		}
		p.emit(w, p.not)
	}
}

// emit keeps the part of the window that lies after the mail was sent.
func (p *parser) emit(w calendar.Window, not bool) {
	if w.Start.Before(p.Sent) {
		w.Start = p.Sent
	}
	switch {
	case w.Empty():
	case not:
		p.out.Not = append(p.out.Not, w)
	default:
		p.out.Want = append(p.out.Want, w)
	}
}
