package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

type slow struct {
	daemon.Inbox
	d time.Duration
}

func (s *slow) Fetch(ctx context.Context, w inbox.Wanted) ([]inbox.Arrival, error) {
	time.Sleep(s.d)
	return s.Inbox.Fetch(ctx, w)
}

// Run, whose senders are goroutines of their own, sends nothing of a restored outbox before
// the copies of sent letters were read.
func TestNothingIsSentBeforeARestoredStoreHasCaughtUp(t *testing.T) {
	h := newHouse(t)
	h.now = time.Now().Add(-20 * time.Minute).UTC()
	h.withFolders(true)
	real := h.Outbox
	h.Outbox = &refusing{Outbox: real, to: ana, with: outbox.Temporary}
	h.must(h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana"}}))
	h.step()
	backup := filepath.Join(t.TempDir(), "b.db")
	h.must(h.store.Backup(context.Background(), backup, h.now))
	h.Outbox = real
	h.now = h.now.Add(2 * time.Minute)
	h.step()
	h.step()
	if n := len(letters(t, h.post.IMAP, ana)); n != 1 {
		t.Fatal("setup", n)
	}
	h.lose(backup)
	h.Archive = &slow{h.Archive, 500 * time.Millisecond}
	h.SentBox = &slow{h.SentBox, 500 * time.Millisecond}
	h.Watch = box(h.post.IMAP, program, "")
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	h.must(h.Run(ctx))
	for _, n := range ids(h, ana) {
		if n > 1 {
			t.Errorf("sent %d times", n)
		}
	}
}

// A connection that breaks while a restored store catches up loses no mail: it is done again.
func TestABrokenConnectionWhileCatchingUp(t *testing.T) {
	h := newHouse(t)
	h.withFolders(true)
	h.step()
	backup := filepath.Join(t.TempDir(), "b.db")
	h.must(h.store.Backup(context.Background(), backup, h.now))
	h.now = h.now.Add(time.Hour)
	write(t, h.post.SMTP, ana, plain(ana, "joining", "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17"))
	h.step()
	if len(h.scene().People) != 1 {
		t.Fatal("setup")
	}
	h.lose(backup)
	h.Archive = &cutOnReplay{Inbox: h.Archive}
	if _, err := h.Step(context.Background(), h.now); err == nil {
		t.Error("a broken connection is no trouble")
	}
	if report := h.Health.Report(h.now.Add(time.Hour)); len(report) != 1 || !strings.HasPrefix(report[0], "mailbox: fails since") {
		t.Errorf("while it has not caught up health says %q", report)
	}
	for range 5 {
		h.now = h.now.Add(6 * time.Hour)
		h.step()
	}
	if len(h.scene().People) != 1 {
		t.Errorf("her mail was cut once on its way, and is lost: %v", h.counts().Mails)
	}
}

// cutOnReplay breaks once when full mails are fetched, as inbox.fetch reports it.
type cutOnReplay struct {
	daemon.Inbox
	done bool
}

func (c *cutOnReplay) Fetch(ctx context.Context, w inbox.Wanted) ([]inbox.Arrival, error) {
	mails, err := c.Inbox.Fetch(ctx, w)
	if w.Hold == nil && !c.done && len(mails) > 0 {
		c.done = true
		return nil, &inbox.Stuck{Mark: mails[0].Mark, Err: errors.New("connection reset by peer")}
	}
	return mails, err
}

// What waits in the inbox after a restore comes before what is due, as after any outage:
// nobody is asked what they have answered.
func TestARestoredStoreReadsMailBeforeTimers(t *testing.T) {
	var before string
	for _, restored := range []bool{false, true} {
		h := newHouse(t)
		h.withFolders(true)
		h.must(h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana"}}))
		h.step()
		all := letters(t, h.post.IMAP, ana)
		backup := filepath.Join(t.TempDir(), "b.db")
		h.must(h.store.Backup(context.Background(), backup, h.now))
		// The machine dies; she answers on the next day, and a month later it is back.
		h.now = h.now.AddDate(0, 0, 1)
		answer0(t, h, ana, all[len(all)-1].MessageID, all[len(all)-1].Header.Get("reply-to"), "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17")
		h.now = h.now.AddDate(0, 0, 20)
		if restored {
			h.lose(backup)
		}
		h.step()
		var got []string
		for _, l := range letters(t, h.post.IMAP, ana) {
			got = append(got, l.Subject)
		}
		if all := strings.Join(got, ", "); !restored {
			before = all
		} else if all != before {
			t.Errorf("after a restore she got %s; without one %s", all, before)
		}
	}
}

func answer0(t *testing.T, h *house, who, id, to, words string) {
	write(t, h.post.SMTP, who, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nDate: %s\r\nSubject: Re: x\r\nMessage-ID: <z%d@x>\r\nIn-Reply-To: <%s>\r\n\r\n%s\r\n", who, to, h.now.Format(time.RFC1123Z), len(words), id, words))
}

// What was held before a backup is not decided after it.
func TestARestoredStoreKeepsHoldingWhatWasHeld(t *testing.T) {
	h := newHouse(t)
	h.withFolders(true)
	h.PerSender = 60
	h.Daemon = daemon.New(h.Setup)
	o := sender(h.post.SMTP, ana)
	defer o.Close()
	for i := range 100 {
		o.Send(context.Background(), ana, program, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: help\r\nMessage-ID: <%d@x>\r\n\r\nhelp\r\n", ana, program, i))
	}
	h.step()
	was := h.counts().Mails
	backup := filepath.Join(t.TempDir(), "b.db")
	h.now = h.now.Add(time.Hour)
	h.must(h.store.Backup(context.Background(), backup, h.now))
	h.lose(backup)
	h.now = h.now.Add(time.Minute)
	h.step()
	for k, n := range was {
		if k != "flood" && k != "twin" && h.counts().Mails[k] != n {
			t.Errorf("%s: %d, was %d", k, h.counts().Mails[k], n)
		}
	}
}

// lose takes the store away and puts one that was restored from the backup in its place.
func (h *house) lose(backup string) {
	h.t.Helper()
	h.Inbox.Close()
	h.store.Close()
	o := store.Options{Path: filepath.Join(h.t.TempDir(), "new.db"), Program: "p"}
	_, err := store.Restore(context.Background(), backup, o, h.now)
	h.must(err)
	s, err := store.Open(context.Background(), o, h.now, nil)
	h.must(err)
	h.t.Cleanup(func() { s.Close() })
	h.store = s
	h.withFolders(true)
}
