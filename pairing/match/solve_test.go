package match

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A problem is an assignment to solve. An edge that is not there is a pair that
// must not be.
type problem struct {
	Mentees int
	Places  []int // by mentor
	Edges   []Edge
}

// solve gives each mentee's mentor, or none: as many seated as can be, and of
// those assignments one with the highest total score.
func solve(p problem) []int {
	g := p.graph()
	seats := g.Solve()
	out := make([]int, p.Mentees)
	for i, m := range seats {
		if out[i] = int(m); m == Unseated {
			out[i] = none
		}
	}
	return out
}

// graph packs the problem.
func (p problem) graph() *Graph {
	g := &Graph{places: make([]uint32, len(p.Places)), start: make([]uint32, p.Mentees+1), edges: make([]edge, len(p.Edges))}
	for m, n := range p.Places {
		g.places[m] = uint32(max(0, n))
	}
	for _, e := range p.Edges {
		g.start[e.Mentee+1]++
	}
	for i := range p.Mentees {
		g.start[i+1] += g.start[i]
	}
	next := slices.Clone(g.start)
	for _, e := range p.Edges {
		g.edges[next[e.Mentee]] = pack(uint32(e.Mentor), e.Score)
		next[e.Mentee]++
	}
	return g
}

// none is the mentor of a mentee who could not be seated.
const none = -1

// brute tries every assignment.
func brute(p problem) (seated, score int) {
	left := append([]int(nil), p.Places...)
	var try func(mentee, seats, sum int)
	try = func(mentee, seats, sum int) {
		if mentee == p.Mentees {
			if seats > seated || seats == seated && sum > score {
				seated, score = seats, sum
			}
			return
		}
		try(mentee+1, seats, sum)
		for _, e := range p.Edges {
			if e.Mentee == mentee && left[e.Mentor] > 0 {
				left[e.Mentor]--
				try(mentee+1, seats+1, sum+e.Score)
				left[e.Mentor]++
			}
		}
	}
	try(0, 0, 0)
	return seated, score
}

func TestSolveIsOptimal(t *testing.T) {
	lots := rand.New(rand.NewPCG(1, 2))
	for round := range 3000 {
		p := problem{Mentees: 1 + lots.IntN(6)}
		for range 1 + lots.IntN(4) {
			p.Places = append(p.Places, lots.IntN(3))
		}
		for mentee := range p.Mentees {
			for mentor := range p.Places {
				if lots.IntN(3) > 0 {
					p.Edges = append(p.Edges, Edge{mentee, mentor, lots.IntN(1001)})
				}
			}
		}
		wantSeated, wantScore := brute(p)
		seated, score, used := 0, 0, make([]int, len(p.Places))
		for mentee, mentor := range solve(p) {
			if mentor == none {
				continue
			}
			found := false
			for _, e := range p.Edges {
				if e.Mentee == mentee && e.Mentor == mentor {
					seated, score, found = seated+1, score+e.Score, true
				}
			}
			used[mentor]++
			if !found || used[mentor] > p.Places[mentor] {
				t.Fatalf("round %d: mentee %d may not go with mentor %d", round, mentee, mentor)
			}
		}
		if seated != wantSeated || score != wantScore {
			t.Fatalf("round %d: %d seated with score %d, best is %d with %d: %+v", round, seated, score, wantSeated, wantScore, p)
		}
	}
}
