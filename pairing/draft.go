package pairing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mentord/pairing/fit"
)

// A Draft is who would go with whom, before anybody is asked.
type Draft struct {
	Pairs     []Drafted
	Unmatched []Unmatched
	Notes     []string // what the coordinator asked for and cannot be
	Total     int      // sum of the scores, each 0 to 1000
	Worst     int      // lowest score of a pair; 0 without pairs
	Goals     int      // pairs in which the mentor offers something of what the mentee wants
	First     int      // those of them in which it is the mentee's first goal
}

// Drafted is one pair of a draft, with two or three reasons that a person believes.
type Drafted struct {
	Mentor, Mentee Person
	Score          int
	Why            []string
	First          bool // the mentor offers something of the mentee's first goal
}

// A hopeful is somebody who can be matched now.
type hopeful struct {
	Person
	places int // free, of a mentor
	others int // mentees that a mentor has already
	waited int // 0 to 1000: how much it is their turn
}

// A field is all that a draft looks at.
type field struct {
	mentors, mentees []hopeful
	people           []Person                      // of the whole program
	met              map[[2]PersonID]fit.Hindrance // of mentor and mentee who were a pair, would not be one, or must not
}

// Draft finds the best pairs among the people, as if none of them had met. The
// order of the people does not matter.
func (p Policy) Draft(people []Person, now time.Time) Draft {
	f := field{people: people}
	for _, who := range people {
		if who.Mentors() {
			f.mentors = append(f.mentors, hopeful{Person: who, places: max(1, who.Profile.Capacity)})
		}
		if who.Learns() {
			f.mentees = append(f.mentees, hopeful{Person: who})
		}
	}
	return p.draft(f, now)
}

// none is the mentor of a mentee who has no seat.
const none = -1

// candidates is how many mentors each mentee of a large program can choose from.
const candidates = 30

// draft seats as many mentees as can be and, of all ways to do so, takes one in
// which pairs fit best; of equals the one that the seed says.
func (p Policy) draft(f field, now time.Time) (d Draft) {
	for _, group := range [][]hopeful{f.mentors, f.mentees} {
		slices.SortFunc(group, func(a, b hopeful) int {
			return cmp.Or(cmp.Compare(newID("tie", itoa(p.Pairing.Seed), string(a.ID)), newID("tie", itoa(p.Pairing.Seed), string(b.ID))), cmp.Compare(a.ID, b.ID))
		})
	}
	pool := p.pool(f, now)
	seats := make([]int, len(f.mentees))
	held := p.musts(&f, pool, seats, now, &d)
	rows := make([][]fit.Candidate, len(f.mentees))
	pool.Candidates(candidates, func(i int, list []fit.Candidate) {
		if seats[i] == none && !held[i] {
			rows[i] = list
		}
	})
	p.seat(f, pool, rows, seats)
	taken := make([]int, len(f.mentors))
	var alone []int
	for i, m := range seats {
		if m == none {
			alone = append(alone, i)
			continue
		}
		taken[m]++
		d.add(f.mentors[m].Person, f.mentees[i].Person, pool.Fit(i, m), p.Pairing.Prefer)
	}
	slices.SortFunc(d.Pairs, func(a, b Drafted) int {
		return cmp.Or(strings.Compare(a.Mentor.FullName(), b.Mentor.FullName()), strings.Compare(a.Mentee.FullName(), b.Mentee.FullName()), cmp.Compare(a.Mentee.ID, b.Mentee.ID))
	})
	d.explain(f, pool, alone, held, taken)
	return d
}

func (d *Draft) add(mentor, mentee Person, f fit.Fit, prefer fit.Prefer) {
	d.Pairs = append(d.Pairs, Drafted{mentor, mentee, f.Score, why(mentor, mentee, f, prefer), f.First})
	if d.Total += f.Score; len(d.Pairs) == 1 || f.Score < d.Worst {
		d.Worst = f.Score
	}
	if len(f.Common) > 0 {
		d.Goals++
	}
	if f.First {
		d.First++
	}
}
