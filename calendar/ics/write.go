package ics

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	ical "github.com/arran4/golang-ical"

	"mentord/calendar"
)

// A Method is the iTIP method of a calendar object (RFC 5546, section 1.4).
type Method string

// The methods that mentord writes or acts on.
const (
	Request        Method = "REQUEST"
	Cancel         Method = "CANCEL"
	Reply          Method = "REPLY"
	Counter        Method = "COUNTER"
	DeclineCounter Method = "DECLINECOUNTER"
	Refresh        Method = "REFRESH"
)

// A Status is what an attendee says to an invitation (PARTSTAT, RFC 5545,
// section 3.2.12).
type Status string

// The answers of an attendee.
const (
	NeedsAction Status = "NEEDS-ACTION"
	Accepted    Status = "ACCEPTED"
	Declined    Status = "DECLINED"
	Tentative   Status = "TENTATIVE"
	Delegated   Status = "DELEGATED"
)

// An Attendee is one of the people invited, or the organizer.
type Attendee struct {
	Name   string
	Email  string
	Status Status // "" for the organizer
}

// An Invitation is one state of one session's event, as one method tells it.
type Invitation struct {
	Method      Method
	UID         string // stays the same for the life of the session
	Sequence    int    // 0 first; +1 when the time changes and on CANCEL
	Stamp       time.Time
	Slot        calendar.Slot
	Alarm       time.Duration // before the slot, of a REQUEST; 0 for none
	Summary     string
	Description string
	Location    string
	Organizer   Attendee
	Attendees   []Attendee
}

// Write gives the bytes of the iCalendar object: UTF-8, CRLF, folded at 75
// octets (RFC 5545, section 3.1).
func Write(inv Invitation) ([]byte, error) {
	switch {
	case inv.UID == "" || inv.Stamp.IsZero() || inv.Slot.IsZero():
		return nil, errors.New("write invitation: it needs a UID, a stamp and a slot")
	case inv.Organizer.Email == "" || len(inv.Attendees) == 0:
		return nil, errors.New("write invitation: it needs an organizer and an attendee")
	}
	cal := ical.NewCalendarFor("mentord")
	cal.CalendarProperties = nil
	cal.SetMethod(ical.Method(inv.Method)) // first, before the VEVENT: some readers need it
	cal.SetVersion("2.0")
	cal.SetProductId("-//mentord//mentoring by mail//EN")
	cal.SetCalscale("GREGORIAN")
	event := cal.AddEvent(inv.UID)
	event.SetDtStampTime(inv.Stamp)
	event.SetSequence(inv.Sequence)
	event.SetStartAt(inv.Slot.Start)
	event.SetEndAt(inv.Slot.End)
	event.SetSummary(clean(inv.Summary))
	if inv.Description != "" {
		event.SetDescription(clean(inv.Description))
	}
	if inv.Location != "" {
		event.SetLocation(clean(inv.Location))
	}
	status := ical.ObjectStatusConfirmed
	if inv.Method == Cancel {
		status = ical.ObjectStatusCancelled
	}
	event.SetStatus(status)
	event.SetTimeTransparency(ical.TransparencyOpaque)
	event.SetProperty("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY")
	event.SetProperty("X-MICROSOFT-DISALLOW-COUNTER", "FALSE")
	names := []string{commonName(inv.Organizer)}
	event.SetOrganizer("mailto:"+bare(inv.Organizer.Email), ical.WithCN(placeFor(0)))
	for i, a := range inv.Attendees {
		names = append(names, commonName(a))
		// Parameters come out in alphabetical order, so PARTSTAT is never the
		// last one: Gnus loses the address when it is.
		event.AddProperty(ical.ComponentProperty(ical.PropertyAttendee), "mailto:"+bare(a.Email),
			ical.CalendarUserTypeIndividual, ical.ParticipationRoleReqParticipant,
			ical.WithCN(placeFor(i+1)),
			&ical.KeyValues{Key: "PARTSTAT", Value: []string{string(a.Status)}},
			&ical.KeyValues{Key: "RSVP", Value: []string{"TRUE"}}) // in capitals: Gnus shows no buttons else
	}
	if inv.Alarm > 0 && inv.Method == Request {
		alarm := event.AddAlarm()
		alarm.SetAction(ical.ActionDisplay)
		alarm.SetProperty(ical.ComponentPropertyDescription, clean(inv.Summary)) // RFC 5545, section 3.6.6: it must have one
		alarm.SetTrigger(fmt.Sprintf("-PT%dM", int(inv.Alarm.Minutes())))
	}
	text := fold(named(cal.Serialize(ical.WithNewLineWindows, ical.WithLineLength(unfolded)), names))
	if strings.Count(text, "BEGIN:VEVENT") != 1 {
		return nil, fmt.Errorf("write invitation %s: the object does not hold exactly one event", inv.UID)
	}
	return []byte(text), nil
}

// commonName is a name as it may stand between quotes: they cannot be escaped in
// iCalendar, so that one in a name becomes a single one. Somebody without a name
// has their address there: an empty one is malformed.
func commonName(a Attendee) string {
	for _, name := range []string{a.Name, a.Email} {
		name = strings.Map(func(r rune) rune {
			switch {
			case r == '"':
				return '\''
			case r == '\\': // some readers take it for an escape, also of the closing quote
				return '/'
			case unicode.IsControl(r):
				return ' '
			case turnsText(r):
				return -1
			}
			return r
		}, strings.ToValidUTF8(name, ""))
		if name = strings.Join(strings.Fields(name), " "); name != "" {
			return name
		}
	}
	return "?"
}

// bare is an address with nothing in it that could end the line.
func bare(address string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(address, ""))
}

// turnsText reports whether the rune turns the text around it: a name could
// make its neighbours read backwards.
func turnsText(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// clean drops the control characters that have no place in text; golang-ical
// would keep a raw CR.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || turnsText(r) {
			return -1
		}
		return r
	}, text)
}
