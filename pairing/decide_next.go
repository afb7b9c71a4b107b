package pairing

import (
	"cmp"
	"slices"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// nextSession opens the pair's next session, not before target, and offers
// slots for it.
func (t *turn) nextSession(id PairID, target time.Time) {
	if s, ok := t.openSession(id, target); ok {
		t.offer(s.ID, "")
	}
}

// sessionAfter opens the session that follows one that is over: at the same
// time again if that is free for both, else slots are offered.
func (t *turn) sessionAfter(last Session) {
	days := t.every(t.Pairs[last.Pair])
	s, ok := t.openSession(last.Pair, last.Slot.Start.AddDate(0, 0, days-2))
	if !ok {
		return
	}
	if slot, ok := t.sameTime(s, last, days); ok {
		t.offerAgain(s, slot)
		return
	}
	t.offer(s.ID, "")
}

// openSession opens the pair's next session without a time. A pair has one
// session being arranged at a time.
func (t *turn) openSession(id PairID, target time.Time) (Session, bool) {
	pair := t.Pairs[id]
	if !t.arrangeable(pair) {
		return Session{}, false
	}
	for _, s := range t.Sessions {
		if s.Pair == id && (s.Status == Proposing || s.Status == Moving || s.Status == Booked && s.Slot.Start.After(t.now)) {
			return Session{}, false
		}
	}
	for _, side := range Sides {
		if away := t.person(pair, side).Away; away.After(target) {
			target = away
		}
	}
	if !t.Calendar.Session.After(target).Before(pair.End) {
		return Session{}, false // it would fall behind the end of their time
	}
	pair.Sessions++
	t.putPair(pair)
	s := Session{ID: newSessionID(t.Secret, id, pair.Sessions), Pair: id, N: pair.Sessions, Status: Proposing, Target: target, Sequence: -1}
	t.putSession(s)
	return s, true
}

// sameTime is the slot of the last session so many days on, by the mentee's clock
// or else the mentor's, if both are free then.
func (t *turn) sameTime(s, last Session, days int) (calendar.Slot, bool) {
	if !t.Calendar.SameTime {
		return calendar.Slot{}, false
	}
	pair := t.Pairs[s.Pair]
	for _, side := range []Side{Mentee, Mentor} {
		slot := last.Slot.Again(days, t.person(pair, side).Zone(t.Zone()))
		if t.request(s, pair).Free(slot) {
			return slot, true
		}
	}
	return calendar.Slot{}, false
}

// offerAgain puts the same time to both: it is booked as soon as one of them
// agrees or says that the last session took place, if neither objected first.
func (t *turn) offerAgain(s Session, slot calendar.Slot) {
	s.Offer.Round++
	s.Offer.Tries++
	s.Offer.Again, s.Offer.Slots = true, []calendar.Slot{slot}
	t.putSession(s)
	for _, side := range Sides {
		t.askSlots(s, t.Pairs[s.Pair], side, s.Offer.Slots, "")
	}
}

// metAgain books the time on which nobody has said a word, now that one of the
// pair says that they met.
func (t *turn) metAgain(id PairID, side Side) {
	for _, s := range sorted(t.Sessions) {
		if s.Pair == id && s.Status == Proposing && s.Offer.Again {
			s.Offer.OK[side] = []int{1}
			t.putSession(s)
			t.settle(s.ID, side)
		}
	}
}

// objectionsFirst puts what somebody says to the same time again before what they
// say about the last session: "we met" alone would book it.
func (t *turn) objectionsFirst(answers []Answer) []Answer {
	answers = slices.Clone(answers)
	slices.SortStableFunc(answers, func(a, b Answer) int {
		return cmp.Compare(t.rank(a), t.rank(b))
	})
	return answers
}

func (t *turn) rank(a Answer) int {
	if t.Sessions[t.Questions[a.Question].Session].Offer.Again {
		return 0
	}
	return 1
}

// againAnswer decides what somebody says to the same time again after the other's
// word has booked it.
func (t *turn) againAnswer(q Question, s Session, side Side, acts []reply.Act, e Read) {
	o := Offer{Slots: q.Slots}
	if !o.hear(side, acts) {
		return
	}
	t.closeQuestion(q.ID, "answered")
	if len(o.OK[side]) > 0 {
		t.keeps(s, side)
		return
	}
	t.changed(q.Person, Change{Kind: MoveChange, Session: s.ID, Slot: s.Slot})
	t.moving(s.ID, side, acts, t.person(t.Pairs[s.Pair], side).First()+" asked for another time")
}

// settled ends the questions about a time that is booked. Where the word of one
// was enough, the other may still object: that question stays open, and is not
// asked again.
func (t *turn) settled(id SessionID, again bool) {
	for _, q := range sorted(t.Questions) {
		switch {
		case !q.Open || q.Session != id || q.Kind != reply.Slots:
		case again:
			t.withdraw(q.Notice.Key)
		default:
			t.closeQuestion(q.ID, "booked")
		}
	}
}

// leftOpen reports whether the question is about a time that is booked anyway.
func (t *turn) leftOpen(q Question) bool {
	s := t.Sessions[q.Session]
	return q.Kind == reply.Slots && s.Status == Booked && len(s.Offer.Slots) == 0
}
