package pairing

import (
	"maps"
	"slices"
	"time"
)

// A Scene is everything that a decision may look at: the people concerned,
// their pairs and partners, the live sessions of all of these, and the open
// questions of all of these. For matching it is the whole program.
type Scene struct {
	People    map[PersonID]Person
	Pairs     map[PairID]Pair
	Sessions  map[SessionID]Session
	Questions map[QuestionID]Question
}

// clone copies the maps, so that a decision never changes what it was given.
func (s Scene) clone() Scene {
	return Scene{cloned(s.People), cloned(s.Pairs), cloned(s.Sessions), cloned(s.Questions)}
}

func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

// A Decision is everything that follows from one event. It is saved whole,
// before any of it is sent.
type Decision struct {
	People    []Person
	Pairs     []Pair
	Sessions  []Session
	Questions []Question
	Notices   []Notice
	Timers    []Timer  // set, replacing those of the same key
	Drop      []string // keys of timers that no longer matter
	Withdraw  []string // keys of notices that are no longer true, if still waiting
	Surveys   []SurveyAnswer
	Erase     []PersonID // of whom the store must keep nothing else
	Redo      string     // id of a mail to be decided again, now that its writer is proven
	Outcome   string     // one word for the mail: what became of it
	Why       []string   // for the log and for the coordinator
}

// Decide says what follows from the event. It changes nothing, reads no clock
// and draws no lots: the same arguments always give the same decision.
func Decide(scene Scene, event Event, now time.Time, policy Policy) Decision {
	t := &turn{Scene: scene.clone(), now: now, Policy: policy}
	switch e := event.(type) {
	case Read:
		t.read(e)
	case Answered:
		t.calendar(e)
	case Refreshed:
		t.refreshed(e)
	case Crashed:
		t.crashed(e)
	case Bounced:
		t.bounced(e)
	case Undelivered:
		t.undelivered(e)
	case Away:
		t.away(e)
	case Due:
		t.due(e.Timer)
	case Imported:
		t.imported(e)
	case Unreadable:
		t.unreadable(e)
	case Directed:
		t.directed(e)
	case Inquired:
		t.inquired(e)
	case Ruled:
		t.ruled(e)
	}
	return t.decision()
}

// A turn is one decision in the making: a scene of its own to change, and what
// has changed so far.
type turn struct {
	Scene
	Policy
	now time.Time
	out Decision

	people    []PersonID
	pairs     []PairID
	sessions  []SessionID
	questions []QuestionID
}

func (t *turn) decision() Decision {
	t.out.Notices = slices.DeleteFunc(t.out.Notices, t.unwelcome)
	for _, id := range t.people {
		t.out.People = append(t.out.People, t.People[id])
	}
	for _, id := range t.pairs {
		t.out.Pairs = append(t.out.Pairs, t.Pairs[id])
	}
	for _, id := range t.sessions {
		t.out.Sessions = append(t.out.Sessions, t.Sessions[id])
	}
	for _, id := range t.questions {
		t.out.Questions = append(t.out.Questions, t.Questions[id])
	}
	return t.out
}

func (t *turn) putPerson(p Person) {
	t.People[p.ID] = p
	t.people = once(t.people, p.ID)
}

func (t *turn) putPair(p Pair) {
	t.Pairs[p.ID] = p
	t.pairs = once(t.pairs, p.ID)
}

func (t *turn) putSession(s Session) {
	t.Sessions[s.ID] = s
	t.sessions = once(t.sessions, s.ID)
}

func (t *turn) putQuestion(q Question) {
	t.Questions[q.ID] = q
	t.questions = once(t.questions, q.ID)
}

func once[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// tell puts a notice on the person's desk.
func (t *turn) tell(n Notice) {
	if n.Urgency == "" {
		n.Urgency = AtDesk
	}
	if !slices.ContainsFunc(t.out.Notices, func(told Notice) bool { return told.Key == n.Key }) {
		t.out.Notices = append(t.out.Notices, n)
	}
}

// unwelcome reports whether a notice must not go to its person: nothing goes to
// an address that mail comes back from, and to those who are out of the program
// only what answers them at once.
func (t *turn) unwelcome(n Notice) bool {
	p, in := t.People[n.To]
	return in && (p.Bounced != "" || !p.Reachable() && n.Urgency != AtOnce)
}

// withdraw takes back a notice, also one that this very decision tells: what is
// saved is withdrawn first and told then.
func (t *turn) withdraw(key string) {
	t.out.Notices = slices.DeleteFunc(t.out.Notices, func(n Notice) bool { return n.Key == key })
	t.out.Withdraw = append(t.out.Withdraw, key)
}

func (t *turn) set(timer Timer) {
	t.out.Timers = append(slices.DeleteFunc(t.out.Timers, func(old Timer) bool { return old.Key == timer.Key }), timer)
}

// drop takes back timers, also those that this very decision has set.
func (t *turn) drop(keys ...string) {
	t.out.Timers = slices.DeleteFunc(t.out.Timers, func(old Timer) bool { return slices.Contains(keys, old.Key) })
	t.out.Drop = append(t.out.Drop, keys...)
}

func (t *turn) why(words string) { t.out.Why = append(t.out.Why, words) }

// outcome keeps the first: what the mail was mainly about.
func (t *turn) outcome(word string) {
	if t.out.Outcome == "" {
		t.out.Outcome = word
	}
}

// partner is the other person of the pair.
func (t *turn) partner(p Pair, side Side) Person { return t.People[p.People[side.Other()]] }

// person is the one on the given side.
func (t *turn) person(p Pair, side Side) Person { return t.People[p.People[side]] }

// sorted gives the values of a map in the order of their keys: no decision may
// hang on the order of a map.
func sorted[K ~string, V any](m map[K]V) []V {
	out := make([]V, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// With is the scene as it is once the decision is saved.
func (s Scene) With(d Decision) Scene {
	s = s.clone()
	for _, p := range d.People {
		s.People[p.ID] = p
	}
	for _, p := range d.Pairs {
		s.Pairs[p.ID] = p
	}
	for _, v := range d.Sessions {
		s.Sessions[v.ID] = v
	}
	for _, q := range d.Questions {
		s.Questions[q.ID] = q
	}
	return s
}
