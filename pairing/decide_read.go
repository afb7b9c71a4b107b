package pairing

import (
	"strings"

	"mentord/pairing/reply"
)

// read decides a person's mail.
func (t *turn) read(e Read) {
	p, known := t.People[e.From]
	if !known || p.Standing == Erased { // nothing of them is known any more
		t.stranger(e)
		return
	}
	t.heardFrom(p, e)
	if !e.Proven && !harmless(e) {
		t.confirmFirst(p, e)
		return
	}
	for _, a := range e.Answers {
		t.answer(p.ID, a, e)
	}
	for _, act := range e.Free {
		t.free(p.ID, act, e)
	}
	if len(e.Answers)+len(e.Free) == 0 {
		if e.Late {
			t.tell(Notice{Key: key("stale", e.Mail), To: p.ID, Kind: StaleNotice, Urgency: AtOnce})
			t.outcome("late")
			return
		}
		t.unclear(p, e)
	}
}

// heardFrom takes note that the person is there: any mail resets the
// follow-ups, and brings back somebody who had gone quiet, or whose address did
// not work.
func (t *turn) heardFrom(p Person, e Read) {
	if p.Name == "" && e.Name != "" && !strings.Contains(e.Name, "@") {
		p.Name = e.Name
		t.putPerson(p)
	}
	p.Heard = t.now
	if strings.EqualFold(e.Address, p.Email) {
		p.Returned = 0
	}
	t.putPerson(p)
	t.wake(p.ID)
	if p.Standing == Quiet {
		p.Standing = Ready
		t.putPerson(p)
		t.matchSoon()
	}
	if p.Bounced != "" && strings.EqualFold(e.Address, p.Email) {
		p.Bounced = ""
		t.putPerson(p)
		t.takeUp(p.ID)
	}
	for _, q := range sorted(t.Questions) {
		if q.Open && q.Person == p.ID && q.Nudges > 0 {
			t.withdraw(nudgeNoticeKey(q, q.Nudged))
			q.Nudges = 0
			t.putQuestion(q)
		}
	}
	t.nudgeAllLater(p.ID)
}

// takeUp goes on with somebody who is back: a match, and the next session of
// each of their pairs.
func (t *turn) takeUp(id PersonID) {
	t.matchSoon()
	for _, pair := range sorted(t.Pairs) {
		if _, in := pair.Side(id); in && pair.Status == Active {
			t.proposeAt(pair.ID, t.now)
		}
	}
}

// harmless reports whether the mail asks for nothing that needs proof of who
// wrote it: help, or joining.
func harmless(e Read) bool {
	for _, a := range e.Answers {
		if !strings.HasPrefix(string(a.Question), "enrol/") {
			return false
		}
	}
	for _, a := range e.Free {
		switch a.Kind {
		case reply.Help, reply.Unclear, reply.Ask, reply.Concern:
		default:
			return false
		}
	}
	return true
}

// confirmFirst asks the address itself whether the mail was theirs; it is
// decided when they say so.
func (t *turn) confirmFirst(p Person, e Read) {
	if !t.People[p.ID].Reachable() {
		t.unclear(p, e) // they left: a human decides whether to ask them
		return
	}
	t.ask(Question{ID: QuestionID(key("confirm", e.Mail)), Person: p.ID, Kind: ConfirmQuestion, Mail: e.Mail},
		Notice{Kind: ConfirmNotice, Urgency: AtOnce, Until: t.now.AddDate(0, 0, 7), Facts: Facts{Words: e.Words}})
	t.outcome("unproven")
}

// unclear keeps what was not understood for the coordinator, and says so.
func (t *turn) unclear(p Person, e Read) {
	t.queue(p, e.Mail, "not understood", e.Words, e.Subject)
	t.acknowledge(p.ID, e.Mail)
	t.outcome("queued")
}

// answer decides the acts that answer one open question.
func (t *turn) answer(from PersonID, a Answer, e Read) {
	q, ok := t.Questions[a.Question]
	if !ok || !q.Open || q.Person != from {
		return
	}
	for _, act := range a.Acts {
		if act.Kind == reply.Unclear {
			t.unclear(t.People[from], e)
		}
		if act.Kind == reply.Ask && !t.passOn(q, act.Words, e) {
			t.queue(t.People[from], e.Mail, "a question", e.Words, e.Subject)
			t.acknowledge(from, e.Mail)
			t.outcome("queued")
		}
	}
	switch q.Kind {
	case reply.Enrol:
		t.enrolled(q, a.Acts, e)
	case reply.Echo:
		t.corrected(q, a.Acts, e)
	case reply.Match:
		t.matchAnswer(q, a.Acts, e)
	case reply.Agreement:
		t.agreement(q, a.Acts, e)
	case reply.Slots:
		t.slotsAnswer(q, a.Acts, e)
	case reply.Checkin:
		t.checkinAnswer(q, a.Acts, e)
	case reply.Survey:
		t.surveyAnswer(q, a.Acts, e)
	case ConfirmQuestion:
		t.confirmed(q, a.Acts)
	case reply.Fit:
		t.fitAnswer(q, a.Acts, e)
	case reply.Ending:
		t.endingAnswer(q, a.Acts, e)
	case MentorQuestion:
		t.mentorAnswer(q, a.Acts, e)
	case ForgetQuestion:
		t.forgetAnswer(q, a.Acts, e)
	}
	t.outcome(string(q.Kind))
}

// confirmed lets the waiting mail be decided again, now as proven.
func (t *turn) confirmed(q Question, acts []reply.Act) {
	switch acts[0].Kind {
	case reply.Accept:
		t.closeQuestion(q.ID, "yes")
		t.out.Redo = q.Mail
	case reply.Decline:
		t.closeQuestion(q.ID, "no")
		t.queue(t.People[q.Person], q.Mail, "somebody else wrote in their name", "", "")
	}
}
