package pairing

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"mentord/calendar"
	"mentord/pairing/match"
)

// A hindrance is why two people must not be a pair; empty if they may.
type hindrance string

const (
	sameOne      hindrance = "the same person"
	ruledOut     hindrance = "a rule of the coordinator"
	manager      hindrance = "their own manager"
	noHour       hindrance = "no hour in common"
	pairedBefore hindrance = "a pair before"
	noTongue     hindrance = "no language in common"
)

// fit scores a mentor and a mentee from 0 to 1000, with the reasons that a
// person would believe, or says why they must not be a pair.
func (p Policy) fit(mentor, mentee Person, week time.Time) (score int, why []string, not hindrance) {
	switch {
	case mentor.ID == mentee.ID:
		return 0, nil, sameOne
	case mentee.Profile.Manager != "" && strings.EqualFold(mentee.Profile.Manager, mentor.Email):
		return 0, nil, manager
	case p.never(mentor, mentee):
		return 0, nil, ruledOut
	}
	tongue, ok := commonLanguage(mentor.Profile.Languages, mentee.Profile.Languages)
	if !ok {
		return 0, nil, noTongue
	}
	hours := p.sharedHours(mentor, mentee, week)
	if hours < p.Calendar.Session.Duration() {
		return 0, nil, noHour
	}
	common := commonWords(mentor.Profile.Skills+" "+mentor.Profile.Background, mentee.Profile.Goals)
	score = 200 + min(len(common), 3)*200
	if len(common) > 0 {
		why = append(why, strings.Join(common[:min(3, len(common))], ", ")+": what "+mentee.First()+" wants to work on and "+mentor.First()+" offers")
	}
	score += int(min(hours.Hours(), 10)) * 10
	why = append(why, "about "+itoa(max(1, int(hours.Hours())))+" hours a week in which both can meet")
	if tongue != "" && tongue != "English" {
		score += 20
		why = append(why, "both speak "+tongue)
	}
	same := mentor.Profile.Department != "" && strings.EqualFold(mentor.Profile.Department, mentee.Profile.Department)
	if p.Pairing.Prefer == "same department" && same || p.Pairing.Prefer == "different department" && !same && mentor.Profile.Department != "" {
		score += 80
	}
	return min(score, match.MaxScore), why, ""
}

func (p Policy) never(a, b Person) bool {
	for _, n := range p.Pairing.Never {
		has := func(who Person) bool {
			return slices.ContainsFunc(n.People, func(s string) bool { return strings.EqualFold(s, who.Email) })
		}
		if has(a) && has(b) {
			return true
		}
	}
	return false
}

// sharedHours is how long both can usually meet in the week that begins at week.
func (p Policy) sharedHours(a, b Person, week time.Time) time.Duration {
	end := week.AddDate(0, 0, 7)
	var sum time.Duration
	for _, w := range calendar.Intersect(
		p.week(a).Windows(a.Zone(p.Zone()), week, end), p.week(b).Windows(b.Zone(p.Zone()), week, end)) {
		if length := w.End.Sub(w.Start); length >= p.Calendar.Session.Duration() {
			sum += length
		}
	}
	return sum
}

// week is when the person can usually meet: office hours if they did not say.
func (p Policy) week(who Person) calendar.Week {
	if len(who.Profile.Availability) > 0 {
		return who.Profile.Availability
	}
	return calendar.OfficeWeek(p.Calendar.Hours)
}

// commonLanguage is a language that both speak; people who named none are
// taken to share the program's.
func commonLanguage(a, b []string) (string, bool) {
	if len(a) == 0 || len(b) == 0 {
		return "", true
	}
	found := ""
	for _, l := range a {
		if slices.ContainsFunc(b, func(s string) bool { return strings.EqualFold(s, l) }) {
			if found == "" || found == "English" {
				found = l
			}
		}
	}
	return found, found != ""
}

var emptyWords = map[string]bool{"and": true, "the": true, "for": true, "with": true, "into": true, "more": true, "about": true,
	"years": true, "from": true, "that": true, "want": true, "learn": true, "help": true, "better": true, "get": true, "work": true, "team": true, "move": true, "skills": true}

// commonWords are the words of weight that stand in both texts, in the order of
// the second.
func commonWords(skills, goals string) (out []string) {
	offered := map[string]bool{}
	for _, w := range weightyWords(skills) {
		offered[stem(w)] = true
	}
	for _, w := range weightyWords(goals) {
		if offered[stem(w)] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func weightyWords(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#' })
	return slices.DeleteFunc(words, func(w string) bool { return len(w) < 2 || emptyWords[w] })
}

// stem takes off the commonest endings, so that "negotiating" meets "negotiation".
func stem(w string) string {
	for _, end := range []string{"ations", "ation", "ating", "ings", "ing", "ions", "ion", "ers", "er", "ies", "ed", "es", "s", "y", "e"} {
		if len(w)-len(end) >= 4 && strings.HasSuffix(w, end) {
			return strings.TrimSuffix(w, end)
		}
	}
	return w
}
