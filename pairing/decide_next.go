package pairing

import (
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
	pair := t.Pairs[last.Pair]
	days := t.every(pair)
	target := last.Slot.Start.AddDate(0, 0, days-2)
	var again []calendar.Slot // by the mentee's clock, or else the mentor's
	for _, side := range []Side{Mentee, Mentor} {
		slot := last.Slot.Again(days, t.person(pair, side).Zone(t.Zone()))
		again = append(again, slot)
		if slot.Start.Before(target) {
			target = slot.Start
		}
	}
	s, ok := t.openSession(last.Pair, target)
	if !ok {
		return
	}
	for _, slot := range again {
		if t.Calendar.SameTime && days >= 7 && t.request(s, pair).Free(slot) {
			t.offerAgain(s, slot)
			return
		}
	}
	t.offer(s.ID, "")
}

// openSession opens the pair's next session without a time. A pair has one
// session being arranged at a time.
func (t *turn) openSession(id PairID, target time.Time) (Session, bool) {
	pair := t.Pairs[id]
	if !t.arrangeable(pair) || pair.Quiet { // until one of them writes
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

// offerAgain puts the same time to both. The yes of one is enough to book it: the
// other has the invitation, and can object to that.
func (t *turn) offerAgain(s Session, slot calendar.Slot) {
	s.Offer.Round++
	s.Offer.Tries++
	s.Offer.Again, s.Offer.Slots = true, []calendar.Slot{slot}
	t.putSession(s)
	for _, side := range Sides {
		t.askSlots(s, t.Pairs[s.Pair], side, s.Offer.Slots, "")
	}
}

// doubted reports whether somebody says neither yes nor no to the same time again:
// then the yes of the other is not enough any more.
func doubted(acts []reply.Act) (doubts bool) {
	for _, a := range acts {
		switch a.Kind {
		case reply.Choose:
			if len(a.Slots) > 0 {
				return false // a yes, and a question beside it
			}
		case reply.Unclear, reply.Ask, reply.Later, reply.Cancel:
			doubts = true
		}
	}
	return doubts
}

// againAnswer decides what somebody says to the same time again after the other's
// yes has booked it.
func (t *turn) againAnswer(q Question, s Session, side Side, acts []reply.Act) {
	pair := t.Pairs[s.Pair]
	if slices.ContainsFunc(acts, func(a reply.Act) bool { return a.Kind == reply.Cancel }) {
		t.changed(q.Person, Change{Kind: CancelChange, Session: s.ID, Slot: s.Slot})
		t.cancelSession(s.ID, t.person(pair, side).First()+" has to cancel this one")
		t.proposeAt(pair.ID, calendar.Days(t.every(pair)).After(t.now))
		return
	}
	o := Offer{Slots: q.Slots}
	if !o.hear(side, acts) {
		return
	}
	t.closeQuestion(q.ID, "answered")
	if len(o.OK[side]) > 0 {
		t.changed(q.Person, Change{Kind: SlotsChange, Session: s.ID})
		t.keeps(s, side)
		return
	}
	t.changed(q.Person, Change{Kind: MoveChange, Session: s.ID, Slot: s.Slot})
	t.moving(s.ID, side, acts, t.person(pair, side).First()+" asked for another time")
}

// settled ends the questions about a time that is booked. Where the word of one
// was enough, the other may still object: that question stays open, and is not
// asked again.
func (t *turn) settled(id SessionID, again bool) {
	for _, q := range sorted(t.Questions) {
		switch {
		case !q.Open || q.Session != id || q.Kind != reply.Slots:
		case again:
			t.withdrawAsked(q)
		default:
			t.closeQuestion(q.ID, "booked")
		}
	}
}

// LeftOpen reports whether the question is about a time that is booked anyway: it is
// not asked again, but who was asked may still object.
func (s Scene) LeftOpen(q Question) bool {
	session := s.Sessions[q.Session]
	return q.Kind == reply.Slots && session.Status == Booked && len(session.Offer.Slots) == 0
}

// AsksAgain reports whether the question is whether the same time suits again.
func (s Scene) AsksAgain(q Question) bool {
	return q.Kind == reply.Slots && q.Notice.Kind == AgainNotice
}
