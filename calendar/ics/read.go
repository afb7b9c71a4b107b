package ics

import (
	"bytes"
	"errors"
	"slices"
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

// What is read of one object at most: a series with its exceptions is far below.
const (
	maxEvents    = 50
	maxAttendees = 200 // of one event
	maxSequence  = 1_000_000
)

// An event is one VEVENT, and the number of the calendar that it stands in.
type event struct {
	calendar int
	lines    []line
}

// Read gives the answers in an iCalendar object, one for each attendee and
// event. The same answer twice in one object comes out once. Objects that are
// no answers (PUBLISH, free/busy) give none, with ErrNoEvent.
func Read(data []byte) ([]Answer, error) {
	all := lines(data)
	events, methods := eventsIn(all)
	zones := zonesIn(all)
	var out []Answer
	seen := map[Answer]bool{}
	for _, e := range events {
		for _, a := range answersIn(e.lines, methods[e.calendar], zones) {
			if !seen[a] {
				seen[a] = true
				out = append(out, a)
			}
		}
	}
	if len(out) == 0 {
		return nil, ErrNoEvent
	}
	return out, nil
}

// eventsIn finds the events and the method of each calendar, which may stand
// below them. What is nested in an event, as an alarm with a UID or an attendee
// of its own, is no part of it.
func eventsIn(all []line) (events []event, methods []Method) {
	methods = []Method{""}
	open, nested := false, 0
	for _, l := range all {
		upper := strings.ToUpper(strings.TrimSpace(l.value))
		switch {
		case l.name == "BEGIN" && upper == "VCALENDAR":
			methods = append(methods, "")
			open = false
		case l.name == "METHOD" && !(open && nested > 0):
			methods[len(methods)-1] = Method(upper)
		case l.name == "BEGIN" && upper == "VEVENT":
			if len(events) == maxEvents {
				return events, methods
			}
			events = append(events, event{calendar: len(methods) - 1})
			open, nested = true, 0
		case l.name == "END" && (upper == "VEVENT" || upper == "VCALENDAR"):
			open = false
		case l.name == "BEGIN" && open:
			nested++
		case l.name == "END" && open:
			nested = max(0, nested-1)
		case open && nested == 0:
			events[len(events)-1].lines = append(events[len(events)-1].lines, l)
		}
	}
	return events, methods
}

// answersIn reads one VEVENT: an answer for every attendee with a PARTSTAT, or
// a single one with no attendee when the event names none.
func answersIn(lines []line, method Method, zones map[string][]observance) []Answer {
	base := Answer{Method: method}
	var attendees []Answer
	var stamp, start, end, length line
	answered := false // somebody has a PARTSTAT
	for _, l := range lines {
		switch l.name {
		case "UID":
			base.UID = strings.TrimSpace(l.value)
		case "SEQUENCE":
			if n, err := strconv.Atoi(strings.TrimSpace(l.value)); err == nil && n >= 0 && n <= maxSequence {
				base.Sequence = n
			}
		case "DTSTAMP":
			stamp = l
		case "COMMENT":
			base.Comment = strings.TrimSpace(unescape(l.value))
		case "DTSTART":
			start = l
		case "DTEND":
			end = l
		case "DURATION":
			length = l
		case "ATTENDEE":
			if len(attendees) == maxAttendees {
				continue
			}
			answered = answered || l.params["PARTSTAT"] != ""
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
	base.Stamp, _ = moment(stamp, zones)
	if method == Counter {
		base.Proposed = proposed(start, end, length, zones)
	}
	if len(attendees) == 0 {
		return []Answer{base}
	}
	if answered { // those without a PARTSTAT only stand there
		attendees = slices.DeleteFunc(attendees, func(a Answer) bool { return a.Status == "" })
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

// proposed is the slot between two date-times; zero unless both can be read and
// are those of a meeting.
func proposed(start, end, length line, zones map[string][]observance) calendar.Slot {
	from, ok1 := moment(start, zones)
	to, ok2 := moment(end, zones)
	if d, ok := duration(length.value); ok1 && !ok2 && ok {
		to, ok2 = from.Add(d), true
	}
	if !ok1 || !ok2 || !from.Before(to) || to.Sub(from) > 24*time.Hour {
		return calendar.Slot{}
	}
	return calendar.Slot{Start: from.UTC(), End: to.UTC()}
}

// duration reads "PT45M" or "P1DT2H" (RFC 5545, section 3.3.6).
func duration(value string) (time.Duration, bool) {
	value, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(value)), "P")
	if !ok || value == "" || len(value) > 20 {
		return 0, false
	}
	var d time.Duration
	n := 0
	for _, r := range value {
		switch r {
		case 'T':
		case 'W':
			d, n = d+time.Duration(n)*7*24*time.Hour, 0
		case 'D':
			d, n = d+time.Duration(n)*24*time.Hour, 0
		case 'H':
			d, n = d+time.Duration(n)*time.Hour, 0
		case 'M':
			d, n = d+time.Duration(n)*time.Minute, 0
		case 'S':
			d, n = d+time.Duration(n)*time.Second, 0
		default:
			if r < '0' || r > '9' || n > 10_000 {
				return 0, false
			}
			n = n*10 + int(r-'0')
		}
	}
	return d, n == 0 && d > 0
}

// moment reads a DATE-TIME that is in UTC or names a zone: by its IANA or
// Windows name, or one that the object itself describes. A floating time or an
// unknown zone is not a moment: no zone is ever assumed.
func moment(l line, zones map[string][]observance) (time.Time, bool) {
	value := strings.TrimSpace(l.value)
	if t, err := time.Parse("20060102T150405Z", value); err == nil {
		return t, true
	}
	name := l.params["TZID"]
	if name == "" {
		return time.Time{}, false
	}
	zone := zoneOf(name)
	if own, ok := zones[name]; ok && zone == nil {
		t, err := time.Parse("20060102T150405", value)
		return inOwnZone(own, t), err == nil
	}
	if zone == nil {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("20060102T150405", value, zone)
	return t, err == nil
}

// zoneOf is the zone of an IANA or Windows name, or of a name with a vendor's
// path before it, as in "/vendor.example/20270101_1/Europe/Berlin"; nil when
// there is none. "Local" would be the zone of this machine: it says nothing.
func zoneOf(name string) *time.Location {
	if len(name) > 200 || strings.EqualFold(strings.Trim(name, "/"), "local") {
		return nil
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for n := min(3, len(parts)-1); n >= 2; n-- {
		if zone, err := time.LoadLocation(strings.Join(parts[len(parts)-n:], "/")); err == nil {
			return zone
		}
	}
	return ical.WindowsTimezoneToIANA(name)
}
