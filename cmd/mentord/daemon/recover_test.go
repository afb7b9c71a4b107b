package daemon_test

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/pairing"
	"mentord/store"
)

// withFolders gives a daemon the folders that it looks into after a restore.
func (h *house) withFolders(copies bool) {
	s := setup(h.store, h.post.IMAP, h.post.SMTP, nil)
	archive, sent := box(h.post.IMAP, program, ""), box(h.post.IMAP, program, "")
	archive.Folder, sent.Folder = "Processed", "Sent"
	s.Archive, s.SentBox, s.KeepSent = archive, sent, copies
	n := 0
	s.NewKey = func() string { n++; return fmt.Sprint("key", n, h.now) }
	h.Daemon = daemon.New(s)
	h.t.Cleanup(func() { s.Inbox.Close(); s.Archive.Close(); s.SentBox.Close() })
}

// answerTo replies to the newest letter whose subject holds the words.
func (h *house) answerTo(who, subject, words string) {
	h.t.Helper()
	all := letters(h.t, h.post.IMAP, who)
	for i := len(all) - 1; i >= 0; i-- {
		if strings.Contains(all[i].Subject, subject) {
			answer(h.t, h, who, all[i], words)
			return
		}
	}
	h.t.Fatalf("%s has no letter %q", who, subject)
}

// toldSoFar is what everybody was told, by the marks in the letters, and in how many
// letters: copies of one letter count as one.
func (h *house) toldSoFar() (times, letterCount map[string]int) {
	h.t.Helper()
	times, letterCount = map[string]int{}, map[string]int{}
	for _, who := range []string{ana, bo, mia} {
		seen := map[string]bool{}
		for _, l := range letters(h.t, h.post.IMAP, who) {
			for _, mark := range l.Marks() {
				times[who+" "+mark]++
				if !seen[mark+l.MessageID] {
					letterCount[who+" "+mark]++
				}
				seen[mark+l.MessageID] = true
			}
		}
	}
	return times, letterCount
}

func (h *house) scene() (scene pairing.Scene) {
	h.t.Helper()
	err := h.store.Update(context.Background(), h.now, func(t *store.Tx) (err error) {
		scene, err = t.Everyone()
		return err
	})
	h.must(err)
	return scene
}

// A week goes by after the backup: people join, are matched, agree and book. Then the
// store is lost. The restored one reads the mailbox, comes to the same state, and tells
// nobody anything a second time; from SQLite to SQLite and to PostgreSQL, with copies of
// what was sent and with the archive alone.
func TestRestore(t *testing.T) {
	for _, c := range []struct {
		name     string
		copies   bool
		postgres bool
	}{{"with copies", true, false}, {"to PostgreSQL", true, true}, {"archive only", false, false}} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			h.withFolders(c.copies)
			write(t, h.post.SMTP, ana, plain(ana, "joining", "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17"))
			h.step()
			backup := filepath.Join(t.TempDir(), "backup.db")
			h.must(h.store.Backup(context.Background(), backup, h.now))

			h.now = h.now.Add(time.Hour)
			write(t, h.post.SMTP, bo, plain(bo, "joining", "Role: mentor\nSkills: negotiation\nCity: London\nFree: Mon to Fri 9-17"))
			h.step()
			h.now = h.now.Add(time.Minute)
			h.step()
			h.answerTo(ana, "as your mentor", "yes")
			h.now = h.now.Add(10 * time.Minute)
			h.answerTo(bo, "as your mentee", "yes please")
			for range 3 {
				h.now = h.now.Add(2 * time.Hour)
				h.step()
			}
			h.answerTo(ana, "you and", "1 works")
			h.now = h.now.Add(30 * time.Minute)
			h.answerTo(bo, "you and", "1")
			for range 12 {
				h.now = h.now.Add(7 * time.Hour)
				h.step()
			}
			before, _ := h.toldSoFar()
			want := h.scene()
			if len(before) < 8 || len(want.Sessions) == 0 {
				t.Fatalf("too little happened: %d told, %d sessions", len(before), len(want.Sessions))
			}

			// The disaster.
			h.Inbox.Close()
			h.store.Close()
			o := store.Options{Path: filepath.Join(t.TempDir(), "new.db"), Program: "p"}
			if c.postgres {
				o.Path = servers.StartPostgres(t)
			}
			at, err := store.Restore(context.Background(), backup, o, h.now)
			h.must(err)
			if !at.Equal(monday) {
				t.Errorf("the backup is of %s", at)
			}
			if _, err := store.Restore(context.Background(), backup, o, h.now); err == nil || !strings.Contains(err.Error(), "already holds") {
				t.Errorf("a second restore: %v", err)
			}
			s, err := store.Open(context.Background(), o, h.now, nil)
			h.must(err)
			t.Cleanup(func() { s.Close() })
			h.store = s
			h.withFolders(c.copies)
			h.now = h.now.Add(time.Minute)
			h.step()
			got := h.scene()
			for id, p := range want.Pairs {
				if got.Pairs[id].Status != p.Status {
					t.Errorf("pair %s is %q, was %q", id, got.Pairs[id].Status, p.Status)
				}
			}
			for id, s := range want.Sessions {
				if g := got.Sessions[id]; g.Status != s.Status || !g.Slot.Start.Equal(s.Slot.Start) || g.Sequence != s.Sequence {
					t.Errorf("session %s is %s at %s (%d), was %s at %s (%d)", id, g.Status, g.Slot.Start, g.Sequence, s.Status, s.Slot.Start, s.Sequence)
				}
			}
			if len(got.People) != len(want.People) || !reflect.DeepEqual(got.People[h.store.PersonID(bo)].Profile, want.People[h.store.PersonID(bo)].Profile) {
				t.Errorf("%d people, were %d", len(got.People), len(want.People))
			}
			twice := 0
			times, letters := h.toldSoFar()
			for mark, n := range times {
				if n > 1 {
					twice++
				}
				if n > 1 && c.copies {
					t.Errorf("told %d times in %d letters: %s", n, letters[mark], mark)
				}
			}
			same := 0
			for mark, n := range times {
				if n > 1 && letters[mark] == 1 {
					same++
				}
			}
			t.Logf("%d things told before, %d told again, %d of them in a copy of the same letter", len(before), twice, same)
			// Life goes on, also in answer to a letter of before.
			h.answerTo(ana, "this is what I understood", "pause until 1 March")
			h.now = h.now.Add(time.Hour)
			h.step()
			if p := h.scene().People[h.store.PersonID(ana)]; p.Away.IsZero() {
				t.Error("an answer to a letter of before the disaster is not believed")
			}
			for id, n := range ids(h, ana) {
				if n > 1 && c.copies {
					t.Errorf("%s came %d times", id, n)
				}
			}
		})
	}
}

func ids(h *house, who string) map[string]int {
	out := map[string]int{}
	for _, l := range letters(h.t, h.post.IMAP, who) {
		out[l.MessageID]++
	}
	return out
}
