package match

// A search finds for one bidder the cheapest way to be served: what they take,
// its holder gives up for something else, and so on, to something that is not
// sold out. It is Dijkstra's algorithm on the values that prices leave (Ahuja,
// Magnanti, Orlin: Network Flows, 9.7; Tomizawa 1971).
type search struct {
	*market
	dist  []int64  // of objects, where mark is the present round
	mark  []uint32 // the round in which an object was reached
	via   []uint32 // the edge by which it was reached
	from  []uint32 // the object given up for it; nobody at the first
	who   []uint32 // the bidder who would take it
	round uint32
	rests []rest
	limit int64 // the nearest end that is in sight
	heap  []step
	level []step   // as near as the present step
	now   int64    // how far the present step is
	goal  uint32   // the nearest object in sight that is not sold out, at limit
	done  []uint32 // objects whose distance is final
}

type step struct {
	dist int64
	o    uint32
}

func newSearch(m *market) *search {
	n := len(m.price)
	return &search{market: m, dist: make([]int64, n), mark: make([]uint32, n), via: make([]uint32, n), from: make([]uint32, n), who: make([]uint32, n)}
}

// serve gives b one more, or takes somebody's for nothing in the world: then one
// who is worth least goes without. It reports whether b, or another in their
// place, is served now.
func (s *search) serve(b uint32) bool {
	s.round++
	s.heap, s.level, s.done, s.rests = s.heap[:0], s.level[:0], s.done[:0], s.rests[:0]
	best := s.best(b)
	if best <= nothing {
		return false
	}
	s.now, s.goal, s.limit = 0, nobody, best-nothing
	s.reach(b, best, 0, nobody)
	// Who would go without, and what they give up, when that is the nearest end.
	loser, theirs := b, nobody
	for s.limit > s.now || s.goal == nobody {
		top, ok := s.next()
		if !ok || top.dist >= s.limit {
			break
		}
		s.now = top.dist
		if k := int(top.o) - len(s.price); k >= 0 {
			s.along(s.rests[k])
			continue
		}
		if top.dist > s.dist[top.o] {
			continue // reached on a shorter way since
		}
		s.done = append(s.done, top.o)
		first := s.first[top.o]
		for _, held := range s.seats[first : first+s.sold[top.o]] {
			value := s.edges[held.edge].score() - s.price[top.o]
			if d := top.dist + value - nothing; d < s.limit {
				s.limit, s.goal, loser, theirs = d, nobody, held.bidder, top.o
			}
			s.reach(held.bidder, value, top.dist, top.o)
		}
	}
	s.raise(s.limit)
	if s.goal != nobody {
		s.settle(s.goal)
		return true
	}
	if theirs == nobody {
		return false
	}
	s.release(theirs, loser)
	s.want[loser]++
	s.settle(theirs)
	return s.want[b] == 0 || b != loser
}

// next is the nearest step; those as near as the last one come first, in no order.
func (s *search) next() (top step, ok bool) {
	if n := len(s.level); n > 0 {
		top, s.level = s.level[n-1], s.level[:n-1]
		return top, true
	}
	if len(s.heap) == 0 {
		return top, false
	}
	top, s.heap = popped(s.heap)
	return top, true
}

// settle gives the free unit of o to the one who reached it, what they give up
// for it to the one who reached that, and so on.
func (s *search) settle(o uint32) {
	for {
		b, at, before := s.who[o], s.via[o], s.from[o]
		s.seat(o, b, at)
		if before == nobody {
			s.want[b]--
			return
		}
		s.release(before, b)
		o = before
	}
}

func (s *search) push(x step) {
	if x.dist == s.now {
		s.level = append(s.level, x)
		return
	}
	s.heap = pushed(s.heap, x)
}

// pushed is the heap with x.
func pushed(heap []step, x step) []step {
	heap = append(heap, x)
	i := len(heap) - 1
	for i > 0 && x.before(heap[(i-1)/2]) {
		heap[i] = heap[(i-1)/2]
		i = (i - 1) / 2
	}
	heap[i] = x
	return heap
}

// popped is the nearest step of the heap, and the heap without it.
func popped(heap []step) (step, []step) {
	top, n := heap[0], len(heap)-1
	x := heap[n]
	heap = heap[:n]
	for i := 0; n > 0; {
		child := 2*i + 1
		if child+1 < n && heap[child+1].before(heap[child]) {
			child++
		}
		if child >= n || !heap[child].before(x) {
			heap[i] = x
			break
		}
		heap[i] = heap[child]
		i = child
	}
	return top, heap
}

func (a step) before(b step) bool { return a.dist < b.dist || a.dist == b.dist && a.o < b.o }

// reach goes on from a bidder who would give up what is worth value to them, at a
// distance so far, to all that they do not hold.
func (s *search) reach(b uint32, value, so int64, from uint32) {
	s.along(rest{b, from, 0, so + value})
}

// along goes on to the next few of a row, the nearest of them first as far as
// scores tell, and leaves the rest for when the search has come so far.
func (s *search) along(r rest) {
	first, n := s.start[r.b], s.start[r.b+1]-s.start[r.b]
	for i := r.i; i < n; i++ {
		if i == s.ready[r.b] {
			if i > 0 && i == r.i || i == 0 {
				s.sort(r.b, max(some, more*i))
			} else {
				s.later(r, i, s.edges[first+i-1])
				return
			}
		}
		e := s.edges[first+i]
		if i == r.i+few {
			s.later(r, i, e)
			return
		}
		d := r.so - e.score()
		if d > s.limit {
			return // what is further down the row is further away than the end
		}
		if e&used != 0 {
			continue
		}
		o := e.to()
		if d += s.price[o]; d > s.limit || d == s.limit && s.goal != nobody || s.mark[o] == s.round && s.dist[o] <= d {
			continue
		}
		s.mark[o], s.dist[o], s.via[o], s.from[o], s.who[o] = s.round, d, first+i, r.from, r.b
		if !s.full(o) {
			s.limit, s.goal = d, o
			continue
		}
		s.push(step{d, o})
	}
}

// few is how many of a row are looked at at a time.
const few = 8

// A rest is what of b's row was not looked at yet, from i on, where from is given
// up; so is the distance so far and what from is worth.
type rest struct {
	b, from, i uint32
	so         int64
}

// later puts off the rest of a row until the search is as far as the nearest of it
// can be: no further down than e.
func (s *search) later(r rest, i uint32, e edge) {
	if d := r.so - e.score(); d <= s.limit {
		r.i = i
		s.push(step{d, uint32(len(s.price) + len(s.rests))})
		s.rests = append(s.rests, r)
	}
}

// raise makes the prices of all that was nearer than the end so much higher that
// the way there costs nothing.
func (s *search) raise(end int64) {
	for _, o := range s.done {
		if d := s.dist[o]; d < end {
			s.price[o] += end - d
		}
	}
}
