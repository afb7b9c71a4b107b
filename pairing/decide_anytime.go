package pairing

import (
	"slices"
	"time"

	"mentord/pairing/reply"
)

// free decides an act that answers no question: what can be said at any time.
func (t *turn) free(from PersonID, act reply.Act, e Read) {
	p := t.People[from]
	t.outcome(string(act.Kind))
	if (p.Standing == Gone || p.Standing == Declined) && !forAnybody(act.Kind) {
		t.unclear(p, e) // whether they come back is for a human
		return
	}
	switch act.Kind {
	case reply.Help:
		t.tell(Notice{Key: key("help", e.Mail), To: from, Kind: HelpNotice, Urgency: AtOnce})
	case reply.Status:
		t.tell(Notice{Key: key("status", e.Mail), To: from, Kind: StatusNotice, Urgency: AtOnce, Facts: t.status(p)})
	case reply.Pause:
		until := act.Until
		if until.IsZero() {
			until = t.now.AddDate(10, 0, 0) // until they say so
		}
		if !until.After(t.now) {
			t.unclear(p, e) // a day that is over
			return
		}
		t.changed(from, Change{Kind: AwayChange, Away: p.Away})
		t.standAside(t.People[from], until)
		t.tell(Notice{Key: key("paused", e.Mail), To: from, Kind: PausedNotice, Urgency: AtOnce, Facts: Facts{Until: act.Until}})
	case reply.Resume:
		p.Last = Change{Kind: AwayChange, At: t.now, Away: p.Away}
		p.Away = time.Time{}
		t.putPerson(p)
		t.tell(Notice{Key: key("resumed", e.Mail), To: from, Kind: ResumedNotice, Urgency: AtOnce})
		t.nudgeAllLater(from)
		t.takeUp(from)
	case reply.Leave:
		t.leave(p, e)
	case reply.Profile:
		if first := slices.IndexFunc(e.Free, func(a reply.Act) bool { return a.Kind == reply.Profile }); sameAct(e.Free[first], act) {
			t.changeProfile(from, e.Free, e)
		}
	case reply.Concern:
		t.tell(Notice{Key: key("concern", e.Mail), To: Concerns, Kind: ConcernNotice, Urgency: AtOnce,
			Facts: Facts{Partner: p.FullName(), Email: p.Email, Words: e.Words, Subject: e.Subject}})
		t.tell(Notice{Key: key("concernack", e.Mail), To: from, Kind: ConcernAck, Urgency: AtOnce})
	case reply.Move, reply.Cancel, reply.Late, reply.Confirm:
		if !t.bookedAct(from, act, e) {
			t.unclear(p, e)
		}
	case reply.Can, reply.Cannot:
		if !slices.ContainsFunc(e.Free, func(a reply.Act) bool { return a.Kind == reply.Move }) {
			t.unclear(p, e)
		}
	case reply.Accept, reply.Decline:
		t.unclear(p, e)
	case reply.Undo:
		if !t.undo(p, e) {
			t.queue(p, e.Mail, "asks for: undo", e.Words, e.Subject)
			t.acknowledge(from, e.Mail)
		}
	case reply.Rematch:
		t.rematch(p, e)
	case reply.MyData:
		t.tell(Notice{Key: key("mydata", e.Mail), To: from, Kind: MyDataNotice, Urgency: AtOnce})
	case reply.Forget:
		t.forgetAsked(p, e)
	default:
		t.unclear(p, e)
	}
}

// forAnybody reports whether the act makes sense from somebody who has left.
func forAnybody(k reply.Kind) bool {
	switch k {
	case reply.Help, reply.Status, reply.Leave, reply.Concern, reply.MyData, reply.Forget:
		return true
	}
	return false
}

func sameAct(a, b reply.Act) bool { return a.Kind == b.Kind && a.Field == b.Field }

// status is where things stand for a person.
func (t *turn) status(p Person) Facts {
	f := Facts{Profile: p.Profile, Until: t.startOrZero(), Reason: string(p.Standing)}
	for _, pair := range sorted(t.Pairs) {
		if side, in := pair.Side(p.ID); in && pair.Status == Active {
			f.Why = append(f.Why, "Your "+roleName(side.Other())+" is "+t.partner(pair, side).FullName()+".")
		}
	}
	if s, ok := t.nearest(p.ID); ok {
		f.Slot = s.Slot
	}
	return f
}

// standAside pauses a person: letters wait, what was booked or offered only for
// times until then is taken up again when they are back, and the partners hear.
func (t *turn) standAside(p Person, until time.Time) {
	if !until.After(t.now) || until.Equal(p.Away) {
		return
	}
	p.Away = until
	t.putPerson(p)
	t.nudgeAllLater(p.ID)
	for _, pair := range sorted(t.Pairs) {
		side, in := pair.Side(p.ID)
		back := until
		if until.After(t.now.AddDate(5, 0, 0)) {
			back = time.Time{}
		}
		if in && pair.Status == Proposed && back.IsZero() {
			t.undoMatch(pair, side, Lapsed) // nobody waits for an answer without a day
		}
		if !in || pair.Status != Active {
			continue
		}
		t.tell(Notice{Key: key("away", string(p.ID), until.Format(time.DateOnly), string(pair.ID)), To: pair.People[side.Other()], Kind: AwayNotice,
			Facts: Facts{Partner: p.FullName(), First: p.First(), Until: back}})
		for _, s := range sorted(t.Sessions) {
			if s.Pair == pair.ID && t.fallsBefore(s, until) {
				t.cancelSession(s.ID, p.First()+" is away then")
			}
		}
		t.proposeAt(pair.ID, until)
	}
	t.matchFrom(key(matchKey, string(p.ID)), until)
}

// fallsBefore reports whether the session is ahead and cannot be kept or
// arranged by somebody who is away until then.
func (t *turn) fallsBefore(s Session, until time.Time) bool {
	if s.Status == Booked {
		return s.Slot.Start.After(t.now) && s.Slot.Start.Before(until)
	}
	if last := len(s.Offer.Slots) - 1; last >= 0 {
		return s.Live() && s.Offer.Slots[last].Start.Before(until)
	}
	return s.Live() && until.After(t.Pairs[s.Pair].End)
}

// leave takes a person out of the program.
func (t *turn) leave(p Person, e Read) {
	p.Standing = Gone
	t.partWays(p, "left")
	t.putPerson(p)
	t.tell(Notice{Key: key("left", e.Mail), To: p.ID, Kind: LeftNotice, Urgency: AtOnce})
	t.matchSoon()
}
