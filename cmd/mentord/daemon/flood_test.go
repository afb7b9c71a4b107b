package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// Ten thousand mails of one sender in an hour: those of others are decided meanwhile,
// the disk is not filled, the coordinator hears of it once, and the sender is not
// answered ten thousand times.
func TestMailBomb(t *testing.T) {
	h := newHouse(t)
	write(t, h.post.SMTP, ana, plain(ana, "hi", "I'd like a mentor. I want to learn about negotiation."))
	h.step()
	o := sender(h.post.SMTP, ana)
	defer o.Close()
	const bomb = 10_000
	for i := range bomb {
		if i == bomb/2 {
			write(t, h.post.SMTP, bo, plain(bo, "joining", "Role: mentor\nSkills: negotiation\nCity: London\nFree: Mon to Fri 9-17"))
		}
		raw := fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: help\r\nMessage-ID: <%d@x>\r\nX-Filler: %s\r\n\r\nhelp\r\n", ana, program, i, strings.Repeat("so many words ", 60))
		if v, err := o.Send(context.Background(), ana, program, raw); v != outbox.Sent {
			t.Fatal(v, err)
		}
	}
	h.Daemon = daemon.New(limited(setup(h.store, h.post.IMAP, h.post.SMTP, nil)))
	before := len(letters(t, h.post.IMAP, ana))
	h.step()
	got := h.counts().Mails
	if got["enrolled"] != 2 || got["flood"] != bomb-60 || got[""] != 0 {
		t.Errorf("mails ended as %v", got)
	}
	if n := len(letters(t, h.post.IMAP, ana)) - before; n > 5 {
		t.Errorf("she got %d letters", n)
	}
	if l := letters(t, h.post.IMAP, mia); len(l) != 1 || !strings.Contains(l[0].Text, "more than 60 mails in an hour; the rest waits") {
		t.Errorf("the coordinator got %d letters; mails %v; %s", len(l), got, l[0].Subject)
	}
	file, err := os.Stat(h.path)
	if err != nil || file.Size() > 12<<20 {
		t.Errorf("the store is %d bytes, for %d mails: %v", file.Size(), bomb, err)
	}
	h.now = h.now.Add(2 * time.Hour)
	write(t, h.post.SMTP, ana, plain(ana, "status", "status"))
	h.step()
	if again := h.counts().Mails; again["flood"] != bomb-60 {
		t.Errorf("an hour later she is still held: %v", again)
	}
}

// A machine that answers each of our answers, with nothing in its headers that says so,
// gets no more than three of them.
func TestALoopEnds(t *testing.T) {
	h := newHouse(t)
	h.booked(1)
	h.step()
	write(t, h.post.SMTP, ana, plain(ana, "hm", "xyzzy plugh"))
	answered := 0
	for range 20 {
		h.step()
		all := letters(t, h.post.IMAP, ana)
		if len(all) == answered {
			break
		}
		answered = len(all)
		last := all[len(all)-1]
		write(t, h.post.SMTP, ana, fmt.Appendf(nil, "From: Service Desk <%s>\r\nTo: %s\r\nSubject: [Ticket #4711] Re: %s\r\nIn-Reply-To: <%s>\r\nMessage-ID: <%d@desk>\r\n\r\nYour request is registered under number 4711. Our staff will look into it as soon as they can.\r\n",
			ana, mailer.Addresses(last.Header.Get("reply-to"))[0].Email, last.Subject, last.MessageID, answered))
		h.now = h.now.Add(20 * time.Second)
	}
	if answered > 5 {
		t.Errorf("the loop took %d letters", answered)
	}
}

// Two mentords, each on the other's roster: the invitations end it.
func TestTwoMentordsDoNotTalk(t *testing.T) {
	const other = "other@mentoring.example"
	h := newHouse(t, other)
	s := openStore(t, filepath.Join(t.TempDir(), "other.db"))
	set := setup(s, h.post.IMAP, h.post.SMTP, nil)
	set.Account, set.Sender.Mailbox, set.Sender.Program = other, other, "q"
	set.Inbox, set.Outbox = box(h.post.IMAP, other, "Processed"), sender(h.post.SMTP, other)
	second := daemon.New(set)
	defer set.Inbox.Close()
	h.must(h.Import(context.Background(), h.now, []pairing.Imported{{Address: other, Name: "Other"}}))
	h.must(second.Import(context.Background(), h.now, []pairing.Imported{{Address: program, Name: "Program"}}))
	for range 30 {
		h.step()
		_, err := second.Step(context.Background(), h.now)
		h.must(err)
		h.now = h.now.Add(time.Minute)
	}
	for name, st := range map[string]*store.Store{"one": h.store, "other": s} {
		if c := countsOf(t, st); c.Outbox["sent"] != 1 || c.Mails["bulk"] != 1 {
			t.Errorf("the %s sent %d letters, and its mails ended as %v", name, c.Outbox["sent"], c.Mails)
		}
	}
	if n := len(letters(t, h.post.IMAP, mia)); n != 0 {
		t.Errorf("the coordinators got %d letters", n)
	}
}

func limited(s daemon.Setup) daemon.Setup {
	s.Options = daemon.Defaults()
	return s
}

// A poisoned inbox cannot give one of its mails; every try ends the connection.
type poisoned struct {
	daemon.Inbox
	uid   uint32
	tries int
}

func (p *poisoned) Fetch(ctx context.Context, w inbox.Wanted) ([]inbox.Arrival, error) {
	mails, err := p.Inbox.Fetch(ctx, w)
	for i, m := range mails {
		if m.UID == p.uid && p.tries > 0 {
			p.tries--
			return mails[:i], &inbox.Stuck{Mark: m.Mark, Err: errors.New("it is poison")}
		}
	}
	return mails, err
}

// A mail that cannot be fetched holds up nobody: it is passed over, tried again, put
// before the coordinator, and decided when it can be fetched after all.
func TestAMailThatCannotBeFetched(t *testing.T) {
	h := newHouse(t)
	for i, from := range []string{ana, bo, mia} {
		write(t, h.post.SMTP, from, plain(from, fmt.Sprint("mail ", i), "I'd like a mentor. I want to learn about negotiation."))
	}
	h.Inbox = &poisoned{Inbox: h.Inbox, uid: 2, tries: 6}
	h.step()
	if got := h.counts().Mails; got["enrolled"] != 2 {
		t.Fatalf("mails ended as %v", got)
	}
	told := func() (n int) {
		for _, l := range letters(t, h.post.IMAP, mia) {
			if strings.Contains(l.Text, "could not be fetched") {
				n++
			}
		}
		return n
	}
	for range 5 {
		if _, err := h.Step(context.Background(), h.now); err != nil {
			t.Fatal(err)
		}
		h.now = h.now.Add(3 * time.Hour)
	}
	for _, l := range letters(t, h.post.IMAP, mia) {
		if strings.HasPrefix(l.Subject, "[queue] :") || strings.Contains(l.Text, "go to .") {
			t.Errorf("a letter about nobody: %s\n%s", l.Subject, l.Text)
		}
	}
	if told() != 1 {
		t.Errorf("the coordinator heard of it %d times", told())
	}
	waiting := func() (out []store.Waiting) {
		err := h.store.Update(context.Background(), h.now, func(tx *store.Tx) (err error) {
			out, err = tx.Waiting()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if w := waiting(); len(w) < 1 || w[0].Kind != store.WaitingStuck {
		t.Errorf("the queue holds %+v", w)
	}
	h.now = h.now.AddDate(0, 0, 1)
	h.step()
	h.now = h.now.AddDate(0, 0, 1)
	h.step()
	if got := h.counts().Mails; got["enrolled"] != 3 {
		t.Errorf("in the end mails ended as %v", got)
	}
	for _, w := range waiting() {
		if w.Kind == store.WaitingStuck {
			t.Errorf("it is still in the queue: %+v", w)
		}
	}
}

// A rebuilt inbox gives all of its mails again under a new UIDVALIDITY and other numbers.
type rebuilt struct {
	flakyInbox
}

// A mailbox that was rebuilt while we were down: nothing that was decided is decided
// again, and what came meanwhile is.
func TestARebuiltMailbox(t *testing.T) {
	h := newHouse(t)
	arrival := func(validity, uid uint32, raw []byte) inbox.Arrival {
		return inbox.Arrival{Mark: inbox.Mark{Validity: validity, UID: uid}, At: monday, Raw: raw}
	}
	joins, helps := plain(ana, "joining", "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17"), plain(ana, "help", "help")
	box := &rebuilt{}
	box.mails = []inbox.Arrival{arrival(7, 41, joins), arrival(7, 42, helps)}
	h.Inbox = box
	h.step()
	before := len(letters(t, h.post.IMAP, ana))
	if got := h.counts().Mails; got["enrolled"] != 1 || got["help"] != 1 {
		t.Fatalf("mails ended as %v", got)
	}
	box.mails = []inbox.Arrival{arrival(8, 1, helps), arrival(8, 2, joins), arrival(8, 3, plain(bo, "joining", "Role: mentor\nSkills: negotiation\nCity: London\nFree: Mon to Fri 9-17"))}
	for range 3 {
		h.step()
	}
	if got := h.counts().Mails; got["enrolled"] != 2 || got["help"] != 1 || got["twin"] != 2 {
		t.Errorf("mails ended as %v", got)
	}
	if got := len(letters(t, h.post.IMAP, ana)); got != before+1 { // the match with Bo
		t.Errorf("she got %d letters more", got-before)
	}
}
