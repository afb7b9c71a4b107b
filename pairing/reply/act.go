package reply

import (
	"time"

	"mentord/calendar"
)

// A Kind is one kind of act: one thing that a person does by a reply.
type Kind string

// The acts, closed set. The words behind each say which fields it uses.
const (
	Accept  Kind = "accept"
	Decline Kind = "decline"
	Later   Kind = "later" // they will answer, or want to be asked again
	Ask     Kind = "ask"   // a question that a person must answer

	Unsure Kind = "unsure" // of the two as a pair
	Extend Kind = "extend" // Number of days; 0 when it was not said

	Choose Kind = "choose" // Slots
	Can    Kind = "can"    // Windows
	Cannot Kind = "cannot" // Windows

	Confirm Kind = "confirm" // the booked time stands
	Move    Kind = "move"    // another time is wanted for the booked session
	Cancel  Kind = "cancel"
	Late    Kind = "late" // Minutes

	Met    Kind = "met"
	NotMet Kind = "not_met"
	NotYet Kind = "not_yet"
	Answer Kind = "answer" // Question, and Number or Text

	Profile Kind = "profile" // Field, and the value in Text, Number, List or Week
	Agree   Kind = "agree"   // Field, and the value in Text or Number

	Pause   Kind = "pause" // Until; zero when open-ended
	Resume  Kind = "resume"
	Leave   Kind = "leave"
	Help    Kind = "help"
	Status  Kind = "status"
	Rematch Kind = "rematch"
	Undo    Kind = "undo"
	MyData  Kind = "mydata"
	Forget  Kind = "forget"
	Concern Kind = "concern"

	Draft Kind = "draft" // All or Approved, Except, Swap, Never

	Unclear Kind = "unclear"
)

// A Field is the part of a profile or an agreement that an act sets.
type Field string

// The fields of a profile, then those of an agreement.
const (
	Role         Field = "role"         // Text: mentor, mentee or both
	Goals        Field = "goals"        // Text
	Skills       Field = "skills"       // Text
	Background   Field = "background"   // Text
	Zone         Field = "zone"         // Text: an IANA name
	Languages    Field = "languages"    // List of English names
	Capacity     Field = "capacity"     // Number
	Availability Field = "availability" // Week

	EveryDays Field = "every_days" // Number
	Channel   Field = "channel"    // Text
	QuietDays Field = "quiet_days" // Number
)

// An Act is one thing in a reading, with the words that it came from.
type Act struct {
	Kind     Kind
	Question int // the number of the question that it answers; 0 for none
	Slots    []int
	Windows  []calendar.Window
	Minutes  int
	Field    Field
	Text     string
	Number   int
	List     []string
	Week     calendar.Week
	Until    time.Time
	All      bool        // of a draft: every pair but those in Except
	Approved []int       // of a draft, by number
	Except   []int       // of a draft, by number
	Swap     [][2]int    // of a draft, by number
	Never    [][2]string // of a draft, by name
	Words    string
	Sure     Sureness
}

// Sureness is how sure a reading is of an act. What is less sure than Inferred
// is Unclear: nothing follows from a guess.
type Sureness string

// Said is in the words themselves; Inferred follows from them and from what was
// asked, as when a time named is that of one offered slot. The zero value is Said.
const (
	Said     Sureness = ""
	Inferred Sureness = "inferred"
)

// A Question is one numbered question of the letter that is answered.
type Question struct {
	N       int
	Kind    QuestionKind
	Text    string
	Offered []Offered // slots of this question; nil for those of the letter
}

// A QuestionKind says what kind of answer a question wants.
type QuestionKind string

// What can be asked: the kinds of a letter, and within a survey the kinds of
// its questions. Several is a letter with numbered questions of many kinds;
// Nothing is a mail that answers no letter.
const (
	Enrol     QuestionKind = "enrol"
	Echo      QuestionKind = "echo"
	Match     QuestionKind = "match"
	Agreement QuestionKind = "agreement"
	Slots     QuestionKind = "slots"
	Again     QuestionKind = "again" // one slot: the time of the last session again?
	Booked    QuestionKind = "booked"
	Checkin   QuestionKind = "checkin"
	Survey    QuestionKind = "survey"
	Several   QuestionKind = "several"
	Drafted   QuestionKind = "draft"
	Fit       QuestionKind = "fit"    // are they a good pair?
	Ending    QuestionKind = "ending" // does it end, or go on?
	Nothing   QuestionKind = "none"

	Rating5  QuestionKind = "rating5"
	NPS      QuestionKind = "nps"
	FreeText QuestionKind = "text"
	YesNo    QuestionKind = "yesno"
)

// An Offered slot is one that the letter listed, by its number.
type Offered struct {
	N    int
	Slot calendar.Slot
}

// Asked is what the words answer: the letter, the writer and the moment.
type Asked struct {
	Kind      QuestionKind
	Sent      time.Time
	Zone      *time.Location
	Offered   []Offered
	Booked    calendar.Slot
	Length    time.Duration // of a session
	Questions []Question    // of a survey, a check-in or a letter with several questions
	Closed    []int         // the numbers of the letter's questions that are settled
	Draft     []Pairing     // of a draft that the coordinator is asked to approve
	Others    []string      // names of those without a pair in it
}

// A Pairing is one numbered pair of a draft.
type Pairing struct {
	N              int
	Mentor, Mentee string
}

// A Passage is some of the person's own words, and the quoted line right above
// them when they were typed below it.
type Passage struct {
	Below string
	Words string
}
