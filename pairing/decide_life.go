package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// fitAfter is when both are asked whether they are a good pair, beside after their
// first session; fitApart is how long at least lies between the two.
const (
	fitAfter = 14 * 24 * time.Hour
	fitApart = 10 * 24 * time.Hour
)

// askFit asks both whether they are a good pair, unless it was asked lately.
func (t *turn) askFit(id PairID, when string) {
	pair := t.Pairs[id]
	if pair.Status != Active || t.now.Sub(pair.FitAsked) < fitApart {
		return
	}
	pair.FitAsked = t.now
	t.putPair(pair)
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key("fit", string(id), when, string(pair.People[side]))), Person: pair.People[side], Kind: reply.Fit, Pair: id},
			Notice{Kind: FitNotice, Until: t.now.AddDate(0, 0, 21), Facts: Facts{Partner: other.FullName(), First: other.First(), Pair: id}})
	}
}

// fitAnswer takes what one says of the two: a no ends it kindly, without a word to
// the other why.
func (t *turn) fitAnswer(q Question, acts []reply.Act, e Read) {
	pair := t.Pairs[q.Pair]
	side, in := pair.Side(q.Person)
	if !in {
		return
	}
	switch acts[0].Kind {
	case reply.Accept:
		t.closeQuestion(q.ID, "good")
		t.note(q.Person, e.Mail, "Good to hear that you and "+t.partner(pair, side).First()+" get on.")
	case reply.Unsure:
		t.closeQuestion(q.ID, "not sure")
		t.note(q.Person, e.Mail, "Thank you, that stays with me. If you would rather have somebody else, write \"new match\" at any time.")
	case reply.Decline:
		t.closeQuestion(q.ID, "not")
		t.rematchPair(pair, side)
	}
}

// ending asks both, two weeks before, whether it ends or goes on, with what the
// last session could be about.
func (t *turn) ending(id PairID) {
	pair := t.Pairs[id]
	if pair.Status != Active || !pair.End.After(t.now) {
		return
	}
	pair.Extend = [2]int{}
	t.putPair(pair)
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key("ending", string(id), pair.End.Format(time.DateOnly), string(pair.People[side]))), Person: pair.People[side], Kind: reply.Ending, Pair: id},
			Notice{Kind: EndingNotice, Until: pair.End, Facts: Facts{Partner: other.FullName(), First: other.First(), Until: pair.End, Goals: pair.Agreement.Goals, Pair: id,
				Reason: t.Cohort.Extend.String()}})
	}
}

// ends is the value of Pair.Extend of one who wants no more.
const ends = -1

// endingAnswer takes what one says; both have to want it for the two to go on.
func (t *turn) endingAnswer(q Question, acts []reply.Act, e Read) {
	pair := t.Pairs[q.Pair]
	side, in := pair.Side(q.Person)
	if !in || pair.Status != Active {
		return
	}
	other := t.partner(pair, side)
	switch a := acts[0]; a.Kind {
	case reply.Extend:
		pair.Extend[side] = a.Number
		if a.Number == 0 {
			pair.Extend[side] = t.Cohort.Extend.Days
		}
	case reply.Decline:
		pair.Extend[side] = ends
	case reply.Later:
		t.nudgeLater(q)
		return
	default:
		return
	}
	t.closeQuestion(q.ID, "answered")
	t.putPair(pair)
	switch theirs := pair.Extend[side.Other()]; {
	case pair.Extend[side] == ends:
		t.note(q.Person, e.Mail, "It ends as planned, on "+calendar.SayDay(pair.End, t.person(pair, side).Zone(t.Zone()))+".")
	case theirs == ends:
		t.note(q.Person, e.Mail, other.First()+" would rather let it end as planned, on "+calendar.SayDay(pair.End, t.person(pair, side).Zone(t.Zone()))+". You can still write to each other.")
	case theirs == 0:
		t.note(q.Person, e.Mail, "You would like to go on for "+calendar.Days(pair.Extend[side]).String()+" more. I am waiting for what "+other.First()+" says.")
	default:
		t.extend(pair.ID, min(theirs, pair.Extend[side]), e)
	}
}

// extend lets a pair go on: its middle, its end and what belongs to them move.
func (t *turn) extend(id PairID, days int, e Read) {
	pair := t.Pairs[id]
	pair.End = calendar.Days(days).After(pair.End)
	pair.Extend = [2]int{}
	t.putPair(pair)
	t.setEnd(pair)
	for _, side := range Sides {
		who := t.person(pair, side)
		t.note(who.ID, e.Mail, "You and "+t.partner(pair, side).First()+" go on until "+calendar.SayDay(pair.End, who.Zone(t.Zone()))+".")
		t.tell(Notice{Key: key("extended", string(id), pair.End.Format(time.DateOnly), string(who.ID)), To: who.ID, Kind: ExtendedNotice,
			Facts: Facts{First: t.partner(pair, side).First(), Until: pair.End, Pair: id}})
	}
	t.nextSession(id, t.now)
}

// setEnd sets the timers that hang on when the pair ends.
func (t *turn) setEnd(pair Pair) {
	id := string(pair.ID)
	for i, s := range t.Surveys {
		if at := s.At(pair.Start, pair.End); at.After(t.now) && s.When != "end" {
			t.set(Timer{Key: key("survey", id, itoa(i)), At: at, Kind: SurveyTimer, Pair: pair.ID, N: i})
		}
	}
	if notice := pair.End.AddDate(0, 0, -14); notice.After(t.now) && t.Cohort.Length.Days >= 42 {
		t.set(Timer{Key: key("ending", id), At: notice, Kind: EndingTimer, Pair: pair.ID})
	}
	t.set(Timer{Key: key("end", id), At: pair.End, Kind: EndTimer, Pair: pair.ID})
}

// close says goodbye to both: thanks to pass on, a certificate of what they came
// to, and, two weeks later, the question whether a mentee would mentor.
func (t *turn) close(pair Pair) {
	held := 0
	for _, s := range t.Sessions {
		if s.Pair == pair.ID && s.Status == Held {
			held++
		}
	}
	for _, side := range Sides {
		who, other := t.person(pair, side), t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key("thanks", string(pair.ID), string(who.ID))), Person: who.ID, Kind: reply.Survey, Pair: pair.ID, Survey: thanks,
			Items: []reply.Question{{N: 1, Kind: reply.FreeText, Text: "A line of thanks for " + other.First() + "? (I pass it on as you write it.)"}}},
			Notice{Kind: ClosingNotice, Facts: Facts{Partner: other.FullName(), First: other.First(), Email: other.Email, N: 1, Minutes: held, PartnerIs: roleName(side.Other()), Pair: pair.ID}})
		if held > 0 {
			t.tell(Notice{Key: key("certificate", string(pair.ID), string(who.ID)), To: who.ID, Kind: CertificateNotice, Urgency: AtOnce,
				After: calendar.Waking(t.now.AddDate(0, 0, 1), who.Zone(t.Zone()), calendar.Span{From: calendar.At(17, 0), To: calendar.At(9, 0)}),
				Facts: Facts{Partner: other.FullName(), First: other.First(), PartnerIs: roleName(side), Words: who.FullName(), N: held, Slot: calendar.Slot{Start: pair.Start, End: pair.End}, Goals: pair.Agreement.Goals}})
		}
	}
	if t.person(pair, Mentee).Profile.Role == MenteeRole && held > 0 {
		t.set(Timer{Key: key("mentor", string(pair.ID)), At: t.now.AddDate(0, 0, 14), Kind: MentorTimer, Pair: pair.ID})
	}
}

// thanks is the survey whose answer goes to the partner, and nowhere else.
const thanks = "thanks"

// passThanks gives a line of thanks to the partner.
func (t *turn) passThanks(q Question, words string, e Read) {
	pair := t.Pairs[q.Pair]
	side, in := pair.Side(q.Person)
	if !in {
		return
	}
	who := t.person(pair, side)
	t.tell(Notice{Key: key("thanks", string(pair.ID), string(who.ID)), To: pair.People[side.Other()], Kind: ThanksNotice,
		Facts: Facts{Partner: who.FullName(), First: who.First(), Words: words, Pair: pair.ID}})
	t.note(q.Person, e.Mail, "Your line goes to "+t.partner(pair, side).First()+".")
}

// inviteMentor asks a mentee whose time is over whether they would mentor.
func (t *turn) inviteMentor(id PairID) {
	pair := t.Pairs[id]
	who := t.person(pair, Mentee)
	if who.Standing != Ready || who.Profile.Role != MenteeRole {
		return
	}
	t.ask(Question{ID: QuestionID(key("mentor", string(id))), Person: who.ID, Kind: MentorQuestion, Pair: id},
		Notice{Kind: MentorNotice, Facts: Facts{First: t.person(pair, Mentor).First()}})
}

// mentorAnswer makes a mentor of somebody who says yes, and asks for what is
// missing.
func (t *turn) mentorAnswer(q Question, acts []reply.Act, e Read) {
	switch acts[0].Kind {
	case reply.Accept:
		t.closeQuestion(q.ID, "yes")
		p := t.People[q.Person]
		t.changed(p.ID, Change{Kind: ProfileChange, Profile: p.Profile})
		p = t.People[q.Person]
		p.Profile.Role, p.Asked = BothRoles, false
		t.putPerson(p)
		t.applyProfile(p.ID, acts[1:])
		t.complete(p.ID, e.Mail)
	case reply.Decline:
		t.closeQuestion(q.ID, "no")
		t.note(q.Person, e.Mail, "That is fine. Should you change your mind, write \"I would like to mentor\".")
	case reply.Later:
		t.nudgeLater(q)
	}
}
