package match

import (
	"math/rand/v2"
	"testing"
)

// brute tries every assignment.
func brute(p Problem) (seated, score int) {
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
		p := Problem{Mentees: 1 + lots.IntN(6)}
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
		for mentee, mentor := range Solve(p) {
			if mentor == None {
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
