package daemon

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
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
	who, err := d.who(t, mail, m.Signed)
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
func (d *Daemon) who(t *store.Tx, mail mailer.Mail, signed bool) (who sender, err error) {
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
	who.proven = who.proven || who.known && (signed || mailer.Authentic(mail, d.AuthServ))
	if !who.known {
		who.person.ID = d.Store.PersonID(who.address)
	}
	return who, nil
}

// bounce finds the person whose mail came back: by the token in what came
// back, else by the address that it names.
func (d *Daemon) bounce(t *store.Tx, m store.Mail, mail mailer.Mail, soft bool) (pairing.Event, pairing.PersonID, error) {
	failed, why := mailer.Failed(mail)
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

func joined(words []mailer.Passage) string {
	var out []string
	for _, w := range words {
		out = append(out, w.Words)
	}
	return strings.Join(out, "\n")
}

// words reads the words of a mail in the light of the letter that it answers.
func (d *Daemon) words(t *store.Tx, m store.Mail, mail mailer.Mail, who sender) (pairing.Event, error) {
	passages, _ := mailer.NewWords(mail)
	asked, numbers, late, err := d.asked(t, mail, who)
	if err != nil {
		return nil, err
	}
	said := make([]reply.Passage, len(passages))
	for i, p := range passages {
		said[i] = reply.Passage{Below: p.Below, Words: p.Words}
	}
	if words, ok := wordsOf(mailer.SubjectRSVP(mail.Subject)); ok && !asked.Booked.IsZero() && !slices.ContainsFunc(said, func(p reply.Passage) bool { return !boilerplate(p.Words) }) {
		said = []reply.Passage{{Words: words}} // a calendar answered, and its object was lost on the way
		asked.Kind = reply.Booked
	}
	if len(said) == 0 && mail.Subject != "" && who.letter == nil { // "Subject: help" and nothing else
		said = []reply.Passage{{Words: mail.Subject}}
	}
	e := pairing.Read{Mail: m.ID, From: who.person.ID, Name: who.name, Address: who.address, Known: who.known, Proven: who.proven,
		Subject: mail.Subject, Words: joined(passages), Late: late}
	for _, act := range reply.Read(said, asked) {
		d.place(&e, act, asked, numbers)
	}
	if late && onlyUnclear(e) {
		e.Free = nil // an answer to a settled question; nothing else was understood
	}
	return e, nil
}

func onlyUnclear(e pairing.Read) bool {
	for _, a := range e.Free {
		switch a.Kind {
		case reply.Unclear, reply.Accept, reply.Decline, reply.Ask:
		default:
			return false
		}
	}
	return len(e.Answers) == 0
}

// asked says what the mail answers: the questions of the letter that it
// replies to, or of the last one that asked something, as far as they are
// open. late is set when it replies to one whose questions are all settled.
func (d *Daemon) asked(t *store.Tx, mail mailer.Mail, who sender) (asked reply.Asked, numbers map[int]item, late bool, err error) {
	asked = reply.Asked{Kind: reply.Nothing, Sent: d.sentAt(mail, t.Now), Zone: who.person.Zone(d.Policy.Zone()), Length: d.Policy.Calendar.Session.Duration()}
	numbers = map[int]item{}
	if !who.known {
		return asked, numbers, false, nil
	}
	scene, err := t.Scene(who.person.ID)
	if err != nil {
		return asked, numbers, false, err
	}
	asked.Booked = booked(scene, who.person.ID, t.Now)
	letter := who.letter
	if letter == nil {
		last, ok, err := t.LastAsking(who.person.ID)
		if err != nil {
			return asked, numbers, false, err
		}
		if ok {
			letter = &last
		}
	}
	if letter == nil {
		return asked, numbers, false, nil
	}
	open := map[pairing.QuestionID]bool{}
	for _, a := range letter.Asked {
		q, ok := scene.Questions[a.Question]
		if !ok || !q.Open || !stillAsked(q, a.Item) {
			continue
		}
		open[q.ID] = true
		numbers[a.N] = item{q.ID, a.Item}
		var offered []reply.Offered
		for i, slot := range q.Slots {
			offered = append(offered, reply.Offered{N: i + 1, Slot: slot})
		}
		asked.Questions = append(asked.Questions, reply.Question{N: a.N, Kind: readAs(a.Kind), Text: a.Text, Offered: offered})
		asked.Kind = readAs(q.Kind)
		if offered != nil {
			asked.Offered = offered
		}
	}
	switch {
	case len(open) > 1:
		asked.Kind = reply.Several
	case len(open) == 0 && who.letter != nil && len(letter.Asked) > 0:
		late = true
	case len(open) == 0 && who.letter != nil && (letter.Kind == pairing.BookedNotice || letter.Kind == pairing.RemindNotice || letter.Kind == pairing.UnsureNotice) && !asked.Booked.IsZero():
		asked.Kind = reply.Booked
	}
	return asked, numbers, late, nil
}

// An item is where the answer to a number of the letter belongs.
type item struct {
	question pairing.QuestionID
	n        int
}

// stillAsked reports whether an item of a survey is not answered yet.
func stillAsked(q pairing.Question, n int) bool {
	if len(q.Items) == 0 {
		return true
	}
	for _, i := range q.Items {
		if i.N == n {
			return true
		}
	}
	return false
}

// readAs is the kind by which the words are read.
func readAs(kind reply.QuestionKind) reply.QuestionKind {
	switch kind {
	case pairing.ConfirmQuestion, pairing.ForgetQuestion, pairing.MentorQuestion:
		return reply.Match // yes or no
	}
	return kind
}

// booked is the person's next booked session.
func booked(scene pairing.Scene, id pairing.PersonID, now time.Time) (next calendar.Slot) {
	for _, s := range scene.Sessions {
		_, in := scene.Pairs[s.Pair].Side(id)
		if in && s.Status == pairing.Booked && s.Slot.End.After(now) && (next.IsZero() || s.Slot.Start.Before(next.Start)) {
			next = s.Slot
		}
	}
	return next
}

// place puts an act with the question that it answers, or with the acts that
// answer none.
func (d *Daemon) place(e *pairing.Read, act reply.Act, asked reply.Asked, numbers map[int]item) {
	to, ok := numbers[act.Question]
	if !ok && asked.Kind != reply.Several && asked.Kind != reply.Booked && len(asked.Questions) > 0 && !anytime(act.Kind) {
		to, ok = numbers[asked.Questions[0].N], true
	}
	if !ok {
		e.Free = append(e.Free, act)
		return
	}
	act.Question = to.n
	for i := range e.Answers {
		if e.Answers[i].Question == to.question {
			e.Answers[i].Acts = append(e.Answers[i].Acts, act)
			return
		}
	}
	e.Answers = append(e.Answers, pairing.Answer{Question: to.question, Acts: []reply.Act{act}})
}

// anytime reports whether the act never answers a question.
func anytime(k reply.Kind) bool {
	switch k {
	case reply.Help, reply.Status, reply.Pause, reply.Resume, reply.Leave, reply.Rematch, reply.Undo, reply.MyData, reply.Forget, reply.Concern,
		reply.Move, reply.Cancel, reply.Late:
		return true
	}
	return false
}
