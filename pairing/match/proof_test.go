package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// proof checks the certificate that the assignment is optimal (complementary
// slackness): prices are never below 0, what has a price is sold out, nobody likes
// what they do not hold better than what they hold, and to who goes without,
// everything is worth less than nothing.
func (m *market) proof() error {
	for o, p := range m.price {
		if p < 0 || p > 0 && !m.full(uint32(o)) {
			return fmt.Errorf("object %d has price %d, and %d of it are sold", o, p, m.sold[o])
		}
	}
	for b := range m.want {
		best, worst := int64(nothing), int64(1<<62)
		for _, e := range m.edges[m.start[b]:m.start[b+1]] {
			v := e.score() - m.price[e.to()]
			if e&used != 0 {
				worst = min(worst, v)
			} else {
				best = max(best, v)
			}
		}
		if best > worst || m.want[b] > 0 && best > nothing || worst < nothing {
			return fmt.Errorf("bidder %d holds what is worth %d to them, could have %d, and wants %d more", b, worst, best, m.want[b])
		}
	}
	return nil
}

// random is a graph with about that many candidates for each mentee.
func random(lots *rand.Rand, mentees, mentors, candidates, places, scores int) *Graph {
	g := Graph{places: make([]uint32, mentors), start: []uint32{0}}
	for m := range g.places {
		g.places[m] = uint32(lots.IntN(2*places + 1))
	}
	for range mentees {
		n := min(mentors, lots.IntN(2*candidates+1))
		for _, m := range lots.Perm(mentors)[:n] {
			g.edges = append(g.edges, pack(uint32(m), lots.IntN(scores)))
		}
		g.start = append(g.start, uint32(len(g.edges)))
	}
	return &g
}

// In every regime (too many places, as many, too few; dense and sparse; many
// equal scores) both sides' markets end with a proof, and agree.
func TestProof(t *testing.T) {
	lots := rand.New(rand.NewPCG(5, 1))
	for round := range 600 {
		mentees := 1 + lots.IntN(150)
		g := random(lots, mentees, 1+lots.IntN(60), 1+lots.IntN(100), 1+lots.IntN(4), []int{3, 30, 1001}[round%3])
		var totals [2][2]int
		for side := range totals {
			start, edges := g.start, slices.Clone(g.edges)
			want, supply := slices.Repeat([]uint32{1}, mentees), g.places
			if side == 1 {
				start, edges = g.turned()
				want, supply = slices.Clone(g.places), want
			}
			m := newMarket(start, edges, want, supply)
			m.clear()
			if err := m.proof(); err != nil {
				t.Fatalf("round %d, side %d: %v", round, side, err)
			}
			for _, e := range m.edges {
				if e&used != 0 {
					totals[side][0]++
					totals[side][1] += int(e.score())
				}
			}
		}
		if totals[0] != totals[1] {
			t.Fatalf("round %d: seats and score are %v for the mentees, %v for the mentors", round, totals[0], totals[1])
		}
	}
}

// The order of the rows changes nothing.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	lots := rand.New(rand.NewPCG(5, 2))
	for round := range 200 {
		g := random(lots, 1+lots.IntN(200), 1+lots.IntN(80), 1+lots.IntN(100), 2, 5)
		want := g.Solve()
		if again := g.Solve(); !slices.Equal(again, want) {
			t.Fatalf("round %d: solved again, it is another assignment", round)
		}
		for i := range len(g.start) - 1 {
			row := g.edges[g.start[i]:g.start[i+1]]
			lots.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		}
		if got := g.Solve(); !slices.Equal(got, want) {
			t.Fatalf("round %d: in another order it is another assignment", round)
		}
	}
}

// One mentor more never seats fewer.
func TestAnotherMentorSeatsNoFewer(t *testing.T) {
	lots := rand.New(rand.NewPCG(5, 3))
	seated := func(g *Graph) (n int) {
		for _, m := range g.Solve() {
			if m != Unseated {
				n++
			}
		}
		return n
	}
	for round := range 200 {
		g := random(lots, 1+lots.IntN(60), 1+lots.IntN(20), 1+lots.IntN(6), 2, 1001)
		more := &Graph{places: append(slices.Clone(g.places), 1+uint32(lots.IntN(3))), start: []uint32{0}}
		for i := range len(g.start) - 1 {
			more.edges = append(more.edges, g.edges[g.start[i]:g.start[i+1]]...)
			if lots.IntN(3) == 0 {
				more.edges = append(more.edges, pack(uint32(len(g.places)), lots.IntN(1001)))
			}
			more.start = append(more.start, uint32(len(more.edges)))
		}
		if before, after := seated(g), seated(more); after < before {
			t.Fatalf("round %d: %d seated, with one mentor more %d", round, before, after)
		}
	}
}

// BenchmarkSolve gives the growth at 30 candidates each, with places for one in
// five more than there are mentees.
func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			lots := rand.New(rand.NewPCG(5, uint64(n)))
			g := Graph{places: slices.Repeat([]uint32{4}, n*3/10), start: make([]uint32, 1, n+1)}
			for range n {
				seen := map[int]bool{}
				for len(seen) < 30 {
					m := lots.IntN(len(g.places))
					if !seen[m] {
						seen[m] = true
						g.edges = append(g.edges, pack(uint32(m), lots.IntN(1001)))
					}
				}
				g.start = append(g.start, uint32(len(g.edges)))
			}
			for b.Loop() {
				g.Solve()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(g.edges)), "ns/candidate")
		})
	}
}
