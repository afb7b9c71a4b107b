package calendar

import (
	"strings"
	"time"
)

// Zone is the zone of an IANA name. An empty or unknown name is the fallback:
// what a person wrote can never be an error.
func Zone(name string, fallback *time.Location) *time.Location {
	if name == "" || strings.EqualFold(name, "local") {
		return fallback
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return fallback
	}
	return zone
}

// City is the part of a zone's name that people recognise: "New York" of
// America/New_York.
func City(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// Say writes a slot as a person reads it, in zone, always with the date, both
// ends and the zone: "Thu 5 Nov 2026, 16:00-16:45 (London)".
func Say(s Slot, zone *time.Location) string {
	from, to := s.Start.In(zone), s.End.In(zone)
	return from.Format("Mon 2 Jan 2006, 15:04") + "-" + to.Format("15:04") + " (" + City(zone) + ")"
}

// SayDay writes a day as a person reads it: "Thu 5 Nov 2026".
func SayDay(t time.Time, zone *time.Location) string { return t.In(zone).Format("Mon 2 Jan 2006") }
