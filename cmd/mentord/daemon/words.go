package daemon

import (
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

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
	open, slots := map[pairing.QuestionID]bool{}, false
	var closed []int
	for _, a := range letter.Asked {
		q, ok := scene.Questions[a.Question]
		if !ok || !q.Open || !stillAsked(q, a.Item) {
			closed = append(closed, a.N)
			continue
		}
		if who.letter == nil && scene.LeftOpen(q) {
			continue // a mail of its own is not about that
		}
		open[q.ID] = true
		slots = slots || q.Kind == reply.Slots && !scene.AsksAgain(q)
		numbers[a.N] = item{q.ID, a.Item}
		var offered []reply.Offered
		for i, slot := range q.Slots {
			offered = append(offered, reply.Offered{N: i + 1, Slot: slot})
		}
		kind, whole := readAs(a.Kind), readAs(q.Kind)
		if scene.AsksAgain(q) {
			kind, whole = reply.Again, reply.Again
		}
		asked.Questions = append(asked.Questions, reply.Question{N: a.N, Kind: kind, Text: a.Text, Offered: offered})
		asked.Kind = whole
		if offered != nil {
			asked.Offered = offered
		}
	}
	if !slots && asked.Kind != reply.Survey { // else a bare number is that of a slot
		asked.Closed = closed
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
	if !ok && asked.Kind != reply.Several && asked.Kind != reply.Booked && len(asked.Questions) > 0 && (!anytime(act.Kind) || asked.Kind == reply.Again && act.Kind == reply.Cancel) {
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
