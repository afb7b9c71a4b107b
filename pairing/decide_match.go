package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/pairing/match"
	"mentord/pairing/reply"
)

const matchKey = "match"

func (t *turn) startOrZero() time.Time {
	if t.Rolling() {
		return time.Time{}
	}
	return t.Start()
}

// matchSoon sets the timer for the next matching: on the cohort's date, or at
// once when that has passed or enrolment is rolling.
func (t *turn) matchSoon() { t.matchFrom(matchKey, t.now) }

// matchFrom sets a timer for a matching at the moment, but not before the
// cohort's date.
func (t *turn) matchFrom(timer string, at time.Time) {
	if !t.Rolling() {
		if first := t.Cohort.Match.Before(t.Start()); first.After(at) {
			at = first
		}
	}
	t.set(Timer{Key: timer, At: at, Kind: MatchTimer})
}

// over reports whether the cohort has ended: nobody is matched into it any more.
func (t *turn) over() bool { return !t.Rolling() && !t.Cohort.Length.After(t.Start()).After(t.now) }

// matchAll proposes the best pairs among those who are free. Pairs that were
// told stay as they are; nobody meets a past partner again.
func (t *turn) matchAll() {
	var mentors, mentees []Person
	var places []int
	for _, p := range sorted(t.People) {
		if p.Standing != Ready || !p.Reachable() || p.IsAway(t.now) {
			continue
		}
		teaching, learning := t.openPairs(p.ID)
		if free := max(1, p.Profile.Capacity) - teaching; p.Mentors() && free > 0 && !t.over() {
			mentors, places = append(mentors, p), append(places, free)
		}
		if p.Learns() && learning == 0 {
			mentees = append(mentees, p)
		}
	}
	problem, fits := t.problem(mentors, mentees, places)
	for i, m := range match.Solve(problem) {
		if m == match.None {
			t.noMatch(mentees[i])
			continue
		}
		if _, reverse := t.Pairs[newPairID(mentees[i].ID, mentors[m].ID)]; reverse {
			t.matchSoon() // each would mentor the other: one way was just proposed, so look again
			continue
		}
		t.propose(fits[[2]int{i, m}])
	}
}

func (t *turn) openPairs(id PersonID) (teaching, learning int) {
	for _, pair := range t.Pairs {
		if side, ok := pair.Side(id); ok && pair.Open() {
			if side == Mentor {
				teaching++
			} else {
				learning++
			}
		}
	}
	return teaching, learning
}

// problem is who may go with whom now: nobody again with whom they were a pair.
func (t *turn) problem(mentors, mentees []Person, places []int) (match.Problem, map[[2]int]Drafted) {
	fits, _, _ := t.fits(mentors, mentees, nextMonday(t.now), func(mentor, mentee Person) bool {
		_, met := t.Pairs[newPairID(mentor.ID, mentee.ID)]
		_, reverse := t.Pairs[newPairID(mentee.ID, mentor.ID)]
		return met || reverse
	})
	return problemOf(len(mentees), places, fits), fits
}

// nextMonday begins the week in which hours are compared.
func nextMonday(now time.Time) time.Time {
	monday := calendar.Waking(now, time.UTC, calendar.Span{})
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, 1)
	}
	return monday
}

// noMatch tells a mentee once that they wait, and why.
func (t *turn) noMatch(p Person) {
	if p.Waiting {
		return
	}
	p.Waiting = true
	t.putPerson(p)
	t.tell(Notice{Key: key("waiting", string(p.ID)), To: p.ID, Kind: WaitingNotice})
}

// propose asks both whether they would like to be a pair.
func (t *turn) propose(f Drafted) {
	mentor, mentee := f.Mentor, f.Mentee
	pair := Pair{ID: newPairID(mentor.ID, mentee.ID), People: [2]PersonID{mentor.ID, mentee.ID},
		Status: Proposed, Score: f.Score, Why: f.Why, Made: t.now}
	t.putPair(pair)
	t.why("proposed " + string(pair.ID))
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key("match", string(pair.ID), string(pair.People[side]))), Person: pair.People[side], Kind: reply.Match, Pair: pair.ID},
			Notice{Kind: MatchNotice, Facts: Facts{Partner: other.FullName(), First: other.First(), PartnerIs: roleName(side.Other()),
				Profile: other.Profile, Why: f.Why, Pair: pair.ID}})
	}
}

func roleName(s Side) string {
	if s == Mentor {
		return "mentor"
	}
	return "mentee"
}

// matchAnswer decides one side's answer to a proposed pair.
func (t *turn) matchAnswer(q Question, acts []reply.Act, e Read) {
	pair := t.Pairs[q.Pair]
	side, _ := pair.Side(q.Person)
	switch acts[0].Kind {
	case reply.Later:
		t.nudgeLater(q)
		t.note(q.Person, e.Mail, "No hurry: I will ask you about "+t.partner(pair, side).First()+" again in a few days.")
	case reply.Decline:
		t.closeQuestion(q.ID, "declined")
		t.undoMatch(pair, side, Refused)
	case reply.Accept:
		t.closeQuestion(q.ID, "accepted")
		if side == Mentor && t.full(q.Person, pair) {
			t.undoMatch(pair, side, Refused)
			t.tell(Notice{Key: key("stale", e.Mail), To: q.Person, Kind: StaleNotice, Urgency: AtOnce})
			return
		}
		pair.Yes[side] = true
		t.putPair(pair)
		t.changed(q.Person, Change{Kind: YesChange, Pair: pair.ID})
		if !pair.Yes[side.Other()] {
			t.waitingNote(q.Person, string(pair.ID), "You said yes to "+t.partner(pair, side).FullName()+". I am waiting for their answer.")
			return
		}
		t.answered(pair, string(pair.ID))
		t.bothSaidYes(pair)
	}
}

// full checks the mentor's capacity again at the moment of the yes.
func (t *turn) full(mentor PersonID, but Pair) bool {
	taken := 0
	for _, pair := range t.Pairs {
		if pair.ID != but.ID && pair.People[Mentor] == mentor && (pair.Status == Active || pair.Status == Agreed || pair.Yes[Mentor] && pair.Open()) {
			taken++
		}
	}
	return taken >= max(1, t.People[mentor].Profile.Capacity)
}

// undoMatch ends a proposed pair that will not be, tells the one who is still
// waiting, and looks for the next best for both.
func (t *turn) undoMatch(pair Pair, by Side, status PairStatus) {
	pair.Status = status
	t.putPair(pair)
	t.drop(key("introduce", string(pair.ID)))
	other := pair.People[by.Other()]
	t.answered(pair, string(pair.ID))
	t.closeAll("moot", func(q Question) bool { return q.Pair == pair.ID && q.Kind == reply.Match })
	t.tell(Notice{Key: key("unmatched", string(pair.ID), string(other)), To: other, Kind: UnmatchedNotice,
		Facts: Facts{Partner: t.person(pair, by).FullName(), First: t.person(pair, by).First()}})
	t.matchSoon()
}

// lapse ends a match that one side never answered. They are not matched again
// until they write.
func (t *turn) lapse(q Question) {
	p := t.People[q.Person]
	p.Standing = Quiet
	t.putPerson(p)
	pair := t.Pairs[q.Pair]
	if side, ok := pair.Side(q.Person); ok && pair.Status == Proposed {
		t.undoMatch(pair, side, Lapsed)
	}
}

// bothSaidYes introduces the two, or waits for the cohort's first day.
func (t *turn) bothSaidYes(pair Pair) {
	pair.Status = Agreed
	t.putPair(pair)
	if !t.Rolling() && t.Start().After(t.now) {
		t.set(Timer{Key: key("introduce", string(pair.ID)), At: t.Start(), Kind: IntroduceTimer, Pair: pair.ID})
		return
	}
	t.introduce(pair.ID)
}
