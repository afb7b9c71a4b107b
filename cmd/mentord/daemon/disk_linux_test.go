package daemon_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/store"
)

// A store that does not work, because the disk is full or the database is read-only:
// nothing is taken and nothing sent, /health says so, the mail stays in the mailbox, and
// all of it is done once the store works again. The disk is a small tmpfs; where none can
// be mounted, the limit of the store's own size stands in for it.
func TestAStoreThatDoesNotWork(t *testing.T) {
	t.Run("full", func(t *testing.T) {
		dir := t.TempDir()
		if syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3m") == nil {
			t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
		}
		outage(t, store.Options{Path: filepath.Join(dir, "x.db"), Program: "p", MaxSize: 1 << 20}, fill, empty)
	})
	t.Run("read-only", func(t *testing.T) {
		dsn := servers.StartPostgres(t)
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		set := func(value string) func(*house) {
			return func(h *house) {
				for _, command := range []string{"SET default_transaction_read_only = off", "ALTER SYSTEM SET default_transaction_read_only = " + value, "SELECT pg_reload_conf()"} {
					_, err := db.Exec(command)
					h.must(err)
				}
				for begun := time.Now(); time.Since(begun) < 10*time.Second; time.Sleep(10 * time.Millisecond) { // until all sessions have heard
					err := h.store.Update(context.Background(), h.now, func(t *store.Tx) error { return t.Log(store.Cause{Event: "test"}, "test") })
					if (err != nil) == (value == "on") {
						return
					}
				}
				h.t.Fatal("the database did not change its mind")
			}
		}
		db.SetMaxOpenConns(1)
		outage(t, store.Options{Path: dsn, Program: "p"}, set("on"), set("off"))
	})
}

// outage lets the store fail and work again while mail comes.
func outage(t *testing.T, o store.Options, harm, mend func(*house)) {
	h := newHouse(t)
	h.path = o.Path
	s, err := store.Open(context.Background(), o, monday, func() string { return "secret" })
	h.must(err)
	defer s.Close()
	h.store = s
	h.Daemon = daemon.New(setup(s, h.post.IMAP, h.post.SMTP, nil))
	defer h.Inbox.Close()
	write(t, h.post.SMTP, ana, plain(ana, "hi", "I'd like a mentor. I want to learn about negotiation."))
	h.step()
	before := len(letters(t, h.post.IMAP, ana))
	harm(h)
	write(t, h.post.SMTP, bo, plain(bo, "joining", "Role: mentor\nSkills: negotiation\nCity: London\nFree: Mon to Fri 9-17"))
	for range 4 {
		if _, err := h.Step(context.Background(), h.now); !errors.Is(err, store.ErrBroken) {
			t.Fatalf("without a store: %v", err)
		}
		h.now = h.now.Add(time.Minute)
	}
	if report := h.Health.Report(h.now); len(report) == 0 || !strings.HasPrefix(report[0], "store: fails since") {
		t.Errorf("health says %q", report)
	}
	if got := len(letters(t, h.post.IMAP, bo)); got != 0 {
		t.Errorf("%d letters went out of a store that does not work", got)
	}
	mend(h)
	h.step()
	if got := h.counts(); got.Mails["enrolled"] != 2 || got.Mails["failed"] != 0 || got.Mails[""] != 0 {
		t.Errorf("afterwards mails ended as %v", got.Mails)
	}
	if got := len(letters(t, h.post.IMAP, bo)); got == 0 {
		t.Error("Bo never got a letter")
	}
	if got := len(letters(t, h.post.IMAP, ana)); got < before {
		t.Errorf("Ana has %d letters, and had %d", got, before)
	}
	if report := h.Health.Report(h.now); len(report) != 0 {
		t.Errorf("afterwards health says %q", report)
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func junk(h *house) string { return filepath.Join(filepath.Dir(h.path), "junk") }

// fill takes the room that is left, on the disk and within the store's own limit.
func fill(h *house) {
	f, err := os.Create(junk(h))
	h.must(err)
	defer f.Close()
	for range 3 << 8 {
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			break
		}
	}
	for uid := uint32(1000); ; uid++ {
		if err := h.store.Update(context.Background(), h.now, func(t *store.Tx) error {
			raw := make([]byte, 20_000)
			for i := range raw {
				raw[i] = byte(uint32(i)*2654435761>>7 ^ uid)
			}
			if err := t.TakeMail(store.Mail{Account: "filler", UID: uid, MessageID: "f", Raw: raw, Held: true}); err != nil {
				return err
			}
			return nil
		}); err != nil {
			return
		}
	}
}

// empty makes room again.
func empty(h *house) {
	h.must(os.Remove(junk(h)))
	s, err := store.Open(context.Background(), store.Options{Path: h.path, Program: "p"}, monday, func() string { return "secret" })
	h.must(err)
	h.Store.Close()
	h.store, h.Store = s, s
	h.t.Cleanup(func() { s.Close() })
}
