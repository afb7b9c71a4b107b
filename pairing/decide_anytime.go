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
		t.standAside(p, until)
		t.tell(Notice{Key: key("paused", e.Mail), To: from, Kind: PausedNotice, Urgency: AtOnce, Facts: Facts{Until: act.Until}})
	case reply.Resume:
		p.Away = time.Time{}
		t.putPerson(p)
		t.tell(Notice{Key: key("resumed", e.Mail), To: from, Kind: ResumedNotice, Urgency: AtOnce})
		t.matchSoon()
		for _, pair := range sorted(t.Pairs) {
			if _, in := pair.Side(from); in && pair.Status == Active {
				t.proposeAt(pair.ID, t.now)
			}
		}
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
	case reply.Undo, reply.Rematch, reply.MyData, reply.Forget:
		t.queue(p, e.Mail, "asks for: "+string(act.Kind), e.Words, e.Subject)
		t.acknowledge(from, e.Mail)
	default:
		t.unclear(p, e)
	}
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

// standAside pauses a person: letters wait, what was booked until then is
// moved, and the partners hear when they are back.
func (t *turn) standAside(p Person, until time.Time) {
	if !until.After(t.now) || until.Equal(p.Away) {
		return
	}
	p.Away = until
	t.putPerson(p)
	for _, pair := range sorted(t.Pairs) {
		side, in := pair.Side(p.ID)
		if !in || pair.Status != Active {
			continue
		}
		back := until
		if until.After(t.now.AddDate(5, 0, 0)) {
			back = time.Time{}
		}
		t.tell(Notice{Key: key("away", string(p.ID), until.Format(time.DateOnly), string(pair.ID)), To: pair.People[side.Other()], Kind: AwayNotice,
			Facts: Facts{Partner: p.FullName(), First: p.First(), Until: back}})
		for _, s := range sorted(t.Sessions) {
			if s.Pair == pair.ID && s.Status == Booked && s.Slot.Start.After(t.now) && s.Slot.Start.Before(until) {
				t.cancelSession(s.ID, p.First()+" is away then")
				t.proposeAt(pair.ID, until)
			}
		}
	}
}

// leave takes a person out of the program.
func (t *turn) leave(p Person, e Read) {
	p.Standing = Gone
	for _, pair := range sorted(t.Pairs) {
		side, in := pair.Side(p.ID)
		if !in || !pair.Open() {
			continue
		}
		if pair.Status == Active {
			t.tell(Notice{Key: key("partner", string(pair.ID), "left"), To: pair.People[side.Other()], Kind: PartnerNotice,
				Facts: Facts{Partner: p.FullName(), First: p.First(), Reason: "left"}})
			t.endPair(pair.ID, p.First()+" has left the program")
		} else {
			t.undoMatch(pair, side, Refused)
		}
	}
	t.putPerson(p)
	t.closeAll("left", func(q Question) bool { return q.Person == p.ID })
	t.tell(Notice{Key: key("left", e.Mail), To: p.ID, Kind: LeftNotice, Urgency: AtOnce})
	t.matchSoon()
}
