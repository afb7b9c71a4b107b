package mailer

import (
	"strings"
	"time"
)

// A Meter counts the mails of each sender, so that one of them cannot keep us from
// all the others.
type Meter struct {
	Limit int // mails of one sender an hour; 0 for no limit
	hour  time.Time
	count map[string]int
}

// maxSenders bounds what the meter remembers: beyond it, whoever is new shares one
// count.
const maxSenders = 50_000

// bounceShare is how many times the limit a mail server may send: after an invitation to
// an old roster hundreds of bounces have one sender.
const bounceShare = 20

// server is the sender of whatever comes from a mail server, or from nobody.
const server = "a mail server"

// Counted is under whom a mail is counted: its address in From; all mail servers, which
// return the mail of many people, count as one.
func Counted(m Mail) string {
	if len(m.From) != 1 || nullSender(m) || fromDaemon(m) || strings.HasPrefix(m.From[0].Email, "microsoftexchange") {
		return server
	}
	return m.From[0].Email
}

// Over counts a mail of the sender and reports whether it is one too many.
func (m *Meter) Over(sender string, now time.Time) bool {
	if m.Limit <= 0 {
		return false
	}
	if hour := now.Truncate(time.Hour); m.count == nil || !hour.Equal(m.hour) {
		m.hour, m.count = hour, map[string]int{}
	}
	if _, known := m.count[sender]; !known && len(m.count) >= maxSenders {
		sender = ""
	}
	m.count[sender]++
	limit := m.Limit
	if sender == server {
		limit *= bounceShare
	}
	return m.count[sender] > limit
}
