package pairing

import (
	"regexp"
	"strings"
	"time"
)

// A PairID names a mentor and a mentee together.
type PairID string

// A Side is one of the two people of a pair; it indexes arrays of two.
type Side int

// The sides of a pair.
const (
	Mentor Side = 0
	Mentee Side = 1
)

// Other is the partner's side.
func (s Side) Other() Side { return 1 - s }

// Sides are both, for loops.
var Sides = [2]Side{Mentor, Mentee}

// A PairStatus is where a pair is in its life; doc.go draws it.
type PairStatus string

// The life of a pair.
const (
	Proposed PairStatus = "proposed" // both are asked
	Agreed   PairStatus = "agreed"   // both said yes, the cohort has not started
	Active   PairStatus = "active"   // introduced
	Refused  PairStatus = "refused"  // one said no
	Lapsed   PairStatus = "lapsed"   // one never answered
	Ended    PairStatus = "ended"
	Barred   PairStatus = "barred" // never a pair: the coordinator does not want them together
)

// An Agreement is how two people want to work together.
type Agreement struct {
	Goals     string `json:"goals,omitempty"`
	EveryDays int    `json:"every_days,omitempty"` // 0: the program's rhythm
	Channel   string `json:"channel,omitempty"`
	QuietDays int    `json:"quiet_days,omitempty"`
}

// link is an address at which two can meet.
var link = regexp.MustCompile(`https://[^\s<>"]+`)

// Place is where the pair meets by its agreement: the address of its own room if
// it named one, else the channel in words.
func (a Agreement) Place() string {
	if room := link.FindString(a.Channel); room != "" {
		return strings.TrimRight(room, ".,;:!?)")
	}
	return a.Channel
}

// A Pair is a mentor and a mentee from the moment that they are proposed.
type Pair struct {
	ID        PairID      `json:"id"`
	People    [2]PersonID `json:"people"` // by Side
	Status    PairStatus  `json:"status"`
	Yes       [2]bool     `json:"yes"`
	Score     int         `json:"score"` // 0 to 1000, see Score
	Why       []string    `json:"why,omitempty"`
	Agreement Agreement   `json:"agreement"`
	Made      time.Time   `json:"made"`
	Start     time.Time   `json:"start,omitzero"`
	End       time.Time   `json:"end,omitzero"`
	Sessions  int         `json:"sessions"` // the number of the last session begun
	FitAsked  time.Time   `json:"fit_asked,omitzero"`
	Extend    [2]int      `json:"extend,omitzero"`   // days more that each wants at the end; -1 for none, 0: not said
	Raised    time.Time   `json:"raised,omitzero"`   // the silence that both were told of: since when
	Feedback  [2]Feedback `json:"feedback,omitzero"` // of each for the other
	Parted    bool        `json:"parted,omitempty"`  // one of them asked for somebody else
	Quiet     bool        `json:"quiet,omitempty"`   // nobody answered about a time: we wait until one of them writes
}

// Feedback is what one wrote to the other, which both must want to be read.
type Feedback struct {
	Words  string `json:"words,omitempty"`
	Shared bool   `json:"shared,omitempty"`
	Said   bool   `json:"said,omitempty"` // whether it may be read
}

// Side is the side on which the person is; ok is false for a stranger to the pair.
func (p Pair) Side(id PersonID) (side Side, ok bool) {
	for _, s := range Sides {
		if p.People[s] == id {
			return s, true
		}
	}
	return 0, false
}

// Open reports whether the pair takes a place: proposed, agreed or active.
func (p Pair) Open() bool {
	return p.Status == Proposed || p.Status == Agreed || p.Status == Active
}
