package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/pairing/fit"
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
		first := t.Cohort.Match.Before(t.Start())
		for n := 0; t.Pairing.Approve && n < t.Pairing.Deadline.Days; { // the coordinator has that long before
			if first = first.AddDate(0, 0, -1); calendar.Business(first) {
				n++
			}
		}
		if first.After(at) {
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
	if _, open := t.openDraft(); open {
		return // who is new comes into the next one
	}
	draft := t.draft(t.field(), t.now)
	if t.Pairing.Approve {
		t.putDraft(nil, draft, nil)
		return
	}
	for _, pair := range draft.Pairs {
		t.propose(pair)
	}
	for _, u := range draft.Unmatched {
		t.noMatch(u)
	}
	t.noted(draft.Notes)
}

// field are those who can be matched now.
func (t *turn) field() field {
	f := field{people: sorted(t.People), met: map[[2]PersonID]fit.Hindrance{}}
	for _, pair := range t.Pairs {
		h := fit.MetBefore
		if pair.Status == Barred {
			h = fit.RuledOut
		}
		f.met[pair.People] |= h
		f.met[[2]PersonID{pair.People[Mentee], pair.People[Mentor]}] |= h
	}
	for _, p := range f.people {
		if p.Standing != Ready || !p.Reachable() || p.IsAway(t.now) {
			continue
		}
		teaching, learning := t.openPairs(p.ID)
		if free := max(1, p.Profile.Capacity) - teaching; p.Mentors() && free > 0 && !t.over() {
			f.mentors = append(f.mentors, hopeful{Person: p, places: free, others: teaching})
		}
		if p.Learns() && learning == 0 {
			f.mentees = append(f.mentees, hopeful{Person: p, waited: t.waited(p)})
		}
	}
	return f
}

// waited is how much it is a mentee's turn, 0 to 1000: full after half a year, or
// after four mentors who would not.
func (t *turn) waited(p Person) int {
	since, declined := p.Joined, 0
	for _, pair := range t.Pairs {
		switch {
		case pair.People[Mentee] != p.ID:
		case pair.Status == Refused || pair.Status == Lapsed || pair.Parted:
			declined++
		case pair.Status == Ended && pair.End.After(since):
			since = pair.End
		}
	}
	days := 0
	if !since.IsZero() && since.Before(t.now) {
		days = int(t.now.Sub(since).Hours() / 24)
	}
	return min(fit.Max, days*fit.Max/180+declined*fit.Max/4)
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

// noMatch tells somebody once that they wait, and why, as far as it concerns them.
func (t *turn) noMatch(u Unmatched) {
	p := t.People[u.Person.ID]
	if p.Waiting {
		return
	}
	p.Waiting = true
	t.putPerson(p)
	t.why("no " + string(u.Role) + "'s match for " + string(p.ID) + ": " + u.Why)
	t.tell(Notice{Key: key("waiting", string(p.ID)), To: p.ID, Kind: WaitingNotice, Facts: Facts{Reason: string(u.Cause), PartnerIs: string(other(u.Role))}})
}

// other is the role of the one that somebody in the role waits for.
func other(r Role) Role {
	if r == MenteeRole {
		return MentorRole
	}
	return MenteeRole
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
	t.closeAll("moot", func(q Question) bool { return q.Pair == pair.ID && (q.Kind == reply.Match || q.Survey == passed) })
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
