package match

// An Edge says that a mentee could go with a mentor, and how well they fit.
type Edge struct {
	Mentee, Mentor int // indices
	Score          int // 0 to 1000
}

// A Problem is an assignment to solve. An edge that is not there is a pair that
// must not be.
type Problem struct {
	Mentees int
	Places  []int // by mentor
	Edges   []Edge
}

// None is the mentor of a mentee who could not be seated.
const None = -1

// Solve gives each mentee's mentor, or None: as many seated as can be, and of
// those assignments one with the highest total score.
//
// Each round finds the cheapest way to seat one more mentee, moving others
// where that helps: a shortest path from any free mentee to any free place in
// the residual graph. Costs on moved edges are negative, so the search is a
// label-correcting one (Bellman-Ford with a queue).
func Solve(p Problem) []int {
	s := newSearch(p)
	for s.augment() {
	}
	return s.seat
}

type search struct {
	Problem
	of   [][]int // edges of each mentee
	at   [][]int // edges seated at each mentor
	seat []int
	held []int // the edge that seats a mentee, -1
	used []int // places taken by mentor

	dist []int // of mentors
	via  []int // the edge by which a mentor was reached
}

func newSearch(p Problem) *search {
	s := &search{Problem: p, of: make([][]int, p.Mentees), at: make([][]int, len(p.Places)),
		seat: make([]int, p.Mentees), held: make([]int, p.Mentees), used: make([]int, len(p.Places)),
		dist: make([]int, len(p.Places)), via: make([]int, len(p.Places))}
	for i, e := range p.Edges {
		s.of[e.Mentee] = append(s.of[e.Mentee], i)
	}
	for i := range s.seat {
		s.seat[i], s.held[i] = None, -1
	}
	return s
}

const unreached = int(^uint(0) >> 1)

// augment seats one more mentee; false when no path is left.
func (s *search) augment() bool {
	for m := range s.dist {
		s.dist[m], s.via[m] = unreached, -1
	}
	var queue []int
	queued := make([]bool, len(s.Places))
	relax := func(mentee, base int) {
		for _, i := range s.of[mentee] {
			e := s.Edges[i]
			if i == s.held[mentee] {
				continue
			}
			if d := base - e.Score; d < s.dist[e.Mentor] {
				s.dist[e.Mentor], s.via[e.Mentor] = d, i
				if !queued[e.Mentor] {
					queue, queued[e.Mentor] = append(queue, e.Mentor), true
				}
			}
		}
	}
	for mentee := range s.Mentees {
		if s.seat[mentee] == None {
			relax(mentee, 0)
		}
	}
	for len(queue) > 0 {
		m := queue[0]
		queue, queued[m] = queue[1:], false
		for _, i := range s.at[m] { // somebody seated here could move on
			relax(s.Edges[i].Mentee, s.dist[m]+s.Edges[i].Score)
		}
	}
	best := None
	for m, d := range s.dist {
		if d < unreached && s.used[m] < s.Places[m] && (best == None || d < s.dist[best]) {
			best = m
		}
	}
	if best == None {
		return false
	}
	s.used[best]++
	for m := best; ; {
		i := s.via[m]
		mentee := s.Edges[i].Mentee
		old := s.held[mentee]
		s.take(mentee, i)
		if old < 0 {
			return true
		}
		m = s.Edges[old].Mentor
	}
}

// take seats the mentee by edge i and frees the place held before.
func (s *search) take(mentee, i int) {
	if old := s.held[mentee]; old >= 0 {
		m := s.Edges[old].Mentor
		for k, e := range s.at[m] {
			if e == old {
				s.at[m] = append(s.at[m][:k], s.at[m][k+1:]...)
				break
			}
		}
	}
	m := s.Edges[i].Mentor
	s.at[m] = append(s.at[m], i)
	s.held[mentee], s.seat[mentee] = i, m
}
