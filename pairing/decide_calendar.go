package pairing

import (
	"slices"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

// calendar decides what a calendar answers to an invitation. Only a newer
// answer counts, by sequence and stamp; one to an older time never confirms
// the new one.
func (t *turn) calendar(e Answered) {
	s, ok := t.Sessions[e.Session]
	pair := t.Pairs[s.Pair]
	side, in := pair.Side(e.From)
	t.outcome("calendar")
	if !ok || !in || !s.Live() || e.Sequence != s.Sequence || !s.Slot.End.After(t.now) {
		t.why("an answer to a time that is over or no longer the session's")
		return
	}
	said := s.Calendar[side]
	if e.Sequence < said.Sequence || e.Sequence == said.Sequence && !said.Stamp.IsZero() && !e.Stamp.After(said.Stamp) {
		return
	}
	s.Calendar[side] = Said{Status: e.Status, Sequence: e.Sequence, Stamp: e.Stamp}
	t.putSession(s)
	t.heardFrom(t.People[e.From], Read{})
	switch {
	case s.Status != Booked || !s.Slot.Start.After(t.now): // being moved, or begun: the check-in asks
	case e.Method == ics.Counter && !e.Proposed.Start.Before(e.Proposed.End):
		t.queue(t.People[e.From], e.Mail, "proposes another time that could not be read", e.Comment, "")
		t.acknowledge(e.From, e.Mail)
	case e.Method == ics.Counter:
		t.counter(s, pair, side, e)
	case e.Status == ics.Declined:
		t.moving(s.ID, side, e.Acts, t.person(pair, side).First()+" cannot make it")
	case e.Status == ics.Accepted && takesBack(e.Acts):
		t.disagree(s, pair, side, e)
	case e.Status == ics.Tentative:
		t.set(Timer{Key: unsureKey(s.ID), At: later(t.now, s.Slot.Start.Add(-unsureBefore)), Kind: UnsureTimer, Session: s.ID})
	case e.Status == ics.Accepted && s.Offer.Counter && s.Offer.Answered[side]: // rather than the time that they had asked for
		t.closeAll("taken back", func(q Question) bool { return q.Session == s.ID && q.Kind == reply.Slots })
		s.Offer = Offer{Round: s.Offer.Round, Tried: s.Offer.Tried}
		t.putSession(s)
	case e.Status == ics.Delegated:
		t.queue(t.People[e.From], e.Mail, "passed the invitation on to somebody else", e.Comment, "")
	}
}

// takesBack reports whether words beside a calendar's yes say otherwise.
func takesBack(acts []reply.Act) bool {
	return slices.ContainsFunc(acts, func(a reply.Act) bool {
		return a.Kind == reply.Move || a.Kind == reply.Cancel || a.Kind == reply.Decline
	})
}

// disagree is a calendar that says yes beside words that say no: the booking
// stays, nothing counts as said, and both are told.
func (t *turn) disagree(s Session, pair Pair, side Side, e Answered) {
	s.Calendar[side] = Said{Status: ics.Tentative, Sequence: e.Sequence, Stamp: e.Stamp}
	t.putSession(s)
	t.unsure(s, pair, side, "words", e.Mail)
	t.tell(Notice{Key: key("noted", e.Mail, string(pair.People[side.Other()])), To: pair.People[side.Other()], Kind: NotedNotice, Urgency: Alongway, Until: s.Slot.Start,
		Facts: Facts{Words: t.person(pair, side).First() + "'s calendar and words do not agree about session " + itoa(s.N) + " (" + calendar.Say(s.Slot, t.partner(pair, side).Zone(t.Zone())) + "). I have asked; until then it stands."}})
}

func unsureKey(id SessionID) string { return key("unsure", string(id)) }

// unsureBefore is how long before a session those are asked whose calendar said
// "maybe" or nothing.
const unsureBefore = 2 * 24 * time.Hour

// askAgain asks those whose calendar said "maybe", or nothing, once, two days before.
func (t *turn) askAgain(id SessionID) {
	s := t.Sessions[id]
	if s.Status != Booked || !s.Slot.Start.After(t.now) {
		return
	}
	pair := t.Pairs[s.Pair]
	for _, side := range Sides {
		switch s.Calendar[side].Status {
		case ics.Tentative:
			t.unsure(s, pair, side, "tentative", itoa(s.Sequence))
		case "", ics.NeedsAction:
			t.unsure(s, pair, side, "silent", itoa(s.Sequence))
		}
	}
}

// unsure asks one of the two whether the booked time stands.
func (t *turn) unsure(s Session, pair Pair, side Side, reason, once string) {
	other := t.partner(pair, side)
	t.tell(Notice{Key: key("unsure", string(s.ID), once, string(pair.People[side])), To: pair.People[side], Kind: UnsureNotice, Urgency: AtOnce, Until: s.Slot.Start,
		Facts: Facts{Partner: other.FullName(), First: other.First(), Slot: s.Slot, N: s.N, Zone: other.Profile.Zone, Reason: reason, Pair: pair.ID, Session: s.ID}})
}

// refreshed sends the event as it is to the one whose calendar has lost it.
func (t *turn) refreshed(e Refreshed) {
	s := t.Sessions[e.Session]
	pair := t.Pairs[s.Pair]
	side, in := pair.Side(e.From)
	t.outcome("calendar")
	if !in || s.Sequence < 0 || !s.Slot.End.After(t.now) {
		return
	}
	method, kind := ics.Request, BookedNotice
	if s.Status != Booked {
		method, kind = ics.Cancel, CancelledNotice
	}
	once := t.now.Truncate(time.Hour).Format(time.RFC3339) // a program that asks and asks is answered once an hour
	t.inviteOne(s, side, method, kind, calendar.Slot{}, "your calendar asked for it once more", key("refresh", string(s.ID), string(e.From), once))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// counter puts a time proposed from a calendar to the other as one question.
// The booked time stands until they agree.
func (t *turn) counter(s Session, pair Pair, side Side, e Answered) {
	if e.Proposed.Equal(s.Slot) {
		return
	}
	if !e.Proposed.Start.After(t.now) || t.taken(pair, s.ID, e.Proposed) {
		t.moving(s.ID, side, nil, t.person(pair, side).First()+" asked for another time")
		return
	}
	if !t.partner(pair, side).Reachable() {
		t.queue(t.person(pair, side), e.Mail, "proposes another time, but the partner cannot be asked", e.Comment, "")
		t.acknowledge(e.From, e.Mail)
		return
	}
	// Slots go by number, so a time that was proposed before is off.
	t.closeAll("new times", func(q Question) bool { return q.Session == s.ID && q.Kind == reply.Slots })
	s.Offer = Offer{Round: s.Offer.Round + 1, Slots: []calendar.Slot{e.Proposed}, Tried: s.Offer.Tried, Counter: true}
	s.Offer.OK[side], s.Offer.Answered[side] = []int{1}, true
	t.putSession(s)
	other := side.Other()
	t.ask(Question{ID: slotsID(s, pair.People[other]), Person: pair.People[other], Kind: reply.Slots, Pair: pair.ID, Session: s.ID, Slots: s.Offer.Slots},
		Notice{Kind: CounterNotice, Until: e.Proposed.Start, Facts: Facts{Partner: t.person(pair, side).FullName(), First: t.person(pair, side).First(),
			Slots: s.Offer.Slots, Old: s.Slot, N: s.N, Zone: t.person(pair, side).Profile.Zone, Session: s.ID, Pair: pair.ID}})
}

// keepTime tells the one who asked for another time that it stays.
func (t *turn) keepTime(s Session, pair Pair, refusedBy Side) {
	asked := refusedBy.Other()
	s.Offer = Offer{Round: s.Offer.Round, Tried: s.Offer.Tried}
	t.putSession(s)
	if !s.Slot.Start.After(t.now) {
		return
	}
	part := t.calendarPart(s, pair, asked, ics.DeclineCounter)
	t.tell(Notice{Key: key("kept", string(s.ID), itoa(s.Sequence), itoa(s.Offer.Round)), To: pair.People[asked], Kind: KeptNotice, Urgency: AtOnce,
		Facts: Facts{First: t.person(pair, refusedBy).First(), Slot: s.Slot, N: s.N, Session: s.ID, Pair: pair.ID, Invitation: &part}})
}

// moving gives up the booked time and offers new ones at once, around what the
// person said. The event stays in the calendars until it moves or is released.
func (t *turn) moving(id SessionID, by Side, acts []reply.Act, reason string) {
	s := t.Sessions[id]
	pair := t.Pairs[s.Pair]
	if !t.arrangeable(pair) || !t.onlyOne(s) {
		t.cancelSession(id, reason)
		return
	}
	s.Status = Moving
	s.Offer = Offer{Round: s.Offer.Round, Tried: append(s.Offer.Tried[:len(s.Offer.Tried):len(s.Offer.Tried)], s.Slot)}
	s.Offer.Not[by] = []calendar.Window{calendar.Window(s.Slot)}
	for _, a := range acts {
		switch a.Kind {
		case reply.Can:
			s.Offer.Want[by] = a.Windows
		case reply.Cannot:
			s.Offer.Not[by] = append(s.Offer.Not[by], a.Windows...)
		}
	}
	t.putSession(s)
	for i := range t.Remind.Before {
		t.drop(remindKey(id, i))
	}
	t.drop(key("checkin", string(id)), unsureKey(id))
	release := s.Slot.Start.Add(-2 * time.Hour)
	if release.Before(t.now) {
		release = t.now
	}
	t.set(Timer{Key: key("release", string(id)), At: release, Kind: ReleaseTimer, Session: id})
	t.offer(id, reason)
}

// onlyOne makes sure that the pair arranges one session at a time, the earlier
// one first. It is false for a session that has to wait.
func (t *turn) onlyOne(s Session) bool {
	for _, other := range sorted(t.Sessions) {
		if other.Pair != s.Pair || other.ID == s.ID || other.Status != Proposing && other.Status != Moving {
			continue
		}
		if other.N < s.N {
			return false
		}
		t.cancelSession(other.ID, "session "+itoa(s.N)+" comes first")
	}
	return true
}

// release takes a session whose new time is not agreed out of the calendars
// before the old time comes.
func (t *turn) release(id SessionID) {
	s := t.Sessions[id]
	if s.Status != Moving {
		return
	}
	s.Sequence++
	s.Status = Proposing
	t.putSession(s)
	t.uninvite(s, "the new time is not settled yet")
}

// cancelSession ends a session and takes it out of both calendars.
func (t *turn) cancelSession(id SessionID, reason string) {
	s := t.Sessions[id]
	t.answered(t.Pairs[s.Pair], offerKey(s))
	inCalendars := s.Status == Booked || s.Status == Moving
	s.Status = Cancelled
	if inCalendars {
		s.Sequence++
	}
	t.putSession(s)
	t.closeAll("cancelled", func(q Question) bool { return q.Session == id })
	for i := range t.Remind.Before {
		t.drop(remindKey(id, i))
	}
	t.drop(key("checkin", string(id)), key("release", string(id)), unsureKey(id))
	if inCalendars {
		t.uninvite(s, reason)
	}
}

// crashed is an answer by somebody who was not invited: it binds nobody.
func (t *turn) crashed(e Crashed) {
	t.outcome("crashed")
	if s, ok := t.Sessions[e.Session]; ok {
		pair := t.Pairs[s.Pair]
		t.queue(t.outsider(e.Address), e.Mail, "answered an invitation of "+t.person(pair, Mentor).FullName()+" and "+t.person(pair, Mentee).FullName()+" without being invited", "", "")
	}
}
