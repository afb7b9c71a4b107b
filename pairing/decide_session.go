package pairing

import (
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

// arrangeable reports whether both of the pair can be asked about a time.
func (t *turn) arrangeable(pair Pair) bool {
	return pair.Status == Active && t.person(pair, Mentor).Reachable() && t.person(pair, Mentee).Reachable()
}

// slotsAnswer decides what one side says to the slots offered.
func (t *turn) slotsAnswer(q Question, acts []reply.Act, e Read) {
	s := t.Sessions[q.Session]
	pair := t.Pairs[s.Pair]
	side, in := pair.Side(q.Person)
	if !in || !s.Live() {
		return
	}
	if s.Status == Booked && !s.Slot.Start.After(t.now) { // another time was asked for, and the booked one came first
		t.closeQuestion(q.ID, "late")
		t.tell(Notice{Key: key("stale", e.Mail), To: q.Person, Kind: StaleNotice, Urgency: AtOnce})
		return
	}
	if t.AsksAgain(q) && slices.ContainsFunc(acts, func(a reply.Act) bool { return a.Kind == reply.Unclear }) { // a human reads it first
		s.Offer.Again = false
		t.putSession(s)
		return
	}
	if t.LeftOpen(q) {
		t.againAnswer(q, s, side, acts)
		return
	}
	if s.Offer.Again && doubted(acts) {
		s.Offer.Again = false
		t.putSession(s)
	}
	if slices.ContainsFunc(acts, func(a reply.Act) bool { return a.Kind == reply.Cancel }) { // nothing is booked yet: a human asks what they mean
		t.unclear(t.People[q.Person], e)
		return
	}
	o := &s.Offer
	if acts[0].Kind == reply.Later {
		t.nudgeLater(q)
	}
	if !o.hear(side, acts) {
		return
	}
	o.Answered[side] = true
	if !o.Answered[side.Other()] {
		o.First = side
	}
	t.putSession(s)
	t.closeQuestion(q.ID, "answered")
	t.changed(q.Person, Change{Kind: SlotsChange, Session: s.ID})
	t.settle(s.ID, side)
}

// hear takes in what one side says to the slots, and reports whether it was about
// them.
func (o *Offer) hear(side Side, acts []reply.Act) (understood bool) {
	for _, a := range acts {
		switch a.Kind {
		case reply.Choose:
			o.OK[side], understood = slices.Clone(a.Slots), true
			if len(a.Slots) == 0 {
				o.Want[side] = nil // times that they named before are no longer a yes
			}
		case reply.Can:
			if !understood { // else it is beside what they chose
				o.OK[side] = nil
			}
			o.Want[side], understood = a.Windows, true
			for i, slot := range o.Slots {
				if !slices.Contains(o.OK[side], i+1) && slices.ContainsFunc(a.Windows, func(w calendar.Window) bool { return w.Holds(slot) }) {
					o.OK[side] = append(o.OK[side], i+1)
				}
			}
		case reply.Cannot:
			o.Not[side] = append(slices.Clone(o.Not[side]), a.Windows...)
			understood = true
			if acts[0].Kind == reply.Cannot { // nothing else said: the rest is fine
				o.OK[side] = nil
				for i := range o.Slots {
					o.OK[side] = append(o.OK[side], i+1)
				}
			}
			o.OK[side] = slices.DeleteFunc(slices.Clone(o.OK[side]), func(n int) bool {
				return n > len(o.Slots) || slices.ContainsFunc(a.Windows, func(w calendar.Window) bool { return w.Meets(o.Slots[n-1]) })
			})
		}
	}
	return understood
}

// shortest is how soon a session may be that both said yes to in time.
const shortest = 3 * time.Hour

// settle books the first slot that both can make, waits for the other side, or
// starts a new round.
func (t *turn) settle(id SessionID, side Side) {
	s := t.Sessions[id]
	pair := t.Pairs[s.Pair]
	o := s.Offer
	if o.Again {
		o.OK[side.Other()] = o.OK[side]
	}
	bounds := []time.Time{t.Calendar.Notice.After(t.now), t.now.Add(shortest)}
	if o.Again { // the other has said nothing yet
		bounds = bounds[:1]
	}
	for _, soonest := range bounds {
		for _, slot := range o.common() {
			if slot.Start.After(soonest) && !t.taken(pair, s.ID, slot) && !t.partner(pair, side).IsAway(slot.Start) {
				t.book(id, slot)
				return
			}
		}
	}
	switch {
	case o.Again: // that time is no longer free, or somebody would rather have another
		t.offer(id, "")
	case len(o.OK[side]) == 0 && o.Counter:
		t.keepTime(s, pair, side)
	case o.Counter: // they can, but it is too late for that time
		t.moving(id, side.Other(), nil, t.partner(pair, side).First()+" asked for another time")
	case len(o.OK[side]) == 0:
		t.offer(id, "")
	case o.Answered[side.Other()]:
		t.offer(id, "")
	default:
		t.waitingNote(pair.People[side], offerKey(s), "Thank you, I have your times for session "+itoa(s.N)+t.readAs(s, side)+" and am waiting for "+t.partner(pair, side).First()+". If I read you wrong, reply UNDO.")
	}
}

// readAs says in absolute times what was understood from one side's answer.
func (t *turn) readAs(s Session, side Side) string {
	zone := t.person(t.Pairs[s.Pair], side).Zone(t.Zone())
	var times []string
	for _, n := range s.Offer.OK[side] {
		times = append(times, calendar.Say(s.Offer.Slots[n-1], zone))
	}
	if len(times) == 0 {
		for _, w := range s.Offer.Want[side] {
			times = append(times, calendar.Say(calendar.Slot(w), zone))
		}
	}
	if len(times) == 0 {
		return ""
	}
	return " (" + strings.Join(times, ", ") + ")"
}

// taken reports whether either of the two has meanwhile another session then.
func (t *turn) taken(pair Pair, but SessionID, slot calendar.Slot) bool {
	for _, s := range t.Sessions {
		if s.ID == but || s.Status != Booked {
			continue
		}
		for _, id := range pair.People {
			if _, in := t.Pairs[s.Pair].Side(id); in && calendar.Window(s.Slot).Meets(slot) {
				return true
			}
		}
	}
	return false
}

// book puts the slot into both calendars.
func (t *turn) book(id SessionID, slot calendar.Slot) {
	s := t.Sessions[id]
	old := s.Slot
	if s.Sequence >= 0 && !old.IsZero() {
		s.Moves++
	}
	t.answered(t.Pairs[s.Pair], offerKey(s))
	s.Status, s.Slot = Booked, slot
	s.Sequence++
	s.Calendar = [2]Said{}
	offer := s.Offer
	s.Offer = Offer{Round: s.Offer.Round, Tried: append(slices.Clone(s.Offer.Tried), s.Offer.Slots...)}
	t.putSession(s)
	t.settled(id, offer.Again)
	for _, side := range Sides {
		reason := ""
		if offer.Again && len(offer.OK[side]) == 0 {
			reason = "again" // the other's yes was enough
		}
		t.inviteOne(s, side, ics.Request, BookedNotice, old, reason, stateKey(BookedNotice, s, side, t.Pairs[s.Pair]))
	}
	for i, before := range t.Remind.Before {
		if at := before.Before(slot.Start); at.After(t.now) {
			t.set(Timer{Key: remindKey(id, i), At: at, Kind: RemindTimer, Session: id, N: i})
		} else {
			t.drop(remindKey(id, i))
		}
	}
	t.set(Timer{Key: key("checkin", string(id)), At: slot.End.Add(2 * time.Hour), Kind: CheckinTimer, Session: id})
	t.drop(key("release", string(id)), unsureKey(id))
	if at := slot.Start.Add(-unsureBefore); at.After(t.now.Add(24 * time.Hour)) { // a day to press the button
		t.set(Timer{Key: unsureKey(id), At: at, Kind: UnsureTimer, Session: id})
	}
	t.why("booked session " + string(id))
}

func remindKey(id SessionID, i int) string { return key("remind", string(id), itoa(i)) }

// uninvite takes the event out of both calendars.
func (t *turn) uninvite(s Session, reason string) {
	for _, side := range Sides {
		t.inviteOne(s, side, ics.Cancel, CancelledNotice, calendar.Slot{}, reason, stateKey(CancelledNotice, s, side, t.Pairs[s.Pair]))
	}
}

// stateKey names what one of the two is told of one state of the event.
func stateKey(kind NoticeKind, s Session, side Side, pair Pair) string {
	return key(string(kind), string(s.ID), itoa(s.Sequence), string(pair.People[side]))
}

// inviteOne sends the event's present state to one of the two.
func (t *turn) inviteOne(s Session, side Side, method ics.Method, kind NoticeKind, old calendar.Slot, reason, once string) {
	pair := t.Pairs[s.Pair]
	other := t.partner(pair, side)
	part := t.calendarPart(s, pair, side, method)
	t.tell(Notice{Key: once, To: pair.People[side], Kind: kind, Urgency: AtOnce,
		Facts: Facts{Partner: other.FullName(), First: other.First(), Slot: s.Slot, Old: old, N: s.N, Zone: other.Profile.Zone, Reason: reason,
			Goals: pair.Agreement.Goals, Link: pair.Agreement.Place(), Pair: pair.ID, Session: s.ID, Invitation: &part}})
}

// calendarPart is the event as one side's calendar is to show it.
func (t *turn) calendarPart(s Session, pair Pair, side Side, method ics.Method) CalendarPart {
	part := CalendarPart{Method: method, UID: s.ID, Sequence: s.Sequence, Stamp: t.now, Slot: s.Slot, Alarm: t.Remind.ByCalendar.Duration()}
	for _, each := range Sides {
		p := t.person(pair, each)
		status := s.Calendar[each].Status
		if status == "" || each == side {
			status = ics.NeedsAction
		}
		part.People = append(part.People, Invitee{p.FullName(), p.Email, status})
	}
	return part
}

// noTime is what follows when a question about a time stays unanswered: the
// booked time stands if there is one, else the coordinator helps.
func (t *turn) noTime(q Question) {
	s := t.Sessions[q.Session]
	pair := t.Pairs[s.Pair]
	if side, _ := pair.Side(q.Person); s.Status == Booked {
		t.keepTime(s, pair, side)
		return
	}
	if t.AsksAgain(q) && (t.person(pair, Mentor).Heard.After(q.Asked) || t.person(pair, Mentee).Heard.After(q.Asked)) {
		t.offer(s.ID, "") // they are there: other times may be better
		return
	}
	t.quiet(s, t.People[q.Person].FullName()+" has not answered any of the letters about a time")
}

// stuck hands a session that cannot be arranged to the coordinator; the next
// one is tried at the usual rhythm.
func (t *turn) stuck(s Session, reason string) {
	t.giveToCoordinator(s, reason)
	t.proposeAt(s.Pair, t.now.AddDate(0, 0, t.every(t.Pairs[s.Pair])))
}

// quiet is a session for which somebody does not answer: nothing more is
// offered until one of the two writes.
func (t *turn) quiet(s Session, reason string) {
	t.giveToCoordinator(s, reason)
	pair := t.Pairs[s.Pair]
	pair.Quiet = true
	t.putPair(pair)
}

func (t *turn) giveToCoordinator(s Session, reason string) {
	pair := t.Pairs[s.Pair]
	t.queueUnder(string(s.ID), t.person(pair, Mentee), "", "session "+itoa(s.N)+" with "+t.person(pair, Mentor).FullName()+": "+reason, "", "")
	t.cancelSession(s.ID, "we could not find a time")
}

// wake goes on with the pairs of a person that had gone quiet.
func (t *turn) wake(id PersonID) {
	for _, pair := range sorted(t.Pairs) {
		if _, in := pair.Side(id); in && pair.Quiet {
			pair.Quiet = false
			t.putPair(pair)
			t.proposeAt(pair.ID, t.now)
		}
	}
}
