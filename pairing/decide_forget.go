package pairing

import (
	"strings"

	"mentord/pairing/reply"
)

// forgetAsked makes sure that somebody wants to be erased: it can't be undone.
// Who has left already is erased at once.
func (t *turn) forgetAsked(p Person, e Read) {
	if !p.Reachable() {
		t.erase(p)
		return
	}
	t.ask(Question{ID: QuestionID(key("forget", e.Mail)), Person: p.ID, Kind: ForgetQuestion, Mail: e.Mail},
		Notice{Kind: ForgetNotice, Urgency: AtOnce, Until: t.now.AddDate(0, 0, 30)})
}

// forgetAnswer erases, or leaves everything as it is.
func (t *turn) forgetAnswer(q Question, acts []reply.Act, e Read) {
	switch acts[0].Kind {
	case reply.Accept, reply.Forget:
		t.erase(t.People[q.Person])
	case reply.Decline:
		t.closeQuestion(q.ID, "no")
		t.note(q.Person, e.Mail, "Nothing was erased; everything is as it was.")
	}
}

// erase takes out of the program all that tells who somebody was. The id stays: it
// is a hash of the address under the program's secret, and all that is needed so
// that a roster does not bring them back and nobody meets a past partner again.
func (t *turn) erase(p Person) {
	t.partWays(p, "left")
	for _, pair := range sorted(t.Pairs) {
		side, in := pair.Side(p.ID)
		if !in {
			continue
		}
		pair = t.Pairs[pair.ID]
		pair.Why, pair.Agreement, pair.Feedback = nil, Agreement{}, [2]Feedback{}
		t.putPair(pair)
		for _, s := range sorted(t.Sessions) {
			if s.Pair == pair.ID {
				s = t.Sessions[s.ID]
				s.Report[side].Note = ""
				t.putSession(s)
			}
		}
	}
	t.closeAll("erased", func(q Question) bool { return q.Subject == p.ID })
	t.putPerson(Person{ID: p.ID, Email: "erased-" + string(p.ID), Standing: Erased})
	t.drop(key(matchKey, string(p.ID)))
	t.tell(Notice{Key: key("erased", string(p.ID), itoa(int(t.now.Unix()))), To: p.ID, Kind: ErasedNotice, Urgency: AtOnce, Facts: Facts{Email: p.Email}})
	t.out.Erase = append(t.out.Erase, p.ID)
	t.outcome("erased")
	t.matchSoon()
}

// partWays ends all that somebody has with others, and tells these: reason is what
// PartnerNotice knows.
func (t *turn) partWays(p Person, reason string) {
	for _, pair := range sorted(t.Pairs) {
		side, in := pair.Side(p.ID)
		if !in || !pair.Open() {
			continue
		}
		if pair.Status == Active {
			t.part(pair, side, reason)
		} else {
			t.undoMatch(pair, side, Refused)
		}
	}
	t.silence(p.ID, "left")
}

// part ends a pair from one side. Both know then that somebody else is looked for.
func (t *turn) part(pair Pair, by Side, reason string) {
	p := t.person(pair, by)
	for _, side := range Sides {
		who := t.person(pair, side)
		who.Waiting = true
		t.putPerson(who)
	}
	t.tell(Notice{Key: key("partner", string(pair.ID), reason), To: pair.People[by.Other()], Kind: PartnerNotice,
		Facts: Facts{Partner: p.FullName(), First: p.First(), Reason: reason, Pair: pair.ID}})
	t.endPair(pair.ID, map[string]string{"left": p.First() + " has left the program", "rematch": "the two of you end here"}[reason])
}

// rematch looks for somebody else for a person, without a reason. Of several
// partners it must be said which.
func (t *turn) rematch(p Person, e Read) {
	var open []Pair
	for _, pair := range sorted(t.Pairs) {
		if side, in := pair.Side(p.ID); in && pair.Status == Active {
			if other := t.partner(pair, side); len(other.First()) > 1 && strings.Contains(e.Words, other.First()) {
				open = []Pair{pair}
				break
			}
			open = append(open, pair)
		}
	}
	switch len(open) {
	case 0:
		t.note(p.ID, e.Mail, "You are on the list to be matched.")
		t.tell(Notice{Key: key("status", e.Mail), To: p.ID, Kind: StatusNotice, Urgency: AtOnce, Facts: t.status(p)})
		t.matchSoon()
	case 1:
		side, _ := open[0].Side(p.ID)
		t.rematchPair(open[0], side)
	default:
		t.queue(p, e.Mail, "asks for: "+string(reply.Rematch)+", and has several partners", e.Words, e.Subject)
		t.acknowledge(p.ID, e.Mail)
	}
}

// rematchPair ends a pair for one who wants somebody else, asks quietly why, and
// looks again for both.
func (t *turn) rematchPair(pair Pair, side Side) {
	t.part(pair, side, "rematch")
	pair = t.Pairs[pair.ID]
	pair.Parted = true
	t.putPair(pair)
	t.ask(Question{ID: QuestionID(key("why", string(pair.ID), string(pair.People[side]))), Person: pair.People[side], Kind: reply.Survey, Pair: pair.ID, Survey: "why",
		Items: []reply.Question{{N: 1, Kind: reply.FreeText, Text: "If you like: what was missing?"}}},
		Notice{Kind: RematchNotice, Urgency: AtOnce, Facts: Facts{First: t.partner(pair, side).First(), PartnerIs: roleName(side.Other()), N: 1}})
	t.matchSoon()
}
