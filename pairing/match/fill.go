package match

// A fill looks the other way: from an object that is not sold out and yet has a
// price, for somebody to whom it would be worth as much if it were cheaper, for
// what they give up for it, and so on, to something whose price comes down to
// nothing.
type fill struct {
	*search
	near   []uint32 // the edges to object o, at where[o]
	owner  []uint32 // whose edge each of near is
	where  []uint32
	holds  []uint32 // the edges by which bidder b holds something: held[b] of them, at holder[b]
	holder []uint32
	held   []uint32
	path   []uint32
}

func newFill(s *search) *fill {
	f := &fill{
		search: s, where: make([]uint32, len(s.price)+1), near: make([]uint32, len(s.edges)), owner: make([]uint32, len(s.edges)),
		holder: make([]uint32, len(s.want)+1), held: make([]uint32, len(s.want)),
	}
	for _, e := range s.edges {
		f.where[e.to()+1]++
	}
	for o := range s.price {
		f.where[o+1] += f.where[o]
	}
	next := append([]uint32(nil), f.where...)
	for b, n := range s.want {
		f.holder[b+1] = f.holder[b] + n
		for at := s.start[b]; at < s.start[b+1]; at++ {
			e := s.edges[at]
			f.near[next[e.to()]], f.owner[next[e.to()]] = at, uint32(b)
			next[e.to()]++
			f.holder[b+1] += uint32(e & used)
		}
	}
	f.holds = make([]uint32, f.holder[len(s.want)])
	for b := range s.want {
		for at := s.start[b]; at < s.start[b+1]; at++ {
			if s.edges[at]&used != 0 {
				f.take(uint32(b), at)
			}
		}
	}
	return f
}

// take notes that b holds something by the edge, give that b no longer does.
func (f *fill) take(b, at uint32) {
	f.holds[f.holder[b]+f.held[b]] = at
	f.held[b]++
}

func (f *fill) give(b, o uint32) {
	held := f.holds[f.holder[b] : f.holder[b]+f.held[b]]
	f.held[b]--
	for i, at := range held {
		if f.edges[at].to() == o {
			held[i] = held[f.held[b]]
			return
		}
	}
}

// fill sells one free unit of o, or brings its price down to nothing.
func (f *fill) fill(o uint32) {
	f.round++
	f.heap, f.level, f.done = f.heap[:0], f.level[:0], f.done[:0]
	f.now = -1 // everything goes through the heap
	f.mark[o], f.dist[o], f.from[o] = f.round, 0, nobody
	f.push(step{0, o})
	end := ending{f.price[o], o, nobody, 0}
	for len(f.heap) > 0 {
		var top step
		top, f.heap = popped(f.heap)
		if top.dist > f.dist[top.o] {
			continue
		}
		if top.dist >= end.dist {
			break
		}
		f.done = append(f.done, top.o)
		for k := f.where[top.o]; k < f.where[top.o+1]; k++ {
			f.offer(top, f.owner[k], f.near[k], &end)
		}
	}
	for _, x := range f.done {
		if d := f.dist[x]; d < end.dist {
			f.price[x] -= end.dist - d
		}
	}
	f.path = f.path[:0]
	for x := end.o; x != o; x = f.from[x] {
		f.release(x, f.who[x])
		f.give(f.who[x], x)
		f.path = append(f.path, x)
	}
	for _, x := range f.path {
		f.seat(f.from[x], f.who[x], f.via[x])
		f.take(f.who[x], f.via[x])
	}
	if end.taker != nobody {
		f.seat(end.o, end.taker, end.by)
		f.take(end.taker, end.by)
		f.want[end.taker]--
	}
}

// An ending is where a fill may end: with the price of o at nothing, or with
// somebody unserved who takes it.
type ending struct {
	dist  int64
	o     uint32
	taker uint32
	by    uint32
}

// offer sees whether b would take the object by the edge, and what b would give up
// for it.
func (f *fill) offer(object step, b, by uint32, end *ending) {
	if f.edges[by]&used != 0 {
		return // b holds it
	}
	value := f.edges[by].score() - f.price[object.o]
	if d := object.dist + nothing - value; f.want[b] > 0 && d < end.dist {
		*end = ending{d, object.o, b, by}
	}
	for _, at := range f.holds[f.holder[b] : f.holder[b]+f.held[b]] {
		x := f.edges[at].to()
		d := object.dist + f.edges[at].score() - f.price[x] - value
		if d >= end.dist || f.mark[x] == f.round && f.dist[x] <= d {
			continue
		}
		f.mark[x], f.dist[x], f.via[x], f.from[x], f.who[x] = f.round, d, by, object.o, b
		if last := d + f.price[x]; last < end.dist {
			*end = ending{last, x, nobody, 0}
		}
		f.push(step{d, x})
	}
}

// seat gives b a free unit of o.
func (m *market) seat(o, b, by uint32) {
	m.seats[m.first[o]+m.sold[o]] = seat{m.price[o], by, b}
	m.sold[o]++
	m.edges[by] |= used
}
