package daemon

import (
	"strconv"
	"strings"

	"mentord/calendar/ics"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

// calendar turns an answer to an invitation into its event. UID is the key;
// the writer is the attendee by the mail's From, as with any other mail.
func (d *Daemon) calendar(t *store.Tx, m store.Mail, mail mailer.Mail, who sender) (event pairing.Event, outcome string, err error) {
	for _, object := range mail.Calendars {
		answers, err := ics.Read(object)
		if err != nil {
			continue // the words of the mail may still say something
		}
		for _, a := range own(answers, who) {
			if a.Method != ics.Reply && a.Method != ics.Counter && a.Method != ics.Refresh {
				outcome = "calendar ignored"
				continue
			}
			id, _, _ := strings.Cut(a.UID, "@")
			session, ok, err := t.Session(id)
			if err != nil {
				return nil, "", err
			}
			if !ok {
				continue
			}
			if in, err := d.invited(t, session, who); err != nil || !in {
				return pairing.Crashed{Mail: m.ID, Address: who.address, Session: session.ID}, "crashed", err
			}
			if who.address != who.person.Email && !who.proven {
				// Another account: theirs, an assistant's, or that of somebody to whom
				// the invitation was forwarded. The known address is asked.
				return pairing.Read{Mail: m.ID, From: who.person.ID, Name: who.name, Address: who.address, Known: true, Subject: mail.Subject,
					Words: strings.ToLower(string(a.Status)) + " (session " + strconv.Itoa(session.N) + ", from " + who.address + ")", Free: []reply.Act{{Kind: reply.Confirm}}}, "calendar", nil
			}
			if a.Method == ics.Refresh {
				return pairing.Refreshed{Mail: m.ID, From: who.person.ID, Session: session.ID}, "calendar", nil
			}
			acts := d.besideCalendar(t, mail, who, session, a)
			return pairing.Answered{Acts: acts, Mail: m.ID, From: who.person.ID, Session: session.ID, Status: a.Status, Method: a.Method,
				Sequence: a.Sequence, Stamp: a.Stamp, Proposed: a.Proposed, Comment: a.Comment}, "calendar", nil
		}
	}
	return nil, outcome, nil
}

// besideCalendar reads what the words beside a calendar's answer say of the
// session: those of the mail, and the note that the person added in the calendar.
func (d *Daemon) besideCalendar(t *store.Tx, mail mailer.Mail, who sender, s pairing.Session, a ics.Answer) []reply.Act {
	words, _ := mailer.NewWords(mail)
	var said []reply.Passage
	for _, w := range words {
		if !boilerplate(w.Words) {
			said = append(said, reply.Passage{Below: w.Below, Words: w.Words})
		}
	}
	if a.Comment != "" && len(said) == 0 {
		said = append(said, reply.Passage{Words: a.Comment})
	}
	if len(said) == 0 {
		return nil
	}
	return reply.Read(said, reply.Asked{Kind: reply.Booked, Sent: d.sentAt(mail, t.Now), Zone: who.person.Zone(d.Policy.Zone()), Booked: s.Slot})
}

// wordsOf says in words what the subject of a calendar's answer says. A time that
// was proposed stands in the object only: a person has to look.
func wordsOf(says mailer.RSVP) (string, bool) {
	switch says {
	case mailer.SaysAccepted:
		return "I'll be there", true
	case mailer.SaysDeclined:
		return "I can't make it", true
	case mailer.SaysTentative, mailer.SaysProposed:
		return "maybe", true
	}
	return "", false
}

// boilerplate reports whether words are those that a calendar program writes
// around its answer: "Ana Lima has accepted your event invitation."
func boilerplate(words string) bool {
	low := strings.ToLower(words)
	for _, sign := range []string{"has accepted", "has declined", "has tentatively", "accepted this invitation", "declined this invitation", "accepted the invitation", "declined the invitation",
		"hat die einladung", "hat zugesagt", "hat abgelehnt", "hat mit vorbehalt", "a accepté", "a refusé", "a répondu", "ha aceptado", "ha rechazado", "aceitou", "recusou", "ha accettato", "ha rifiutato", "has proposed"} {
		if strings.Contains(low, sign) {
			return true
		}
	}
	return false
}

// own leaves the writer's own answers where an object lists several attendees:
// some clients send the partner's known answer along.
func own(answers []ics.Answer, who sender) []ics.Answer {
	var mine []ics.Answer
	for _, a := range answers {
		if a.Attendee == who.address || a.Attendee == who.person.Email {
			mine = append(mine, a)
		}
	}
	if len(mine) > 0 {
		return mine
	}
	return answers
}

// invited reports whether the writer is one of the two of the session.
func (d *Daemon) invited(t *store.Tx, s pairing.Session, who sender) (bool, error) {
	if !who.known {
		return false, nil
	}
	ids, err := t.PeopleOf(pairing.Timer{Session: s.ID})
	for _, id := range ids {
		if id == who.person.ID {
			return true, err
		}
	}
	return false, err
}
