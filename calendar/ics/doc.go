// Package ics writes the invitations that calendars show with their buttons,
// and reads what comes back: replies and counter-proposals (iTIP, RFC 5546, by
// mail as in RFC 6047).
//
// Write follows what Google and others send on purpose: one VCALENDAR with one
// VEVENT, times in UTC, METHOD first, a fresh DTSTAMP, CRLF and folding. Read
// is tolerant instead: it takes what real clients send (properties in any
// case, missing ORGANIZER, missing END, values without quotes) and gives the
// few facts that matter. It never takes the time of a session from a REPLY,
// because clients get it wrong, and it never invents a field that is not there.
//
// It is the only importer of golang-ical.
package ics
