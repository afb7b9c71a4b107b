package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// now is the problem as it is at present, to be solved anew.
func (l *Live) now() *Graph {
	g := &Graph{places: slices.Clone(l.places), start: []uint32{0}}
	for _, row := range l.rows {
		g.edges = append(g.edges, row...)
		g.start = append(g.start, uint32(len(g.edges)))
	}
	return g
}

// worthOf is how many are seated, and their score.
func worthOf(g *Graph, seat []uint32) (seated, score int) {
	for i, m := range seat {
		for _, e := range g.edges[g.start[i]:g.start[i+1]] {
			if m != Unseated && e.to() == m {
				seated, score = seated+1, score+int(e.score())
			}
		}
	}
	return seated, score
}

// proof checks the certificate of the present seats, as that of a market.
func (l *Live) proof() error {
	had := make([]int, len(l.places))
	for i, row := range l.rows {
		if l.seat[i] != Unseated && !l.out[i] {
			had[l.seat[i]]++
		}
		for _, e := range row {
			if m := e.to(); l.places[m] > 0 && e.score()-l.price[m] > max(l.value(uint32(i)), nothing) {
				return fmt.Errorf("mentee %d has %d and likes %d better", i, int32(l.seat[i]), m)
			}
		}
	}
	for m, p := range l.price {
		if p < 0 || p > 0 && l.places[m] > 0 && !l.full(uint32(m)) || had[m] != len(l.held[m]) || had[m] > int(l.places[m]) {
			return fmt.Errorf("mentor %d has price %d, %d of %d places taken", m, p, had[m], l.places[m])
		}
	}
	return nil
}

// pick gives n of the numbers below all, each once.
func pick(lots *rand.Rand, n, all int) (out []int) {
	for n = min(n, all); len(out) < n; {
		if x := lots.IntN(all); !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// change is something at random that happens to the live graph.
func change(l *Live, lots *rand.Rand, row int) (what string, do func() (moved []uint32)) {
	mentee, mentor := lots.IntN(len(l.rows)), lots.IntN(len(l.places))
	edges := func() (out []Edge) {
		for _, m := range pick(lots, row, len(l.places)) {
			out = append(out, Edge{mentee, m, lots.IntN(1001)})
		}
		return out
	}
	switch what := lots.IntN(20); {
	case what < 5:
		row := edges()
		return "enrol", func() []uint32 { _, moved := l.Enrol(row); return moved }
	case what < 7:
		var column []Edge
		for _, i := range pick(lots, 4*row, len(l.rows)) {
			if !l.out[i] {
				column = append(column, Edge{i, 0, lots.IntN(1001)})
			}
		}
		places := lots.IntN(5)
		return "join", func() []uint32 { _, moved := l.Join(places, column); return moved }
	case what < 10:
		return "withdraw", func() []uint32 { return l.Withdraw(mentee) }
	case what < 12:
		return "close", func() []uint32 { return l.Close(mentor) }
	case what < 16:
		if l.seat[mentee] != Unseated {
			mentor = int(l.seat[mentee])
		}
		return "forbid", func() []uint32 { return l.Forbid(mentee, mentor) }
	case what < 18 && l.out[mentee]:
		row := edges()
		return "untell", func() []uint32 { return l.Untell(mentee, row) }
	case what < 18:
		return "tell", func() []uint32 { l.Tell(mentee); return nil }
	}
	if l.out[mentee] || slices.ContainsFunc(l.rows[mentee], func(e edge) bool { return e.to() == uint32(mentor) }) {
		return "nothing", func() []uint32 { return nil }
	}
	score := lots.IntN(1001)
	return "offer", func() []uint32 { return l.Offer(mentee, []Edge{{mentee, mentor, score}}) }
}

// After every change the seats are worth as much as if all were solved anew, the
// prices prove it, who is not reported has not moved, and told pairs stay.
func TestLiveIsAsGoodAsAnew(t *testing.T) {
	lots := rand.New(rand.NewPCG(5, 9))
	for round := range 400 {
		g := random(lots, 1+lots.IntN(40), 1+lots.IntN(20), 1+lots.IntN(8), 1+lots.IntN(3), []int{3, 1001}[round%2])
		l := NewLive(g)
		for n := range 40 {
			before := slices.Clone(l.seat)
			what, do := change(l, lots, 6)
			moved := do()
			if err := l.proof(); err != nil {
				t.Fatalf("round %d, change %d, %s: %v", round, n, what, err)
			}
			for i, m := range before {
				if l.seat[i] != m && (!slices.Contains(moved, uint32(i)) || l.out[i] && what != "withdraw" && what != "untell") {
					t.Fatalf("round %d, change %d, %s: mentee %d moved, unsaid", round, n, what, i)
				}
			}
			if n%8 != 0 {
				continue
			}
			now := l.now()
			seat := slices.Clone(l.seat)
			for i := range seat {
				if l.out[i] {
					seat[i] = Unseated
				}
			}
			seated, score := worthOf(now, seat)
			if wantSeated, wantScore := worthOf(now, now.Solve()); seated != wantSeated || score != wantScore {
				t.Fatalf("round %d, change %d, %s: %d seated with %d, anew %d with %d", round, n, what, seated, score, wantSeated, wantScore)
			}
		}
	}
}

// BenchmarkLive changes a program of 100,000 with 30 candidates each, at 90 and
// 110 per cent of its places, and reports how long single changes take.
func BenchmarkLive(b *testing.B) {
	for _, percent := range []int{90, 110} {
		const n = 100_000
		lots := rand.New(rand.NewPCG(5, n))
		g := &Graph{places: slices.Repeat([]uint32{4}, n*100/percent/4), start: make([]uint32, 1, n+1)}
		for range n {
			row := map[int]bool{}
			for len(row) < 30 {
				row[lots.IntN(len(g.places))] = true
			}
			for m := range row {
				g.edges = append(g.edges, pack(uint32(m), lots.IntN(1001)))
			}
			g.start = append(g.start, uint32(len(g.edges)))
		}
		l := NewLive(g)
		b.Run(fmt.Sprintf("%d%%", percent), func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				_, do := change(l, lots, 30)
				start := time.Now()
				do()
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
			b.ReportMetric(float64(took[len(took)-1].Nanoseconds())/1000, "max-µs")
		})
		if err := l.proof(); err != nil {
			b.Fatal(err)
		}
	}
}
