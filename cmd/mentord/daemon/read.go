package daemon

import (
	"time"

	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

// A sender is who wrote a mail, as far as it can be known.
type sender struct {
	person  pairing.Person
	known   bool
	proven  bool // may do more than enrol and ask for help
	name    string
	address string
	letter  *store.Letter // that the mail answers, by its token
}

// read turns a stored mail into the event that it is; no event means that
// nothing follows from it, and outcome says why. person is whom it concerns.
func (d *Daemon) read(t *store.Tx, m store.Mail, proven bool) (event pairing.Event, person pairing.PersonID, outcome string, err error) {
	mail := mailer.Parse(m.Raw)
	class := mailer.Classify(mail, d.Sender.Program)
	switch class {
	case mailer.Looped, mailer.Bulk:
		return nil, "", string(class), nil
	case mailer.HardBounce, mailer.SoftBounce:
		event, person, err = d.bounce(t, m, mail, class == mailer.SoftBounce)
		return event, person, string(class), err
	}
	if len(mail.From) != 1 {
		return pairing.Unreadable{Mail: m.ID, Subject: mail.Subject, Why: "it does not say from whom it is, or names several"}, pairing.Coordinator, "unreadable", nil
	}
	if mail.From[0].Email == d.Sender.Mailbox {
		return nil, "", string(mailer.Looped), nil
	}
	who, err := d.who(t, m, mail)
	if err != nil {
		return nil, "", "", err
	}
	who.proven = who.proven || proven
	if class == mailer.AutoReply {
		return pairing.Away{Mail: m.ID, Person: who.person.ID, Until: d.backOn(mail, who, t.Now)}, who.person.ID, string(class), nil
	}
	if m.Truncated {
		return pairing.Unreadable{Mail: m.ID, Address: who.address, Subject: mail.Subject, Why: "it is too big; it is still in the mailbox"}, pairing.Coordinator, "unreadable", nil
	}
	if len(mail.Calendars) > 0 {
		event, outcome, err := d.calendar(t, m, mail, who)
		if event != nil || err != nil {
			return event, who.person.ID, outcome, err
		}
	}
	if event, ok, err := d.fromCoordinator(t, m, mail, who); ok || err != nil {
		return event, pairing.Coordinator, "coordinator", err
	}
	event, err = d.words(t, m, mail, who)
	return event, who.person.ID, "read", err
}

// who finds out who wrote the mail. The token of a letter together with the
// address that the letter went to is proof; so is what our own mail server says
// of the From domain, or its own signature.
func (d *Daemon) who(t *store.Tx, m store.Mail, mail mailer.Mail) (who sender, err error) {
	who.address, who.name = mail.From[0].Email, mail.From[0].Name
	if id, ok := d.keys.Letter(mail); ok {
		if l, ok, err := t.Letter(id); err != nil {
			return who, err
		} else if ok {
			who.letter = &l
		}
	}
	if who.person, who.known, err = t.Person(who.address); err != nil {
		return who, err
	}
	switch {
	case who.known && who.letter != nil && who.letter.Person == who.person.ID:
		who.proven = true
	case who.known && who.letter != nil:
		who.letter = nil // somebody else's letter: it says nothing about them
	case who.letter != nil && who.letter.Person != pairing.Coordinator && who.letter.Person != pairing.Concerns:
		// An answer from an address that we don't know: the person may have
		// two. Their known address is asked first.
		who.person, who.known, err = t.PersonByID(who.letter.Person)
		return who, err
	}
	if who.known && !who.proven && (m.Signed || d.authentic(mail)) {
		// The domain speaks for the mail, but not for who sends it to us once more.
		repeated, err := t.Repeated(m.ID, mail.MessageID)
		if err != nil {
			return who, err
		}
		who.proven = !repeated && mail.MessageID != ""
	}
	if !who.known {
		who.person.ID = d.Store.PersonID(who.address)
	}
	return who, nil
}

// bounce finds the person whose mail came back: by the token in what came
// back, else by the address that it names.
func (d *Daemon) bounce(t *store.Tx, m store.Mail, mail mailer.Mail, soft bool) (pairing.Event, pairing.PersonID, error) {
	failed, why := mailer.Failed(mail)
	why = mailer.Masked(why)
	if id, ok := d.keys.Letter(mail); ok {
		if l, ok, err := t.Letter(id); err != nil || ok {
			return pairing.Bounced{Mail: m.ID, Person: l.Person, Why: why, Soft: soft}, l.Person, err
		}
	}
	for _, address := range failed {
		if p, ok, err := t.Person(address); err != nil || ok {
			return pairing.Bounced{Mail: m.ID, Person: p.ID, Why: why, Soft: soft, Doubted: true}, p.ID, err
		}
	}
	return nil, "", nil
}

// backOn reads the first day back from an out-of-office answer.
func (d *Daemon) backOn(mail mailer.Mail, who sender, now time.Time) time.Time {
	words, _ := mailer.NewWords(mail)
	text := mail.Subject
	for _, w := range words {
		text += "\n" + w.Words
	}
	return reply.FirstDayBack(text, reply.Asked{Sent: d.sentAt(mail, now), Zone: who.person.Zone(d.Policy.Zone())})
}

// sentAt is when the mail says that it was sent, if that can be true.
func (d *Daemon) sentAt(mail mailer.Mail, now time.Time) time.Time {
	if sent := mail.Date; sent.After(now.AddDate(0, 0, -30)) && sent.Before(now.AddDate(0, 0, 1)) {
		return sent
	}
	return now
}

// authentic reports whether our own mail server says that the mail is from where it says,
// and it is to us: one to somebody else may be sent on by anybody who has it.
func (d *Daemon) authentic(mail mailer.Mail) bool {
	return mailer.Authentic(mail, d.AuthServ) && mailer.ToUs(mail, d.Sender.Mailbox)
}
