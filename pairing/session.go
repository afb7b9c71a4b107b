package pairing

import (
	"slices"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
)

// A SessionID names a session; it is also the local part of its event's UID.
type SessionID string

// A SessionStatus is where a session is in its life.
type SessionStatus string

// The life of a session.
const (
	Proposing SessionStatus = "proposing" // slots are offered, nothing in a calendar
	Booked    SessionStatus = "booked"    // both calendars hold the slot
	Moving    SessionStatus = "moving"    // the slot will not be kept; new ones are offered
	Held      SessionStatus = "held"
	Missed    SessionStatus = "missed"
	Cancelled SessionStatus = "cancelled"
)

// A Session is one meeting of a pair, with one event in both calendars.
type Session struct {
	ID       SessionID     `json:"id"`
	Pair     PairID        `json:"pair"`
	N        int           `json:"n"` // 1 for the first
	Status   SessionStatus `json:"status"`
	Slot     calendar.Slot `json:"slot,omitzero"` // the booked one; while moving, the old one
	Sequence int           `json:"sequence"`      // of the event as last sent; -1 before any
	Target   time.Time     `json:"target"`        // not before
	Offer    Offer         `json:"offer"`
	Calendar [2]Said       `json:"calendar"`
	Report   [2]Report     `json:"report"`
	Moves    int           `json:"moves,omitempty"`
}

// An Offer is a round of slots put to both, and what they said so far.
type Offer struct {
	Round    int                  `json:"round"` // over the whole life of the session
	Tries    int                  `json:"tries"` // rounds since a time was last settled
	Slots    []calendar.Slot      `json:"slots,omitempty"`
	OK       [2][]int             `json:"ok"` // numbers from 1
	Answered [2]bool              `json:"answered"`
	First    Side                 `json:"first"` // who answered first
	Want     [2][]calendar.Window `json:"want"`
	Not      [2][]calendar.Window `json:"not"`
	Tried    []calendar.Slot      `json:"tried,omitempty"` // offered in earlier rounds
	Crossed  bool                 `json:"crossed,omitempty"`
	Counter  bool                 `json:"counter,omitempty"` // one slot, proposed from a calendar
	Again    bool                 `json:"again,omitempty"`   // one slot, the time of the last session; the yes of one is enough
}

// common are the slots that both can make.
func (o Offer) common() (out []calendar.Slot) {
	for _, n := range o.OK[Mentor] {
		if n >= 1 && n <= len(o.Slots) && slices.Contains(o.OK[Mentee], n) {
			out = append(out, o.Slots[n-1])
		}
	}
	return out
}

// Said is the newest answer of one attendee's calendar.
type Said struct {
	Status   ics.Status `json:"status,omitempty"`
	Sequence int        `json:"sequence,omitempty"`
	Stamp    time.Time  `json:"stamp,omitzero"`
	Words    bool       `json:"words,omitempty"` // they said so in words: the calendar itself may not know
}

// A Report is what one of the two says about a session that was to take place.
type Report struct {
	Answered bool   `json:"answered,omitempty"`
	Met      bool   `json:"met,omitempty"`
	Rating   int    `json:"rating,omitempty"` // 1 to 5; 0 for none
	Note     string `json:"note,omitempty"`
}

// Live reports whether the session is still ahead or being arranged.
func (s Session) Live() bool {
	return s.Status == Proposing || s.Status == Booked || s.Status == Moving
}
