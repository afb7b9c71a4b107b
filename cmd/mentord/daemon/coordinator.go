package daemon

import (
	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

// fromCoordinator takes the coordinator's reply to a queue letter or a draft: it
// needs both the letter's token and the coordinator's address.
func (d *Daemon) fromCoordinator(t *store.Tx, m store.Mail, mail mailer.Mail, who sender) (pairing.Event, bool, error) {
	if who.letter == nil || who.letter.Person != pairing.Coordinator || who.address != d.coordinator.Email {
		return nil, false, nil
	}
	for _, a := range who.letter.Asked {
		if a.Kind == pairing.QueueQuestion {
			words, _ := mailer.NewWords(mail)
			return pairing.Directed{Mail: m.ID, Question: a.Question, Words: joined(words)}, true, nil
		}
		if a.Kind == reply.Drafted {
			e, err := d.ruled(t, m, mail, a.Question)
			return e, true, err
		}
	}
	words, _ := mailer.NewWords(mail)
	return pairing.Inquired{Mail: m.ID, Words: joined(words)}, true, nil
}

// ruled reads the coordinator's answer to a draft.
func (d *Daemon) ruled(t *store.Tx, m store.Mail, mail mailer.Mail, id pairing.QuestionID) (pairing.Ruled, error) {
	passages, _ := mailer.NewWords(mail)
	e := pairing.Ruled{Mail: m.ID, Question: id, Words: joined(passages)}
	q, ok, err := t.Question(id)
	if err != nil || !ok {
		return e, err
	}
	asked := reply.Asked{Kind: reply.Drafted, Sent: d.sentAt(mail, t.Now), Zone: d.Policy.Zone()}
	for i, p := range q.Draft {
		mentor, _, err := t.PersonByID(p.Mentor)
		if err != nil {
			return e, err
		}
		mentee, _, err := t.PersonByID(p.Mentee)
		if err != nil {
			return e, err
		}
		asked.Draft = append(asked.Draft, reply.Pairing{N: i + 1, Mentor: mentor.FullName(), Mentee: mentee.FullName()})
	}
	for _, id := range q.Others { // they can be named, though they have no number
		p, _, err := t.PersonByID(id)
		if err != nil {
			return e, err
		}
		asked.Others = append(asked.Others, p.FullName())
	}
	var said []reply.Passage
	for _, p := range passages {
		said = append(said, reply.Passage{Below: p.Below, Words: p.Words})
	}
	e.Acts = reply.Read(said, asked)
	return e, nil
}
