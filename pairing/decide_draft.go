package pairing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// A DraftPair is one pair of a draft that is before the coordinator.
type DraftPair struct {
	Mentor PersonID `json:"mentor"`
	Mentee PersonID `json:"mentee"`
	Score  int      `json:"score"`
	Why    []string `json:"why,omitempty"`
	First  bool     `json:"first,omitempty"`
}

// openDraft is the draft that is before the coordinator, if there is one.
func (t *turn) openDraft() (Question, bool) {
	for _, q := range sorted(t.Questions) {
		if q.Kind == reply.Drafted && q.Open {
			return q, true
		}
	}
	return Question{}, false
}

// putDraft puts a draft before the coordinator, with what became of their answer
// to the one before. Nobody is asked before it is answered.
func (t *turn) putDraft(kept []DraftPair, d Draft, notes []string) {
	pairs := slices.Clone(kept)
	for _, p := range d.Pairs {
		pairs = append(pairs, DraftPair{p.Mentor.ID, p.Mentee.ID, p.Score, p.Why, p.First})
	}
	for _, u := range d.Unmatched {
		t.noMatch(u)
	}
	if len(pairs) == 0 {
		if len(notes) > 0 {
			t.tell(Notice{Key: key("drafted", itoa(int(t.now.Unix()))), To: Coordinator, Kind: DraftedNotice, Urgency: AtOnce, Facts: Facts{Notes: notes}})
		}
		t.noted(d.Notes)
		return
	}
	facts := Facts{N: len(pairs), Notes: slices.Concat(notes, d.Notes), Until: t.draftDeadline(), Reason: string(t.Pairing.Silence)}
	for i, p := range pairs {
		facts.Draft = append(facts.Draft, DraftLine{N: i + 1, Mentor: t.People[p.Mentor].FullName(), Mentee: t.People[p.Mentee].FullName(), Score: p.Score, Why: strings.Join(p.Why, "; ")})
		facts.Total += p.Score
		if i == 0 || p.Score < facts.Worst {
			facts.Worst = p.Score
		}
		if p.First {
			facts.Firsts++
		}
	}
	q := Question{ID: QuestionID(key("draft", itoa(int(t.now.Unix())))), Person: Coordinator, Kind: reply.Drafted, Draft: pairs}
	for _, u := range d.Unmatched {
		facts.Unmatched = append(facts.Unmatched, fmt.Sprintf("%s (%s): %s. What would change it: %s.", u.Person.FullName(), u.Role, u.Why, u.Change))
		q.Others = append(q.Others, u.Person.ID)
	}
	t.ask(q, Notice{Kind: DraftNotice, Urgency: AtOnce, Facts: facts})
	t.set(Timer{Key: draftTimer, At: facts.Until, Kind: DraftTimer, Question: q.ID})
	t.why(fmt.Sprintf("a draft of %d pairs is before the coordinator", len(pairs)))
}

// noted tells the coordinator once of each thing that they asked for and that
// cannot be.
func (t *turn) noted(notes []string) {
	for _, note := range notes {
		t.tell(Notice{Key: key("drafted", newID(note)), To: Coordinator, Kind: DraftedNotice, Urgency: AtOnce, Facts: Facts{Notes: []string{note}}})
	}
}

const draftTimer = "draft"

func (t *turn) draftDeadline() time.Time {
	return calendar.AfterBusinessDays(t.now, t.Pairing.Deadline.Days, t.Zone())
}

// draftDue is what becomes of a draft that was not answered: it goes out, or is
// put before the coordinator once more and then waits.
func (t *turn) draftDue(id QuestionID) {
	q, ok := t.Questions[id]
	switch {
	case !ok || !q.Open:
	case t.Pairing.Silence == SilenceSends:
		t.settleDraft(q, reply.Act{Kind: reply.Draft, All: true}, []string{"You did not answer, so the draft went out as it was, as pairing.silence says."})
	case q.Nudges == 0:
		q.Nudges++
		t.putQuestion(q)
		again := q.Notice
		again.Key, again.Again = nudgeNoticeKey(q, 1), 1
		again.Facts.Until = t.draftDeadline()
		t.tell(again)
	}
}

// ruled takes the coordinator's answer to a draft.
func (t *turn) ruled(e Ruled) {
	t.outcome("ruled")
	q, ok := t.Questions[e.Question]
	if !ok || !q.Open {
		t.tell(Notice{Key: key("stale", e.Mail), To: Coordinator, Kind: StaleNotice, Urgency: AtOnce})
		return
	}
	var act reply.Act
	var notes []string
	for _, a := range e.Acts {
		switch a.Kind {
		case reply.Draft:
			act = a
		case reply.Later:
			notes = append(notes, "Nothing goes out before you answer.")
			q.Nudges = 1 // nor does it go out by itself, nor is it asked again
			t.putQuestion(q)
			t.drop(draftTimer)
		case reply.Ask:
			notes = append(notes, "I cannot answer questions about it (“"+e.Words+"”); the reasons that I have stand with each pair.")
		default:
			notes = append(notes, "I did not understand “"+a.Words+"”.")
		}
	}
	if act.Kind == "" && len(notes) == 0 {
		notes = append(notes, "I did not understand “"+e.Words+"”.")
	}
	if act.Kind == "" {
		t.tell(Notice{Key: key("drafted", e.Mail), To: Coordinator, Kind: DraftedNotice, Urgency: AtOnce,
			Facts: Facts{Notes: append(notes, "Nothing was sent; the draft is still before you."), N: len(q.Draft)}})
		return
	}
	if len(notes) > 0 { // what was not understood may be about any of them
		act.All, act.Approved = false, nil
		notes = append(notes, "So nothing was sent yet.")
	}
	t.settleDraft(q, act, notes)
}

// An edit is a draft while the coordinator's answer is worked into it.
type edit struct {
	*turn
	pairs   []DraftPair
	dropped []bool // taken out
	stays   []bool // cannot go out yet: an edit of it was refused
	notes   []string
}

func (e *edit) say(format string, args ...any) {
	e.notes = append(e.notes, fmt.Sprintf(format, args...))
}

func (e *edit) two(p DraftPair) string {
	return e.People[p.Mentor].FullName() + " and " + e.People[p.Mentee].FullName()
}

// settleDraft does what the coordinator said: swaps, takes out, keeps apart, and
// lets out what is approved. An edit that cannot be is refused with the reason,
// and the pairs that it names wait. What is left, and new pairs of those who are
// free, is the next draft.
func (t *turn) settleDraft(q Question, act reply.Act, notes []string) {
	t.closeQuestion(q.ID, "answered")
	t.drop(draftTimer)
	e := &edit{turn: t, pairs: slices.Clone(q.Draft), dropped: make([]bool, len(q.Draft)), stays: make([]bool, len(q.Draft)), notes: notes}
	for _, never := range act.Never {
		e.never(never, q)
	}
	for _, s := range act.Swap {
		e.swap(s[0]-1, s[1]-1)
	}
	for _, n := range act.Except {
		if i := n - 1; i >= 0 && i < len(e.pairs) && !e.dropped[i] {
			e.dropped[i] = true
			t.bar(e.pairs[i].Mentor, e.pairs[i].Mentee)
			e.say("%d, %s: taken out. I will not put them together again, and look for somebody else for both.", n, e.two(e.pairs[i]))
		}
	}
	e.send(act)
	var left []DraftPair
	f := t.field()
	for i, p := range e.pairs {
		if !e.dropped[i] && f.take(p) {
			left = append(left, p)
		}
	}
	t.putDraft(left, t.Policy.draft(f, t.now), e.notes)
}

// send lets out what is approved.
func (e *edit) send(act reply.Act) {
	sent, f := 0, e.field()
	for i, p := range e.pairs {
		switch approved := act.All || slices.Contains(act.Approved, i+1); {
		case !approved || e.dropped[i]:
		case e.stays[i]:
		case !f.take(p):
			e.dropped[i] = true
			e.say("%d, %s: not sent, %s.", i+1, e.two(p), e.gone(p))
		default:
			e.propose(Drafted{e.People[p.Mentor], e.People[p.Mentee], p.Score, p.Why, p.First})
			e.dropped[i] = true
			sent++
		}
	}
	if act.All || len(act.Approved) > 0 {
		e.notes = append([]string{fmt.Sprintf("Sent: %d of %d. Both of each pair are asked now.", sent, len(e.pairs))}, e.notes...)
	}
}

// gone is why a pair of the draft cannot be proposed any more.
func (e *edit) gone(p DraftPair) string {
	for _, id := range []PersonID{p.Mentor, p.Mentee} {
		switch who := e.People[id]; {
		case who.Standing != Ready:
			return who.FullName() + " does not take part any more"
		case who.Bounced != "":
			return who.FullName() + " cannot be reached"
		case who.IsAway(e.now):
			return who.FullName() + " is away"
		}
	}
	return "one of them has somebody else by now"
}

// take takes a place of the mentor for the mentee; false if either is not free.
func (f *field) take(p DraftPair) bool {
	m := slices.IndexFunc(f.mentors, func(h hopeful) bool { return h.ID == p.Mentor && h.places > 0 })
	i := slices.IndexFunc(f.mentees, func(h hopeful) bool { return h.ID == p.Mentee })
	if m < 0 || i < 0 || f.met[[2]PersonID{p.Mentor, p.Mentee}] != 0 {
		return false
	}
	f.mentors[m].places--
	f.mentors[m].others++
	f.mentees = slices.Delete(f.mentees, i, i+1)
	return true
}

// swap gives two mentors each other's mentee.
func (e *edit) swap(a, b int) {
	if a < 0 || b < 0 || a >= len(e.pairs) || b >= len(e.pairs) || a == b || e.dropped[a] || e.dropped[b] {
		e.say("swap %d and %d: not done, they are not both in the draft.", a+1, b+1)
		return
	}
	first, ok1 := e.between(e.pairs[a].Mentor, e.pairs[b].Mentee)
	second, ok2 := e.between(e.pairs[b].Mentor, e.pairs[a].Mentee)
	if why := cmp.Or(ok1, ok2); why != "" {
		e.stays[a], e.stays[b] = true, true
		e.say("swap %d and %d: not done, and neither was sent. %s.", a+1, b+1, why)
		return
	}
	e.pairs[a], e.pairs[b] = first, second
	e.say("swap %d and %d: done. %d is %s, %d is %s.", a+1, b+1, a+1, e.two(first), b+1, e.two(second))
}

// between is a pair as the draft would have it, or why it must not be.
func (e *edit) between(mentor, mentee PersonID) (p DraftPair, not string) {
	a, b := e.People[mentor], e.People[mentee]
	all := e.field()
	f := field{mentors: []hopeful{{Person: a}}, mentees: []hopeful{{Person: b}}, people: all.people, met: all.met}
	pool := e.pool(f, e.now)
	if h := pool.Hindered(0, 0); h != 0 {
		return p, a.FullName() + " and " + b.FullName() + ": " + h.String()
	}
	x := pool.Fit(0, 0)
	return DraftPair{mentor, mentee, x.Score, why(a, b, x, e.Pairing.Prefer), x.First}, ""
}

// never keeps two people apart for good.
func (e *edit) never(names [2]string, q Question) {
	var who [2]PersonID
	for i, name := range names {
		found := map[PersonID]bool{}
		for _, p := range q.Draft {
			for _, id := range []PersonID{p.Mentor, p.Mentee} {
				if e.People[id].FullName() == name {
					found[id] = true
				}
			}
		}
		for _, id := range q.Others {
			if e.People[id].FullName() == name {
				found[id] = true
			}
		}
		if len(found) != 1 {
			e.say("never %s with %s: not done, because %d people are called %s. Write their addresses under [[pairing.never]] in the config.", names[0], names[1], len(found), name)
			for k, p := range e.pairs {
				e.stays[k] = e.stays[k] || found[p.Mentor] || found[p.Mentee]
			}
			return
		}
		for id := range found {
			who[i] = id
		}
	}
	e.bar(who[0], who[1])
	e.say("never %s with %s: done, for good and both ways.", names[0], names[1])
	for i, p := range e.pairs {
		if p.Mentor == who[0] && p.Mentee == who[1] || p.Mentor == who[1] && p.Mentee == who[0] {
			e.dropped[i] = true
		}
	}
}

// bar remembers that two are not to be a pair.
func (t *turn) bar(mentor, mentee PersonID) {
	id := newPairID(mentor, mentee)
	if _, ok := t.Pairs[id]; !ok && mentor != mentee {
		t.putPair(Pair{ID: id, People: [2]PersonID{mentor, mentee}, Status: Barred, Made: t.now})
	}
}
