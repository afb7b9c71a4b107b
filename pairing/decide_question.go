package pairing

import (
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// maxNudges is how many follow-ups a question gets, growing apart.
const maxNudges = 2

// key joins the parts of a key that stays the same when the same thing is
// decided again.
func key[T ~string](parts ...T) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = string(p)
	}
	return strings.Join(words, "/")
}

// ask opens a question and puts the notice that asks it on the person's desk.
// A question that is already there is not asked twice.
func (t *turn) ask(q Question, n Notice) {
	if _, ok := t.Questions[q.ID]; ok {
		return
	}
	if p, ok := t.People[q.Person]; q.Person != Coordinator && (!ok || !p.Reachable()) {
		return
	}
	n.Key, n.To, n.Ask = key("ask", string(q.ID)), q.Person, q.ID
	q.Open, q.Asked, q.Notice = true, t.now, n
	t.putQuestion(q)
	t.tell(n)
	t.nudgeLater(q)
}

func nudgeKey(id QuestionID) string { return key("nudge", string(id)) }

// nudgeLater sets the timer for the next follow-up: after the patience of the
// policy in business days, each longer than the one before, and counted from the
// day on which the person is back.
func (t *turn) nudgeLater(q Question) {
	if q.Kind == reply.Echo || q.Kind == reply.Agreement || q.Person == Coordinator {
		return // an answer is welcome, silence is fine
	}
	p, from := t.People[q.Person], later(t.now, q.Notice.Ride)
	if p.IsAway(from) {
		from = p.Away
	}
	days := t.Pairing.Patience.Days * (q.Nudges + 1)
	at := calendar.AfterBusinessDays(from, days, p.Zone(t.Zone()))
	if q.Notice.Kind == InviteNotice {
		at = t.beforeStart(at)
	}
	if end := q.Notice.Until; q.Notice.Kind == AgainNotice && end.After(t.now) && end.Before(at) {
		at = end // then it is too late for that time, and others are offered
	}
	t.set(Timer{Key: nudgeKey(q.ID), At: at, Kind: NudgeTimer, Question: q.ID})
}

// beforeStart is the first of the days on which the invited to a cohort are asked
// again that is no sooner than the moment; after the last of them, the moment.
func (t *turn) beforeStart(soonest time.Time) time.Time {
	if t.Rolling() {
		return soonest
	}
	next := soonest
	for _, before := range t.Enrol.Remind {
		if day := before.Before(t.Start()); !day.Before(soonest) && (next.Equal(soonest) || day.Before(next)) {
			next = day
		}
	}
	return next
}

// nudgeAllLater sets the next follow-up of all that a person is asked anew: they
// have written, or the day on which they are back has changed.
func (t *turn) nudgeAllLater(id PersonID) {
	for _, q := range sorted(t.Questions) {
		if q.Open && q.Person == id {
			t.nudgeLater(q)
		}
	}
}

// closeQuestion ends a question, with what became of it, and all that would
// have followed up on it.
func (t *turn) closeQuestion(id QuestionID, outcome string) {
	q, ok := t.Questions[id]
	if !ok || !q.Open {
		return
	}
	q.Open, q.Outcome = false, outcome
	t.putQuestion(q)
	t.drop(nudgeKey(id))
	t.withdrawAsked(q)
}

// withdrawAsked takes back what asks the question, as far as it has not gone out.
func (t *turn) withdrawAsked(q Question) {
	t.withdraw(q.Notice.Key)
	for n := 1; n <= q.Nudged; n++ {
		t.withdraw(nudgeNoticeKey(q, n))
	}
}

// closeAll ends every open question that matches.
func (t *turn) closeAll(outcome string, match func(Question) bool) {
	for _, q := range sorted(t.Questions) {
		if q.Open && match(q) {
			t.closeQuestion(q.ID, outcome)
		}
	}
}

// silence ends all that a person is asked who will not or cannot answer, and
// settles the sessions that waited for their word.
func (t *turn) silence(id PersonID, outcome string) {
	for _, q := range sorted(t.Questions) {
		if !q.Open || q.Person != id {
			continue
		}
		t.closeQuestion(q.ID, outcome)
		if q.Kind == reply.Checkin {
			t.settleReports(t.Sessions[q.Session])
		}
	}
}

func nudgeNoticeKey(q Question, n int) string { return key(q.Notice.Key, "again", itoa(n)) }

// nudge asks an unanswered question once more, or gives it up.
func (t *turn) nudge(id QuestionID) {
	q, ok := t.Questions[id]
	person := t.People[q.Person]
	switch {
	case !ok || !q.Open || t.LeftOpen(q):
		return
	case !person.Reachable():
		t.closeQuestion(id, "unreachable")
		return
	case person.IsAway(t.now):
		t.nudgeLater(q)
		return
	case q.Nudges < nudges(q.Kind) && (q.Notice.Until.IsZero() || q.Notice.Until.After(t.now)): // what is over is not asked again
		q.Nudges++
		q.Nudged++
		t.putQuestion(q)
		again := q.Notice
		again.Key, again.Again, again.Ride = nudgeNoticeKey(q, q.Nudged), q.Nudges, time.Time{}
		t.tell(again)
		t.nudgeLater(q)
		return
	}
	t.giveUp(q)
}

// nudges is how many follow-ups a question of this kind is worth.
func nudges(kind reply.QuestionKind) int {
	switch kind {
	case reply.Match, reply.Survey, reply.Checkin, reply.Ending, MentorQuestion, ConfirmQuestion:
		return 1
	case ForgetQuestion, reply.Fit:
		return 0 // silence is a no
	}
	return maxNudges
}

// giveUp is what follows when nobody answers after the last follow-up.
func (t *turn) giveUp(q Question) {
	t.closeQuestion(q.ID, "unanswered")
	t.why("no answer from " + string(q.Person) + " to " + string(q.Kind))
	switch q.Kind {
	case reply.Match:
		t.lapse(q)
	case reply.Slots:
		t.noTime(q)
	case reply.Checkin:
		t.settleReports(t.Sessions[q.Session])
	}
}

// queue puts something before the coordinator, with the mail that it is about.
func (t *turn) queue(about Person, mail, reason, words, subject string) {
	t.queueUnder(key(mail, string(about.ID), short(reason)), about, mail, reason, words, subject)
}

// short tells reasons apart in an id without their words: they may name somebody.
func short(reason string) string {
	h := fnv.New32a()
	h.Write([]byte(reason))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// queueUnder is queue with a key of its own, for what no mail has caused.
func (t *turn) queueUnder(under string, about Person, mail, reason, words, subject string) {
	id := QuestionID(key("queue", under))
	t.ask(Question{ID: id, Person: Coordinator, Kind: QueueQuestion, Subject: about.ID, Mail: mail},
		Notice{Kind: QueueNotice, Urgency: AtOnce, Facts: Facts{
			Partner: about.FullName(), Email: about.Email, Reason: reason, Words: words, Subject: subject, Mail: mail}})
	t.why("queued: " + reason)
}

// acknowledge tells a person that their mail waits for a human.
func (t *turn) acknowledge(to PersonID, mail string) {
	t.tell(Notice{Key: key("ack", mail, string(to)), To: to, Kind: AckNotice, Urgency: AtOnce})
}

// waitingNote tells a person that the other one's answer is awaited. It is
// taken back when that is no longer true.
func (t *turn) waitingNote(to PersonID, about, words string) {
	t.tell(Notice{Key: waitingKey(about, to), To: to, Kind: NotedNotice, Urgency: Alongway, Facts: Facts{Words: words}})
}

func waitingKey(about string, to PersonID) string { return key("waiting", about, string(to)) }

// answered takes the waiting notes of both back.
func (t *turn) answered(pair Pair, about string) {
	for _, id := range pair.People {
		t.withdraw(waitingKey(about, id))
	}
}

// note tells a person in one sentence what was understood; it rides along with
// their next letter.
func (t *turn) note(to PersonID, mail, words string) {
	t.tell(Notice{Key: key("noted", mail, string(to), words), To: to, Kind: NotedNotice, Urgency: Alongway,
		Until: t.now.AddDate(0, 0, 14), Facts: Facts{Words: words}})
}
