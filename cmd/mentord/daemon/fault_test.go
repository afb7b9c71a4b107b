package daemon_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/cmd/mentord/rehearse"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// A town is a place with mailboxes, embedded or real.
type town struct {
	imap, smtp string
	domain     string
	security   mailer.Security
	config     *tls.Config
	password   func(user string) string
	caFile     string
}

// towns runs a test on embedded servers and on real Dovecot and Postfix.
func towns(t *testing.T, test func(t *testing.T, w town)) {
	t.Run("embedded", func(t *testing.T) {
		post, err := rehearse.OpenPost("mentoring.example", addresses(program, ana, bo, mia), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { post.Close() })
		test(t, town{post.IMAP, post.SMTP, "mentoring.example", mailer.Plain, nil, func(string) string { return rehearse.Password }, ""})
	})
	t.Run("real", func(t *testing.T) {
		real := servers.StartMail(t, "program", "ana", "bo", "mia", "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7")
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(real.CA)
		test(t, town{real.IMAP, real.Submit, real.Domain, mailer.StartTLS, &tls.Config{RootCAs: pool}, func(user string) string { return "secret-" + user }, real.CAFile})
	})
}

// addresses are some, and eight guests more.
func addresses(some ...string) []string {
	for i := range 8 {
		some = append(some, fmt.Sprintf("p%d@mentoring.example", i))
	}
	return some
}

func (w town) address(user string) string { return user + "@" + w.domain }

func (w town) box(server, user, archive string, timeout time.Duration) *inbox.Inbox {
	o := inbox.Defaults()
	o.Server, o.User, o.Secret, o.TLS, o.Config, o.Archive, o.Timeout = server, w.address(user), w.password(user), w.security, w.config, archive, timeout
	return inbox.New(o)
}

func (w town) outbox(server, user string, timeout time.Duration) *outbox.Outbox {
	o := outbox.Defaults()
	o.Server, o.User, o.Secret, o.TLS, o.Config, o.Timeout = server, w.address(user), w.password(user), w.security, w.config, timeout
	return outbox.New(o)
}

// deliver sends a mail to the program and waits until it is there.
func (w town) deliver(t *testing.T, user, subject, words string) {
	t.Helper()
	before := len(w.mails(t, "program"))
	o := w.outbox(w.smtp, user, 10*time.Second)
	defer o.Close()
	raw := fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d.%s>\r\n\r\n%s\r\n", w.address(user), w.address("program"), subject, time.Now().UnixNano(), w.address(user), words)
	if v, err := o.Send(context.Background(), w.address(user), w.address("program"), raw); v != outbox.Sent {
		t.Fatal(v, err)
	}
	for begun := time.Now(); len(w.mails(t, "program")) == before; time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > 20*time.Second {
			t.Fatal("a mail did not arrive")
		}
	}
}

// mails is what is in somebody's inbox.
func (w town) mails(t *testing.T, user string) (out []mailer.Mail) {
	t.Helper()
	b := w.box(w.imap, user, "", 10*time.Second)
	defer b.Close()
	for mark := (inbox.Mark{}); ; {
		mails, err := b.Fetch(context.Background(), inbox.Wanted{After: mark})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			out, mark = append(out, mailer.Parse(m.Raw)), m.Mark
		}
		if len(mails) == 0 {
			return out
		}
	}
}

// got is the subjects of what everybody was written, and how often the same letter came
// more than once.
func (w town) got(t *testing.T) (subjects map[string]int, doubles int) {
	t.Helper()
	subjects = map[string]int{}
	for _, user := range []string{"ana", "bo", "mia"} {
		ids := map[string]int{}
		for _, l := range w.mails(t, user) {
			if ids[l.MessageID]++; ids[l.MessageID] > 1 {
				doubles++
				continue
			}
			subjects[user+": "+l.Subject]++
		}
	}
	return subjects, doubles
}

// work lets a daemon behind the proxies work, a minute a step, until nothing is left to
// be done.
func (w town) work(t *testing.T, imap, smtp string) (outcomes map[string]int) {
	t.Helper()
	p := pairing.Defaults()
	p.Program = pairing.Program{Name: "Test Mentoring", Coordinator: w.address("mia"), Zone: "UTC"}
	s := openStore(t, filepath.Join(t.TempDir(), "x.db"))
	const patience = 150 * time.Millisecond
	d := daemon.New(daemon.Setup{Policy: p, Letter: letter.Policy{AtMost: 100}, Account: "program", Store: s, Logger: slog.New(slog.DiscardHandler),
		Inbox: w.box(imap, "program", "Processed", patience), Outbox: w.outbox(smtp, "program", 2*patience),
		Sender: letter.Sender{Name: "Test Mentoring", Mailbox: w.address("program"), Plus: true, Program: "p", Zone: time.UTC}})
	defer d.Inbox.Close()
	defer d.Outbox.Close()
	var c store.Counts
	var err error
	quiet := 0
	for now := monday; quiet < 3; now = now.Add(time.Minute) {
		if now.After(monday.Add(6 * time.Hour)) {
			t.Fatalf("it never comes to an end: mails %v, letters %v, %v", c.Mails, c.Outbox, err)
		}
		_, err = d.Step(context.Background(), now)
		if e := s.Update(context.Background(), now, func(tx *store.Tx) (err error) {
			c, err = tx.Counts()
			return err
		}); e != nil {
			t.Fatal(e)
		}
		outcomes = c.Mails
		taken := 0
		for _, n := range outcomes {
			taken += n
		}
		if quiet++; err != nil || outcomes[""] > 0 || taken < 3 || c.Outbox["queued"]+c.Outbox["retry"]+c.Outbox["unknown"]+c.Outbox["sending"] > 0 {
			quiet = 0
		}
	}
	return outcomes
}

// A connection that is cut, cut in the middle of a word, silent or slow, at every step
// of the conversations with both servers: nothing is lost, nothing decided twice, and
// what goes out twice is the same letter.
func TestHarmAtEveryStep(t *testing.T) {
	const steps, each = 32, 8 // more steps than either conversation has; so many connections are harmed in one play
	for _, harm := range []servers.Harm{servers.Cut, servers.Half, servers.Stall, servers.Delay} {
		for first := 0; first < steps; first += each {
			t.Run(fmt.Sprintf("%s from step %d", harm, first), func(t *testing.T) {
				towns(t, func(t *testing.T, w town) {
					w.harmed(t, func(n int) servers.Fault {
						switch {
						case harm == servers.Delay: // nothing fails, so there is only one connection
							return servers.Fault{Step: servers.EveryStep, Harm: harm}
						case n >= each:
							return servers.Fault{}
						}
						return servers.Fault{Step: first + n, Harm: harm}
					})
				})
			})
			if harm == servers.Delay {
				break
			}
		}
	}
}

// harmed plays a morning behind proxies.
func (w town) harmed(t *testing.T, plan func(int) servers.Fault) {
	w.deliver(t, "ana", "joining", "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17")
	w.deliver(t, "bo", "joining", "Role: mentor\nSkills: negotiation\nCity: London\nFree: Mon to Fri 9-17")
	w.deliver(t, "mia", "hm", "zzz")
	imap, smtp := servers.StartProxy(t, w.imap, plan), servers.StartProxy(t, w.smtp, plan)
	outcomes := w.work(t, imap.Addr, smtp.Addr)
	if want := map[string]int{"enrolled": 2, "stranger": 1}; !maps.Equal(outcomes, want) {
		t.Errorf("mails ended as %v, want %v", outcomes, want)
	}
	// Two echoes, two matches, the queue; and for one of them, if the other's mail came so
	// much later, that there is nobody yet. A server that took a letter may still be
	// carrying it.
	const letters = 5
	var subjects map[string]int
	var doubles int
	for begun := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		subjects, doubles = w.got(t)
		delete(subjects, "ana: Test Mentoring: you are on the waiting list")
		delete(subjects, "bo: Test Mentoring: you are on the waiting list")
		if len(subjects) >= letters || time.Since(begun) > 30*time.Second {
			break
		}
	}
	for s, n := range subjects {
		if n != 1 {
			t.Errorf("%d different letters %q", n, s)
		}
	}
	if len(subjects) != letters {
		t.Errorf("the letters are %s", strings.Join(slices.Sorted(maps.Keys(subjects)), "; "))
	}
	t.Logf("%d and %d connections harmed, %d letters came twice", imap.Done(), smtp.Done(), doubles)
}
