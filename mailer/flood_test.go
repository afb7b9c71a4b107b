package mailer

import (
	"fmt"
	"testing"
	"time"
)

// A sender has so many mails an hour, a mail server more, and nobody pays for another.
func TestMeter(t *testing.T) {
	now := time.Date(2027, 1, 4, 10, 30, 0, 0, time.UTC)
	m := Meter{Limit: 60}
	count := func(sender string, n int, at time.Time) (over int) {
		for range n {
			if m.Over(sender, at) {
				over++
			}
		}
		return over
	}
	for _, c := range []struct {
		sender  string
		n, over int
		at      time.Time
	}{
		{"ana@x.example", 60, 0, now},
		{"ana@x.example", 10, 10, now.Add(20 * time.Minute)},
		{"bo@x.example", 60, 0, now.Add(25 * time.Minute)},
		{"ana@x.example", 61, 1, now.Add(time.Hour)},
		{server, 700, 0, now.Add(time.Hour)},
		{server, 700, 200, now.Add(time.Hour)},
	} {
		if got := count(c.sender, c.n, c.at); got != c.over {
			t.Errorf("%s at %s: %d of %d are too many, want %d", c.sender, c.at.Format(time.TimeOnly), got, c.n, c.over)
		}
	}
	for i := range 2 * maxSenders {
		m.Over(fmt.Sprint(i), now.Add(2*time.Hour))
	}
	if len(m.count) > maxSenders+1 {
		t.Errorf("it remembers %d senders", len(m.count))
	}
	if (&Meter{}).Over("x", now) {
		t.Error("without a limit one is too many")
	}
}
