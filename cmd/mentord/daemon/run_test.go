package daemon_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// A flakyInbox fails as often as it is told to, and counts.
type flakyInbox struct {
	mu      sync.Mutex
	fails   int
	fetched int
	mails   []inbox.Arrival
}

func (f *flakyInbox) Fetch(_ context.Context, w inbox.Wanted) ([]inbox.Arrival, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fetched++
	if f.fails > 0 {
		f.fails--
		return nil, errors.New("connection refused")
	}
	var out []inbox.Arrival
	for _, m := range f.mails {
		if m.UID > w.After.UID || m.Validity != w.After.Validity {
			out = append(out, m)
		}
	}
	return out, nil
}

func (f *flakyInbox) Keep(context.Context, []byte, time.Time) error { return nil }
func (f *flakyInbox) File(context.Context, uint32, []uint32) error  { return nil }

func (f *flakyInbox) Wait(ctx context.Context) error {
	f.mu.Lock()
	fails := f.fails
	f.mu.Unlock()
	if fails > 0 {
		return errors.New("connection refused")
	}
	<-ctx.Done()
	return nil
}

func (f *flakyInbox) Close() {}

// A keptOutbox keeps what is sent; it fails as often as it is told to.
type keptOutbox struct {
	mu    sync.Mutex
	fails int
	at    []time.Time
	sent  []string
}

func (k *keptOutbox) Send(_ context.Context, _, to string, _ []byte) (outbox.Verdict, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.at = append(k.at, time.Now())
	if k.fails > 0 {
		k.fails--
		return outbox.Temporary, errors.New("451 try later")
	}
	k.sent = append(k.sent, to)
	return outbox.Sent, nil
}

func (k *keptOutbox) Close() {}

// Servers that are down are tried again with growing pauses, letters by the
// schedule, and the end is clean; on a fake clock.
func TestRunGoesOnWhenServersAreDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "x.db"), Program: "p"}, time.Now(), func() string { return "secret" })
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		in, out := &flakyInbox{fails: 8, mails: []inbox.Arrival{{Mark: inbox.Mark{Validity: 1, UID: 1}, At: time.Now(), Raw: plain(ana, "hi", "I'd like a mentor. I want to learn about hiring.")}}}, &keptOutbox{fails: 2}
		set := setup(s, "", "", nil)
		set.Inbox, set.Watch, set.Outbox = in, in, out
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		begun := time.Now()
		go func() { done <- daemon.New(set).Run(ctx) }()

		time.Sleep(30 * time.Minute)
		synctest.Wait()
		in.mu.Lock()
		if in.fails != 0 || in.fetched > 40 {
			t.Errorf("after half an hour %d failures are left, and it looked %d times", in.fails, in.fetched)
		}
		in.mu.Unlock()
		out.mu.Lock()
		if len(out.sent) != 1 || len(out.at) != 3 {
			t.Fatalf("%d letters sent in %d attempts, want one in three", len(out.sent), len(out.at))
		}
		if first, second := out.at[1].Sub(out.at[0]), out.at[2].Sub(out.at[1]); first < time.Minute || first > 2*time.Minute || second < 5*time.Minute || second > 6*time.Minute {
			t.Errorf("tried again after %v and %v, the schedule says 1 and 5 minutes", first, second)
		}
		out.mu.Unlock()
		if time.Since(begun) < 30*time.Minute {
			t.Error("the clock did not move")
		}
		cancel()
		if err := <-done; err != nil {
			t.Errorf("it did not end cleanly: %v", err)
		}
	})
}

// A letter that is refused for good marks the address and reaches the
// coordinator.
func TestAPermanentRefusalReachesTheCoordinator(t *testing.T) {
	h := newHouse(t)
	refuse := &refusing{Outbox: h.Outbox, to: ana, with: outbox.Refused}
	h.Outbox = refuse
	if err := h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana"}}); err != nil {
		t.Fatal(err)
	}
	h.step()
	l := letters(t, h.post.IMAP, mia)
	if len(l) != 1 || refuse.n != 1 {
		t.Fatalf("%d letters to the coordinator after %d attempts", len(l), refuse.n)
	}
	h.now = h.now.AddDate(0, 0, 30)
	h.step()
	if refuse.n != 1 {
		t.Errorf("a bounced address was written to again, %d times", refuse.n)
	}
}

type refusing struct {
	daemon.Outbox
	to   string
	with outbox.Verdict
	n    int
}

func (r *refusing) Send(ctx context.Context, from, to string, raw []byte) (outbox.Verdict, error) {
	if to == r.to {
		r.n++
		return r.with, errors.New("550 no")
	}
	return r.Outbox.Send(ctx, from, to, raw)
}

// A letter that is refused for what it is says nothing about the address: the
// coordinator hears of it, the queue keeps it, and the next letter goes.
func TestARefusedLetterReachesTheCoordinator(t *testing.T) {
	h := newHouse(t)
	refuse := &refusing{Outbox: h.Outbox, to: ana, with: outbox.Permanent}
	h.Outbox = refuse
	if err := h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana"}}); err != nil {
		t.Fatal(err)
	}
	h.step()
	l := letters(t, h.post.IMAP, mia)
	if len(l) != 1 || !strings.Contains(l[0].Text, "was not delivered: 550 no") {
		t.Fatalf("%d letters to the coordinator", len(l))
	}
	h.Outbox = refuse.Outbox
	err := h.store.Update(context.Background(), h.now, func(tx *store.Tx) error {
		all, err := tx.Waiting()
		if err != nil || len(all) != 2 || all[0].Kind != store.WaitingLetter {
			t.Fatalf("the queue is %+v, %v", all, err)
		}
		return tx.Rerun(all[0])
	})
	if err != nil {
		t.Fatal(err)
	}
	h.step()
	if got := letters(t, h.post.IMAP, ana); len(got) != 1 {
		t.Errorf("run again, she got %d letters", len(got))
	}
}

// No more letters a minute than the provider takes; the rest follows.
func TestLettersAMinute(t *testing.T) {
	h := newHouse(t)
	h.PerMinute = 2
	var people []pairing.Imported
	for _, a := range []string{ana, bo, mia} {
		people = append(people, pairing.Imported{Address: a, Name: "X"})
	}
	if err := h.Import(context.Background(), h.now, people); err != nil {
		t.Fatal(err)
	}
	total := func() int {
		return len(letters(t, h.post.IMAP, ana)) + len(letters(t, h.post.IMAP, bo)) + len(letters(t, h.post.IMAP, mia))
	}
	for _, want := range []int{2, 2, 3} {
		h.step()
		if got := total(); got != want {
			t.Errorf("at %s there are %d letters, want %d", h.now.Format(time.TimeOnly), got, want)
		}
		h.now = h.now.Add(31 * time.Second)
	}
}
