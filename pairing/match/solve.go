package match

import (
	"math/bits"
	"slices"
)

// An Edge says that a mentee could go with a mentor, and how well they fit.
type Edge struct {
	Mentee, Mentor int // indices
	Score          int // 0 to MaxScore
}

// Unseated is the mentor of a mentee without a place.
const Unseated = ^uint32(0)

// Solve gives each mentee's mentor, or Unseated. The same graph, whatever the
// order within its rows, always gives the same seats.
func (g *Graph) Solve() []uint32 {
	seats, _ := g.solve()
	return seats
}

// solve also gives what a place of each mentor is worth: the prices that prove the
// optimum.
func (g *Graph) solve() (seats []uint32, price []int64) {
	mentees, places := len(g.start)-1, 0
	for _, n := range g.places {
		places += int(n)
	}
	ones := slices.Repeat([]uint32{1}, mentees)
	seats = slices.Repeat([]uint32{Unseated}, mentees)
	if mentees <= places {
		m := newMarket(g.start, g.edges, ones, g.places)
		m.clear()
		for o := range g.places {
			for _, s := range m.seats[m.first[o] : m.first[o]+m.sold[o]] {
				seats[s.bidder] = uint32(o)
				g.edges[s.edge] &^= used // the graph is as it was, but for the order in its rows
			}
		}
		return seats, m.price
	}
	start, edges := g.turned()
	m := newMarket(start, edges, slices.Clone(g.places), ones)
	m.clear()
	for o := range seats {
		if m.sold[o] > 0 {
			seats[o] = m.seats[m.first[o]].bidder
		}
	}
	// Mentees had the prices here. A place is worth what is left of the least that
	// a full mentor got, over going without.
	price = make([]int64, len(g.places))
	for b := range g.places {
		if m.want[b] > 0 || g.places[b] == 0 {
			continue
		}
		least := int64(1 << 62)
		for _, e := range edges[start[b]:start[b+1]] {
			if e&used != 0 {
				least = min(least, e.score()-m.price[e.to()])
			}
		}
		price[b] = least - nothing
	}
	return seats, price
}

// tight is how much of the supply may be wanted, by ones or by several each,
// before more than is needed is bid, to keep many from outbidding each other by
// little.
var tight = map[bool]float64{false: 0.995, true: 0.96}

// extra is by how much, measured over how tight the market is: where less is
// bid, the search has more to do; where more, what is left unsold has a price
// that must come down again.
func extra(wanted, supply int, several bool) int64 {
	switch {
	case float64(wanted) <= tight[several]*float64(supply):
		return 0
	case !several:
		return 1
	}
	return int64(min(max(bits.Len(uint(wanted/max(1, supply-wanted)))-5, 1), 6))
}

// clear serves all bidders as well as can be.
func (m *market) clear() {
	wanted, several := 0, false
	for _, n := range m.want {
		wanted += int(n)
		several = several || n > 1
	}
	if e := extra(wanted, len(m.seats), several); e > 0 {
		m.bidding(e)
		m.drop()
	}
	m.bidding(0)
	if several {
		m.drop() // one who waits for the search may hold what they like less than what is free
	}
	s := newSearch(m)
	for b := range m.want {
		for m.want[b] > 0 && s.serve(uint32(b)) {
		}
	}
	var f *fill
	for o := range m.price {
		for m.price[o] > 0 && !m.full(uint32(o)) {
			if f == nil {
				f = newFill(s)
			}
			f.fill(uint32(o))
		}
	}
}
