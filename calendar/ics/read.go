package ics

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"mentord/calendar"
)

// An Answer is what one attendee's calendar says about one event.
type Answer struct {
	Method   Method
	UID      string
	Sequence int
	Stamp    time.Time // zero when the object has none
	Attendee string    // address in lower case; "" when the object names nobody: then the mail's From
	SentBy   string    // an assistant who answered for the attendee
	Status   Status
	Comment  string        // a note that the person added
	Proposed calendar.Slot // COUNTER only; zero when its times could not be read
}

// ErrNoEvent is returned when the object holds nothing that could be an answer.
var ErrNoEvent = errors.New("read calendar: no event with a UID in it; a person has to look at the mail")

// LooksLike reports whether the bytes are an iCalendar object, whatever the
// MIME type around them claims.
func LooksLike(data []byte) bool {
	head := data[:min(len(data), 4096)]
	return bytes.Contains(bytes.ToUpper(head), []byte("BEGIN:VCALENDAR"))
}

// Read gives the answers in an iCalendar object, one for each attendee and
// event. The same answer twice in one object comes out once. Objects that are
// no answers (PUBLISH, free/busy) give none, with ErrNoEvent.
func Read(data []byte) ([]Answer, error) {
	var (
		method Method
		out    []Answer
		events [][]line
		open   int
	)
	all := lines(data)
	for _, l := range all {
		upper := strings.ToUpper(strings.TrimSpace(l.value))
		switch {
		case l.name == "METHOD":
			method = Method(upper)
		case l.name == "BEGIN" && upper == "VEVENT":
			events = append(events, nil)
			open = len(events)
		case l.name == "END" && upper == "VEVENT":
			open = 0
		case open > 0:
			events[open-1] = append(events[open-1], l)
		}
	}
	for _, event := range events {
		for _, a := range answersIn(event, method) {
			if !contains(out, a) {
				out = append(out, a)
			}
		}
	}
	if len(out) == 0 {
		return nil, ErrNoEvent
	}
	return out, nil
}

func contains(answers []Answer, a Answer) bool {
	for _, b := range answers {
		if a == b {
			return true
		}
	}
	return false
}

// answersIn reads one VEVENT: an answer for every attendee with a PARTSTAT, or
// a single one with no attendee when the event names none.
func answersIn(event []line, method Method) []Answer {
	base := Answer{Method: method}
	var attendees []Answer
	var start, end line
	for _, l := range event {
		switch l.name {
		case "UID":
			base.UID = strings.TrimSpace(l.value)
		case "SEQUENCE":
			base.Sequence, _ = strconv.Atoi(strings.TrimSpace(l.value))
		case "DTSTAMP":
			base.Stamp, _ = moment(l)
		case "COMMENT":
			base.Comment = strings.TrimSpace(unescape(l.value))
		case "DTSTART":
			start = l
		case "DTEND":
			end = l
		case "ATTENDEE":
			attendees = append(attendees, Answer{
				Attendee: address(l.value),
				SentBy:   address(l.params["SENT-BY"]),
				Status:   Status(strings.ToUpper(l.params["PARTSTAT"])),
				Comment:  strings.TrimSpace(unescape(l.params["X-RESPONSE-COMMENT"])),
			})
		}
	}
	if base.UID == "" {
		return nil
	}
	if method == Counter {
		base.Proposed = proposed(start, end)
	}
	if len(attendees) == 0 {
		return []Answer{base}
	}
	for i, a := range attendees {
		comment := a.Comment
		if comment == "" {
			comment = base.Comment
		}
		attendees[i] = Answer{base.Method, base.UID, base.Sequence, base.Stamp, a.Attendee, a.SentBy, a.Status, comment, base.Proposed}
	}
	return attendees
}

// proposed is the slot between two date-times; zero unless both can be read.
func proposed(start, end line) calendar.Slot {
	from, ok1 := moment(start)
	to, ok2 := moment(end)
	if !ok1 || !ok2 || !from.Before(to) {
		return calendar.Slot{}
	}
	return calendar.Slot{Start: from.UTC(), End: to.UTC()}
}

// moment reads a DATE-TIME that is in UTC or names a zone we know, by its IANA
// or Windows name. A floating time or an unknown zone is not a moment: no zone
// is ever assumed.
func moment(l line) (time.Time, bool) {
	value := strings.TrimSpace(l.value)
	if t, err := time.Parse("20060102T150405Z", value); err == nil {
		return t, true
	}
	name := l.params["TZID"]
	if name == "" {
		return time.Time{}, false
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = ical.WindowsTimezoneToIANA(name)
	}
	if zone == nil {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("20060102T150405", value, zone)
	return t, err == nil
}
