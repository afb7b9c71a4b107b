package pairing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mentord/pairing/fit"
)

// Unmatched is somebody without a pair, the cause, and what would change it.
type Unmatched struct {
	Person Person
	Role   Role
	Why    string // for the coordinator, who may know of rules and of others
	Change string // for the coordinator
	Cause  Cause  // what the person may be told
}

// A Cause is why somebody waits, as far as it concerns only them.
type Cause string

// The causes.
const (
	CauseNobody   Cause = "nobody"   // nobody to go with yet
	CauseHours    Cause = "hours"    // others would do, but have no hour in common
	CauseLanguage Cause = "language" // others would do, but speak no language of theirs
	CauseFull     Cause = "full"     // those who would do are taken
	CauseMust     Cause = "must"     // waits for a certain person
	CauseOther    Cause = "other"
)

// explain says why mentees have no mentor, and mentors none.
func (d *Draft) explain(f field, pool *fit.Pool, alone []int, held []bool, taken []int) {
	looks := make([]look, 0, len(alone))
	short := 0 // mentees for whom there would be somebody, had they a place
	for _, i := range alone {
		l := lookAt(len(f.mentors), func(m int) fit.Hindrance { return pool.Hindered(i, m) })
		looks = append(looks, l)
		if l.fit > 0 && !held[i] {
			short++
		}
	}
	for k, i := range alone {
		u := looks[k].unmatched("mentor", "full")
		if held[i] {
			u = Unmatched{Why: "waits for the one with whom they must be paired", Change: "that one joins, or the rule goes", Cause: CauseMust}
		}
		if u.Cause == CauseFull {
			u.Why += fmt.Sprintf("; the program is %s short", plural(short, "place"))
			u.Change = "one more place with " + names(f.mentors, looks[k].who)
		}
		u.Person, u.Role = f.mentees[i].Person, MenteeRole
		d.Unmatched = append(d.Unmatched, u)
	}
	for m, mentor := range f.mentors {
		if taken[m] > 0 || mentor.others > 0 || mentor.places == 0 {
			continue
		}
		l := lookAt(len(f.mentees), func(i int) fit.Hindrance { return pool.Hindered(i, m) })
		u := l.unmatched("mentee", "with another mentor")
		if u.Cause == CauseFull {
			u.Change = "a mentee who joins"
		}
		u.Person, u.Role = mentor.Person, MentorRole
		d.Unmatched = append(d.Unmatched, u)
	}
	slices.SortStableFunc(d.Unmatched, func(a, b Unmatched) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), strings.Compare(a.Person.FullName(), b.Person.FullName()))
	})
}

// A look is what stands between somebody and each of the others.
type look struct {
	others int
	fit    int
	who    []int                 // a few of those who fit
	by     map[fit.Hindrance]int // how many each hindrance keeps away
	only   map[fit.Hindrance]int // and how many nothing else does
}

func lookAt(others int, hindered func(int) fit.Hindrance) look {
	l := look{by: map[fit.Hindrance]int{}, only: map[fit.Hindrance]int{}}
	for o := range others {
		h := hindered(o)
		if h&fit.SamePerson != 0 {
			continue
		}
		l.others++
		each := h.Each()
		for _, one := range each {
			l.by[one]++
		}
		switch len(each) {
		case 0:
			if l.fit++; len(l.who) < 3 {
				l.who = append(l.who, o)
			}
		case 1:
			l.only[each[0]]++
		}
	}
	return l
}

// unmatched is the true cause, and what would change it.
func (l look) unmatched(other, taken string) Unmatched {
	switch {
	case l.others == 0:
		return Unmatched{Why: "there is no " + other + " yet", Change: "a " + other + " who joins", Cause: CauseNobody}
	case l.fit == 1:
		return Unmatched{Why: "the one " + other + " who fits is " + taken, Cause: CauseFull}
	case l.fit > 1:
		return Unmatched{Why: fmt.Sprintf("all %d %ss who fit are %s", l.fit, other, taken), Cause: CauseFull}
	}
	var causes, changes []string
	cause, most := CauseOther, 0
	for _, h := range (^fit.Hindrance(0)).Each() {
		if n := l.by[h]; n > 0 {
			causes = append(causes, fmt.Sprintf("%s (%d)", h, n))
		}
		if n := l.only[h]; n > 0 && change[h] != "" {
			changes = append(changes, fmt.Sprintf("%s would open %s", change[h], plural(n, other)))
			if n > most {
				most = n
				cause = map[fit.Hindrance]Cause{fit.NoHour: CauseHours, fit.NoLanguage: CauseLanguage}[h]
			}
		}
	}
	if len(changes) == 0 {
		changes = []string{"another " + other}
	}
	return Unmatched{Why: "no " + other + " fits: " + strings.Join(causes, ", "), Change: strings.Join(changes, ", "), Cause: cmp.Or(cause, CauseOther)}
}

// change is what somebody could do about it.
var change = map[fit.Hindrance]string{
	fit.NoHour: "other hours", fit.NoLanguage: "another language", fit.RuledOut: "one [[pairing.never]] less",
	fit.SameTeam: "pairing within the team", fit.SameDepartmentToo: "pairing within the department",
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return itoa(n) + " " + thing + "s"
}

func names(group []hopeful, who []int) string {
	var out []string
	for _, i := range who {
		out = append(out, group[i].FullName())
	}
	return strings.Join(out, " or ")
}
