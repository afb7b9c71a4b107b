package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

// An Event is one thing that happened and has to be decided. The set is closed:
// the types of this file.
type Event interface{ event() }

// Read is a mail from a person, understood.
type Read struct {
	Mail    string   // id of the stored mail
	From    PersonID // who wrote; for a stranger the id they would get
	Name    string   // as the mail gives it
	Address string
	Known   bool     // a participant already
	Proven  bool     // token or aligned authentication: may do more than enrol and ask for help
	Subject string   // of the mail, for the queue
	Words   string   // the new words
	Answers []Answer // to open questions
	Free    []reply.Act
	Late    bool // answers a letter whose questions are all closed
}

// An Answer is the acts of one mail that answer one open question.
type Answer struct {
	Question QuestionID
	Acts     []reply.Act // Question holds the number of the item in the question
}

// Answered is what a person's calendar says to an invitation.
type Answered struct {
	Mail     string
	From     PersonID
	Session  SessionID
	Status   ics.Status
	Method   ics.Method
	Sequence int
	Stamp    time.Time
	Proposed calendar.Slot
	Comment  string
	Acts     []reply.Act // what the words beside the answer say of the session
}

// Refreshed is a calendar that asks for the invitation once more (RFC 5546, 3.2.6).
type Refreshed struct {
	Mail    string
	From    PersonID
	Session SessionID
}

// Crashed is an answer to an invitation by somebody who was not invited.
type Crashed struct {
	Mail    string
	Address string
	Session SessionID
}

// Bounced is mail to a person that came back.
type Bounced struct {
	Mail    string
	Person  PersonID
	Why     string
	Soft    bool // not for good: a full box, a server that is down
	Doubted bool // it names the person, but shows no letter of ours: anybody may have written it
}

// Undelivered is a letter that will not be tried again, for no fault of the address that
// we know of.
type Undelivered struct {
	Letter  string
	Person  PersonID
	Subject string
	Why     string
}

// Away is an automatic answer: the person is out of office.
type Away struct {
	Mail   string
	Person PersonID
	Until  time.Time // the first day back; zero when the mail does not say
}

// Due is a timer that has come.
type Due struct{ Timer Timer }

// Imported is a person of the coordinator's roster.
type Imported struct {
	Address string
	Name    string
	Profile Profile
}

// Unreadable is a mail that nothing could be made of.
type Unreadable struct {
	Mail    string // "" if it could not even be stored
	Under   string // what the coordinator hears of once, if that is not the mail
	Address string
	Subject string
	Why     string
}

// Directed is the coordinator's reply to a queue letter.
type Directed struct {
	Mail     string
	Question QuestionID
	Words    string
}

// Ruled is the coordinator's answer to a draft.
type Ruled struct {
	Mail     string
	Question QuestionID
	Words    string
	Acts     []reply.Act
}

// Inquired is the coordinator's question about somebody.
type Inquired struct{ Mail, Words string }

func (Read) event()        {}
func (Answered) event()    {}
func (Refreshed) event()   {}
func (Crashed) event()     {}
func (Bounced) event()     {}
func (Undelivered) event() {}
func (Away) event()        {}
func (Due) event()         {}
func (Imported) event()    {}
func (Unreadable) event()  {}
func (Directed) event()    {}
func (Ruled) event()       {}
func (Inquired) event()    {}

// Whole reports whether the event can only be decided with the whole program in
// the scene: who goes with whom is everybody's matter.
func Whole(e Event) bool {
	switch e := e.(type) {
	case Ruled, Inquired:
		return true
	case Due:
		return e.Timer.Kind == MatchTimer || e.Timer.Kind == DraftTimer || e.Timer.Kind == DigestTimer
	}
	return false
}

// A TimerKind says what a timer is for.
type TimerKind string

// The timers.
const (
	MatchTimer     TimerKind = "match"     // draw up matches
	IntroduceTimer TimerKind = "introduce" // the cohort starts for an agreed pair
	ProposeTimer   TimerKind = "propose"   // offer slots for the pair's next session
	UnsureTimer    TimerKind = "unsure"    // a calendar said "maybe": ask again
	RemindTimer    TimerKind = "remind"    // of a booked session
	CheckinTimer   TimerKind = "checkin"   // ask how a session was
	ReleaseTimer   TimerKind = "release"   // the old time of a moving session is near
	SurveyTimer    TimerKind = "survey"
	EndTimer       TimerKind = "end"    // of a pair
	NudgeTimer     TimerKind = "nudge"  // an open question was not answered
	FitTimer       TimerKind = "fit"    // are the two a good pair?
	EndingTimer    TimerKind = "ending" // the end is near
	MentorTimer    TimerKind = "mentor" // would a mentee mentor now?
	QuietTimer     TimerKind = "quiet"  // one may have gone quiet
	DigestTimer    TimerKind = "digest" // the coordinator's regular letter
	DraftTimer     TimerKind = "draft"  // the coordinator has not answered a draft
)

// A Timer is something to decide at a later moment. One with the same key
// replaces the one before.
type Timer struct {
	Key      string     `json:"key"`
	At       time.Time  `json:"at"`
	Kind     TimerKind  `json:"kind"`
	Pair     PairID     `json:"pair,omitempty"`
	Session  SessionID  `json:"session,omitempty"`
	Question QuestionID `json:"question,omitempty"`
	N        int        `json:"n,omitempty"` // which survey, which reminder
}
