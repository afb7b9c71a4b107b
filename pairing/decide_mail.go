package pairing

import "time"

// An address is given up when what came back weighs this much: one bounce for good that
// shows our letter, or two that don't, or four that are not for good, each on a day of
// its own. Thirty days without any, or a word from the person, and it counts from nothing.
const (
	givenUp      = 2.0
	doubtedHard  = 1.0
	softBounce   = 0.5
	bounceMemory = 30 * 24 * time.Hour
)

// bounced marks an address that mail comes back from, and tells the
// coordinator and the partner.
func (t *turn) bounced(e Bounced) {
	t.outcome("bounce")
	p, ok := t.People[e.Person]
	if !ok || p.Bounced != "" {
		return
	}
	if e.Soft || e.Doubted {
		switch since := t.now.Sub(p.Return); {
		case since > bounceMemory:
			p.Returned = 0
		case p.Returned > 0 && p.Return.Format(time.DateOnly) == t.now.Format(time.DateOnly):
			return // counted once a day
		}
		p.Return = t.now
		if p.Returned += softBounce; !e.Soft {
			p.Returned += doubtedHard - softBounce
		}
		if p.Returned < givenUp {
			t.putPerson(p)
			return
		}
	}
	p.Bounced, p.Returned = e.Why, 0
	t.putPerson(p)
	t.silence(p.ID, "unreachable")
	t.queue(p, e.Mail, "mail to this address comes back: "+e.Why, "", "")
	for _, pair := range sorted(t.Pairs) {
		side, in := pair.Side(p.ID)
		switch {
		case !in || !pair.Open():
		case pair.Status == Active:
			t.tell(Notice{Key: key("partner", string(pair.ID), "bounced", e.Mail), To: pair.People[side.Other()], Kind: PartnerNotice,
				Facts: Facts{Partner: p.FullName(), First: p.First(), Reason: "bounced"}})
			for _, s := range sorted(t.Sessions) { // what is booked stands; nothing can be arranged
				if s.Pair == pair.ID && (s.Status == Proposing || s.Status == Moving) {
					t.cancelSession(s.ID, p.First()+" cannot be reached")
				}
			}
		default:
			t.undoMatch(pair, side, Lapsed)
		}
	}
}

// undelivered lets the coordinator know of a letter that did not go out.
func (t *turn) undelivered(e Undelivered) {
	t.queueUnder(key("letter", e.Letter, string(e.Person)), t.People[e.Person], "", "a letter to them was not delivered: "+e.Why, "", e.Subject)
}

// away takes an out-of-office answer: never an answer to what was asked, and a
// pause until the day that it names.
func (t *turn) away(e Away) {
	t.outcome("away")
	p, ok := t.People[e.Person]
	if !ok {
		return
	}
	until := e.Until
	if !until.After(p.Away) {
		return // nothing that we could tell anybody, or they asked for a longer pause
	}
	if until.After(t.now.AddDate(0, 6, 0)) {
		t.queue(p, e.Mail, "is away for a long time, says an automatic answer", "", "")
		return
	}
	t.standAside(p, until)
}

// unreadable keeps a mail that nothing could be made of for a human.
func (t *turn) unreadable(e Unreadable) {
	t.outcome("unreadable")
	if e.Under != "" {
		t.queueUnder(e.Under, t.outsider(e.Address), e.Mail, e.Why, "", e.Subject)
		return
	}
	t.queue(t.outsider(e.Address), e.Mail, "could not be read: "+e.Why, "", e.Subject)
}

// directed passes the coordinator's words on to the person whom the queue
// letter was about, and ends the entry.
func (t *turn) directed(e Directed) {
	t.outcome("relayed")
	q, ok := t.Questions[e.Question]
	if !ok || !q.Open {
		return
	}
	t.closeQuestion(q.ID, "answered")
	if q.Subject == "" {
		return
	}
	if p := t.People[q.Subject]; p.Bounced != "" {
		t.queue(p, e.Mail, "cannot be reached, so your words did not go out: mail to this address comes back", e.Words, "")
		return
	}
	asked := q.Notice.Facts
	t.tell(Notice{Key: key("relay", e.Mail), To: q.Subject, Kind: RelayNotice, Urgency: AtOnce,
		Facts: Facts{Words: e.Words, Partner: asked.Partner, Email: asked.Email}})
}

// outsider stands for somebody who is not in the program, so that the
// coordinator's words can reach them too.
func (t *turn) outsider(address string) Person {
	if address == "" {
		return Person{}
	}
	return Person{ID: NewPersonID(t.Secret, address), Email: address}
}
