package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// An Inbox is the mailbox that is read.
type Inbox interface {
	Fetch(ctx context.Context, w inbox.Wanted) ([]inbox.Arrival, error)
	File(ctx context.Context, validity uint32, uids []uint32) error
	Keep(ctx context.Context, raw []byte, at time.Time) error
	Wait(ctx context.Context) error
	Close()
}

// An Outbox takes letters to their recipients' servers.
type Outbox interface {
	Send(ctx context.Context, from, to string, raw []byte) (outbox.Verdict, error)
	Close()
}

// Options is the coordinator's [daemon] table.
type Options struct {
	AuthServ  string `toml:"authserv"`   // authserv-id of our own mail server; "" trusts no Authentication-Results
	DKIM      bool   `toml:"dkim"`       // check the signatures of mail where our own server does not say
	PerSender int    `toml:"per_sender"` // mails of one sender that are read in an hour; 0 for no limit
	Listen    string `toml:"listen"`     // host:port of /health and /metrics; "" for neither
	Log       string `toml:"log"`        // "text" or "json"
}

// Check says what is wrong with the options and what to write instead.
func (o Options) Check() error {
	if o.PerSender < 0 {
		return fmt.Errorf("daemon.per_sender = %d: write how many mails of one sender are read in an hour, or 0 for no limit", o.PerSender)
	}
	if _, _, err := net.SplitHostPort(o.Listen); o.Listen != "" && err != nil {
		return fmt.Errorf("daemon.listen = %q: write a host and a port, as in \"127.0.0.1:8025\", or \"\" for none", o.Listen)
	}
	if o.Log != "text" && o.Log != "json" {
		return fmt.Errorf("daemon.log = %q: write \"text\" or \"json\"", o.Log)
	}
	return nil
}

// Defaults are the options of a file that says nothing.
func Defaults() Options {
	return Options{DKIM: true, PerSender: 60, Listen: "127.0.0.1:8025", Log: "text"}
}

// A Setup is everything that a daemon is made of.
type Setup struct {
	Options
	Policy    pairing.Policy
	Letter    letter.Policy
	Sender    letter.Sender
	Account   string // of the mailbox: user@server/folder
	Store     *store.Store
	KeepRaw   calendar.Period // how long the text of mails and letters is kept; zero for ever
	Inbox     Inbox
	Watch     Inbox // a second connection, that only waits; nil in a rehearsal
	Archive   Inbox // where mail is filed away; looked into after a restore; nil for nowhere
	SentBox   Inbox // where copies of sent letters are; likewise
	KeepSent  bool  // put copies there
	Outbox    Outbox
	Beside    []Outbox // more connections to the same server
	PerMinute int      // letters at most; 0 for no limit
	Logger    *slog.Logger
	NewKey    func() string                       // a new random key for tokens; nil keeps the first for ever
	LookupTXT func(name string) ([]string, error) // of DNS, to check signatures; nil checks none
	Trace     func(Point)                         // called at the points between two commits; for tests
}

// A Point is a place between two commits where a crash must do no harm.
type Point string

// The points, in the order in which a message passes them.
const (
	Fetched   Point = "fetched"   // mail is here, nothing committed
	Taken     Point = "taken"     // raw mail committed, not filed away
	Decided   Point = "decided"   // decision committed
	Written   Point = "written"   // letters committed
	Dialling  Point = "dialling"  // attempt committed, nothing sent
	Delivered Point = "delivered" // the server has it, not yet noted
)

// A Daemon runs one program.
type Daemon struct {
	Setup
	Health                Health
	coordinator, concerns pairing.Person
	keys                  mailer.Keys       // that tokens are checked with
	meter                 mailer.Meter      // of the mails of each sender
	failing               int               // mails that failed to be fetched one after the other
	copyAfter             time.Time         // a copy could not be kept: not before
	unread                map[string]int    // how often a mail failed while catching up
	beat                  func()            // tells that the loop goes on; nil outside of Run
	current               bool              // a restored store has caught up
	told                  bool              // there are marks of what was told
	flooded               map[string]string // the day on which the coordinator heard of a sender
	unsent                chan struct{}     // there may be letters to send
	begun                 bool              // the regular letter has a timer
	purged                time.Time         // when old texts were dropped last
}

// A key signs the tokens of letters for keyAge and is believed for keyTrust after
// that: so long is an answer to a letter proof of who wrote it.
const (
	keyAge   = 90 * 24 * time.Hour
	keyTrust = 365 * 24 * time.Hour
)

// New is a daemon that has done nothing yet.
func New(s Setup) *Daemon {
	d := &Daemon{Setup: s, unsent: make(chan struct{}, 1), meter: mailer.Meter{Limit: s.PerSender}, flooded: map[string]string{}, unread: map[string]int{}}
	d.Policy.Secret = s.Store.Secret()
	d.Sender.Key = mailer.Key(s.Store.Secret())
	d.keys = mailer.Keys{d.Sender.Key}
	d.Sender.Marks = d.Sender.Key
	d.coordinator = outsider(pairing.Coordinator, s.Policy.Program.Coordinator)
	concerns := s.Policy.Program.Concerns
	if concerns == "" {
		concerns = s.Policy.Program.Coordinator
	}
	d.concerns = outsider(pairing.Concerns, concerns)
	d.Sender.Coordinator = d.coordinator.FullName()
	if d.Trace == nil {
		d.Trace = func(Point) {}
	}
	return d
}

// outsider is somebody who gets letters without being a participant.
func outsider(id pairing.PersonID, address string) pairing.Person {
	p := pairing.Person{ID: id, Email: address, Standing: pairing.Ready}
	if a := mailer.Addresses(address); len(a) > 0 {
		p.Name, p.Email = a[0].Name, a[0].Email
	}
	return p
}

// Step does all that can be done at this moment and says when there will be
// more to do; zero for only when mail comes. An error is about the mailbox or
// the store; what it did not touch has been done all the same.
func (d *Daemon) Step(ctx context.Context, now time.Time) (next time.Time, err error) {
	for {
		worked, err := d.round(ctx, now)
		if err != nil {
			return d.nextWithLetters(ctx, now, err)
		}
		sent, err := d.sendAll(ctx, d.Outbox, func() time.Time { return now })
		if err != nil || worked+sent == 0 {
			return d.nextWithLetters(ctx, now, err)
		}
	}
}

// nextWithLetters is next, for a caller who sends too.
func (d *Daemon) nextWithLetters(ctx context.Context, now time.Time, cause error) (time.Time, error) {
	next, err := d.next(ctx, now, cause)
	var letter time.Time
	err = errors.Join(err, d.Store.View(ctx, now, func(t *store.Tx) (err error) {
		letter, err = t.NextLetter()
		return err
	}))
	if next.IsZero() || !letter.IsZero() && letter.Before(next) {
		next = letter
	}
	return next, err
}

// round goes once through the steps up to letters that wait to be sent, and
// counts what it did.
func (d *Daemon) round(ctx context.Context, now time.Time) (worked int, err error) {
	var errs []error
	if err := d.readKeys(ctx, now); err != nil {
		d.Health.note(Storage, now, storeTrouble(err))
		return 0, err
	}
	if err := d.catchUp(ctx, now); err != nil { // until then nothing is sent: /health has to say so
		d.Health.note(Storage, now, storeTrouble(err))
		if storeTrouble(err) == nil && ctx.Err() == nil {
			d.Health.note(Mailbox, now, err)
		}
		return 0, err
	}
	if timer, ok := d.Policy.Digest(now); ok && !d.begun {
		err := d.Store.Update(ctx, now, func(t *store.Tx) error { return t.EnsureTimer(timer) })
		d.begun = err == nil
		errs = append(errs, err)
	}
	if keep := d.KeepRaw; keep.Days > 0 && now.Sub(d.purged) > 24*time.Hour {
		err := d.Store.Update(ctx, now, func(t *store.Tx) error { return t.Purge(keep.Before(now)) })
		d.purged = now
		errs = append(errs, err)
	}
	for _, step := range []func(context.Context, time.Time) (int, error){d.receive, d.understand, d.due, d.settle} {
		n, err := step(ctx, now)
		worked += n
		errs = append(errs, err)
	}
	d.keepCopies(ctx, now)
	err = errors.Join(errs...)
	if ctx.Err() == nil {
		d.Health.note(Storage, now, storeTrouble(err))
	}
	return worked, err
}

// storeTrouble is the error if it is the store's: then nothing is taken, decided or sent
// until it works again.
func storeTrouble(err error) error {
	if errors.Is(err, store.ErrBroken) {
		return err
	}
	return nil
}

// readKeys takes up the keys for tokens, also one that another daemon has made.
func (d *Daemon) readKeys(ctx context.Context, now time.Time) error {
	keys, err := d.Store.Keys(ctx, now, keyAge, keyTrust, d.NewKey)
	if err == nil {
		d.keys, d.Sender.Key = keys, keys[0]
	}
	return err
}

// next is when there is more to do; letters are looked after by the senders, but in Step.
func (d *Daemon) next(ctx context.Context, now time.Time, cause error) (next time.Time, err error) {
	err = d.Store.View(ctx, now, func(t *store.Tx) error {
		next, err = t.Next(d.Account)
		return err
	})
	return next, errors.Join(cause, err)
}
