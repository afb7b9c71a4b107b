package match

// A fill looks the other way: from an object that is not sold out and yet has a
// price, for somebody to whom it would be worth as much if it were cheaper, for
// what they give up for it, and so on, to something whose price comes down to
// nothing.
type fill struct {
	*search
	near  []uint32 // the bidders who could take object o, at first[o]
	where []uint32
	path  []uint32
}

func newFill(s *search) *fill {
	f := &fill{search: s, where: make([]uint32, len(s.price)+1), near: make([]uint32, len(s.edges))}
	for _, e := range s.edges {
		f.where[e.to()+1]++
	}
	for o := range s.price {
		f.where[o+1] += f.where[o]
	}
	next := append([]uint32(nil), f.where...)
	for b := range s.want {
		for _, e := range s.edges[s.start[b]:s.start[b+1]] {
			f.near[next[e.to()]] = uint32(b)
			next[e.to()]++
		}
	}
	return f
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
		top := f.pop()
		if top.dist > f.dist[top.o] {
			continue
		}
		if top.dist >= end.dist {
			break
		}
		f.done = append(f.done, top.o)
		for _, b := range f.near[f.where[top.o]:f.where[top.o+1]] {
			f.offer(top, b, &end)
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
		f.path = append(f.path, x)
	}
	for _, x := range f.path {
		f.seat(f.from[x], f.who[x], f.via[x])
	}
	if end.taker != nobody {
		f.seat(end.o, end.taker, end.by)
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

// offer sees whether b would take the object, and what b would give up for it.
func (f *fill) offer(object step, b uint32, end *ending) {
	at, row := f.start[b], f.edges[f.start[b]:f.start[b+1]]
	this, held := -1, 0
	for i, e := range row {
		if e.to() == object.o {
			this = i
		}
		held += int(e & used)
	}
	if row[this]&used != 0 {
		return // b holds it
	}
	value := row[this].score() - f.price[object.o]
	if d := object.dist + nothing - value; f.want[b] > 0 && d < end.dist {
		*end = ending{d, object.o, b, at + uint32(this)}
	}
	for i := 0; held > 0; i++ {
		if row[i]&used == 0 {
			continue
		}
		held--
		x := row[i].to()
		d := object.dist + row[i].score() - f.price[x] - value
		if f.mark[x] == f.round && f.dist[x] <= d {
			continue
		}
		f.mark[x], f.dist[x], f.via[x], f.from[x], f.who[x] = f.round, d, at+uint32(this), object.o, b
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
