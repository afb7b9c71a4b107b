package pairing

import (
	"time"

	"mentord/pairing/reply"
)

// introduce starts a pair: one letter to both, with how to work together and
// the first slots.
func (t *turn) introduce(id PairID) {
	pair, ok := t.Pairs[id]
	if !ok || pair.Status != Agreed {
		return
	}
	if t.over() { // while they made up their minds
		t.undoMatch(pair, Mentor, Lapsed)
		t.undoMatch(pair, Mentee, Lapsed)
		return
	}
	pair.Status, pair.Start = Active, t.now
	pair.End = t.Cohort.Length.After(t.now)
	if !t.Rolling() {
		pair.End = t.Cohort.Length.After(t.Start())
	}
	t.putPair(pair)
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key("agreement", string(id), string(pair.People[side]))), Person: pair.People[side], Kind: reply.Agreement, Pair: id},
			Notice{Kind: IntroNotice, Facts: Facts{Partner: other.FullName(), First: other.First(), Email: other.Email, PartnerIs: roleName(side.Other()),
				Profile: other.Profile, Why: pair.Why, Every: t.every(pair), Zone: other.Profile.Zone, Until: pair.End, Pair: id}})
	}
	t.setEnd(pair)
	t.set(Timer{Key: key("fit", string(id)), At: t.now.Add(fitAfter), Kind: FitTimer, Pair: id})
	t.watch(pair)
	t.nextSession(id, t.now)
}

// every is the pair's rhythm in days.
func (t *turn) every(pair Pair) int {
	if pair.Agreement.EveryDays > 0 {
		return pair.Agreement.EveryDays
	}
	return t.Calendar.Every.Days
}

// agreement takes in how the two want to work, and echoes it to both.
func (t *turn) agreement(q Question, acts []reply.Act, e Read) {
	pair := t.Pairs[q.Pair]
	side, _ := pair.Side(q.Person)
	changed := ""
	for _, a := range acts {
		if a.Kind != reply.Agree {
			continue
		}
		switch a.Field {
		case reply.EveryDays:
			pair.Agreement.EveryDays = a.Number
			changed += " You meet every " + itoa(a.Number) + " days."
		case reply.Goals:
			pair.Agreement.Goals = a.Text
			changed += " Your goals: " + a.Text + "."
		case reply.Channel:
			pair.Agreement.Channel = a.Text
			changed += " You meet by " + a.Text + "."
		case reply.QuietDays:
			pair.Agreement.QuietDays = a.Number
			changed += " If one of you goes quiet for " + itoa(a.Number) + " days, I step in."
			t.watch(pair)
		}
	}
	if acts[0].Kind == reply.Accept || changed != "" {
		t.closeQuestion(q.ID, "agreed")
	}
	if changed == "" {
		return
	}
	t.changed(q.Person, Change{Kind: AgreementChange, Pair: pair.ID, Agreement: t.Pairs[q.Pair].Agreement})
	t.putPair(pair)
	t.note(q.Person, e.Mail, "Noted for you and "+t.partner(pair, side).First()+":"+changed)
	t.note(pair.People[side.Other()], e.Mail, t.person(pair, side).First()+" added to how you work together:"+changed)
}

// endPair closes a pair for the reason given; what was booked is cancelled.
func (t *turn) endPair(id PairID, reason string) {
	pair := t.Pairs[id]
	if !pair.Open() {
		return
	}
	pair.Status, pair.End = Ended, t.now
	t.putPair(pair)
	for _, s := range sorted(t.Sessions) {
		if s.Pair == id && s.Live() && !(s.Status == Booked && !s.Slot.Start.After(t.now)) { // one that is over is still checked in
			t.cancelSession(s.ID, reason)
		}
	}
	t.closeAll("ended", func(q Question) bool {
		return q.Pair == id && (q.Kind != reply.Survey || q.Survey == feedback) && q.Kind != reply.Checkin
	})
	for _, kind := range []string{"introduce", "end", "ending", "fit", "quiet"} {
		t.drop(key(kind, string(id)))
	}
	t.drop(proposeKey(id))
	for i := range t.Surveys {
		t.drop(key("survey", string(id), itoa(i)))
	}
}

// finish ends a pair whose time is over: thanks, and the closing survey.
func (t *turn) finish(id PairID) {
	pair := t.Pairs[id]
	if pair.Status != Active {
		return
	}
	for i, s := range t.Surveys {
		if s.When == "end" {
			t.survey(id, i)
		}
	}
	t.endPair(id, "your time in the program has come to its end")
	t.close(t.Pairs[id])
}

// survey puts a survey to both people of the pair.
func (t *turn) survey(id PairID, n int) {
	pair := t.Pairs[id]
	if pair.Status != Active || n >= len(t.Surveys) {
		return
	}
	s := t.Surveys[n]
	for _, side := range Sides {
		t.ask(Question{ID: QuestionID(key("survey", string(id), itoa(n), string(pair.People[side]))), Person: pair.People[side],
			Kind: reply.Survey, Pair: id, Survey: s.When, Items: s.items()},
			Notice{Kind: SurveyNotice, Ride: t.withCheckin(pair, s), Facts: Facts{First: t.partner(pair, side).First(), N: len(s.Questions), Reason: s.When}})
	}
}

// A survey of so few questions waits for the check-in of a session that is so near.
const (
	fewQuestions = 2
	checkinSoon  = 10 * 24 * time.Hour
)

// withCheckin is until when a short survey waits for the letter that asks how the
// next session was: long enough for a weekend. Zero for one that goes at once.
func (t *turn) withCheckin(pair Pair, survey Survey) time.Time {
	if len(survey.Questions) > fewQuestions || survey.When == "end" {
		return time.Time{}
	}
	for _, s := range sorted(t.Sessions) {
		if end := s.Slot.End; s.Pair == pair.ID && s.Status == Booked && end.After(t.now) && end.Before(t.now.Add(checkinSoon)) {
			return end.AddDate(0, 0, 4)
		}
	}
	return time.Time{}
}

// surveyAnswer keeps what was answered; what is left is asked once more, by the
// next follow-up.
func (t *turn) surveyAnswer(q Question, acts []reply.Act, e Read) {
	if q.Survey == feedback && acts[0].Kind != reply.Later && acts[0].Kind != reply.Decline {
		t.feedbackAnswer(q, acts, e)
		return
	}
	switch acts[0].Kind {
	case reply.Decline:
		t.closeQuestion(q.ID, "declined")
		return
	case reply.Later:
		t.nudgeLater(q)
		return
	}
	answered := map[int]bool{}
	for _, a := range acts {
		if q.Survey == passed {
			if a.Kind == reply.Answer {
				t.passBack(q, a.Text)
				t.closeQuestion(q.ID, "answered")
				t.note(q.Person, e.Mail, "I send your answer to "+t.People[q.Subject].First()+".")
			}
			return
		}
		if q.Survey == thanks {
			if a.Kind == reply.Answer && !reply.Refuses(a.Text) {
				t.passThanks(q, a.Text, e)
			}
			t.closeQuestion(q.ID, "answered")
			return
		}
		if a.Kind != reply.Answer {
			continue
		}
		for _, item := range q.Items {
			if item.N == a.Question {
				answered[item.N] = true
				t.out.Surveys = append(t.out.Surveys, SurveyAnswer{q.Survey, item.N, item.Kind, q.Person, q.Pair, a.Number, a.Text})
			}
		}
	}
	if len(answered) == 0 {
		return
	}
	var left []reply.Question
	for _, item := range q.Items {
		if !answered[item.N] && item.Kind != reply.FreeText {
			left = append(left, item)
		}
	}
	if whole := len(q.Items) == q.Notice.Facts.N; whole && len(left) > 0 {
		q.Items = left // keep their numbers: the person saw them
		t.putQuestion(q)
		return
	}
	t.closeQuestion(q.ID, "answered")
	t.note(q.Person, e.Mail, "Thank you for your answers.")
}

// due decides a timer that has come.
func (t *turn) due(timer Timer) {
	switch timer.Kind {
	case MatchTimer:
		t.matchAll()
	case IntroduceTimer:
		t.introduce(timer.Pair)
	case ProposeTimer:
		t.nextSession(timer.Pair, t.now)
	case UnsureTimer:
		t.askAgain(timer.Session)
	case RemindTimer:
		t.remind(timer)
	case CheckinTimer:
		t.checkin(timer.Session)
	case ReleaseTimer:
		t.release(timer.Session)
	case SurveyTimer:
		if timer.N < len(t.Surveys) && t.Surveys[timer.N].When != "end" {
			t.survey(timer.Pair, timer.N)
			if t.Surveys[timer.N].When == "middle" {
				t.askFeedback(timer.Pair)
			}
		}
	case EndTimer:
		t.finish(timer.Pair)
	case NudgeTimer:
		t.nudge(timer.Question)
	case FitTimer:
		t.askFit(timer.Pair, "weeks")
	case EndingTimer:
		t.ending(timer.Pair)
	case MentorTimer:
		t.inviteMentor(timer.Pair)
	case QuietTimer:
		t.goneQuiet(timer.Pair)
	case DigestTimer:
		t.digest()
	case DraftTimer:
		t.draftDue(timer.Question)
	}
}

func proposeKey(id PairID) string { return key("propose", string(id)) }

// proposeAt sets the timer for the pair's next offer.
func (t *turn) proposeAt(id PairID, at time.Time) {
	t.set(Timer{Key: proposeKey(id), At: at, Kind: ProposeTimer, Pair: id})
}
