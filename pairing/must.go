package pairing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mentord/pairing/fit"
)

// musts seats the pairs that the coordinator said must be, and says of those that
// cannot be why not. Whoever waits for somebody who may still come is held.
func (p Policy) musts(f *field, pool *fit.Pool, seats []int, now time.Time, d *Draft) (held []bool) {
	for i := range seats {
		seats[i] = none
	}
	held = make([]bool, len(seats))
	find := func(group []hopeful, address string) int {
		return slices.IndexFunc(group, func(h hopeful) bool { return strings.EqualFold(h.Email, address) })
	}
	for _, must := range p.Pairing.Must {
		if len(must.People) != 2 {
			continue // Check has refused it
		}
		mentor, mentee := must.People[0], must.People[1]
		m, i := find(f.mentors, mentor), find(f.mentees, mentee)
		switch {
		case f.paired(mentor, mentee):
		case m >= 0 && i >= 0 && seats[i] == none && f.mentors[m].places > 0:
			if not := pool.Hindered(i, m); not != 0 {
				d.Notes = append(d.Notes, fmt.Sprintf("%s and %s must be a pair, but cannot: %s.", mentor, mentee, not))
				continue
			}
			seats[i] = m
			f.mentors[m].places--
		default:
			missing, reason, comes := f.absent(mentor, mentee, m, i, now)
			d.Notes = append(d.Notes, fmt.Sprintf("%s and %s must be a pair, but are not in this draft: %s %s.", mentor, mentee, missing, reason))
			if comes && i >= 0 {
				held[i] = true
			}
			if comes && m >= 0 {
				f.mentors[m].places--
			}
		}
	}
	return held
}

// paired reports whether the two are a pair that the coordinator need not be told of.
func (f field) paired(mentor, mentee string) bool {
	return f.met[[2]PersonID{f.called(mentor).ID, f.called(mentee).ID}] == fit.MetBefore
}

func (f field) called(address string) Person {
	for _, p := range f.people {
		if strings.EqualFold(p.Email, address) {
			return p
		}
	}
	return Person{}
}

// absent is who of the two cannot be matched now and why, and whether they may
// come yet.
func (f field) absent(mentor, mentee string, m, i int, now time.Time) (who, why string, comes bool) {
	who, role := mentor, "mentor"
	if m >= 0 && f.mentors[m].places > 0 {
		who, role = mentee, "mentee"
	}
	switch p := f.called(who); {
	case p.ID == "":
		return who, "is not in the program", false
	case p.Standing == Gone || p.Standing == Declined || p.Standing == Erased:
		return who, "does not take part", false
	case p.Standing == Invited || p.Standing == Enrolling:
		return who, "has not enrolled yet", true
	case p.Bounced != "":
		return who, "cannot be reached", true
	case role == "mentor" && !p.Mentors():
		return who, "does not mentor", false
	case role == "mentee" && !p.Learns():
		return who, "does not want a mentor", false
	case p.Standing == Quiet:
		return who, "has not answered lately", true
	case p.IsAway(now):
		return who, "is away", true
	case role == "mentor":
		return who, "has no place left", false
	}
	return who, "has a mentor already", false
}
