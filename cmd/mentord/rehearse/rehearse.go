package rehearse

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/pairing"
	"mentord/store"
)

// Options say what is rehearsed.
type Options struct {
	Seed     uint64
	Policy   pairing.Policy // the coordinator's; the zero value is the play's own
	Letter   letter.Policy
	People   []pairing.Imported // the coordinator's roster; nil for the play's own cast
	Crowd    int                // people beside the play's own cast
	Out      string             // folder for the timeline and every mailbox; "" for none
	Servers  *Servers           // real servers; nil for embedded ones
	Domain   string             // of the program's address; "" is mentoring.example
	Store    store.Options      // "" is a SQLite file that is thrown away
	Log      *slog.Logger
	Progress func(done float64, now time.Time)
}

// A Result is the timeline and what it came to.
type Result struct {
	Script  Script
	Summary Summary
}

// opens is the Monday on which the play of an unconfigured rehearsal begins.
var opens = time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)

// own is the policy of the play's own program.
func own() pairing.Policy {
	p := pairing.Defaults()
	p.Program = pairing.Program{Name: "Northwind Mentoring", Coordinator: "Mia Okafor <mia@mentoring.example>", Zone: "Europe/London", Digest: "monday"}
	p.Cohort.Start = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	p.Calendar.Link = "https://meet.example.org/{pair}"
	return p
}

// Run plays the whole cohort.
func Run(ctx context.Context, o Options) (r Result, err error) {
	if o.Policy.Program.Name == "" {
		o.Policy, o.Letter = own(), letter.Defaults()
	}
	if o.Domain == "" {
		o.Domain = "mentoring.example"
		if len(o.Policy.Enrol.Domains) > 0 { // where the cast is welcome
			o.Domain = o.Policy.Enrol.Domains[0]
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Policy.Program.Coordinator = "Mia Okafor <mia@" + o.Domain + ">"
	o.Policy.Program.Concerns = ""
	lots := rand.New(rand.NewPCG(o.Seed, 1))
	start := opens
	if !o.Policy.Rolling() {
		start = calendar.Days(28).Before(o.Policy.Start())
	}
	actors := append(standard(o.Domain, start, lots), crowd(o.Crowd, o.Domain, lots)...)
	if o.People != nil {
		actors = ownCast(o.People, o.Policy.Zone(), lots)
	}
	for _, a := range actors {
		a.Roster = a.Roster || o.Policy.Enrol.Who == "roster"
	}
	actors = append(actors, coordinator(o.Domain, lots))
	s := &Stage{program: "program@" + o.Domain}
	s.clock.Store(start.Unix())
	if o.Servers != nil {
		s.Servers = *o.Servers
	} else {
		post, err := s.post(o.Domain, actors)
		if err != nil {
			return r, err
		}
		defer post.Close()
	}
	where, err := os.MkdirTemp("", "rehearsal")
	if err != nil {
		return r, fmt.Errorf("make a folder for the store: %w", err)
	}
	defer os.RemoveAll(where)
	so := o.Store
	if so.Path == "" {
		so = store.Options{Path: filepath.Join(where, "mentord.db"), Program: "rehearsal"}
	}
	if s.store, err = store.Open(ctx, so, s.now(), func() string { return fmt.Sprintf("rehearsal-%d", o.Seed) }); err != nil {
		return r, err
	}
	defer s.store.Close()
	s.open(daemon.Setup{Policy: o.Policy, Letter: o.Letter, Account: s.program, Store: s.store, Logger: o.Log,
		Sender: letter.Sender{Name: o.Policy.Program.Name, Mailbox: s.program, Plus: true, Program: "rehearsal", Zone: o.Policy.Zone(), Link: o.Policy.Calendar.Link, Templates: o.Letter.Own}}, actors)
	defer s.close()
	if err := s.enter(ctx, roster(actors)); err != nil {
		return r, err
	}
	end := start.AddDate(0, 0, 28).Add(o.Policy.Cohort.Length.Duration()).AddDate(0, 0, 28)
	err = s.play(ctx, end, func(now time.Time) {
		if o.Progress != nil {
			o.Progress(now.Sub(start).Hours()/end.Sub(start).Hours(), now)
		}
	})
	if err != nil {
		return r, err
	}
	if r.Summary, err = s.summary(ctx, end.Sub(start).Hours()/24/30.4); err != nil {
		return r, err
	}
	r.Script = s.script
	if o.Out != "" {
		err = s.writeOut(ctx, o.Out)
	}
	return r, err
}

// coordinator is Mia, who answers what the queue brings her.
func coordinator(domain string, lots *rand.Rand) *Actor {
	zone, _ := time.LoadLocation("Europe/London")
	return newActor("Mia Okafor", "mia@"+domain, zone, pairing.Profile{}, "", "", true, Habits{Client: "gmail", Delay: 4}, lots)
}

// roster is what the coordinator imports of the cast.
func roster(actors []*Actor) (people []pairing.Imported) {
	for _, a := range actors {
		if a.Roster && a.Profile.Role != "" {
			people = append(people, pairing.Imported{Address: a.Address, Name: a.Name, Profile: pairing.Profile{Zone: a.Zone.String()}})
		}
	}
	return people
}

// post opens the embedded servers.
func (s *Stage) post(domain string, actors []*Actor) (*Post, error) {
	addresses := []string{s.program}
	for _, a := range actors {
		if !a.hasNoMailbox() {
			addresses = append(addresses, a.Address)
		}
	}
	post, err := OpenPost(domain, addresses, s.now)
	if err != nil {
		return nil, err
	}
	s.Servers = Servers{IMAP: post.IMAP, SMTP: post.SMTP, TLS: mailer.Plain, Password: func(string) string { return Password }}
	return post, nil
}

// writeOut leaves the timeline and every mailbox, a file a mail, in a folder.
func (s *Stage) writeOut(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the rehearsal: %w", err)
	}
	f, err := os.Create(filepath.Join(dir, "timeline.txt"))
	if err != nil {
		return fmt.Errorf("write the rehearsal: %w", err)
	}
	if _, err := s.script.WriteTo(f); err != nil {
		return fmt.Errorf("write the rehearsal: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write the rehearsal: %w", err)
	}
	boxes := map[string]*inbox.Inbox{s.program: s.mailbox(s.program, "")}
	boxes[s.program].Folder = "Processed"
	for _, a := range s.order {
		if !a.hasNoMailbox() {
			boxes[a.Address] = a.inbox
		}
	}
	for address, box := range boxes {
		if err := writeBox(ctx, filepath.Join(dir, strings.ReplaceAll(address, "@", "_at_")), box); err != nil {
			return err
		}
	}
	return nil
}

func writeBox(ctx context.Context, dir string, box *inbox.Inbox) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the rehearsal: %w", err)
	}
	for mark := (inbox.Mark{}); ; {
		mails, err := box.Fetch(ctx, inbox.Wanted{After: mark})
		if err != nil {
			return err
		}
		for _, m := range mails {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.eml", m.UID)), m.Raw, 0o644); err != nil {
				return fmt.Errorf("write the rehearsal: %w", err)
			}
			mark = m.Mark
		}
		if len(mails) == 0 {
			return nil
		}
	}
}
