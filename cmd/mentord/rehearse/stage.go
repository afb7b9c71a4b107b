package rehearse

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// Servers are the mail servers that the play runs on.
type Servers struct {
	IMAP, SMTP string // host:port
	TLS        mailer.Security
	Config     *tls.Config
	Password   func(address string) string
	Slow       bool // delivery takes a while: wait for it
}

// A Stage is a play in progress.
type Stage struct {
	Servers
	daemon  *daemon.Daemon
	store   *store.Store
	program string // address
	actors  map[string]*Actor
	order   []*Actor
	boxes   map[string]*outbox.Outbox
	clock   atomic.Int64 // Unix seconds: the servers read it too
	deeds   []Deed
	nextSeq int

	script   Script
	expected map[string]uint32 // mails that were sent to each address
	watched  map[string]*inbox.Inbox
	ids      map[string]map[string]int // deliveries by address and message id
	mailed   int                       // mails that actors sent to the program
	months   map[[2]string]*month      // by address and month
}

func (s *Stage) now() time.Time { return time.Unix(s.clock.Load(), 0).UTC() }

// do puts a deed into the actors' diary.
func (s *Stage) do(deeds ...Deed) {
	for _, d := range deeds {
		s.nextSeq++
		d.seq = s.nextSeq
		s.deeds = append(s.deeds, d)
	}
	slices.SortStableFunc(s.deeds, func(a, b Deed) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.seq, b.seq)) })
}

// play runs from now to the end: it lets the daemon and the cast act until
// nobody has anything to do at this moment, then jumps to the next one.
func (s *Stage) play(ctx context.Context, end time.Time, progress func(time.Time)) error {
	for {
		wake, err := s.settle(ctx)
		if err != nil {
			return err
		}
		next := end
		if len(s.deeds) > 0 && s.deeds[0].At.Before(next) {
			next = s.deeds[0].At
		}
		if !wake.IsZero() && wake.Before(next) {
			next = wake
		}
		if !next.After(s.now()) { // a moment within this second: go on to the next
			next = s.now().Add(time.Second)
		}
		if !next.Before(end) {
			return nil
		}
		// Whole seconds, upwards: nothing may come due between two ticks.
		s.clock.Store(next.Add(time.Second - time.Nanosecond).Unix())
		progress(s.now())
		for len(s.deeds) > 0 && !s.deeds[0].At.After(s.now()) {
			d := s.deeds[0]
			s.deeds = s.deeds[1:]
			if err := s.act(ctx, d); err != nil {
				return err
			}
		}
	}
}

// act sends an actor's mail.
func (s *Stage) act(ctx context.Context, d Deed) error {
	raw := d.Raw(s.now())
	to := mailer.Parse(raw).To
	s.script.add(s.now(), d.Actor.Name, d.Note)
	if err := send(ctx, s.boxes[d.Actor.Address], d.Actor.Address, to[0], raw); err != nil {
		return err
	}
	s.mailed++
	s.expected[s.program]++
	return nil
}

// settle lets the daemon work and the cast read, until nothing moves.
func (s *Stage) settle(ctx context.Context) (wake time.Time, err error) {
	for {
		if err := s.await(ctx, s.program); err != nil {
			return wake, err
		}
		if wake, err = s.daemon.Step(ctx, s.now()); err != nil {
			return wake, fmt.Errorf("the daemon, at %s: %w", s.now().Format(time.DateTime), err)
		}
		moved := false
		for _, a := range s.order {
			if s.expected[a.Address] == a.mark.UID || a.hasNoMailbox() {
				continue
			}
			if err := s.await(ctx, a.Address); err != nil {
				return wake, err
			}
			letters, deeds, err := a.read(ctx, s.now())
			if err != nil {
				return wake, err
			}
			for _, l := range letters {
				s.note(a, l)
			}
			s.do(deeds...)
			moved = true
		}
		if !moved {
			return wake, nil
		}
	}
}

// note enters a letter that somebody read into the timeline.
func (s *Stage) note(a *Actor, l mailer.Mail) {
	what := "gets: " + l.Subject
	if len(l.Calendars) > 0 {
		what += " [invitation]"
	}
	s.script.add(s.now(), a.Name, what)
	if s.ids[a.Address] == nil {
		s.ids[a.Address] = map[string]int{}
	}
	s.ids[a.Address][l.MessageID]++
	if a.Profile.Role == "" {
		return // the coordinator
	}
	key := [2]string{a.Address, s.now().Format("2006-01")}
	if s.months == nil {
		s.months = map[[2]string]*month{}
	}
	if s.months[key] == nil {
		s.months[key] = &month{}
	}
	m := s.months[key]
	m.letters++
	switch {
	case len(l.Calendars) > 0:
		m.invitations++
	case strings.HasPrefix(l.Subject, "In 1 "):
		m.reminders++
	}
}

// A month is what one person got in it.
type month struct{ letters, invitations, reminders int }

// await waits until everything that was sent to an address is in its mailbox.
func (s *Stage) await(ctx context.Context, address string) error {
	if !s.Slow || s.watched[address] == nil {
		return nil
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(3 * time.Millisecond) {
		next, err := s.watched[address].UIDNext(ctx)
		if err != nil {
			return err
		}
		if next > s.expected[address] {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the mail servers delivered %d of %d mails to %s", next-1, s.expected[address], address)
		}
	}
}

// counted is the daemon's outbox, counting what every mailbox should get.
type counted struct {
	*outbox.Outbox
	stage *Stage
}

// Send sends one letter and notes where it must turn up: in its mailbox, or,
// for an address without one, as a bounce in the program's.
func (c counted) Send(ctx context.Context, from, to string, raw []byte) (outbox.Verdict, error) {
	verdict, err := c.Outbox.Send(ctx, from, to, raw)
	if verdict == outbox.Sent {
		if a := c.stage.actors[strings.ToLower(to)]; a != nil && !a.hasNoMailbox() {
			c.stage.expected[a.Address]++
		} else {
			c.stage.expected[c.stage.program]++
		}
	}
	return verdict, err
}

// open connects the cast and the daemon to the servers.
func (s *Stage) open(setup daemon.Setup, actors []*Actor) {
	s.actors, s.boxes = map[string]*Actor{}, map[string]*outbox.Outbox{}
	s.expected, s.watched, s.ids = map[string]uint32{}, map[string]*inbox.Inbox{}, map[string]map[string]int{}
	for _, a := range actors {
		s.actors[a.Address] = a
		s.order = append(s.order, a)
		a.inbox = s.mailbox(a.Address, "")
		s.boxes[a.Address] = s.sender(a.Address)
		if s.Slow && !a.hasNoMailbox() {
			s.watched[a.Address] = a.inbox
		}
	}
	s.watched[s.program] = s.mailbox(s.program, "")
	setup.Inbox = s.mailbox(s.program, "Processed")
	setup.Outbox = counted{s.sender(s.program), s}
	s.daemon = daemon.New(setup)
}

func (s *Stage) mailbox(address, archive string) *inbox.Inbox {
	o := inbox.Defaults()
	o.Server, o.User, o.Secret, o.TLS, o.Config, o.Archive = s.IMAP, address, s.Password(address), s.TLS, s.Config, archive
	return inbox.New(o)
}

func (s *Stage) sender(address string) *outbox.Outbox {
	o := outbox.Defaults()
	o.Server, o.User, o.Secret, o.TLS, o.Config = s.SMTP, address, s.Password(address), s.TLS, s.Config
	return outbox.New(o)
}

func (s *Stage) close() {
	for _, a := range s.order {
		a.inbox.Close()
		s.boxes[a.Address].Close()
	}
	for _, b := range s.watched {
		b.Close()
	}
	s.daemon.Inbox.Close()
	s.daemon.Outbox.Close()
}

// enter lets the cast in: the roster is imported, the others write by
// themselves in the first two weeks.
func (s *Stage) enter(ctx context.Context, people []pairing.Imported) error {
	if err := s.daemon.Import(ctx, s.now(), people); err != nil {
		return err
	}
	start := s.now()
	for i, a := range s.order {
		for _, day := range slices.Sorted(maps.Keys(a.Says)) {
			words := a.Says[day]
			s.do(Deed{At: a.later(start.AddDate(0, 0, day)), Actor: a, Note: "writes: " + words, Raw: func(now time.Time) []byte { return a.reply(a.last, words, now) }})
		}
		if a.Roster {
			continue
		}
		at := a.later(s.now().Add(time.Duration(i*7) * time.Hour))
		s.do(Deed{At: at, Actor: a, Note: "writes to the program for the first time",
			Raw: func(now time.Time) []byte { return a.firstMail(s.program, now) }})
	}
	return nil
}
