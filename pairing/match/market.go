package match

import "slices"

// nothing is the value of going without: below all that prices can make of a
// score, so that as many as can be are served first. It is an exact integer.
const nothing = -(1 << 40)

// A market is one side bidding for the other. Of the two sides the scarcer one
// bids, so that everything bid for is in little demand at the end.
//
// Throughout, prices are at least 0, and 0 for what is not sold out; and whoever
// holds something likes it at its price at least as well as anything they do not
// hold (complementary slackness): so what is held is always a best assignment of
// those who are served.
type market struct {
	start []uint32 // rows of the bidders
	edges []edge
	want  []uint32 // how many each bidder still wants

	// How much of each bidder's row stands sorted at its front: the higher scores
	// first, of equals the lower index. Prices are never below 0, so that looking
	// through a sorted row may end early.
	ready []uint32

	price []int64 // of each object
	first []uint32
	sold  []uint32 // how many of each object
	seats []seat   // of object o at first[o]: a heap by bid while there is bidding
}

// A seat is one unit of an object that is sold.
type seat struct {
	bid    int64 // up to this price the holder stays content
	edge   uint32
	bidder uint32
}

func newMarket(start []uint32, edges []edge, want, supply []uint32) *market {
	m := &market{start: start, edges: edges, want: want, ready: make([]uint32, len(want)), price: make([]int64, len(supply)), sold: make([]uint32, len(supply)), first: make([]uint32, len(supply)+1)}
	total := uint32(0)
	for o, n := range supply {
		m.first[o] = total
		total += n
	}
	m.first[len(supply)] = total
	m.seats = make([]seat, total)
	for b := range want {
		if start[b+1]-start[b] > long {
			m.sort(uint32(b), some)
		}
	}
	return m
}

const (
	most = 512 // more is sorted with the whole row
	more = 8   // times as much is sorted when it does not do
	long = 64  // from here on a row is sorted, some of it, before anybody bids
	some = 32
)

// sort sorts the front of b's row, about n of it or more.
func (m *market) sort(b, n uint32) {
	row := m.edges[m.start[b]:m.start[b+1]]
	if len(row) <= long || n > most || n >= uint32(len(row)) {
		slices.Sort(row)
		n = uint32(len(row))
	} else {
		n = front(row, n)
	}
	m.ready[b] = n
	for i, e := range row {
		if e&used != 0 {
			m.seatOf(e.to(), b).edge = m.start[b] + uint32(i)
		}
	}
}

// front brings the best of the row to its front, sorted, and says how many: about
// half more than n, by the sample of every so many.
func front(row []edge, n uint32) uint32 {
	var sample [6]edge // the lowest of it
	for i := range sample {
		sample[i] = ^edge(0)
	}
	for i := 0; i < len(row); i += int(max(1, n/4)) {
		e := row[i]
		for k := range sample {
			sample[k], e = min(sample[k], e), max(sample[k], e)
		}
	}
	limit, k := sample[len(sample)-1], 0
	for i, e := range row {
		row[i], row[k] = row[k], e
		if e <= limit {
			k++
		}
	}
	slices.Sort(row[:k])
	return uint32(k)
}

// best is what the best is worth that b does not hold.
func (m *market) best(b uint32) int64 {
	best := int64(nothing)
	for i := uint32(0); i < m.start[b+1]-m.start[b]; i++ {
		if i > 0 && i == m.ready[b] {
			m.sort(b, more*i)
		}
		e := m.edges[m.start[b]+i]
		if m.ready[b] > 0 && e.score() <= best {
			break
		}
		if v := e.score() - m.price[e.to()]; e&used == 0 && v > best {
			best = v
		}
	}
	return best
}

func (m *market) full(o uint32) bool { return m.sold[o] == m.first[o+1]-m.first[o] }

// patience is how many bids each unit may take on average before what is left is
// searched for.
const patience = 8

// bidding serves most of the bidders. Each bids so much for what they like best
// that they would as soon have the next best, and extra on top (a Gauss-Seidel
// auction with ε = extra: Bertsekas, Linear Network Optimization, chapter 4; with
// nothing extra it is the augmenting row reduction of Jonker and Volgenant 1987).
// Whom two things suit equally well, with nothing extra, waits for the search.
func (m *market) bidding(extra int64) {
	queue := make([]uint32, 0, len(m.want))
	units := 0
	for b, n := range m.want {
		if n > 0 {
			queue = append(queue, uint32(b))
			units += int(n)
		}
	}
	slices.Reverse(queue)
	for bids := patience * units; len(queue) > 0; {
		b := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for m.want[b] > 0 {
			if bids--; bids < 0 {
				return
			}
			evicted, ok := m.bid(b, extra)
			if !ok {
				break
			}
			if evicted != nobody {
				queue = append(queue, evicted)
			}
		}
	}
}

const nobody = ^uint32(0)

// bid lets b bid for one more. ok is false when there is nothing to bid for, or
// when the next best is as good and no bid is needed to see it.
func (m *market) bid(b uint32, extra int64) (evicted uint32, ok bool) {
	best, at, next := m.two(b)
	if best <= nothing {
		return nobody, false
	}
	o := m.edges[at].to()
	first, n := m.first[o], m.sold[o]
	heap := m.seats[first : first+n]
	offer := m.price[o] + best - next + extra
	if !m.full(o) {
		m.sold[o]++
		heap = m.seats[first : first+n+1]
		heap[n] = seat{offer, at, b}
		up(heap)
		if m.full(o) {
			m.price[o] = heap[0].bid
		}
		m.edges[at] |= used
		m.want[b]--
		return nobody, true
	}
	if best == next && extra == 0 || n == 0 {
		return nobody, false
	}
	old := heap[0]
	heap[0] = seat{offer, at, b}
	down(heap)
	m.price[o] = heap[0].bid
	m.edges[old.edge] &^= used
	m.edges[at] |= used
	m.want[b]--
	m.want[old.bidder]++
	return old.bidder, true
}

// drop takes from everybody what they like less, at its price, than something
// that they do not hold. What is dropped keeps its price.
func (m *market) drop() {
	for b := range m.want {
		best := m.best(uint32(b))
		row := m.edges[m.start[b]:m.start[b+1]]
		for _, e := range row {
			if e&used == 0 {
				continue
			}
			if e.score()-m.price[e.to()] < best {
				m.release(e.to(), uint32(b))
				m.want[b]++
			} else { // content up to where the best of the rest is as good
				m.seatOf(e.to(), uint32(b)).bid = e.score() - best
			}
		}
	}
	for o := range m.price { // the bids are heaps again
		heap := m.seats[m.first[o] : m.first[o]+m.sold[o]]
		for n := range heap {
			up(heap[:n+1])
		}
	}
}

// seatOf is the unit of o that b holds.
func (m *market) seatOf(o, b uint32) *seat {
	seats := m.seats[m.first[o] : m.first[o]+m.sold[o]]
	for i := range seats {
		if seats[i].bidder == b {
			return &seats[i]
		}
	}
	panic("match: nobody holds what is looked for")
}

// release takes from b what b holds of o.
func (m *market) release(o, b uint32) {
	s := m.seatOf(o, b)
	m.edges[s.edge] &^= used
	m.sold[o]--
	*s = m.seats[m.first[o]+m.sold[o]]
}

// two are the best that b does not hold, and the best that b would not hold if
// all that they want were theirs. Of equals the one with the lower index is taken.
func (m *market) two(b uint32) (best int64, at uint32, next int64) {
	best, next = nothing, nothing
	if wants := m.want[b]; wants > 1 {
		return m.several(b, int(wants))
	}
	to := nobody
	for i := uint32(0); i < m.start[b+1]-m.start[b]; i++ {
		if i > 0 && i == m.ready[b] {
			m.sort(b, more*i)
		}
		e := m.edges[m.start[b]+i]
		if m.ready[b] > 0 && e.score() <= next {
			break
		}
		if e&used != 0 {
			continue
		}
		o := e.to()
		v := e.score() - m.price[o]
		if v <= next && v < best {
			continue
		}
		if v > best || v == best && o < to {
			best, next, at, to = v, best, m.start[b]+i, o
		} else {
			next = v
		}
	}
	return best, at, next
}

func (m *market) several(b uint32, wants int) (best int64, at uint32, next int64) {
	top := make([]int64, 0, 16) // the best values, falling
	best = nothing
	to := nobody
	for i, e := range m.edges[m.start[b]:m.start[b+1]] {
		if e&used != 0 {
			continue
		}
		o := e.to()
		v := e.score() - m.price[o]
		if v > best || v == best && o < to {
			best, at, to = v, m.start[b]+uint32(i), o
		}
		if len(top) == wants+1 && v <= top[wants] {
			continue
		}
		k := len(top)
		for k > 0 && top[k-1] < v {
			k--
		}
		top = slices.Insert(top, k, v)
		top = top[:min(len(top), wants+1)]
	}
	next = nothing
	if len(top) == wants+1 {
		next = top[wants]
	}
	return best, at, next
}

// up moves the last seat of a heap to its place, down the first.
func up(heap []seat) {
	i := len(heap) - 1
	s := heap[i]
	for i > 0 && s.bid < heap[(i-1)/2].bid {
		heap[i] = heap[(i-1)/2]
		i = (i - 1) / 2
	}
	heap[i] = s
}

func down(heap []seat) {
	i, s := 0, heap[0]
	for {
		child := 2*i + 1
		if child >= len(heap) {
			break
		}
		if child+1 < len(heap) && heap[child+1].bid < heap[child].bid {
			child++
		}
		if heap[child].bid >= s.bid {
			break
		}
		heap[i] = heap[child]
		i = child
	}
	heap[i] = s
}
