package match

import "slices"

// A Live is a solved graph that changes: people come, leave, decline. After each
// change only those are looked at whom it touches, and the seats are again as good
// as if all had been solved anew: the prices that prove the optimum are kept, and
// shortest paths on them mend what the change broke (as in package doc; for the
// way back, when a place is free that has a price, the same search turned round).
//
// A pair that was told is taken out of it with Tell, and so is never moved.
type Live struct {
	rows   [][]edge   // of mentees
	near   [][]uint32 // of mentors: the mentees in whose rows they stand, or stood
	places []uint32
	price  []int64
	seat   []uint32   // of mentees
	held   [][]uint32 // of mentors: the mentees they have
	out    []bool     // mentees who were told, or have left

	round uint32 // of the search
	mark  []uint32
	dist  []int64
	from  []uint32 // the mentor one step nearer to where the search began
	who   []uint32 // the mentee who would change between the two
	done  []uint32
	heap  []step
	moved []uint32
}

// NewLive solves the graph. A change of the one does not change the other.
func NewLive(g *Graph) *Live {
	l := &Live{places: slices.Clone(g.places)}
	l.seat, l.price = g.solve()
	mentors, mentees := len(g.places), len(g.start)-1
	l.rows, l.out = make([][]edge, mentees), make([]bool, mentees)
	l.near, l.held = make([][]uint32, mentors), make([][]uint32, mentors)
	l.mark, l.dist, l.from, l.who = make([]uint32, mentors), make([]int64, mentors), make([]uint32, mentors), make([]uint32, mentors)
	edges := slices.Clone(g.edges)
	count := make([]uint32, mentors+1)
	for _, e := range edges {
		count[e.to()+1]++
	}
	for m := range mentors {
		count[m+1] += count[m]
	}
	all := make([]uint32, len(edges))
	for m := range mentors {
		l.near[m] = all[count[m]:count[m]:count[m+1]]
	}
	for i := range mentees {
		l.rows[i] = edges[g.start[i]:g.start[i+1]:g.start[i+1]]
		for _, e := range l.rows[i] {
			l.near[e.to()] = append(l.near[e.to()], uint32(i))
		}
		if m := l.seat[i]; m != Unseated {
			l.held[m] = append(l.held[m], uint32(i))
		}
	}
	return l
}

// Seat is the mentee's mentor, or Unseated.
func (l *Live) Seat(mentee int) uint32 { return l.seat[mentee] }

// Enrol adds a mentee and the mentors they could go with. It gives their index and
// the mentees whose seat has changed, as every change does.
func (l *Live) Enrol(edges []Edge) (mentee int, moved []uint32) {
	mentee = len(l.rows)
	l.rows, l.seat, l.out = append(l.rows, nil), append(l.seat, Unseated), append(l.out, false)
	return mentee, l.Offer(mentee, edges)
}

// Offer gives a mentee more mentors to choose from; each may stand in their row
// only once.
func (l *Live) Offer(mentee int, edges []Edge) (moved []uint32) {
	l.moved = nil
	for _, e := range edges {
		l.rows[mentee] = append(l.rows[mentee], pack(uint32(e.Mentor), e.Score))
		l.near[e.Mentor] = append(l.near[e.Mentor], uint32(mentee))
	}
	l.unseat(uint32(mentee))
	return l.moved
}

// Join adds a mentor with the mentees who could go with them.
func (l *Live) Join(places int, edges []Edge) (mentor int, moved []uint32) {
	l.moved = nil
	mentor = len(l.places)
	m := uint32(mentor)
	l.places, l.near, l.held = append(l.places, uint32(places)), append(l.near, nil), append(l.held, nil)
	l.mark, l.dist, l.from, l.who = append(l.mark, 0), append(l.dist, 0), append(l.from, 0), append(l.who, 0)
	price := int64(0)
	for _, e := range edges {
		i := uint32(e.Mentee)
		price = max(price, int64(e.Score)-l.value(i)) // so that nobody likes the new one better, yet
		l.rows[i] = append(l.rows[i], pack(m, e.Score))
		l.near[m] = append(l.near[m], i)
	}
	l.price = append(l.price, price)
	l.refill(m)
	return mentor, l.moved
}

// Withdraw takes a mentee out who was not told.
func (l *Live) Withdraw(mentee int) (moved []uint32) {
	l.moved = nil
	m := l.seat[mentee]
	if l.out[mentee] {
		return nil
	}
	if m != Unseated {
		l.release(uint32(mentee))
	}
	l.rows[mentee], l.out[mentee] = nil, true
	if m != Unseated {
		l.refill(m)
	}
	return l.moved
}

// Forbid keeps the two apart from now on: one of them has declined.
func (l *Live) Forbid(mentee, mentor int) (moved []uint32) {
	l.moved = nil
	i, m := uint32(mentee), uint32(mentor)
	if l.out[i] {
		return nil
	}
	l.rows[i] = slices.DeleteFunc(l.rows[i], func(e edge) bool { return e.to() == m })
	if l.seat[i] == m {
		l.unseat(i)
	}
	return l.moved
}

// Close takes a mentor out.
func (l *Live) Close(mentor int) (moved []uint32) {
	l.moved = nil
	m := uint32(mentor)
	mentees := slices.Clone(l.held[m])
	for _, i := range l.near[m] {
		l.rows[i] = slices.DeleteFunc(l.rows[i], func(e edge) bool { return e.to() == m })
	}
	for _, i := range mentees {
		l.release(i)
	}
	l.near[m], l.places[m], l.price[m] = nil, 0, 0
	for _, i := range mentees {
		l.serve(i)
	}
	return l.moved
}

// Tell takes a pair out that stands from now on, with its place.
func (l *Live) Tell(mentee int) {
	if m := l.seat[mentee]; m != Unseated && !l.out[mentee] {
		l.held[m] = slices.DeleteFunc(l.held[m], func(i uint32) bool { return i == uint32(mentee) })
		l.places[m]--
	}
	l.rows[mentee], l.out[mentee] = nil, true
}

// Untell takes back what Tell did, when a told pair comes to nothing: the place is
// free again, and the mentee could go with those of edges.
func (l *Live) Untell(mentee int, edges []Edge) (moved []uint32) {
	m := l.seat[mentee]
	l.moved = nil
	l.seat[mentee], l.out[mentee] = Unseated, false
	if m != Unseated {
		l.moved = append(l.moved, uint32(mentee))
		for _, i := range l.near[m] { // while all places were taken, their price was of no interest
			if v, ok := l.worth(i, m); ok && !l.out[i] {
				l.price[m] += max(0, v-l.value(i))
			}
		}
		l.places[m]++
		l.refill(m)
	}
	moved = l.moved
	return append(moved, l.Offer(mentee, edges)...)
}

// value is what the mentee has, or what going without is worth.
func (l *Live) value(i uint32) int64 {
	if m := l.seat[i]; m != Unseated {
		v, _ := l.worth(i, m)
		return v
	}
	return nothing
}

// worth is what a mentor is worth to the mentee, at the price; ok is false if
// they must not be a pair.
func (l *Live) worth(i, m uint32) (value int64, ok bool) {
	for _, e := range l.rows[i] {
		if e.to() == m {
			return e.score() - l.price[m], true
		}
	}
	return nothing, false
}

func (l *Live) full(m uint32) bool { return len(l.held[m]) >= int(l.places[m]) }

func (l *Live) release(i uint32) {
	m := l.seat[i]
	k := slices.Index(l.held[m], i)
	l.held[m][k] = l.held[m][len(l.held[m])-1]
	l.held[m] = l.held[m][:len(l.held[m])-1]
	l.seat[i] = Unseated
	l.moved = append(l.moved, i)
}

func (l *Live) give(i, m uint32) {
	l.seat[i] = m
	l.held[m] = append(l.held[m], i)
	l.moved = append(l.moved, i)
}

// unseat lets a mentee choose anew, and what they had be had by another.
func (l *Live) unseat(i uint32) {
	before := l.seat[i]
	if before != Unseated {
		l.release(i)
	}
	l.serve(i)
	if before != Unseated {
		l.refill(before)
	}
}

func (l *Live) begin() {
	l.round++
	l.heap, l.done = l.heap[:0], l.done[:0]
}

// reach notes a way to m, if it is the shortest so far and shorter than the end.
func (l *Live) reach(m uint32, dist, end int64, from, who uint32) bool {
	if dist >= end || l.mark[m] == l.round && l.dist[m] <= dist {
		return false
	}
	l.mark[m], l.dist[m], l.from[m], l.who[m] = l.round, dist, from, who
	l.heap = pushed(l.heap, step{dist, m})
	return true
}

// serve seats one who has nobody, and moves others for it where that is better
// for all; at last one may have to go without.
func (l *Live) serve(i uint32) {
	best := int64(nothing)
	for _, e := range l.rows[i] {
		if l.places[e.to()] > 0 {
			best = max(best, e.score()-l.price[e.to()])
		}
	}
	if best <= nothing {
		return
	}
	l.begin()
	end, last, loser := best-nothing, nobody, i // going without
	relax := func(b uint32, value, so int64, at uint32) {
		for _, e := range l.rows[b] {
			if m := e.to(); m != at && l.places[m] > 0 {
				l.reach(m, so+value-e.score()+l.price[m], end, at, b)
			}
		}
	}
	relax(i, best, 0, nobody)
	for len(l.heap) > 0 {
		var top step
		top, l.heap = popped(l.heap)
		if top.dist >= end {
			break
		}
		if top.dist > l.dist[top.o] {
			continue
		}
		if !l.full(top.o) {
			end, last, loser = top.dist, top.o, nobody
			break
		}
		l.done = append(l.done, top.o)
		for _, b := range l.held[top.o] {
			value := l.value(b)
			if d := top.dist + value - nothing; d < end {
				end, last, loser = d, top.o, b
			}
			relax(b, value, top.dist, top.o)
		}
	}
	for _, m := range l.done {
		if l.dist[m] < end {
			l.price[m] += end - l.dist[m]
		}
	}
	if last == nobody {
		return // i goes without
	}
	if loser != nobody {
		l.release(loser)
	}
	for m := last; m != nobody; m = l.from[m] {
		b := l.who[m]
		if l.seat[b] != Unseated {
			l.release(b)
		}
		l.give(b, m)
	}
}

// refill finds takers for the free places of m, or lets their price come down.
func (l *Live) refill(m uint32) {
	for l.price[m] > 0 && !l.full(m) {
		l.refillOne(m)
	}
}

func (l *Live) refillOne(o uint32) {
	l.begin()
	end, last, taker := l.price[o], o, nobody
	l.reach(o, 0, 1<<62, nobody, nobody)
	for len(l.heap) > 0 {
		var top step
		top, l.heap = popped(l.heap)
		if top.dist >= end {
			break
		}
		if top.dist > l.dist[top.o] {
			continue
		}
		l.done = append(l.done, top.o)
		for _, b := range l.near[top.o] {
			x := l.seat[b]
			worth, ok := l.worth(b, top.o)
			if x == top.o || l.out[b] || !ok {
				continue
			}
			d := top.dist + l.value(b) - worth
			if x == Unseated {
				if d < end {
					end, last, taker = d, top.o, b
				}
				continue
			}
			if l.reach(x, d, end, top.o, b) && d+l.price[x] < end {
				end, last, taker = d+l.price[x], x, nobody
			}
		}
	}
	for _, m := range l.done {
		if l.dist[m] < end {
			l.price[m] -= end - l.dist[m]
		}
	}
	// Each on the way back to o leaves what they have for what is nearer to it.
	var path []uint32
	for m := last; m != o; m = l.from[m] {
		path = append(path, m)
	}
	for _, m := range path {
		l.release(l.who[m])
	}
	for _, m := range path {
		l.give(l.who[m], l.from[m])
	}
	if taker != nobody {
		l.give(taker, last)
	}
}
