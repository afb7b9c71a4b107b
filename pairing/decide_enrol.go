package pairing

import (
	"slices"
	"strings"

	"mentord/pairing/reply"
)

// stranger decides a mail from somebody who is not in the program.
func (t *turn) stranger(e Read) {
	if strings.Contains(e.Name, "@") {
		e.Name = "" // an address in place of a name is not theirs to show to others
	}
	p := Person{ID: e.From, Name: e.Name, Email: e.Address, Standing: Enrolling, Joined: t.now}
	// "I moved to Berlin", "I can take two more mentees": a change of what we don't know
	// is no wish to join.
	more := slices.ContainsFunc(e.Free, func(a reply.Act) bool { return a.Kind == reply.Profile && a.Field == reply.Capacity })
	wants := false
	for _, a := range e.Free {
		switch {
		case a.Kind == reply.Accept:
			wants = true
		case a.Kind == reply.Profile && (a.Field == reply.Goals || a.Field == reply.Skills):
			wants = true
		case a.Kind == reply.Profile && a.Field == reply.Role:
			wants = wants || !more
		}
	}
	switch {
	case !wants:
		t.queue(p, e.Mail, "from somebody outside the program", e.Words, e.Subject)
		t.outcome("stranger")
		return
	case !t.Enrol.Admits(e.Address):
		t.queue(p, e.Mail, "would like to join, but the program is not open to this address", e.Words, e.Subject)
		t.outcome("refused")
		return
	}
	t.putPerson(p)
	t.applyProfile(p.ID, e.Free)
	t.complete(p.ID, e.Mail)
	t.outcome("enrolled")
}

// imported adds a person of the roster and invites them.
func (t *turn) imported(e Imported) {
	id := NewPersonID(t.Secret, e.Address)
	if _, ok := t.People[id]; ok {
		return // imported before: they are not invited twice
	}
	t.putPerson(Person{ID: id, Name: e.Name, Email: e.Address, Standing: Invited, Profile: e.Profile, Joined: t.now})
	t.ask(Question{ID: QuestionID(key("enrol", string(id), "invite")), Person: id, Kind: reply.Enrol},
		Notice{Kind: InviteNotice, Facts: Facts{Profile: e.Profile, Until: t.startOrZero()}})
}

// enrolled decides the answer to an invitation or to the form.
func (t *turn) enrolled(q Question, acts []reply.Act, e Read) {
	switch acts[0].Kind {
	case reply.Decline:
		t.closeQuestion(q.ID, "declined")
		p := t.People[q.Person]
		p.Standing = Declined
		t.putPerson(p)
		t.closeAll("declined", func(q Question) bool { return q.Person == p.ID })
	case reply.Later:
		t.nudgeLater(q)
	case reply.Accept, reply.Profile:
		t.closeQuestion(q.ID, "answered")
		p := t.People[q.Person]
		p.Standing = Enrolling
		t.putPerson(p)
		t.applyProfile(p.ID, acts)
		t.complete(p.ID, e.Mail)
	}
}

// complete asks once for what is missing, then takes defaults; what has no
// default goes to the coordinator.
func (t *turn) complete(id PersonID, mail string) {
	// An invitation that is still open is answered by what they wrote unasked.
	t.closeAll("answered", func(q Question) bool { return q.Person == id && q.Kind == reply.Enrol })
	p := t.People[id]
	missing := p.missing()
	switch {
	case len(missing) > 0 && !p.Asked:
		p.Asked = true
		t.putPerson(p)
		t.ask(Question{ID: QuestionID(key("enrol", string(id), "form")), Person: id, Kind: reply.Enrol},
			Notice{Kind: FormNotice, Urgency: AtOnce, Facts: Facts{Profile: p.Profile, Missing: missing}})
		return
	case p.Profile.Role == "":
		t.queue(p, mail, "wants to take part, but has not said as mentor or mentee", "", "")
		t.acknowledge(id, mail)
		return
	}
	p.Standing = Ready
	t.putPerson(p)
	t.ask(Question{ID: QuestionID(key("echo", string(id), mail)), Person: id, Kind: reply.Echo},
		Notice{Kind: EchoNotice, Urgency: AtOnce, Facts: Facts{Profile: p.Profile, Until: t.startOrZero()}})
	t.matchSoon()
}

// corrected decides the answer to "is this right?".
func (t *turn) corrected(q Question, acts []reply.Act, e Read) {
	switch acts[0].Kind {
	case reply.Accept:
		t.closeQuestion(q.ID, "right")
	case reply.Profile:
		t.closeQuestion(q.ID, "corrected")
		t.changeProfile(q.Person, acts, e)
	}
}

// changeProfile takes in a change at any time, and echoes it.
func (t *turn) changeProfile(id PersonID, acts []reply.Act, e Read) {
	t.changed(id, Change{Kind: ProfileChange, Profile: t.People[id].Profile})
	t.applyProfile(id, acts)
	p := t.People[id]
	if p.Standing == Enrolling || p.Standing == Invited {
		t.complete(id, e.Mail)
		return
	}
	t.ask(Question{ID: QuestionID(key("echo", string(id), e.Mail)), Person: id, Kind: reply.Echo},
		Notice{Kind: EchoNotice, Urgency: AtOnce, Facts: Facts{Profile: p.Profile, Until: t.startOrZero()}})
	t.matchSoon()
}

func (t *turn) applyProfile(id PersonID, acts []reply.Act) {
	p := t.People[id]
	for _, a := range acts {
		if a.Kind != reply.Profile {
			continue
		}
		switch a.Field {
		case reply.Role:
			p.Profile.Role = Role(a.Text)
		case reply.Goals:
			p.Profile.Goals = a.Text
		case reply.Skills:
			p.Profile.Skills = a.Text
		case reply.Background:
			p.Profile.Background = a.Text
		case reply.Zone:
			p.Profile.Zone = a.Text
		case reply.Languages:
			p.Profile.Languages = a.List
		case reply.Capacity:
			p.Profile.Capacity = a.Number
		case reply.Availability:
			p.Profile.Availability = a.Week
		}
	}
	t.putPerson(p)
}
