package pairing

import (
	"fmt"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing/fit"
)

// pool compares everybody of the field. Two who met, or whom the coordinator
// wants apart, are barred from each other.
func (p Policy) pool(f field, now time.Time) *fit.Pool {
	week := nextMonday(now)
	var mentees, mentors, others []fit.One
	hoping := map[PersonID]bool{}
	for _, h := range f.mentees {
		mentees, hoping[h.ID] = append(mentees, p.one(h.Person, week)), true
	}
	for _, h := range f.mentors {
		mentors, hoping[h.ID] = append(mentors, p.one(h.Person, week)), true
	}
	for _, who := range f.people {
		if !hoping[who.ID] {
			others = append(others, p.one(who, week))
		}
	}
	rules := fit.Rules{Weights: p.Pairing.Weight, Session: int((p.Calendar.Session.Duration() + 15*time.Minute - 1) / (15 * time.Minute)),
		Step: p.Pairing.Step, Prefer: p.Pairing.Prefer, Apart: p.Pairing.Apart, Synonyms: p.Pairing.Synonyms}
	pool, err := fit.NewPool(rules, mentees, mentors, others)
	if err != nil { // Check refuses such synonyms before anything runs
		rules.Synonyms = nil
		pool, _ = fit.NewPool(rules, mentees, mentors, others)
	}
	at := map[string][]int{} // the places of an address among the mentors
	for m, h := range f.mentors {
		at[strings.ToLower(h.Email)] = append(at[strings.ToLower(h.Email)], m)
	}
	for _, never := range p.Pairing.Never {
		for i, h := range f.mentees {
			if !named(never.People, h.Email) {
				continue
			}
			for _, other := range never.People {
				for _, m := range at[strings.ToLower(other)] {
					pool.Bar(i, m, fit.RuledOut)
				}
			}
		}
	}
	mentor := map[PersonID]int{}
	for m, h := range f.mentors {
		mentor[h.ID] = m
	}
	mentee := map[PersonID]int{}
	for i, h := range f.mentees {
		mentee[h.ID] = i
	}
	for two, why := range f.met {
		m, in := mentor[two[Mentor]]
		if i, too := mentee[two[Mentee]]; in && too {
			pool.Bar(i, m, why)
		}
	}
	return pool
}

// one is the person as matching sees them.
func (p Policy) one(who Person, week time.Time) fit.One {
	x := who.Profile
	one := fit.One{Key: strings.ToLower(who.Email), Background: x.Background, Languages: x.Languages, Department: x.Department, Team: x.Team,
		Manager: strings.ToLower(x.Manager), Level: x.Level,
		Hours: fit.HoursOf(p.week(who).Windows(who.Zone(p.Zone()), week, week.AddDate(0, 0, 7)), week)}
	if who.Learns() {
		one.Wants = x.Goals
	}
	if who.Mentors() {
		one.Offers = x.Skills
	}
	return one
}

// week is when the person can usually meet: office hours if they did not say.
func (p Policy) week(who Person) calendar.Week {
	if len(who.Profile.Availability) > 0 {
		return who.Profile.Availability
	}
	return calendar.OfficeWeek(p.Calendar.Hours)
}

// nextMonday begins the week in which hours are compared.
func nextMonday(now time.Time) time.Time {
	monday := calendar.Waking(now, time.UTC, calendar.Span{})
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, 1)
	}
	return monday.Truncate(24 * time.Hour)
}

// why are the two or three things that made a pair, in words for both.
func why(mentor, mentee Person, f fit.Fit, prefer fit.Prefer) (out []string) {
	if len(f.Common) > 0 {
		var things []string
		for _, c := range f.Common[:min(3, len(f.Common))] {
			things = append(things, inOneWord(c, mentor.First()))
		}
		out = append(out, strings.Join(things, ", ")+": what "+mentee.First()+" wants to work on and "+mentor.First()+" offers")
	}
	switch {
	case f.Above > 0 && f.Above == 1:
		out = append(out, mentor.First()+" is one step further on")
	case f.Above > 1:
		out = append(out, fmt.Sprintf("%s is %d steps further on", mentor.First(), f.Above))
	case f.Preferred && prefer == fit.OtherDepartment:
		out = append(out, "you work in different departments, so you see different things")
	case f.Preferred && prefer == fit.SameDepartment:
		out = append(out, "you work in the same department")
	case f.Preferred && prefer == fit.DifferentBackground:
		out = append(out, "you come from different backgrounds")
	case f.Preferred && prefer == fit.SameBackground:
		out = append(out, "you share a background")
	}
	if f.Language != "" {
		out = append(out, "both speak "+f.Language)
	}
	hours := int(f.Hours.Hours())
	switch {
	case f.Hours < time.Hour:
		out = append(out, fmt.Sprintf("%d minutes a week in which both can meet", int(f.Hours.Minutes())))
	case hours == 1:
		out = append(out, "about an hour a week in which both can meet")
	default:
		out = append(out, fmt.Sprintf("about %d hours a week in which both can meet", hours))
	}
	return out[:min(3, len(out))]
}

// inOneWord is a thing in common as the mentee says it, and as the mentor does if
// that is another word.
func inOneWord(c fit.Common, mentor string) string {
	if similar(c.Wants, c.Offers) {
		return c.Wants
	}
	return c.Wants + " (" + mentor + " says " + c.Offers + ")"
}

// similar reports whether two names share a word, but for its ending.
func similar(a, b string) bool {
	for _, x := range strings.Fields(strings.ToLower(a)) {
		for _, y := range strings.Fields(strings.ToLower(b)) {
			if n := min(len(x), len(y)); x[:min(n, 4)] == y[:min(n, 4)] && (n >= 4 || x == y) {
				return true
			}
		}
	}
	return false
}
