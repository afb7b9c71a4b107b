package pairing

import (
	"slices"

	"mentord/pairing/fit"
	"mentord/pairing/match"
)

// A seating is the assignment to solve. A mentor's first mentee and their further
// ones are places of their own where the rounds are to be balanced.
type seating struct {
	p           Policy
	f           field
	places      []uint32
	mentorOf    []int // of each of places
	first, more []int // of each mentor's places; -1 for none
}

// seat gives mentees their mentors: rows are whom each can have. Two who would
// each mentor the other are one pair, the better way round. Who has no place
// though more mentors would do than stand in their row can choose from all.
func (p Policy) seat(f field, pool *fit.Pool, rows [][]fit.Candidate, seats []int) {
	s := p.seating(f)
	live := s.solve(rows)
	whole := make([]bool, len(rows)) // rows that have all
	for again := true; again; {
		again = false
		for i := range rows {
			switch at := live.Seat(i); {
			case rows[i] == nil:
			case at == match.Unseated && !whole[i]:
				whole[i] = true
				if more := beside(pool.All(i), rows[i]); len(more) > 0 {
					live.Offer(i, s.edges(i, more))
					again = true
				}
			case at != match.Unseated && s.worseWay(pool, live, i):
				m := s.mentorOf[at]
				pool.Bar(i, m, fit.MetBefore)
				for _, node := range []int{s.first[m], s.more[m]} {
					if node >= 0 {
						live.Forbid(i, node)
					}
				}
				again = true
			}
		}
	}
	for i := range rows {
		if at := live.Seat(i); at != match.Unseated {
			seats[i] = s.mentorOf[at]
		}
	}
}

func (p Policy) seating(f field) *seating {
	s := &seating{p: p, f: f, first: make([]int, len(f.mentors)), more: make([]int, len(f.mentors))}
	add := func(m, n int) int {
		if n <= 0 {
			return -1
		}
		s.places, s.mentorOf = append(s.places, uint32(n)), append(s.mentorOf, m)
		return len(s.places) - 1
	}
	for m, mentor := range f.mentors {
		n := mentor.places
		switch {
		case p.Pairing.Balance == 0 || mentor.others > 0:
			s.first[m], s.more[m] = -1, add(m, n)
		default:
			s.first[m], s.more[m] = add(m, min(n, 1)), add(m, n-1)
		}
	}
	return s
}

// solve finds the best seats.
func (s *seating) solve(rows [][]fit.Candidate) *match.Live {
	start := make([]uint32, 1, len(rows)+1)
	var mentors []uint32
	var scores []uint16
	for i, row := range rows {
		for _, e := range s.edges(i, row) {
			mentors, scores = append(mentors, uint32(e.Mentor)), append(scores, uint16(e.Score))
		}
		start = append(start, uint32(len(mentors)))
	}
	g, err := match.NewGraph(s.places, start, mentors, scores)
	if err != nil { // of more than two million people nobody is matched
		g, _ = match.NewGraph(s.places[:0], make([]uint32, len(rows)+1), nil, nil)
	}
	return match.NewLive(g)
}

// edges are the places that a mentee could have with their candidates, and what
// each is worth: how well the two fit, how much it is the mentee's turn, and less
// for a mentor who has somebody.
func (s *seating) edges(i int, row []fit.Candidate) (out []match.Edge) {
	waiting := s.p.Pairing.Waiting
	for _, c := range row {
		score := (c.Score*(100-waiting) + s.f.mentees[i].waited*waiting) / 100
		if at := s.first[c.Mentor]; at >= 0 {
			out = append(out, match.Edge{Mentee: i, Mentor: at, Score: score})
		}
		if at := s.more[c.Mentor]; at >= 0 {
			out = append(out, match.Edge{Mentee: i, Mentor: at, Score: max(0, score-s.p.Pairing.Balance)})
		}
	}
	return out
}

// worseWay reports whether the mentee is also to be the mentor of their mentor,
// and that is the better way round.
func (s *seating) worseWay(pool *fit.Pool, live *match.Live, mentee int) bool {
	mentor := s.mentorOf[live.Seat(mentee)]
	if s.f.mentees[mentee].Profile.Role != BothRoles || s.f.mentors[mentor].Profile.Role != BothRoles {
		return false
	}
	other := slices.IndexFunc(s.f.mentees, func(h hopeful) bool { return h.ID == s.f.mentors[mentor].ID })
	if other < 0 || live.Seat(other) == match.Unseated {
		return false
	}
	back := s.mentorOf[live.Seat(other)]
	if s.f.mentors[back].ID != s.f.mentees[mentee].ID {
		return false
	}
	here, _ := pool.Score(mentee, mentor)
	there, _ := pool.Score(other, back)
	return here < there || here == there && mentee > other
}

// beside are the candidates that are not in the row.
func beside(all, row []fit.Candidate) (out []fit.Candidate) {
	in := map[int]bool{}
	for _, c := range row {
		in[c.Mentor] = true
	}
	for _, c := range all {
		if !in[c.Mentor] {
			out = append(out, c)
		}
	}
	return out
}
