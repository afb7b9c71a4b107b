package pairing

import (
	"regexp"
	"strings"

	"mentord/pairing/reply"
)

// passed is the survey by which a question about a partner is put to them; its
// answer goes to who asked, and nowhere else.
const passed = "passed"

var (
	aboutThem    = regexp.MustCompile(`(?i)\b(?:she|he|they|her|his|him|them|their|hers|theirs)\b`)
	aboutProgram = regexp.MustCompile(`(?i)\b(?:program|programme|you|your|mentoring|session|sessions|coordinator|i get|do i)\b`)
)

// passOn puts a question about a proposed partner to the partner. One that may be
// about the program is for a person: false.
func (t *turn) passOn(q Question, words string, e Read) bool {
	pair := t.Pairs[q.Pair]
	side, in := pair.Side(q.Person)
	if q.Kind != reply.Match || !in || pair.Status != Proposed {
		return false
	}
	who, other := t.person(pair, side), t.partner(pair, side)
	if !aboutThem.MatchString(words) && !strings.Contains(words, other.First()) || aboutProgram.MatchString(words) || !other.Reachable() {
		return false
	}
	t.ask(Question{ID: QuestionID(key(passed, e.Mail, string(pair.ID))), Person: other.ID, Kind: reply.Survey, Pair: pair.ID, Survey: passed, Subject: who.ID,
		Items: []reply.Question{{N: 1, Kind: reply.FreeText, Text: "What may I answer " + who.First() + "?"}}},
		Notice{Kind: PassedNotice, Facts: Facts{Partner: who.FullName(), First: who.First(), Words: words, N: 1}})
	t.tell(Notice{Key: key("asked", e.Mail), To: who.ID, Kind: AskedNotice, Urgency: AtOnce, Facts: Facts{First: other.First()}})
	t.nudgeLater(q) // they answer when they know
	t.outcome("passed on")
	return true
}

// passBack gives the answer to who asked.
func (t *turn) passBack(q Question, words string) {
	who := t.People[q.Person]
	side, _ := t.Pairs[q.Pair].Side(q.Person)
	n := Notice{Key: key("answered", string(q.ID)), To: q.Subject, Kind: AnsweredNotice, Facts: Facts{First: who.First(), Partner: who.FullName(), PartnerIs: roleName(side), Words: words, Pair: q.Pair}}
	for _, match := range sorted(t.Questions) {
		if match.Open && match.Kind == reply.Match && match.Pair == q.Pair && match.Person == q.Subject {
			n.Ask = match.ID // and so what do they say?
		}
	}
	t.tell(n)
}
