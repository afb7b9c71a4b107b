package phrase

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mentord/calendar"
)

// A Context is what words about time are relative to.
type Context struct {
	Sent   time.Time         // when the mail was sent
	Zone   *time.Location    // the writer's zone
	Asked  []calendar.Window // the span our letter asked about; may be empty
	Length time.Duration     // how long a point in time ("at 3") lasts
}

// A Reading is the windows that a text names, all in UTC and after the mail was
// sent: Want without what Not takes away, each sorted and merged.
type Reading struct {
	Want      []calendar.Window
	Not       []calendar.Window
	Ambiguous []string // words with two valid meanings, as written
	Terms     []Term   // each window on its own, in the order of the words
}

// A Term is one window that the words name.
type Term struct {
	Window   calendar.Window
	Not      bool
	Point    bool   // a point in time: "at 3"
	WholeDay bool   // no time of day was said
	Back     bool   // the window ends on a first day back: "out until the 16th"
	Dayless  bool   // a time alone, read for each day that our letter asked about
	Weekday  bool   // the day was named by its weekday only
	Words    string // that it came from
}

// Empty reports whether the text names no time at all.
func (r Reading) Empty() bool { return len(r.Terms)+len(r.Ambiguous) == 0 }

// Read reads the times in a text by the policy in docs/times.md.
func Read(text string, c Context) Reading { return read(text, c, false) }

// spanBehind are hours behind a day that was found good: "Tuesday's good, 9 to 11".
var spanBehind = regexp.MustCompile(`(?i)(\b(?:mon|tues?|weds?|wednes|thurs?|thu|fri|satur|sun)(?:day)?(?:'s| is| would be| looks)? (?:good|fine|ok|okay|great|best|perfect|free|open|works?|suits?)(?: for me| me)?,) (\d{1,2}(?:[:.]\d\d)?\s*(?:-|–|to|till|until)\s*\d)`)

// weekFrom is "a week today".
var weekFrom = regexp.MustCompile(`(?i)\b(?:a|one) week (?:today|(?:from )?tomorrow)\b`)

func read(text string, c Context, habit bool) Reading {
	text = weekFrom.ReplaceAllStringFunc(text, func(words string) string {
		days := 7
		if strings.HasSuffix(strings.ToLower(words), "tomorrow") {
			days = 8
		}
		return "on " + c.Sent.In(c.Zone).AddDate(0, 0, days).Format("2 January 2006")
	})
	text = spanBehind.ReplaceAllString(text, "$1 from $2")
	p := parser{Context: c, ts: translate(tokens(text)), text: text}
	p.ref = reference{today: dateOf(c.Sent.In(c.Zone)), monthFirst: strings.HasPrefix(c.Zone.String(), "America/") && !dayFirst[c.Zone.String()], unsure: c.Zone == time.UTC, habit: habit}
	p.its = p.items()
	p.settle()
	p.run()
	if slices.ContainsFunc(p.out.Terms, func(t Term) bool { return !t.Not && !t.Dayless }) {
		// "After lunch is easier. Wednesday or Thursday": the days have been said.
		p.out.Terms = slices.DeleteFunc(p.out.Terms, func(t Term) bool { return !t.Not && t.Dayless && !t.Point })
	}
	for _, t := range p.out.Terms {
		if t.Not {
			p.out.Not = append(p.out.Not, t.Window)
		} else {
			p.out.Want = append(p.out.Want, t.Window)
		}
	}
	p.out.Not = calendar.Merge(p.out.Not)
	want := apart(p.out.Want)
	p.out.Want = nil
	for _, w := range want {
		p.out.Want = append(p.out.Want, calendar.Subtract([]calendar.Window{w}, p.out.Not)...)
	}
	return p.out
}

// dayFirst are the zones of America in which 12/03 is 12 March.
var dayFirst = map[string]bool{"America/Sao_Paulo": true, "America/Bogota": true, "America/Mexico_City": true, "America/Lima": true,
	"America/Santiago": true, "America/Argentina/Buenos_Aires": true, "America/Buenos_Aires": true, "America/Montevideo": true, "America/Caracas": true,
	"America/Fortaleza": true, "America/Recife": true, "America/Bahia": true, "America/Manaus": true, "America/Asuncion": true, "America/La_Paz": true,
	"America/Guayaquil": true, "America/Costa_Rica": true, "America/Guatemala": true, "America/Havana": true, "America/Jamaica": true}

// apart sorts the windows and drops those inside another. Two that only touch
// stay two: "at 2 or at 3" are two times to meet.
func apart(ws []calendar.Window) (out []calendar.Window) {
	ws = slices.Clone(ws)
	slices.SortStableFunc(ws, func(a, b calendar.Window) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return b.End.Compare(a.End)
	})
	for _, w := range ws {
		if n := len(out); n > 0 && w.Start.Before(out[n-1].End) {
			if w.End.After(out[n-1].End) {
				out[n-1].End = w.End
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// shortDays are German short names before an hour, which are English words as
// well: "Mo 8-10h, Do 15-17h".
var (
	shortDays  = regexp.MustCompile(`\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\.?\s*\d`)
	germanDays = map[string]string{"Mo": "Mon", "Di": "Tue", "Mi": "Wed", "Do": "Thu", "Fr": "Fri", "Sa": "Sat", "So": "Sun"}
)

// excepted stands behind what it takes out: "every weekday after 3, Thursday excepted".
var excepted = regexp.MustCompile(`(?i),?\s+(?:but |with )?(\p{L}+days?)(?: being)? (?:excepted|excluded)\b`)

// exceptThen are hours that stand behind a day taken out: "any weekday except
// Thursday, between 12 and 1".
var exceptThen = regexp.MustCompile(`(?i)\b((?:any|every|each|all) (?:week)?days?,?)\s+((?:except|but not|but|bar)(?: on)? \p{L}+days?(?: (?:and|or) \p{L}+days?)?),?\s+((?:between|from|after|before|at) [^.;\n]*)`)

// Usual reads the hours that a person usually has: "Tue and Thu 9-12, most
// evenings".
func Usual(text string) calendar.Week {
	// Any moment will do for a weekly habit; a Sunday in a quiet June keeps it
	// clear of "today", and UTC of clock changes.
	c := Context{Sent: time.Date(2026, 6, 7, 0, 0, 0, 0, time.UTC), Zone: time.UTC, Length: time.Hour}
	text = excepted.ReplaceAllString(text, " except $1")
	text = exceptThen.ReplaceAllString(text, "$1 $3 $2")
	text = shortDays.ReplaceAllStringFunc(text, func(day string) string { return germanDays[day[:2]] + day[2:] })
	var out calendar.Week
	for _, w := range read(text, c, true).Want {
		last := w.End.Add(-time.Second)
		day := calendar.DayHours{Day: w.Start.Weekday(), Span: calendar.Span{
			From: calendar.At(w.Start.Hour(), w.Start.Minute()), To: calendar.At(last.Hour(), last.Minute()+1)}}
		if !slices.Contains(out, day) {
			out = append(out, day)
		}
	}
	return out
}

// A parser walks the items once and collects groups of days and times.
type parser struct {
	Context
	text string
	ts   []token
	its  []item
	ref  reference
	out  Reading

	at       int  // the item being read
	sentence int  // where its sentence begins
	not      bool // what the group names is excluded
	subject  bool // the negation spoke of the days before it: "Friday doesn't work"
	absent   bool // … because the person is away
	shifted  int  // one more than where the sentence began in which a shift moved the session
	dayless  bool // the times being emitted had no day
	weekly   bool // the days being emitted were named by their weekday only
	group    group
	last     []dayTerm   // the days last named, for "the same day" and times alone
	lastIn   int         // where the sentence began in which they were named
	times    []clockTerm // the times last named
	clockEnd int         // the token behind the last of them
	held     []clockTerm // times that wait for their days
}

func (p *parser) run() {
	for i, it := range p.its {
		p.at = i + 1
		switch it.kind {
		case stop:
			p.flush()
			p.not, p.subject, p.absent, p.sentence, p.held = false, false, false, i+1, nil
		case but:
			if !p.not && i+1 < len(p.its) && p.its[i+1].kind == dayAt && p.generous(i) {
				p.turn(true) // "any day next week but Wednesday"
				continue
			}
			if !p.not && len(p.group.clocks) == 0 && p.clockNext(i+1) {
				p.group.affirmed = !p.group.empty()
				continue
			}
			p.turn(false)
		case except:
			p.turn(true)
		case negative, away:
			p.negate(it, i)
		case positive:
			switch {
			case p.not && !p.subject && !p.group.empty():
				p.turn(false)
			case !p.not:
				p.group.affirmed = !p.group.empty()
			}
		case clears:
			if !p.not {
				p.group = group{}
			}
		case comma, join:
			p.separated(i)
		case dayAt:
			p.addDay(it)
		case clock:
			p.addClock(it, i+1)
		case same:
			if times := p.sameTime(); times != nil {
				if len(p.group.days) > 0 && (len(p.group.clocks) > 0 || p.begun() && p.ownDay(i+1)) {
					p.flush()
				}
				p.touch(it)
				p.group.clocks = append(p.group.clocks, times...)
				if len(p.group.days) == 0 {
					p.group.clockFirst = true
				}
			}
		case shift:
			p.shift(it)
		case until:
			p.until(it)
		case back:
			if !slices.ContainsFunc(p.out.Terms, func(t Term) bool { return t.Not }) && !(p.absent && !p.group.empty()) {
				p.not = true
				p.exclude(p.Sent, it.day.days[0], it)
			}
			p.turn(false)
		}
	}
	p.at = len(p.its)
	p.flush()
	if p.held != nil && len(p.out.Terms) == 0 && len(p.Asked) > 0 && !p.held[0].any {
		p.group.clocks, p.held = p.held, nil
		p.flush()
	} else if p.held != nil && p.ref.habit && len(p.out.Terms) == 0 {
		p.group = group{days: []dayTerm{{days: week(monday(p.ref.today.plus(2)))}}, clocks: p.held}
		p.held = nil
		p.flush()
	}
}

// turn closes the group and changes the sense.
func (p *parser) turn(not bool) {
	p.flush()
	p.not, p.subject, p.absent = not, false, false
}

// negate takes a negation before what it excludes, or behind it.
func (p *parser) negate(it item, i int) {
	if sign, _ := utf8.DecodeRuneInString(glance(p.ts, it.start)); !unicode.IsLetter(sign) && !p.not { // "Thu ❌"
		p.not = true
		p.turn(false)
		return
	}
	if !p.group.empty() && !p.group.affirmed && !p.not && p.behind(i) {
		p.not, p.subject = true, true
	} else if !p.not || p.group.affirmed {
		p.turn(true)
	}
	p.absent = p.absent || it.kind == away
}

// behind reports whether the negation at i speaks of the group before it:
// "Friday is bad", but not "Tuesday, not Friday" and not "Tuesday not Friday".
func (p *parser) behind(i int) bool {
	for j := i - 1; j >= 0 && p.its[j].kind != dayAt && p.its[j].kind != clock; j-- {
		if k := p.its[j].kind; k == comma && at(p.ts, p.its[j].start) == "," || k == but {
			return false
		}
	}
	for j := i + 1; j < len(p.its); j++ {
		switch p.its[j].kind {
		case stop, comma, but:
			return true
		case dayAt:
			return len(p.group.days) == 0
		case clock:
			return len(p.group.clocks) == 0 || len(p.group.days) > 0 && j > i+2
		}
	}
	return true
}

// generous reports whether the sentence up to item i offers all of something,
// and nothing stands behind the "but" that says no.
func (p *parser) generous(i int) bool {
	all := false
	for j := p.sentence; j < i; j++ {
		switch at(p.ts, p.its[j].start) {
		case "any", "all", "everyday", "weekday":
			all = true
		case "anytime": // not "I sit in an assessment the whole day, but …"
			raw := glance(p.ts, p.its[j].start)
			all = all || raw == "any" || raw == "anytime" || raw == "whenever"
		}
	}
	for j := i + 1; j < len(p.its) && p.its[j].kind != stop; j++ {
		if p.its[j].kind == negative || p.its[j].kind == away {
			return false
		}
	}
	return all
}

// clockNext reports whether a time follows in the sentence that has no day of its own.
func (p *parser) clockNext(i int) bool {
	for ; i < len(p.its); i++ {
		switch p.its[i].kind {
		case clock:
			return !p.ownDay(i + 1)
		case dayAt, negative, except, away, stop, same, shift:
			return false
		}
	}
	return false
}

// separated ends a group whose sense was settled behind it, and a negation when
// what follows the comma is positive: "can't do Tuesday, Thursday works".
func (p *parser) separated(i int) {
	isComma := p.its[i].kind == comma
	switch {
	case p.group.affirmed && len(p.group.clocks) == 0 && p.clockNext(i+1):
	case p.subject && isComma, p.group.affirmed:
		p.turn(false)
	case p.subject && at(p.ts, p.its[i].start) == "and":
		p.turn(false)
	case p.not && p.absent && isComma && p.group.empty(): // "I'm travelling, so Tuesday"
		p.turn(false)
	case p.not && isComma:
		sign, days := false, false
		for j := i + 1; j < len(p.its); j++ {
			switch k := p.its[j].kind; k {
			case positive:
				sign = true
			case dayAt, clock:
				days = true
				sign = sign || p.its[j].clock.any
			case comma, but, stop, negative, away, except:
				if sign && days && k != negative && k != away {
					p.turn(false)
				}
				return
			}
		}
		if sign && days {
			p.turn(false)
		}
	}
}

// until excludes from the mail, or from the first day named, to the start of a day.
func (p *parser) until(it item) {
	if !p.not {
		return
	}
	from := p.Sent
	if len(p.group.days) > 0 && len(p.group.days[0].days) > 0 {
		from = p.moment(p.group.days[0].days[0], 0, p.Zone)
	}
	day := it.day.days[0]
	if len(p.group.days) > 0 { // "from the 23rd until the 27th": both are named
		day = it.day.days[len(it.day.days)-1].plus(1)
	}
	p.exclude(from, day, it)
	p.not, p.subject = false, false
}

func (p *parser) exclude(from time.Time, day date, it item) {
	p.group = group{}
	p.emit(Term{Window: calendar.Window{Start: from, End: p.moment(day, 0, p.Zone)}, WholeDay: true, Back: true, Words: p.said(it.start, it.end)})
}

// afterSame reports whether "the same time" stands right before the item being read.
func (p *parser) afterSame() bool {
	for j := p.at - 2; j >= 0 && j > p.at-5; j-- {
		switch p.its[j].kind {
		case same:
			return true
		case word:
		default:
			return false
		}
	}
	return false
}

// shift moves the days last named, or the session our letter is about.
func (p *parser) shift(it item) {
	if it.days != 0 {
		if times := p.group.clocks; len(times) > 0 && p.at >= 2 && p.afterSame() { // "the same time a week later"
			from := p.named()
			if len(p.group.days) > 0 {
				from = p.group.days
			}
			p.group = group{clocks: times, start: it.start, end: it.end}
			for _, t := range from {
				for _, d := range t.days {
					if len(p.group.days) < maxDays {
						p.group.days = append(p.group.days, one(d.plus(it.days)))
					}
				}
			}
			return
		}
		if len(p.group.days) > 0 {
			p.last = p.group.days
		}
		from := p.named()
		if it.days == 7 && at(p.ts, it.start) == "week" && len(from) > 0 && len(from[0].days) > 0 && len(from[0].days) != 1 {
			p.addDay(item{day: wholeWeek(from[0].days[0].plus(7)), start: it.start, end: it.end})
			return
		}
		if len(p.group.days) == 0 {
			p.flush()
		} else if len(p.group.clocks) > 0 {
			p.flush()
		}
		if len(p.group.days)+len(p.group.clocks)+len(p.last) == 0 && len(p.Asked) == 1 && p.held == nil {
			p.held = p.sameTime() // "a day later" is at the time of the session
		}
		for _, t := range from {
			for _, d := range t.days {
				p.addDay(item{day: one(d.plus(it.days)), start: it.start, end: it.end})
			}
		}
		return
	}
	if len(p.Asked) == 1 && len(p.group.clocks) == 0 {
		w := p.Asked[0]
		w.Start, w.End = w.Start.Add(it.span), w.End.Add(it.span)
		p.group, p.shifted = group{}, p.sentence+1
		p.emit(Term{Window: w, Point: true, Words: p.said(it.start, it.end)})
	}
}
