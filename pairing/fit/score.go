package fit

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Max is the best that two can fit.
const Max = 1000

// Score is how well the two fit, 0 to Max. ok is false if they must not be a pair.
func (p *Pool) Score(mentee, mentor int) (score int, ok bool) {
	a, b := &p.mentees[mentee], &p.mentors[mentor]
	shared := a.hours.shared(&b.hours, p.rules.Session)
	if shared == 0 || !p.speak(a, b) || p.forbids(a, b) != 0 || len(p.barred) > 0 && p.barred[[2]int32{int32(mentee), int32(mentor)}] != 0 {
		return 0, false
	}
	return p.sum(a, b, p.offered(a, b), shared), true
}

// enough is how many quarters of an hour a week are as good as more.
const enough = 40

// sum weighs everything, each part from 0 to 1000.
func (p *Pool) sum(a, b *profile, offered, shared int) int {
	w := p.rules.Weights
	sum := w.Goals*offered + w.Hours*min(shared, enough)*Max/enough + w.Language*spoken(a, b)
	all := w.Goals + w.Hours + w.Language
	if p.rules.Step > 0 && p.levelled {
		sum, all = sum+w.Level*p.step(a, b), all+w.Level
	}
	if p.rules.Prefer != PreferNone && p.rules.Prefer != "" {
		sum, all = sum+w.Prefer*p.preferred(a, b), all+w.Prefer
	}
	return sum / max(1, all)
}

// offered is how much of what the mentee wants the mentor offers: the best few
// concepts in common against the best few of the mentee's.
func (p *Pool) offered(a, b *profile) int {
	if a.best == 0 {
		return 0
	}
	var top [topWishes]int64
	for i, j := 0, 0; i < len(a.wants) && j < len(b.offers); {
		switch d := a.wants[i].concept - b.offers[j].concept; {
		case d < 0:
			i++
		case d > 0:
			j++
		default:
			keep(&top, int64(a.wants[i].weight)*int64(b.offers[j].percent))
			i, j = i+1, j+1
		}
	}
	return int((top[0] + top[1] + top[2]) * Max / a.best)
}

// unknown is what a part counts of which nothing is known: better than bad.
const unknown = Max / 2

// tongues is full when both speak a language other than English, in which one of
// them perhaps speaks better.
func spoken(a, b *profile) int {
	if common(a.foreign, b.foreign) > 0 {
		return Max
	}
	return unknown
}

// beside is a language other than English that both speak.
func beside(a, b *profile) string {
	for _, name := range a.Languages {
		if !strings.EqualFold(name, "English") && slices.ContainsFunc(b.Languages, func(s string) bool { return strings.EqualFold(s, name) }) {
			return name
		}
	}
	return ""
}

// step is full when the mentor is as many levels above the mentee as the program
// asks, half for each level beside that, and nothing below the mentee.
func (p *Pool) step(a, b *profile) int {
	if a.level == 0 || b.level == 0 {
		return unknown
	}
	above := b.level - a.level
	if above < 0 {
		return 0
	}
	off := above - p.rules.Step
	return Max >> min(max(off, -off), 10)
}

func (p *Pool) preferred(a, b *profile) int {
	full := func(yes bool) int {
		if yes {
			return Max
		}
		return 0
	}
	switch p.rules.Prefer {
	case OtherDepartment, SameDepartment:
		if a.department == 0 || b.department == 0 {
			return unknown
		}
		return full((a.department == b.department) == (p.rules.Prefer == SameDepartment))
	}
	if len(a.background) == 0 || len(b.background) == 0 {
		return unknown
	}
	return full((common(a.background, b.background) > 0) == (p.rules.Prefer == SameBackground))
}

// A Fit is a pair that may be, and what speaks for it.
type Fit struct {
	Score     int
	Common    []Common // what the one wants and the other offers, what tells most first
	First     bool     // the mentee's first goal is among it
	Hours     time.Duration
	Language  string // in common, other than English
	Above     int    // how many levels the mentor is above the mentee; 0 if it does not count
	Preferred bool   // the program's preference is met
}

// Common is one thing in common, in the words of each.
type Common struct{ Wants, Offers string }

// Fit is what speaks for the pair, whatever forbids it.
func (p *Pool) Fit(mentee, mentor int) Fit {
	a, b := &p.mentees[mentee], &p.mentors[mentor]
	shared := a.hours.shared(&b.hours, p.rules.Session)
	f := Fit{Score: p.sum(a, b, p.offered(a, b), shared), Hours: Quarters(shared), Language: beside(a, b)}
	wants := slices.Clone(a.wants)
	slices.SortFunc(wants, func(x, y wish) int { return cmp.Or(int(y.weight-x.weight), strings.Compare(x.said, y.said)) })
	for _, w := range wants {
		if i := slices.IndexFunc(b.offers, func(o offer) bool { return o.concept == w.concept }); i >= 0 {
			f.Common = append(f.Common, Common{w.said, b.said[b.offers[i].said]})
			f.First = f.First || w.goal == 0
		}
	}
	if p.rules.Step > 0 && a.level != 0 && b.level != 0 {
		f.Above = b.level - a.level
	}
	f.Preferred = p.rules.Prefer != PreferNone && p.rules.Prefer != "" && p.preferred(a, b) == Max
	return f
}
