package pairing

import (
	"slices"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// maxRounds is how often slots are offered for one session before a human helps.
const maxRounds = 5

// offer starts a new round: slots that both can make, put to everyone whose yes
// is not already known.
func (t *turn) offer(id SessionID, reason string) {
	s := t.Sessions[id]
	pair := t.Pairs[s.Pair]
	if s.Offer.Tries >= maxRounds {
		t.stuck(s, "no slot found that both can make, after "+itoa(maxRounds)+" rounds")
		return
	}
	t.answered(pair, offerKey(s))
	o := &s.Offer
	o.Tried = append(slices.Clone(o.Tried), o.Slots...)
	crossed := t.crossed(s)
	slots, lack := crossed, calendar.NoLack
	if len(crossed) == 0 {
		slots, lack = t.freeSlots(s, pair)
	}
	if len(slots) == 0 && (len(o.Want[Mentor]) > 0 || len(o.Want[Mentee]) > 0) {
		// The times that one of them named are no good for the other: offer what
		// is good for both by their usual hours.
		o.Want = [2][]calendar.Window{}
		slots, lack = t.freeSlots(s, pair)
	}
	if len(slots) == 0 && t.Calendar.Ahead.After(t.now).After(pair.End) {
		t.cancelSession(id, "your time as a pair is nearly over")
		return
	}
	o.Round++
	o.Tries++
	o.Crossed, o.Counter, o.Again = len(crossed) > 0, false, false
	o.OK = t.knownYes(*o, slots, crossed)
	o.Slots, o.Answered = slots, [2]bool{}
	for _, side := range Sides {
		o.Answered[side] = len(o.OK[side]) == len(slots) && len(slots) > 0
	}
	t.putSession(s)
	t.closeAll("new times", func(q Question) bool { return q.Session == id && q.Kind == reply.Slots })
	if o.Answered[Mentor] && o.Answered[Mentee] { // both have named times that hold all of these
		t.book(id, slots[0])
		return
	}
	for _, side := range Sides {
		if o.Answered[side] || len(slots) == 0 && !t.lacksHours(lack, side) {
			continue
		}
		t.askSlots(s, pair, side, slots, reason)
	}
}

// askSlots puts the round to one side: which of these, or, without any, when.
func (t *turn) askSlots(s Session, pair Pair, side Side, slots []calendar.Slot, reason string) {
	other := t.partner(pair, side)
	kind, end := SlotsNotice, until(slots)
	switch {
	case s.Offer.Again:
		kind, end = AgainNotice, t.Calendar.Notice.Before(end)
	case len(slots) == 0:
		kind = HoursNotice
	}
	t.ask(Question{ID: slotsID(s, pair.People[side]), Person: pair.People[side], Kind: reply.Slots, Pair: pair.ID, Session: s.ID, Slots: slots},
		Notice{Kind: kind, Until: end, Facts: Facts{Partner: other.FullName(), First: other.First(), Slots: slots, Zone: other.Profile.Zone,
			N: s.N, Reason: reason, Old: s.Slot, Session: s.ID, Pair: pair.ID}})
}

func slotsID(s Session, person PersonID) QuestionID {
	return QuestionID(key("slots", string(s.ID), itoa(s.Offer.Round), string(person)))
}

// until is when a letter with these slots is stale: once the last has begun. One
// that asks for hours never is.
func until(slots []calendar.Slot) time.Time {
	if len(slots) == 0 {
		return time.Time{}
	}
	return slots[len(slots)-1].Start
}

// lacksHours reports whether it is this side that has to name more hours.
func (t *turn) lacksHours(lack calendar.Lack, side Side) bool {
	switch lack {
	case calendar.NoHoursFirst:
		return side == Mentor
	case calendar.NoHoursOther:
		return side == Mentee
	}
	return true
}

// crossed are the slots that the one who answered first picked, when the other
// picked different ones: the other is asked about just these, once.
func (t *turn) crossed(s Session) (out []calendar.Slot) {
	if s.Offer.Crossed || s.Offer.Counter || !s.Offer.Answered[Mentor] || !s.Offer.Answered[Mentee] {
		return nil
	}
	if other := s.Offer.First.Other(); len(s.Offer.OK[other])+len(s.Offer.Want[other]) == 0 {
		return nil // who answered last has refused them all
	}
	for i, slot := range s.Offer.Slots {
		if slot.Start.After(t.Calendar.Notice.After(t.now)) && slices.Contains(s.Offer.OK[s.Offer.First], i+1) {
			out = append(out, slot)
		}
	}
	return out
}

// knownYes carries over what each side already said yes to: their pick of the
// round before, or everything inside the windows that they named.
func (t *turn) knownYes(o Offer, slots, crossed []calendar.Slot) (ok [2][]int) {
	for _, side := range Sides {
		for i, slot := range slots {
			picked := false
			for _, n := range o.OK[side] {
				picked = picked || len(crossed) > 0 && side == o.First && n <= len(o.Slots) && o.Slots[n-1].Equal(slot)
			}
			wanted := slices.ContainsFunc(o.Want[side], func(w calendar.Window) bool { return w.Holds(slot) })
			if picked || wanted {
				ok[side] = append(ok[side], i+1)
			}
		}
	}
	return ok
}

// freeSlots asks the calendar for slots, around everything already known.
func (t *turn) freeSlots(s Session, pair Pair) ([]calendar.Slot, calendar.Lack) {
	r := t.request(s, pair)
	slots, lack := calendar.Offer(r)
	// What one of them named and the other refused is not offered again; usual hours are.
	if lack == calendar.AllOffered && len(s.Offer.Want[Mentor])+len(s.Offer.Want[Mentee]) == 0 {
		r.Avoid = nil
		slots, lack = calendar.Offer(r)
	}
	return slots, lack
}

// request is what the calendar needs to know of the two to find a time.
func (t *turn) request(s Session, pair Pair) calendar.Request {
	// People take a day to answer, and the notice counts from then.
	earliest := calendar.Days(1).After(t.Calendar.Notice.After(t.now))
	if s.Target.After(earliest) {
		earliest = s.Target
	}
	for _, side := range Sides {
		if p := t.person(pair, side); p.Away.After(earliest) {
			earliest = p.Away
		}
	}
	r := calendar.Request{Earliest: earliest, Latest: t.Calendar.Ahead.After(earliest), Length: t.Calendar.Session.Duration(), Count: t.Calendar.Offer, Avoid: s.Offer.Tried}
	for _, side := range Sides {
		p := t.person(pair, side)
		r.Parties[side] = calendar.Party{Zone: p.Zone(t.Zone()), Week: t.week(p), Want: s.Offer.Want[side], Busy: append(t.busy(p.ID, s.ID), s.Offer.Not[side]...)}
		for _, w := range s.Offer.Want[side] {
			if w.End.After(r.Latest) {
				r.Latest = w.End
			}
		}
	}
	if r.Latest.After(pair.End) {
		r.Latest = pair.End
	}
	return r
}

// busy is when the person is taken by other sessions, booked or on offer.
func (t *turn) busy(id PersonID, but SessionID) (out []calendar.Window) {
	for _, s := range sorted(t.Sessions) {
		if _, in := t.Pairs[s.Pair].Side(id); !in || s.ID == but || !s.Live() {
			continue
		}
		if s.Status == Booked {
			out = append(out, calendar.Window(s.Slot))
		}
		for _, slot := range s.Offer.Slots {
			if s.Status != Booked {
				out = append(out, calendar.Window(slot))
			}
		}
	}
	return out
}

// offerKey names one round of one session's offers.
func offerKey(s Session) string { return key(string(s.ID), itoa(s.Offer.Round)) }
