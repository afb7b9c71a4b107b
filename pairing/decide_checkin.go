package pairing

import (
	"slices"
	"strings"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

// remind tells both of a booked session that is near, with their last notes.
func (t *turn) remind(timer Timer) {
	s := t.Sessions[timer.Session]
	if s.Status != Booked || !s.Slot.Start.After(t.now) {
		return // moved, cancelled or over: a reminder would only mislead
	}
	pair := t.Pairs[s.Pair]
	for _, side := range Sides {
		if t.rings(s, side, timer.N) {
			continue
		}
		other := t.partner(pair, side)
		t.tell(Notice{Key: key("remind", string(s.ID), itoa(s.Sequence), itoa(timer.N), string(pair.People[side])), To: pair.People[side],
			Kind: RemindNotice, Urgency: AtOnce, Until: s.Slot.Start,
			Facts: Facts{Partner: other.FullName(), First: other.First(), Slot: s.Slot, N: s.N, Zone: other.Profile.Zone, Reason: t.lead(timer.N),
				Goals: pair.Agreement.Goals, Link: pair.Agreement.Place(), Notes: t.lastNotes(pair), Pair: pair.ID, Session: s.ID}})
	}
}

// rings reports whether the n-th reminder is left to the person's calendar: it said
// yes to this very time, and the invitation carries an alarm.
func (t *turn) rings(s Session, side Side, n int) bool {
	said := s.Calendar[side]
	return n < len(t.Remind.Before) && t.Remind.Before[n].Duration() <= t.Remind.ByCalendar.Duration() &&
		said.Status == ics.Accepted && said.Sequence == s.Sequence && !said.Words
}

// lead is how long before the session the n-th reminder goes, in words.
func (t *turn) lead(n int) string {
	if n < len(t.Remind.Before) {
		return t.Remind.Before[n].String()
	}
	return ""
}

// lastNotes are the lines that both wrote after their latest session.
func (t *turn) lastNotes(pair Pair) []string {
	latest, notes := 0, []string(nil)
	for _, s := range t.Sessions {
		if s.Pair != pair.ID || s.Status != Held || s.N < latest {
			continue
		}
		latest, notes = s.N, nil
		for _, side := range Sides {
			if note := s.Report[side].Note; note != "" {
				notes = append(notes, t.person(pair, side).First()+": "+note)
			}
		}
	}
	return notes
}

// checkin asks both how a session was, and offers the next one in the same letter.
func (t *turn) checkin(id SessionID) {
	s := t.Sessions[id]
	pair := t.Pairs[s.Pair]
	if s.Status != Booked || pair.Status != Active && pair.Status != Ended {
		return
	}
	t.closeAll("over", func(q Question) bool { return q.Session == id && q.Kind == reply.Slots })
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key("checkin", string(id), itoa(s.Sequence), string(pair.People[side]))), Person: pair.People[side],
			Kind: reply.Checkin, Pair: pair.ID, Session: id, Items: []reply.Question{
				{N: 1, Kind: reply.Checkin, Text: "Did you and " + other.First() + " meet?"},
				{N: 2, Kind: reply.Rating5, Text: "How was it, from 1 to 5?"},
				{N: 3, Kind: reply.FreeText, Text: "One line: how are you getting on with your goals?"}}},
			Notice{Kind: CheckinNotice, Facts: Facts{Partner: other.FullName(), First: other.First(), Slot: s.Slot, N: s.N, Session: id, Pair: pair.ID}})
	}
	if s.N == 1 {
		t.askFit(pair.ID, "first")
	}
	t.settleReports(s) // when neither can be asked
	t.sessionAfter(s)
}

// checkinAnswer decides what one of the two says about a session.
func (t *turn) checkinAnswer(q Question, acts []reply.Act, e Read) {
	s := t.Sessions[q.Session]
	pair := t.Pairs[s.Pair]
	side, in := pair.Side(q.Person)
	if !in {
		return
	}
	report := &s.Report[side]
	understood := false
	for _, a := range acts {
		switch a.Kind {
		case reply.Met:
			report.Answered, report.Met, understood = true, true, true
		case reply.NotMet, reply.Decline:
			report.Answered, report.Met, understood = true, false, true
		case reply.NotYet:
			if s.Status == Booked && pair.Status == Active {
				t.notYet(s, side, acts)
				return
			}
			report.Answered, report.Met, understood = true, false, true // the partner says that they met, or there is no later
		case reply.Answer:
			understood = true
			if a.Number > 0 && (!report.Answered || report.Met) { // a rating is a yes, unless they said no
				report.Met, report.Rating = true, a.Number
			}
			report.Answered = report.Answered || a.Number > 0
			if a.Text != "" {
				report.Note = firstLine(a.Text)
			}
		}
	}
	if !understood {
		return
	}
	t.changed(q.Person, Change{Kind: CheckinChange, Session: s.ID, Report: t.Sessions[s.ID].Report[side], Items: q.Items})
	t.putSession(s)
	if !report.Answered { // a line on the goals does not say whether they met
		t.note(q.Person, e.Mail, "I noted your line for session "+itoa(s.N)+" with "+t.partner(pair, side).First()+".")
		return
	}
	t.closeQuestion(q.ID, "answered")
	t.note(q.Person, e.Mail, t.reported(s, pair, side))
	t.settleReports(s)
}

// reported says what was understood about a session.
func (t *turn) reported(s Session, pair Pair, side Side) string {
	words, r := "you met", s.Report[side]
	if !r.Met {
		words = "you did not meet"
	} else if r.Rating > 0 {
		words += ", " + itoa(r.Rating) + " of 5"
	}
	return "Thank you. I noted for session " + itoa(s.N) + " with " + t.partner(pair, side).First() + " (" + calendar.Say(s.Slot, t.person(pair, side).Zone(t.Zone())) + "): " + words + "."
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// settleReports gives the session its one outcome: held as soon as one says
// that they met, missed once nobody can say so any more.
func (t *turn) settleReports(s Session) {
	s = t.Sessions[s.ID]
	if s.Status != Booked && s.Status != Missed {
		return
	}
	switch open := slices.ContainsFunc(sorted(t.Questions), func(q Question) bool {
		return q.Open && q.Kind == reply.Checkin && q.Session == s.ID
	}); {
	case s.Report[Mentor].Met || s.Report[Mentee].Met:
		s.Status = Held
	case !open:
		s.Status = Missed
	default:
		return
	}
	t.putSession(s)
	t.missedTwice(s)
	t.nextSession(s.Pair, t.Calendar.Notice.After(t.now))
}

// notYet moves the check-in and the event: the session is still to come.
func (t *turn) notYet(s Session, side Side, acts []reply.Act) {
	t.closeAll("not yet", func(q Question) bool { return q.Session == s.ID && q.Kind == reply.Checkin })
	t.moving(s.ID, side, acts, "the last one did not take place yet")
}

// bookedAnswer decides words about a session that is booked.
func (t *turn) bookedAct(from PersonID, act reply.Act, e Read) bool {
	s, ok := t.nearest(from)
	if !ok {
		return false
	}
	pair := t.Pairs[s.Pair]
	side, _ := pair.Side(from)
	switch act.Kind {
	case reply.Move:
		t.changed(from, Change{Kind: MoveChange, Session: s.ID, Slot: s.Slot})
		t.note(from, e.Mail, "You asked to move session "+itoa(s.N)+" with "+t.partner(pair, side).First()+" from "+calendar.Say(s.Slot, t.People[from].Zone(t.Zone()))+".")
		t.moving(s.ID, side, e.Free, t.person(pair, side).First()+" asked for another time")
	case reply.Cancel:
		t.changed(from, Change{Kind: CancelChange, Session: s.ID, Slot: s.Slot})
		t.cancelSession(s.ID, t.person(pair, side).First()+" has to cancel this one")
		t.proposeAt(pair.ID, calendar.Days(t.every(pair)).After(t.now))
	case reply.Late:
		t.tell(Notice{Key: key("late", e.Mail), To: pair.People[side.Other()], Kind: LateNotice, Urgency: AtOnce, Until: s.Slot.End,
			Facts: Facts{First: t.person(pair, side).First(), Minutes: act.Minutes, Slot: s.Slot, Session: s.ID}})
	case reply.Confirm:
		t.keeps(s, side)
		t.note(from, e.Mail, "Session "+itoa(s.N)+" with "+t.partner(pair, side).First()+" stands as booked: "+calendar.Say(s.Slot, t.People[from].Zone(t.Zone()))+".")
	}
	return true
}

// keeps takes a yes in words, which counts as the button does.
func (t *turn) keeps(s Session, side Side) {
	if said := s.Calendar[side]; said.Status != ics.Accepted {
		s.Calendar[side] = Said{Status: ics.Accepted, Sequence: s.Sequence, Stamp: said.Stamp, Words: true}
		t.putSession(s)
	}
}

// nearest is the person's next booked session: the one that they speak of.
func (t *turn) nearest(id PersonID) (best Session, ok bool) {
	for _, s := range sorted(t.Sessions) {
		if _, in := t.Pairs[s.Pair].Side(id); in && s.Status == Booked && s.Slot.End.After(t.now) && (!ok || s.Slot.Start.Before(best.Slot.Start)) {
			best, ok = s, true
		}
	}
	return best, ok
}
