package rehearse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
)

// Habits are how somebody deals with mail.
type Habits struct {
	Client  string  // gmail, outlook, apple, inline or phone: how their answers look
	Delay   float64 // hours until they answer, on average
	Silent  float64 // chance that a letter is never answered
	Muddle  float64 // chance that nobody can read the answer
	InWords float64 // chance of naming times in words instead of a number
	Moves   float64 // chance of asking to move after an invitation
	Refuses int     // how many proposed partners they turn down first
	// chances of each answer of their calendar; the rest accepts
	Declines, Counters, Tentative, Ignores float64
	Ghost                                  bool           // never answers anything after joining
	Away                                   time.Time      // out of office from then …
	Back                                   time.Time      // … until then, with an answering machine
	Says                                   map[int]string // by the day of the play: what they write by themselves
}

// An Actor is one participant of the rehearsal, with a mailbox of their own.
type Actor struct {
	Name    string
	Address string
	Zone    *time.Location
	Roster  bool // imported by the coordinator; the others write by themselves
	Profile pairing.Profile
	City    string
	Free    string // when they say that they are free
	Habits

	lots    *rand.Rand
	inbox   *inbox.Inbox
	mark    inbox.Mark
	refused int
	beeped  bool              // the answering machine has answered
	last    mailer.Mail       // the newest letter that they read
	seen    map[string]bool   // message ids read
	events  map[string]string // UID → sequence last answered
}

// A Deed is a mail that an actor will send at a moment.
type Deed struct {
	At    time.Time
	Actor *Actor
	Raw   func(now time.Time) []byte
	Note  string // for the timeline
	seq   int    // keeps deeds of one moment in order
}

// read fetches what is new in the actor's mailbox and gives what they will do
// about it.
func (a *Actor) read(ctx context.Context, now time.Time) (letters []mailer.Mail, deeds []Deed, err error) {
	arrived, err := a.inbox.Fetch(ctx, inbox.Wanted{After: a.mark})
	if err != nil {
		return nil, nil, fmt.Errorf("%s reads mail: %w", a.Name, err)
	}
	for _, m := range arrived {
		a.mark = m.Mark
		mail := mailer.Parse(m.Raw)
		letters = append(letters, mail)
		if a.seen[mail.MessageID] {
			continue
		}
		a.seen[mail.MessageID] = true
		a.last = mail
		deeds = append(deeds, a.consider(mail, now)...)
	}
	return letters, deeds, nil
}

// consider decides what to do about one letter.
func (a *Actor) consider(mail mailer.Mail, now time.Time) []Deed {
	if now.After(a.Away) && now.Before(a.Back) {
		if a.beeped {
			return nil
		}
		a.beeped = true
		return []Deed{{At: now.Add(time.Minute), Actor: a, Note: "answers: out of office until " + a.Back.Format("2 January"),
			Raw: func(now time.Time) []byte { return a.outOfOffice(mail, now) }}}
	}
	if len(mail.Calendars) > 0 {
		return a.considerInvitation(mail, now)
	}
	questions := questionsIn(mail.Text)
	if strings.HasPrefix(mail.Subject, "[digest]") { // Mia asks about one of those who need a look
		if _, rest, ok := strings.Cut(mail.Text, "\n- "); ok && a.chance(0.2) {
			name, _, _ := strings.Cut(rest, ":")
			return []Deed{{At: a.later(now), Actor: a, Note: "asks about " + oneLine(name), Raw: func(now time.Time) []byte { return a.reply(mail, "How is "+name+" doing?", now) }}}
		}
		return nil
	}
	if len(questions) == 0 || a.Ghost && !joining(questions) || a.chance(a.Silent) {
		return nil
	}
	at := a.later(now)
	words := a.answer(questions)
	if words == "" {
		return nil
	}
	return []Deed{{At: at, Actor: a, Note: "writes: " + oneLine(words), Raw: func(now time.Time) []byte { return a.reply(mail, words, now) }}}
}

func joining(questions []question) bool {
	return strings.Contains(questions[0].text, "take part") || strings.Contains(questions[0].text, "fill in")
}

// later is when the actor gets round to it: within their waking hours.
func (a *Actor) later(now time.Time) time.Time {
	hours := a.Delay * (0.3 + 1.4*a.lots.Float64())
	at := now.Add(time.Duration(hours * float64(time.Hour)))
	local := calendar.Waking(at, a.Zone, calendar.Span{From: calendar.At(21, 0), To: calendar.At(8, 0)})
	return local.Add(time.Duration(a.lots.IntN(50)) * time.Minute).Truncate(time.Second)
}

func (a *Actor) chance(p float64) bool { return p > 0 && a.lots.Float64() < p }

func (a *Actor) pick(words ...string) string { return words[a.lots.IntN(len(words))] }

// send hands a mail to the actor's own SMTP server.
func send(ctx context.Context, box *outbox.Outbox, from, to string, raw []byte) error {
	verdict, err := box.Send(ctx, from, to, raw)
	if verdict != outbox.Sent {
		return fmt.Errorf("%s could not send: %s: %w", from, verdict, err)
	}
	return nil
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 100 {
		s = string(r[:97]) + "..."
	}
	return s
}
