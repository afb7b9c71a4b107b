package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// A QuestionID names one question put to one person.
type QuestionID string

// The kinds of question that are not participants' own; the others are those
// of package reply.
const (
	QueueQuestion   reply.QuestionKind = "queue"   // to the coordinator: what to answer?
	ConfirmQuestion reply.QuestionKind = "confirm" // to a person: was this mail yours?
	MentorQuestion  reply.QuestionKind = "mentor"  // to a mentee: would you mentor?
	ForgetQuestion  reply.QuestionKind = "forget"  // to a person: shall everything be erased?
)

// A Question is something that a letter asks. It is open until it is answered,
// given up or no longer of interest; Outcome then says which.
type Question struct {
	ID      QuestionID         `json:"id"`
	Person  PersonID           `json:"person"`
	Kind    reply.QuestionKind `json:"kind"`
	Pair    PairID             `json:"pair,omitempty"`
	Session SessionID          `json:"session,omitempty"`
	Survey  string             `json:"survey,omitempty"`
	Items   []reply.Question   `json:"items,omitempty"`   // of a check-in or survey, numbered from 1
	Slots   []calendar.Slot    `json:"slots,omitempty"`   // offered, numbered from 1
	Draft   []DraftPair        `json:"draft,omitempty"`   // numbered from 1
	Others  []PersonID         `json:"others,omitempty"`  // without a pair in the draft
	Subject PersonID           `json:"subject,omitempty"` // whom a queue entry is about
	Mail    string             `json:"mail,omitempty"`    // the mail that is waiting for the answer
	Asked   time.Time          `json:"asked"`
	Nudges  int                `json:"nudges,omitempty"` // since the person last wrote
	Nudged  int                `json:"nudged,omitempty"` // ever; makes the keys of the nudges
	Open    bool               `json:"open"`
	Outcome string             `json:"outcome,omitempty"`
	Notice  Notice             `json:"notice"` // what asked it, to ask again
}
