package pairing

import (
	"strings"

	"mentord/pairing/reply"
)

// feedback is the survey whose answers the partner gets, if both of them agree:
// neither sees the other's before both have said so (dual-blind).
const feedback = "feedback"

// askFeedback asks both, half-way, for a line to the other.
func (t *turn) askFeedback(id PairID) {
	pair := t.Pairs[id]
	if pair.Status != Active {
		return
	}
	for _, side := range Sides {
		other := t.partner(pair, side)
		t.ask(Question{ID: QuestionID(key(feedback, string(id), string(pair.People[side]))), Person: pair.People[side], Kind: reply.Survey, Pair: id, Survey: feedback,
			Items: []reply.Question{{N: 1, Kind: reply.FreeText, Text: "What does " + other.First() + " do that helps you, and what would help you more?"},
				{N: 2, Kind: reply.YesNo, Text: "May " + other.First() + " read it, if you may read theirs?"}}},
			Notice{Kind: FeedbackNotice, Facts: Facts{Partner: other.FullName(), First: other.First(), N: 2, Pair: id}})
	}
}

// feedbackAnswer keeps a line until both are there and both may be read.
func (t *turn) feedbackAnswer(q Question, acts []reply.Act, e Read) {
	pair := t.Pairs[q.Pair]
	side, in := pair.Side(q.Person)
	if !in {
		return
	}
	for _, a := range acts {
		switch {
		case a.Kind != reply.Answer:
		case a.Question == 1 && !reply.Refuses(a.Text):
			pair.Feedback[side].Words = strings.TrimSpace(a.Text)
		case a.Question == 2:
			pair.Feedback[side].Shared = a.Text == "yes"
			pair.Feedback[side].Said = true
		}
	}
	mine := pair.Feedback[side]
	t.putPair(pair)
	if !mine.Said {
		return // may they read it? The next follow-up asks
	}
	t.closeQuestion(q.ID, "answered")
	theirs := pair.Feedback[side.Other()]
	switch {
	case !mine.Shared || mine.Words == "":
		t.note(q.Person, e.Mail, "Nobody reads what you wrote.")
		return
	case !theirs.Shared || theirs.Words == "":
		t.note(q.Person, e.Mail, "I keep what you wrote until "+t.partner(pair, side).First()+" has written too and wants to share it.")
		return
	}
	for _, s := range Sides {
		t.tell(Notice{Key: key("shared", string(pair.ID), string(pair.People[s])), To: pair.People[s], Kind: SharedNotice,
			Facts: Facts{Partner: t.partner(pair, s).FullName(), First: t.partner(pair, s).First(), Words: pair.Feedback[s.Other()].Words, Pair: pair.ID}})
	}
}
