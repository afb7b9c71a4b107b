package daemon_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/cmd/mentord/daemon"
	"mentord/cmd/mentord/rehearse"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

const (
	program = "program@mentoring.example"
	ana     = "ana@mentoring.example"
	bo      = "bo@mentoring.example"
	mia     = "mia@mentoring.example"
)

// monday is the moment at which most of the tests happen.
var monday = time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC)

// A house is a daemon on embedded servers, with a clock of its own.
type house struct {
	*daemon.Daemon
	t     *testing.T
	post  *rehearse.Post
	store *store.Store
	path  string // of the store
	now   time.Time
}

func newHouse(t *testing.T, more ...string) *house {
	t.Helper()
	h := &house{t: t, now: monday}
	var err error
	if h.post, err = rehearse.OpenPost("mentoring.example", append([]string{program, ana, bo, mia}, more...), func() time.Time { return h.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.post.Close() })
	h.path = filepath.Join(t.TempDir(), "x.db")
	h.store = openStore(t, h.path)
	h.Daemon = daemon.New(setup(h.store, h.post.IMAP, h.post.SMTP, nil))
	t.Cleanup(h.Inbox.Close)
	return h
}

func openStore(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: path, Program: "p"}, monday, func() string { return "secret" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// setup is a rolling program for anyone, with letters at any hour.
func setup(s *store.Store, imap, smtp string, trace func(daemon.Point)) daemon.Setup {
	p := pairing.Defaults()
	p.Program = pairing.Program{Name: "Test Mentoring", Coordinator: mia, Zone: "UTC"}
	return daemon.Setup{Policy: p, Letter: letter.Policy{AtMost: 100}, Account: program, Store: s, Logger: slog.New(slog.DiscardHandler), Trace: trace,
		Inbox: box(imap, program, "Processed"), Outbox: sender(smtp, program),
		Sender: letter.Sender{Name: "Test Mentoring", Mailbox: program, Plus: true, Program: "p", Zone: time.UTC}}
}

func box(server, user, archive string) *inbox.Inbox {
	o := inbox.Defaults()
	o.Server, o.User, o.Secret, o.TLS, o.Archive = server, user, rehearse.Password, mailer.Plain, archive
	return inbox.New(o)
}

func sender(server, user string) *outbox.Outbox {
	o := outbox.Defaults()
	o.Server, o.User, o.Secret, o.TLS = server, user, rehearse.Password, mailer.Plain
	return outbox.New(o)
}

// step lets the daemon work at the moment that the clock shows.
func (h *house) step() {
	h.t.Helper()
	if _, err := h.Step(context.Background(), h.now); err != nil {
		h.t.Fatal(err)
	}
}

// write sends a mail to the program as it is.
func write(t testing.TB, smtp, from string, raw []byte) {
	t.Helper()
	o := sender(smtp, from)
	defer o.Close()
	if v, err := o.Send(context.Background(), from, program, raw); v != outbox.Sent {
		t.Fatalf("%s could not write: %s %v", from, v, err)
	}
}

func plain(from, subject, words string) []byte {
	return fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: Mon, 04 Jan 2027 09:59:00 +0000\r\nMessage-ID: <%d.%s>\r\n\r\n%s\r\n",
		from, program, subject, len(words)*7919+len(subject), from, words)
}

// letters reads the mailbox of an address, all of it.
func letters(t testing.TB, imap, address string) (out []mailer.Mail) {
	t.Helper()
	b := box(imap, address, "")
	defer b.Close()
	for mark := (inbox.Mark{}); ; {
		mails, err := b.Fetch(context.Background(), inbox.Wanted{After: mark})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			out = append(out, mailer.Parse(m.Raw))
			mark = m.Mark
		}
		if len(mails) == 0 {
			return out
		}
	}
}

func (h *house) counts() (c store.Counts) {
	h.t.Helper()
	err := h.store.Update(context.Background(), h.now, func(t *store.Tx) (err error) {
		c, err = t.Counts()
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// Whatever arrives, the loop goes on; every mail is recorded with an outcome,
// and the one behind the bad ones is answered.
func TestNoMailStopsTheLoop(t *testing.T) {
	var deep strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	cases := []struct {
		name, outcome string
		raw           []byte
	}{
		{"noise", "unreadable", []byte("\x00\xff\xfe garbage without a header \x80\r\n\r\n")},
		{"30 MB", "unreadable", append(plain(ana, "big", "x"), []byte(strings.Repeat("0123456789abcdef\r\n", 30<<20/18))...)},
		{"10,000 parts deep", "stranger", []byte("From: deep@example.org\r\nMessage-ID: <deep@x>\r\n" + deep.String())},
		{"unknown charset", "stranger", []byte("From: ch@example.org\r\nMessage-ID: <ch@x>\r\nContent-Type: text/plain; charset=klingon\r\n\r\nQapla'\r\n")},
		{"no From", "unreadable", []byte("Subject: who am I\r\nMessage-ID: <nf@x>\r\n\r\nhello\r\n")},
		{"two From", "unreadable", []byte("From: a@example.org, b@example.org\r\nMessage-ID: <tf@x>\r\n\r\nhello\r\n")},
		{"no Date", "stranger", []byte("From: nd@example.org\r\nMessage-ID: <nd@x>\r\n\r\nwhat is this?\r\n")},
		{"stranger", "stranger", plain("who@example.org", "hello", "Cheap watches")},
		{"empty", "unreadable", []byte("\r\n")},
		{"our own", "loop", []byte("From: x@example.org\r\nX-Mentord: p\r\n\r\nhi\r\n")},
	}
	h := newHouse(t)
	for _, c := range cases {
		write(t, h.post.SMTP, "someone@mentoring.example", c.raw)
	}
	write(t, h.post.SMTP, ana, plain(ana, "hello", "I'd like a mentor. I want to learn about negotiation."))
	h.step()
	outcomes := map[string]int{}
	for _, c := range cases {
		outcomes[c.outcome]++
	}
	outcomes["enrolled"]++
	got := h.counts()
	for want, n := range outcomes {
		if got.Mails[want] != n {
			t.Errorf("%d mails ended as %q, want %d (all: %v)", got.Mails[want], want, n, got.Mails)
		}
	}
	if got.Mails[""] != 0 {
		t.Errorf("%d mails have no outcome", got.Mails[""])
	}
	if l := letters(t, h.post.IMAP, ana); len(l) != 1 {
		t.Errorf("Ana got %d letters, want the form", len(l))
	}
	queued := 0
	for _, n := range []string{"unreadable", "stranger"} {
		queued += got.Mails[n]
	}
	if l := letters(t, h.post.IMAP, mia); len(l) != queued {
		t.Errorf("the coordinator got %d queue letters, want %d", len(l), queued)
	}
}

// A deadline that passed while the daemon was down for two days fires once,
// late, and not again.
func TestMissedDeadlineFiresOnceLate(t *testing.T) {
	h := newHouse(t)
	if err := h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana"}}); err != nil {
		t.Fatal(err)
	}
	h.step()
	if l := letters(t, h.post.IMAP, ana); len(l) != 1 {
		t.Fatalf("Ana got %d letters, want the invitation", len(l))
	}
	deadline := calendar.AfterBusinessDays(h.now, 3, time.UTC)
	h.now = deadline.Add(-time.Minute)
	h.step()
	if l := letters(t, h.post.IMAP, ana); len(l) != 1 {
		t.Fatalf("the nudge came before its time: %d letters", len(l))
	}
	for _, later := range []time.Duration{5 * 24 * time.Hour, 5*24*time.Hour + time.Minute, 5*24*time.Hour + 3*time.Hour} {
		h.now = deadline.Add(later) // two business days and a weekend later
		h.step()
	}
	if l := letters(t, h.post.IMAP, ana); len(l) != 2 {
		t.Errorf("Ana got %d letters, want the invitation and one nudge", len(l))
	}
}

// An answer from a participant's address without a token is not enough to
// change anything: the address is asked first.
func TestBareFromIsConfirmed(t *testing.T) {
	h := newHouse(t)
	write(t, h.post.SMTP, ana, plain(ana, "hi", "I'd like a mentor. I want to learn about hiring."))
	h.step()
	write(t, h.post.SMTP, ana, plain(ana, "leaving", "leave"))
	h.step()
	l := letters(t, h.post.IMAP, ana)
	last := l[len(l)-1]
	if !strings.Contains(last.Subject, "was this from you") || h.counts().People["gone"] != 0 {
		t.Fatalf("after a bare From the last letter is %q, people %v", last.Subject, h.counts().People)
	}
	write(t, h.post.SMTP, ana, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nIn-Reply-To: <%s>\r\nMessage-ID: <yes@x>\r\n\r\nyes\r\n", ana, program, last.MessageID))
	h.step()
	if h.counts().People["gone"] != 1 {
		t.Errorf("confirmed, but people are %v", h.counts().People)
	}
}

// The coordinator's reply to a queue letter reaches whoever wrote, also
// somebody who is not in the program.
func TestTheCoordinatorsWordsReachAStranger(t *testing.T) {
	h := newHouse(t)
	write(t, h.post.SMTP, bo, plain(bo, "a question", "Do you also run this for pensioners?"))
	h.step()
	queue := letters(t, h.post.IMAP, mia)
	if len(queue) != 1 || len(queue[0].Files) != 1 {
		t.Fatalf("the coordinator got %d letters, want one with the original attached", len(queue))
	}
	replyTo := mailer.Addresses(queue[0].Header.Get("reply-to"))[0].Email
	write(t, h.post.SMTP, mia, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nMessage-ID: <m@x>\r\n\r\nNot yet, but next year.\r\n", mia, replyTo))
	h.step()
	got := letters(t, h.post.IMAP, bo)
	if len(got) != 1 || !strings.Contains(got[0].Text, "Not yet, but next year.") {
		t.Errorf("Bo got %d letters", len(got))
	}
}

func TestMain(m *testing.M) {
	if os.Getenv("MENTORD_CHILD") != "" {
		child()
		return
	}
	os.Exit(m.Run())
}
