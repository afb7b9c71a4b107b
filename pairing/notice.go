package pairing

import (
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
)

// A NoticeKind says what a notice is about; each has one template.
type NoticeKind string

// The notices.
const (
	InviteNotice      NoticeKind = "invite"      // you are on the roster: would you like to take part?
	FormNotice        NoticeKind = "form"        // what we still need to know
	EchoNotice        NoticeKind = "echo"        // your profile as we understood it
	MatchNotice       NoticeKind = "match"       // would you two like to be a pair?
	UnmatchedNotice   NoticeKind = "unmatched"   // that match will not be
	WaitingNotice     NoticeKind = "waiting"     // nobody for you yet, and why
	IntroNotice       NoticeKind = "intro"       // you two are a pair
	SlotsNotice       NoticeKind = "slots"       // which of these times?
	AgainNotice       NoticeKind = "again"       // the same time again?
	HoursNotice       NoticeKind = "hours"       // no common time: when could you?
	CounterNotice     NoticeKind = "counter"     // the other asks for another time
	UnsureNotice      NoticeKind = "unsure"      // does the booked time stand?
	KeptNotice        NoticeKind = "kept"        // the time stays after all
	BookedNotice      NoticeKind = "booked"      // the invitation, and every update of it
	CancelledNotice   NoticeKind = "cancelled"   // the cancel, and why
	RemindNotice      NoticeKind = "remind"      // the session is near
	LateNotice        NoticeKind = "late"        // the partner runs late
	CheckinNotice     NoticeKind = "checkin"     // did you meet?
	SurveyNotice      NoticeKind = "survey"      // a survey
	ClosingNotice     NoticeKind = "closing"     // your time as a pair is over
	NotedNotice       NoticeKind = "noted"       // what we understood; rides along
	HelpNotice        NoticeKind = "help"        // what can be written here
	StatusNotice      NoticeKind = "status"      // where things stand
	PausedNotice      NoticeKind = "paused"      // as you asked
	ResumedNotice     NoticeKind = "resumed"     // as you asked
	AwayNotice        NoticeKind = "away"        // the partner is away
	LeftNotice        NoticeKind = "left"        // as you asked
	PartnerNotice     NoticeKind = "partner"     // the partner left or cannot be reached
	AckNotice         NoticeKind = "ack"         // a person will read this
	StaleNotice       NoticeKind = "stale"       // that question is settled already
	RelayNotice       NoticeKind = "relay"       // the coordinator's words
	RefusedNotice     NoticeKind = "refused"     // the program is not open to you
	PassedNotice      NoticeKind = "passed"      // the one proposed to you asks something
	AskedNotice       NoticeKind = "asked"       // your question is passed on
	AnsweredNotice    NoticeKind = "answered"    // what they answer
	FeedbackNotice    NoticeKind = "feedback"    // a line to the partner, if both agree
	SharedNotice      NoticeKind = "shared"      // what the partner wrote
	FitNotice         NoticeKind = "fit"         // are you two a good pair?
	MissedNotice      NoticeKind = "missed"      // two sessions in a row did not take place
	QuietNotice       NoticeKind = "quiet"       // one of you has gone quiet
	EndingNotice      NoticeKind = "ending"      // it ends soon: go on?
	ExtendedNotice    NoticeKind = "extended"    // it goes on
	ThanksNotice      NoticeKind = "thanks"      // a line from the partner
	CertificateNotice NoticeKind = "certificate" // what you came to
	MentorNotice      NoticeKind = "mentor"      // would you mentor?
	RematchNotice     NoticeKind = "rematch"     // as you asked
	MyDataNotice      NoticeKind = "mydata"      // all that is kept about you, attached
	ForgetNotice      NoticeKind = "forget"      // shall everything be erased?
	ErasedNotice      NoticeKind = "erased"      // as you asked
	UndoneNotice      NoticeKind = "undone"      // your last change is taken back
	ConfirmNotice     NoticeKind = "confirm"     // was this mail yours?
	QueueNotice       NoticeKind = "queue"       // to the coordinator: please read
	DraftNotice       NoticeKind = "draft"       // to the coordinator: may these go out?
	DigestNotice      NoticeKind = "digest"      // to the coordinator: how the program does
	AboutNotice       NoticeKind = "about"       // to the coordinator: how somebody does
	DraftedNotice     NoticeKind = "drafted"     // to the coordinator: what became of their answer
	ConcernNotice     NoticeKind = "concern"     // to the concerns address only
	ConcernAck        NoticeKind = "concernack"  // to the person who reported it
)

// Urgency says when a notice may go.
type Urgency string

// The urgencies. Only Desk ones count against the daily cap.
const (
	AtDesk   Urgency = "desk"   // waits for waking hours, bundled with what else is due
	AtOnce   Urgency = "once"   // alone and at once: invitations, reminders, answers
	Alongway Urgency = "riding" // never causes a letter; goes along with the next one
)

// A Notice tells one person one thing. It says what, not how it is worded.
type Notice struct {
	Key     string     `json:"key"` // idempotent: the same key is told once
	To      PersonID   `json:"to"`
	Kind    NoticeKind `json:"kind"`
	Ask     QuestionID `json:"ask,omitempty"`
	Urgency Urgency    `json:"urgency"`
	Again   int        `json:"again,omitempty"` // the how-manieth nudge
	After   time.Time  `json:"after,omitzero"`  // not before
	Ride    time.Time  `json:"ride,omitzero"`   // until then only along with another letter that waits at the desk
	Until   time.Time  `json:"until,omitzero"`  // stale from then on
	Facts   Facts      `json:"facts"`
}

// Facts are what a template may speak of. Most are empty for most notices.
type Facts struct {
	Partner    string          `json:"partner,omitempty"` // full name
	First      string          `json:"first,omitempty"`   // first name of the partner
	Email      string          `json:"email,omitempty"`   // of the partner, once introduced
	PartnerIs  string          `json:"partner_is,omitempty"`
	Profile    Profile         `json:"profile,omitzero"` // of the partner; in an echo, one's own
	Missing    []string        `json:"missing,omitempty"`
	Why        []string        `json:"why,omitempty"`
	Slot       calendar.Slot   `json:"slot,omitzero"`
	Old        calendar.Slot   `json:"old,omitzero"`
	Slots      []calendar.Slot `json:"slots,omitempty"`
	Zone       string          `json:"zone,omitempty"` // the partner's
	N          int             `json:"n,omitempty"`
	Every      int             `json:"every,omitempty"` // days
	Goals      string          `json:"goals,omitempty"`
	Notes      []string        `json:"notes,omitempty"`
	Until      time.Time       `json:"until,omitzero"`
	Minutes    int             `json:"minutes,omitempty"`
	Words      string          `json:"words,omitempty"`
	Reason     string          `json:"reason,omitempty"`
	Subject    string          `json:"subject,omitempty"`
	Link       string          `json:"link,omitempty"` // where the pair meets by its agreement
	Mail       string          `json:"mail,omitempty"` // id of a stored mail to attach
	Pair       PairID          `json:"pair,omitempty"`
	Session    SessionID       `json:"session,omitempty"`
	Draft      []DraftLine     `json:"draft,omitempty"`
	Unmatched  []string        `json:"unmatched,omitempty"`
	Total      int             `json:"total,omitempty"` // of a draft's scores
	Worst      int             `json:"worst,omitempty"`
	Firsts     int             `json:"firsts,omitempty"` // pairs with the mentee's first goal
	Sums       []SurveySum     `json:"sums,omitempty"`   // of a digest, added when it is written
	Invitation *CalendarPart   `json:"invitation,omitempty"`
}

// A DraftLine is one pair of a draft, to be read.
type DraftLine struct {
	N      int    `json:"n"`
	Mentor string `json:"mentor"`
	Mentee string `json:"mentee"`
	Score  int    `json:"score"`
	Why    string `json:"why"`
}

// CalendarPart is what a calendar part has to say; the letter adds the
// program's own address.
type CalendarPart struct {
	Method   ics.Method    `json:"method"`
	UID      SessionID     `json:"uid"`
	Sequence int           `json:"sequence"`
	Stamp    time.Time     `json:"stamp"`
	Slot     calendar.Slot `json:"slot"`
	Alarm    time.Duration `json:"alarm,omitempty"` // before the slot; 0 for none
	People   []Invitee     `json:"people"`
}

// An Invitee is one attendee of the event.
type Invitee struct {
	Name   string     `json:"name"`
	Email  string     `json:"email"`
	Status ics.Status `json:"status"`
}
