package mailer

import (
	"slices"
	"time"
)

// What is read of one mail at most. Real mail peaks at depth 7 and 17 parts.
const (
	maxDepth  = 20
	maxParts  = 500
	maxHeader = 1 << 20
	maxText   = 1 << 20 // of each of text, HTML and calendar
	maxRefers = 60      // message ids in one of In-Reply-To and References
)

// A Mail is one mail, read as far as it goes.
type Mail struct {
	Header    Header
	From      []Address // more than one is suspect
	To        []string  // every address that it was sent or delivered to, in lower case
	Subject   string
	MessageID string
	Refers    []string  // message ids in In-Reply-To and References, nearest first
	Date      time.Time // zero without one
	Text      string    // of the first text/plain parts, decoded
	Flowed    bool      // Text is format=flowed
	HTML      string
	Calendars [][]byte // iCalendar objects, by type or by their first line
	Report    []Header // groups of fields of a delivery status (RFC 3464)
	Returned  Header   // header of the mail that a bounce gives back
	Files     []string // names of attachments
	Trouble   []string // what was wrong with it
}

// Parse reads a mail. It never fails and never takes more than linear time.
func Parse(raw []byte) Mail {
	var m Mail
	h, body, bad := splitHeader(raw, maxHeader, maxFields)
	if bad {
		m.trouble("a header line is malformed, or the header is too long")
	}
	m.Header = h
	for _, a := range addresses(h["from"]) {
		// The same address twice is one sender: some clients write it as its own name.
		if !slices.ContainsFunc(m.From, func(b Address) bool { return a.Email == b.Email }) {
			m.From = append(m.From, a)
		}
	}
	for _, name := range []string{"to", "cc", "delivered-to", "x-delivered-to", "x-envelope-to", "envelope-to", "x-original-to"} {
		for _, a := range addresses(h[name]) {
			m.To = append(m.To, a.Email)
		}
	}
	m.Subject = h.Text("subject")
	m.MessageID = firstID(h.Get("message-id"))
	m.Refers = idsIn(h.Get("in-reply-to"))
	m.Refers = m.Refers[:min(len(m.Refers), maxRefers)]
	refs := idsIn(h.Get("references"))
	for _, id := range slices.Backward(refs[max(0, len(refs)-maxRefers):]) {
		m.Refers = append(m.Refers, id)
	}
	m.Date = date(h.Get("date"))
	m.walk(h, body)
	return m
}

// trouble notes what was wrong with the mail.
func (m *Mail) trouble(what string) {
	if len(m.Trouble) < 20 {
		m.Trouble = append(m.Trouble, what)
	}
}
