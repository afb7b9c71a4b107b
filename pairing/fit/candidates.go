package fit

import (
	"cmp"
	"slices"
)

// A Candidate is a mentor for one mentee.
type Candidate struct{ Mentor, Score int }

// Few is how many pairs are few enough to look at every one of them.
const Few = 4_000_000

const (
	lookFor = 32  // times as many mentors as are wanted are looked at
	many    = 256 // a list of mentors that is longer is split by a second and a third concept
	deep    = 10  // of somebody's offers, the rarest so many are combined; of wishes, so many are looked up
	spare   = 4   // a part of the candidates is taken anywhere, so that not all crowd around the same mentors
)

// A combination is two or three concepts, rising; the first is 0 if there are two.
type combination [3]int32

// Candidates calls yield for each mentee with the mentors to choose from: all who
// may be, if the pairs are few, else about n of the best. Lists of mentors by
// concept, and by two and three of them where one is too common, are gone through
// from the rarest combination on until enough were compared, so that the work for
// a mentee does not grow with the program.
func (p *Pool) Candidates(n int, yield func(mentee int, list []Candidate)) {
	if len(p.mentees)*len(p.mentors) <= Few {
		for i := range p.mentees {
			yield(i, p.All(i))
		}
		return
	}
	p.combine()
	l := look{p: p, seen: make([]int32, len(p.mentors))}
	for i := range p.mentees {
		yield(i, l.best(i, n))
	}
}

// All are the mentors that the mentee may have, in no order.
func (p *Pool) All(mentee int) (out []Candidate) {
	for m := range p.mentors {
		if score, ok := p.Score(mentee, m); ok {
			out = append(out, Candidate{m, score})
		}
	}
	return out
}

// combine lists mentors by two and three concepts whose lists are long.
func (p *Pool) combine() {
	if p.combined != nil {
		return
	}
	p.combined = map[combination][]int32{}
	var common []int32
	for m := range p.mentors {
		common = common[:0]
		for _, o := range p.mentors[m].offers {
			if len(p.posted[o.concept]) > many {
				common = append(common, o.concept)
			}
		}
		p.rarest(common)
		common = common[:min(len(common), deep)]
		slices.Sort(common)
		for i, a := range common {
			for j, b := range common[i+1:] {
				p.list(combination{0, a, b}, m)
				for _, c := range common[i+j+2:] {
					p.list(combination{a, b, c}, m)
				}
			}
		}
	}
}

func (p *Pool) list(c combination, m int) { p.combined[c] = append(p.combined[c], int32(m)) }

// rarest sorts concepts by how much they tell.
func (p *Pool) rarest(concepts []int32) {
	slices.SortFunc(concepts, func(a, b int32) int { return cmp.Or(int(p.weight[b]-p.weight[a]), int(a-b)) })
}

// A look goes through the lists for one mentee after the other.
type look struct {
	p     *Pool
	seen  []int32 // by mentor: the mentee for whom they were looked at last, and one
	lists []list
	found []Candidate
}

// A list is of mentors who offer some of what is wanted.
type list struct {
	tells   int32
	mentors []int32
}

// best are about the n best mentors for the mentee, of those that were looked at.
func (l *look) best(mentee, n int) []Candidate {
	l.lists, l.found = l.lists[:0], l.found[:0]
	l.gather(&l.p.mentees[mentee])
	left := lookFor * n
	for _, list := range l.lists {
		at := start(mentee, len(list.mentors))
		for range list.mentors {
			if left == 0 {
				break
			}
			left -= l.compare(mentee, list.mentors[at])
			if at++; at == len(list.mentors) {
				at = 0
			}
		}
	}
	l.trim(n)
	// Some from anywhere, who may do as well as not.
	at := start(mentee, len(l.p.mentors))
	for want, look := max(n/spare, n-len(l.found))+len(l.found), lookFor*n; look > 0 && len(l.found) < want && look > lookFor*n-len(l.p.mentors); look-- {
		l.compare(mentee, int32(at))
		if at++; at == len(l.p.mentors) {
			at = 0
		}
	}
	return slices.Clone(l.found)
}

// trim keeps the n best found, sorted.
func (l *look) trim(n int) {
	slices.SortFunc(l.found, func(a, b Candidate) int { return cmp.Or(b.Score-a.Score, a.Mentor-b.Mentor) })
	l.found = l.found[:min(len(l.found), n)]
}

// compare looks at a mentor, if not done for this mentee before.
func (l *look) compare(mentee int, m int32) int {
	if l.seen[m] == int32(mentee)+1 {
		return 0
	}
	l.seen[m] = int32(mentee) + 1
	if score, ok := l.p.Score(mentee, int(m)); ok {
		l.found = append(l.found, Candidate{int(m), score})
	}
	return 1
}

// gather are the lists of those who offer one to three of the wishes, what tells
// most first.
func (l *look) gather(x *profile) {
	p := l.p
	var wants []wish
	for _, w := range x.wants {
		if len(p.posted[w.concept]) > 0 {
			wants = append(wants, w)
		}
	}
	slices.SortFunc(wants, func(a, b wish) int { return cmp.Or(int(b.weight-a.weight), int(a.concept-b.concept)) })
	wants = wants[:min(len(wants), deep)]
	slices.SortFunc(wants, func(a, b wish) int { return int(a.concept - b.concept) })
	for i, a := range wants {
		l.lists = append(l.lists, list{a.weight, p.posted[a.concept]})
		for j, b := range wants[i+1:] {
			if two := p.combined[combination{0, a.concept, b.concept}]; len(two) > 0 {
				l.lists = append(l.lists, list{a.weight + b.weight, two})
			}
			for _, c := range wants[i+j+2:] {
				if three := p.combined[combination{a.concept, b.concept, c.concept}]; len(three) > 0 {
					l.lists = append(l.lists, list{a.weight + b.weight + c.weight, three})
				}
			}
		}
	}
	slices.SortStableFunc(l.lists, func(a, b list) int { return int(b.tells - a.tells) })
}

// start is where in a list of n the mentee's turn begins: anywhere, and always the
// same (the finalizer of SplitMix64).
func start(mentee, n int) int {
	x := (uint64(mentee) + 1) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return int((x ^ x>>31) % uint64(max(1, n)))
}
