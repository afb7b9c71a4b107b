package pairing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"mentord/pairing/match"
)

// A Draft is who would go with whom, before anybody is asked.
type Draft struct {
	Pairs     []Drafted
	Unmatched []Unmatched
	Total     int // sum of the scores, each 0 to 1000
	Worst     int // lowest score of a pair; 0 without pairs
	Goals     int // pairs that share a word of what the mentee wants to work on
}

// Drafted is one pair of a draft, with two or three reasons that a person believes.
type Drafted struct {
	Mentor, Mentee Person
	Score          int
	Why            []string
}

// Unmatched is somebody without a pair, and the cause.
type Unmatched struct {
	Person Person
	Role   Role
	Why    string
}

// Draft finds the best pairs among the people: as many mentees served as can be,
// and of those assignments one with the highest total score. The order of the
// people does not matter.
func (p Policy) Draft(people []Person, now time.Time) (d Draft) {
	people = slices.Clone(people)
	slices.SortFunc(people, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	var mentors, mentees []Person
	var places []int
	for _, who := range people {
		if who.Mentors() {
			mentors = append(mentors, who)
			places = append(places, max(1, who.Profile.Capacity))
		}
		if who.Learns() {
			mentees = append(mentees, who)
		}
	}
	fits, notMentee, notMentor := p.fits(mentors, mentees, nextMonday(now), func(_, _ Person) bool { return false })
	taken := make([]int, len(mentors))
	for i, m := range match.Solve(problemOf(len(mentees), places, fits)) {
		if m == match.None {
			d.Unmatched = append(d.Unmatched, Unmatched{mentees[i], MenteeRole, notMentee[i].cause("mentor", len(mentors), "full")})
			continue
		}
		pair := fits[[2]int{i, m}]
		taken[m]++
		d.Pairs, d.Total = append(d.Pairs, pair), d.Total+pair.Score
		if len(d.Pairs) == 1 || pair.Score < d.Worst {
			d.Worst = pair.Score
		}
		if len(commonWords(pair.Mentor.Profile.Skills+" "+pair.Mentor.Profile.Background, pair.Mentee.Profile.Goals)) > 0 {
			d.Goals++
		}
	}
	for m, mentor := range mentors {
		if taken[m] == 0 {
			d.Unmatched = append(d.Unmatched, Unmatched{mentor, MentorRole, notMentor[m].cause("mentee", len(mentees), "with another mentor")})
		}
	}
	return d
}

// fits are the pairs that may be, by index of mentee and mentor, and for each
// mentee and each mentor what hinders the others. Two for whom before holds have
// been a pair.
func (p Policy) fits(mentors, mentees []Person, week time.Time, before func(mentor, mentee Person) bool) (fits map[[2]int]Drafted, notMentee, notMentor []hindered) {
	fits, notMentee, notMentor = map[[2]int]Drafted{}, make([]hindered, len(mentees)), make([]hindered, len(mentors))
	for m := range mentors {
		notMentor[m] = hindered{}
	}
	for i, mentee := range mentees {
		notMentee[i] = hindered{}
		for m, mentor := range mentors {
			score, why, not := p.fit(mentor, mentee, week)
			if before(mentor, mentee) {
				not = pairedBefore
			}
			if not != "" {
				notMentee[i][not]++
				notMentor[m][not]++
				continue
			}
			fits[[2]int{i, m}] = Drafted{mentor, mentee, score, why}
		}
	}
	return fits, notMentee, notMentor
}

// problemOf is the assignment to solve; the order of its edges does not matter.
func problemOf(mentees int, places []int, fits map[[2]int]Drafted) match.Problem {
	problem := match.Problem{Mentees: mentees, Places: places}
	for key, pair := range fits {
		problem.Edges = append(problem.Edges, match.Edge{Mentee: key[0], Mentor: key[1], Score: pair.Score})
	}
	return problem
}

// hindered counts with how many others somebody must not be a pair, by cause.
type hindered map[hindrance]int

// cause is the true cause that somebody has no pair, and so what would change
// it: none of the others fits, or those who fit are taken.
func (h hindered) cause(other string, others int, taken string) string {
	others -= h[sameOne]
	if others == 0 {
		return "there is no " + other + " yet"
	}
	fit := others
	var causes []string
	for _, why := range []hindrance{noHour, noTongue, manager, ruledOut, pairedBefore} {
		if n := h[why]; n > 0 {
			fit -= n
			causes = append(causes, fmt.Sprintf("%s (%d)", why, n))
		}
	}
	switch fit {
	case 0:
		return "no " + other + " fits: " + strings.Join(causes, ", ")
	case 1:
		return "the one " + other + " who fits is " + taken
	}
	return fmt.Sprintf("all %d %ss who fit are %s", fit, other, taken)
}
