package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Policy is the coordinator's [calendar] table.
type Policy struct {
	Session Period `toml:"session"` // how long one session lasts
	Every   Period `toml:"every"`   // how often a pair meets until its agreement says otherwise
	Notice  Period `toml:"notice"`  // an offered slot is at least this far away
	Hours   Span   `toml:"hours"`   // office hours for those who named no hours of their own
	Ahead   Period `toml:"ahead"`   // how far ahead slots are looked for
	Offer   int    `toml:"offer"`   // how many slots one letter offers, 1 to 9
	Link    string `toml:"link"`    // conference link; {pair} becomes the pair's id; "" for none

	SameTime bool `toml:"same_time"` // the time of the last session is asked for again, and the yes of one books it
}

// Defaults is the policy of a file that says nothing.
func Defaults() Policy {
	return Policy{
		Session: Minutes(45), Every: Days(14), Notice: Hours(24),
		Hours: Span{At(9, 0), At(17, 0)}, Ahead: Days(14), Offer: 3, SameTime: true,
	}
}

// Check says what is wrong with the policy and what to write instead.
func (p Policy) Check() error {
	switch length := p.Session.Duration(); {
	case length < 5*time.Minute || length > 8*time.Hour:
		return fmt.Errorf("calendar.session = %q: a session lasts from 5 minutes to 8 hours", p.Session)
	case p.Every.Days < 1:
		return fmt.Errorf("calendar.every = %q: write at least \"1 day\"", p.Every)
	case p.Ahead.Days < 2:
		return fmt.Errorf("calendar.ahead = %q: write at least \"2 days\"", p.Ahead)
	case p.Offer < 1 || p.Offer > 9:
		return fmt.Errorf("calendar.offer = %d: a letter offers 1 to 9 slots", p.Offer)
	case p.Hours.IsZero() || p.Hours.From >= p.Hours.To:
		return fmt.Errorf("calendar.hours: write office hours of one day, as in \"09:00-17:00\"")
	case p.Link != "" && !strings.HasPrefix(p.Link, "https://") && !strings.HasPrefix(p.Link, "http://"):
		return fmt.Errorf("calendar.link = %q: write an address that starts with https://", p.Link)
	}
	return nil
}
