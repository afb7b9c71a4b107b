package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// A ChangeKind is what a person's words changed.
type ChangeKind string

// The changes that "undo" can take back. What two people have since acted on is
// not among them: that is for the coordinator.
const (
	ProfileChange   ChangeKind = "profile"
	AwayChange      ChangeKind = "away"      // paused, resumed
	AgreementChange ChangeKind = "agreement" // how the pair works together
	YesChange       ChangeKind = "yes"       // to a match that is not introduced yet
	SlotsChange     ChangeKind = "slots"     // an answer to offered times
	MoveChange      ChangeKind = "move"      // the booked time given up
	CancelChange    ChangeKind = "cancel"
	CheckinChange   ChangeKind = "checkin" // what they said about a session
)

// A Change is the last thing that a person's words changed, and how it was before.
type Change struct {
	Kind      ChangeKind       `json:"kind"`
	At        time.Time        `json:"at"`
	Profile   Profile          `json:"profile,omitzero"`
	Away      time.Time        `json:"away,omitzero"`
	Pair      PairID           `json:"pair,omitempty"`
	Agreement Agreement        `json:"agreement,omitzero"`
	Session   SessionID        `json:"session,omitempty"`
	Slot      calendar.Slot    `json:"slot,omitzero"`
	Report    Report           `json:"report,omitzero"`
	Items     []reply.Question `json:"items,omitempty"` // of the check-in, to ask it again
}

// undoable is how long a change can be taken back by a word.
const undoable = 14 * 24 * time.Hour

// changed remembers the last change of a person.
func (t *turn) changed(id PersonID, c Change) {
	p := t.People[id]
	c.At = t.now
	p.Last = c
	t.putPerson(p)
}

// undo takes back the person's last change, as far as nobody has acted on it.
// false means that a human has to look.
func (t *turn) undo(p Person, e Read) bool {
	c := p.Last
	if c.Kind == "" || t.now.Sub(c.At) > undoable {
		return false
	}
	p.Last = Change{}
	t.putPerson(p)
	switch c.Kind {
	case ProfileChange:
		p.Profile = c.Profile
		t.putPerson(p)
		t.ask(Question{ID: QuestionID(key("echo", string(p.ID), e.Mail)), Person: p.ID, Kind: reply.Echo},
			Notice{Kind: EchoNotice, Urgency: AtOnce, Facts: Facts{Profile: p.Profile, Until: t.startOrZero()}})
		t.matchSoon()
	case AwayChange:
		t.undoAway(p, c, e)
	case AgreementChange:
		return t.undoAgreement(p, c, e)
	case YesChange:
		return t.undoYes(p, c, e)
	case SlotsChange:
		return t.undoSlots(p, c, e)
	case CheckinChange:
		return t.undoCheckin(p, c, e)
	case MoveChange, CancelChange:
		return t.undoMove(p, c, e)
	}
	return true
}

func (t *turn) undoAway(p Person, c Change, e Read) {
	if c.Away.After(t.now) {
		t.standAside(p, c.Away)
		t.tell(Notice{Key: key("paused", e.Mail), To: p.ID, Kind: PausedNotice, Urgency: AtOnce, Facts: Facts{Until: c.Away}})
		return
	}
	p.Away = time.Time{}
	t.putPerson(p)
	t.tell(Notice{Key: key("resumed", e.Mail), To: p.ID, Kind: ResumedNotice, Urgency: AtOnce})
	t.nudgeAllLater(p.ID)
	t.takeUp(p.ID)
}

func (t *turn) undoAgreement(p Person, c Change, e Read) bool {
	pair, ok := t.Pairs[c.Pair]
	side, in := pair.Side(p.ID)
	if !ok || !in || pair.Status != Active {
		return false
	}
	pair.Agreement = c.Agreement
	t.putPair(pair)
	t.tell(Notice{Key: key("undone", e.Mail), To: p.ID, Kind: UndoneNotice, Urgency: AtOnce, Facts: Facts{Reason: "how you and " + t.partner(pair, side).First() + " work together is as it was before"}})
	t.note(pair.People[side.Other()], e.Mail, p.First()+" took back what they last added to how you two work together.")
	return true
}

// undoYes asks about the match again, as long as the two do not know each other.
func (t *turn) undoYes(p Person, c Change, e Read) bool {
	pair, ok := t.Pairs[c.Pair]
	side, in := pair.Side(p.ID)
	if !ok || !in || pair.Status != Proposed && pair.Status != Agreed || !pair.Yes[side] {
		return false
	}
	pair.Status, pair.Yes[side] = Proposed, false
	t.putPair(pair)
	t.drop(key("introduce", string(pair.ID)))
	t.answered(pair, string(pair.ID))
	other := t.partner(pair, side)
	t.ask(Question{ID: QuestionID(key("match", string(pair.ID), string(p.ID), e.Mail)), Person: p.ID, Kind: reply.Match, Pair: pair.ID},
		Notice{Kind: MatchNotice, Urgency: AtOnce, Facts: Facts{Partner: other.FullName(), First: other.First(), PartnerIs: roleName(side.Other()), Profile: other.Profile, Why: pair.Why, Pair: pair.ID}})
	return true
}

// undoSlots asks for times again; a time that was booked by the answer moves.
func (t *turn) undoSlots(p Person, c Change, e Read) bool {
	s, ok := t.Sessions[c.Session]
	pair := t.Pairs[s.Pair]
	side, in := pair.Side(p.ID)
	switch {
	case !ok || !in || pair.Status != Active:
		return false
	case s.Status == Booked && s.Slot.Start.After(t.now):
		t.moving(s.ID, side, nil, p.First()+" took back their answer")
		return true
	case s.Status != Proposing && s.Status != Moving || s.Offer.Answered[side.Other()]:
		return false
	}
	s.Offer.OK[side], s.Offer.Answered[side] = nil, false
	s.Offer.Want[side], s.Offer.Not[side] = nil, nil
	t.putSession(s)
	t.answered(pair, offerKey(s))
	other := t.partner(pair, side)
	t.ask(Question{ID: QuestionID(key("slots", string(s.ID), itoa(s.Offer.Round), string(p.ID), e.Mail)), Person: p.ID, Kind: reply.Slots, Pair: pair.ID, Session: s.ID, Slots: s.Offer.Slots},
		Notice{Kind: SlotsNotice, Urgency: AtOnce, Until: until(s.Offer.Slots), Facts: Facts{Partner: other.FullName(), First: other.First(), Slots: s.Offer.Slots, Zone: other.Profile.Zone, N: s.N, Session: s.ID, Pair: pair.ID}})
	return true
}

// undoMove puts a session that was moved or cancelled back to its old time.
func (t *turn) undoMove(p Person, c Change, e Read) bool {
	s, ok := t.Sessions[c.Session]
	pair := t.Pairs[s.Pair]
	if _, in := pair.Side(p.ID); !ok || !in || !t.arrangeable(pair) || !c.Slot.Start.After(t.now) || t.taken(pair, s.ID, c.Slot) {
		return false
	}
	switch s.Status {
	case Moving, Proposing, Cancelled:
		for _, other := range t.Sessions { // one session at a time
			if other.Pair == s.Pair && other.ID != s.ID && other.Live() {
				return false
			}
		}
		t.drop(proposeKey(pair.ID))
		t.book(s.ID, c.Slot)
		return true
	}
	return false
}

// undoCheckin forgets what was said about a session, and asks again.
func (t *turn) undoCheckin(p Person, c Change, e Read) bool {
	s, ok := t.Sessions[c.Session]
	pair := t.Pairs[s.Pair]
	side, in := pair.Side(p.ID)
	if !ok || !in || s.Status != Booked && s.Status != Held && s.Status != Missed {
		return false
	}
	s.Report[side] = c.Report
	if !s.Report[Mentor].Met && !s.Report[Mentee].Met {
		s.Status = Booked
	}
	t.putSession(s)
	other := t.partner(pair, side)
	t.ask(Question{ID: QuestionID(key("checkin", string(s.ID), string(p.ID), e.Mail)), Person: p.ID, Kind: reply.Checkin, Pair: pair.ID, Session: s.ID, Items: c.Items},
		Notice{Kind: CheckinNotice, Urgency: AtOnce, Facts: Facts{Partner: other.FullName(), First: other.First(), Slot: s.Slot, N: s.N, Session: s.ID, Pair: pair.ID}})
	return true
}
