package fit

import (
	"math/bits"
	"slices"
	"strings"
	"time"
)

// A One is a person as matching sees them. Empty fields are not known.
type One struct {
	Key        string // of the person, the same as Manager of others names them by
	Wants      string // goals, the first of them the most wanted
	Offers     string // skills
	Background string
	Languages  []string
	Department string
	Team       string
	Manager    string
	Level      int // any whole number, higher for more senior; 0: not known
	Hours      Hours
}

// A Pool holds the mentees and the mentors of a program and compares them.
type Pool struct {
	rules    Rules
	words    *vocabulary
	ids      map[string]int32 // of concepts, languages, departments and so on: a number each
	mentees  []profile
	mentors  []profile
	barred   map[[2]int32]Hindrance
	weight   []int32                 // by concept: how much it tells, about log₂(people / those who say it)
	combined map[combination][]int32 // the mentors who offer two or three concepts, where single ones are many
	posted   [][]int32               // by concept: the mentors who offer it
	levelled bool                    // somebody's level is known
}

// A profile is a One in numbers.
type profile struct {
	*One
	hours                          Hours
	level                          int
	key, department, team, manager int32
	english, mute                  bool    // speaks it; named no language
	foreign                        []int32 // languages other than English, rising
	wants                          []wish  // by concept
	offers                         []offer // by concept
	said                           []string
	background                     []int32 // concepts, rising
	best                           int64   // what a mentor who offers all could reach of wants
}

type wish struct {
	concept int32
	weight  int32
	goal    int
	said    string
}

type offer struct {
	concept int32
	percent int32
	said    int32 // in said of the profile
}

// How much of an offer the words of somebody's background are, and what is near to
// what they offer.
const (
	ofBackground = 70
	ofNear       = 50
	topWishes    = 3 // the best so many make the score
	firstGoal    = 3 // halves: the first goal counts half as much again
)

// NewPool compares mentees with mentors. How rare a word is counts over them and
// over others, who are not to be matched now.
func NewPool(rules Rules, mentees, mentors, others []One) (*Pool, error) {
	words, err := newVocabulary(rules.Synonyms)
	if err != nil {
		return nil, err
	}
	p := &Pool{rules: rules, words: words, ids: map[string]int32{}, barred: map[[2]int32]Hindrance{}}
	said := map[int32]int{}
	for _, group := range []struct {
		ones []One
		into *[]profile
	}{{mentees, &p.mentees}, {mentors, &p.mentors}, {others, nil}} {
		for _, one := range group.ones {
			x := p.profile(one)
			for _, concept := range x.speaksOf() {
				said[concept]++
			}
			p.levelled = p.levelled || one.Level != 0
			if group.into != nil {
				*group.into = append(*group.into, x)
			}
		}
	}
	people := len(mentees) + len(mentors) + len(others)
	p.weight = make([]int32, len(p.ids)+1)
	for concept, n := range said {
		p.weight[concept] = rareness(people, n)
	}
	p.posted = make([][]int32, len(p.ids)+1)
	for m := range p.mentors {
		for _, o := range p.mentors[m].offers {
			p.posted[o.concept] = append(p.posted[o.concept], int32(m))
		}
	}
	for i := range p.mentees {
		p.weigh(&p.mentees[i])
	}
	return p, nil
}

// id is the number of a name; 0 is that of no name.
func (p *Pool) id(kind, name string) int32 {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" {
		return 0
	}
	name = kind + "\x00" + name
	id, ok := p.ids[name]
	if !ok {
		id = int32(len(p.ids) + 1)
		p.ids[name] = id
	}
	return id
}

func (p *Pool) profile(one One) profile {
	x := profile{One: &one, hours: one.Hours, level: one.Level, key: p.id("key", one.Key), manager: p.id("key", one.Manager), department: p.id("department", one.Department), team: p.id("team", one.Team)}
	english := p.id("language", "English")
	for _, l := range one.Languages {
		if id := p.id("language", l); id != english {
			x.foreign = append(x.foreign, id)
		} else {
			x.english = true
		}
	}
	x.mute = len(one.Languages) == 0
	slices.Sort(x.foreign)
	for _, t := range p.words.terms(one.Wants) {
		x.wants = append(x.wants, wish{p.id("concept", t.concept), 0, t.goal, t.said})
	}
	add := func(concept string, percent int32, said string) {
		id := p.id("concept", concept)
		if i := slices.IndexFunc(x.offers, func(o offer) bool { return o.concept == id }); i < 0 {
			x.offers = append(x.offers, offer{id, percent, int32(len(x.said))})
			x.said = append(x.said, said)
		} else if x.offers[i].percent < percent {
			x.offers[i].percent, x.said[x.offers[i].said] = percent, said
		}
	}
	for _, t := range p.words.terms(one.Offers) {
		add(t.concept, 100, t.said)
		for _, near := range p.words.near[t.concept] {
			add(near, ofNear, t.said)
		}
	}
	for _, t := range p.words.terms(one.Background) {
		add(t.concept, ofBackground, t.said)
		x.background = append(x.background, p.id("concept", t.concept))
	}
	slices.Sort(x.background)
	slices.SortFunc(x.wants, func(a, b wish) int { return int(a.concept - b.concept) })
	slices.SortFunc(x.offers, func(a, b offer) int { return int(a.concept - b.concept) })
	return x
}

// speaksOf are the concepts of all that somebody says, each once.
func (x *profile) speaksOf() (out []int32) {
	for _, w := range x.wants {
		out = append(out, w.concept)
	}
	for _, o := range x.offers {
		if o.percent != ofNear {
			out = append(out, o.concept)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// weigh says how much each wish tells. What nobody offers cannot be had, so that
// it does not lower what others reach.
func (p *Pool) weigh(x *profile) {
	first := len(x.wants)
	for i := range x.wants {
		w := &x.wants[i]
		if len(p.posted[w.concept]) == 0 {
			continue
		}
		w.weight = 2 * p.weight[w.concept]
		first = min(first, w.goal)
	}
	var top [topWishes]int64
	for i := range x.wants {
		w := &x.wants[i]
		if w.goal == first {
			w.weight = w.weight / 2 * firstGoal
		}
		keep(&top, int64(w.weight)*100)
	}
	x.best = top[0] + top[1] + top[2]
}

// keep puts n among the highest.
func keep(top *[topWishes]int64, n int64) {
	for i := range top {
		if n > top[i] {
			top[i], n = n, top[i]
		}
	}
}

// rareness is 64·log₂(2·people/n), the logarithm linear between powers of two.
func rareness(people, n int) int32 {
	x := uint64(people) << 17 / uint64(n)
	whole := bits.Len64(x) - 1
	return int32((whole-16)<<6) + int32(x<<6>>whole)&63
}

// Bar forbids the pair, beside what the rules forbid.
func (p *Pool) Bar(mentee, mentor int, why Hindrance) {
	p.barred[[2]int32{int32(mentee), int32(mentor)}] |= why
}

// Hindered is all that forbids the pair.
func (p *Pool) Hindered(mentee, mentor int) Hindrance {
	a, b := &p.mentees[mentee], &p.mentors[mentor]
	h := p.forbids(a, b)
	if len(p.barred) > 0 {
		h |= p.barred[[2]int32{int32(mentee), int32(mentor)}]
	}
	if !p.speak(a, b) {
		h |= NoLanguage
	}
	if a.hours.shared(&b.hours, p.rules.Session) == 0 {
		h |= NoHour
	}
	return h
}

// forbids is what the rules of the program have against the pair.
func (p *Pool) forbids(a, b *profile) (h Hindrance) {
	if a.key == b.key {
		h |= SamePerson
	}
	for _, apart := range p.rules.Apart {
		switch {
		case apart == TheManager && (a.manager != 0 && a.manager == b.key || b.manager != 0 && b.manager == a.key):
			h |= OwnManager
		case apart == TheTeam && a.team != 0 && a.team == b.team:
			h |= SameTeam
		case apart == TheDepartment && a.department != 0 && a.department == b.department:
			h |= SameDepartmentToo
		}
	}
	return h
}

// speak reports whether both speak one language; who named none is taken to speak
// the program's, as all do.
func (p *Pool) speak(a, b *profile) bool {
	return a.english && b.english || a.mute || b.mute || common(a.foreign, b.foreign) > 0
}

// common is how many numbers two rising lists share.
func common(a, b []int32) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// Quarters is n quarters of an hour.
func Quarters(n int) time.Duration { return time.Duration(n) * quarter }
