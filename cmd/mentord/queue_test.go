package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/pairing"
	"mentord/store"
)

// configured writes the smallest config, with a store of its own, and opens that.
func configured(t *testing.T, more string) (file string, s *store.Store) {
	t.Helper()
	dir := t.TempDir()
	file = filepath.Join(dir, "mentord.toml")
	text := fmt.Sprintf("[program]\nname = \"Test\"\ncoordinator = \"mia@x.example\"\n[inbox]\nserver = \"127.0.0.1:9\"\nuser = \"m@x.example\"\npassword = { env = \"MENTORD_PASSWORD\" }\n[outbox]\nserver = \"127.0.0.1:9\"\n[store]\npath = %q\n%s", filepath.Join(dir, "m.db"), more)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(context.Background(), c.Store, time.Now(), newSecret); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return file, s
}

// mentord runs a command as from a shell.
func mentord(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, trouble bytes.Buffer
	if code := Main(args, &out, &trouble); code != want {
		t.Fatalf("mentord %s: code %d, want %d\n%s%s", strings.Join(args, " "), code, want, out.String(), trouble.String())
	}
	return out.String() + trouble.String()
}

// The queue lists what waits for a human without anybody's words, shows one of it, has
// it tried again, and lets go of it.
func TestQueue(t *testing.T) {
	file, s := configured(t, "")
	if got := mentord(t, 0, "queue", "--config", file); !strings.Contains(got, "Nothing waits") {
		t.Errorf("an empty queue: %s", got)
	}
	var mail string
	update := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := s.Update(context.Background(), time.Now(), f); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *store.Tx) error {
		raw := []byte("From: Ana <ana@x.example>\r\nSubject: secret plans\r\n\r\nmy words \x1b[2Jhere\r\n")
		if err := tx.TakeMail(store.Mail{Account: "a", Validity: 7, UID: 1, MessageID: "m@x", Arrived: tx.Now, Raw: raw}); err != nil {
			return err
		}
		m, _, err := tx.NewMail()
		if err != nil {
			return err
		}
		mail = m.ID
		if err := tx.MailDone(m.ID, "failed", "failed", "reading panicked", ""); err != nil {
			return err
		}
		if err := tx.Queue(store.Letter{ID: "letterletterlett", Person: "ana", Address: "ana@x.example", Raw: []byte("Subject: hello\r\n\r\nhi")}, nil); err != nil {
			return err
		}
		if err := tx.Dead("letterletterlett", "550 no"); err != nil {
			return err
		}
		if _, err := tx.MailStuck("a", 7, 2, "EOF"); err != nil {
			return err
		}
		return tx.Save(pairing.Decision{Questions: []pairing.Question{{ID: "queue/x", Person: pairing.Coordinator, Kind: pairing.QueueQuestion, Open: true, Asked: tx.Now, Notice: pairing.Notice{Facts: pairing.Facts{Reason: "not understood"}}}}}, store.Cause{})
	})
	list := mentord(t, 0, "queue", "--config", file)
	for _, want := range []string{mail, "reading panicked", "letterletterlett", "550 no", "7/2", "queue/x", "not understood"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q:\n%s", want, list)
		}
	}
	if strings.Contains(list, "secret plans") || strings.Contains(list, "ana@") {
		t.Errorf("the list shows words and addresses:\n%s", list)
	}
	if got := mentord(t, 0, "queue", "--config", file, "show", mail[:6]); !strings.Contains(got, "my words [2Jhere") || !strings.Contains(got, "secret plans") {
		t.Errorf("show: %q", got)
	}
	for _, id := range []string{mail, "letterletterlett", "7/2"} {
		mentord(t, 0, "queue", "--config", file, "rerun", id)
	}
	if got := mentord(t, 1, "queue", "--config", file, "rerun", "queue/x"); !strings.Contains(got, "no mail has caused it") {
		t.Errorf("rerun of what no mail has caused: %s", got)
	}
	update(func(tx *store.Tx) error {
		if m, ok, err := tx.NewMail(); !ok || m.ID != mail || m.Attempts != 0 {
			t.Errorf("the mail is not new again: %v %v", ok, err)
		}
		if l, ok, err := tx.TakeLetter(); !ok || l.Attempts != 1 {
			t.Errorf("the letter does not wait again: %v %v", ok, err)
		}
		if stuck, err := tx.Stuck("a"); len(stuck) != 1 || !stuck[0].Due {
			t.Errorf("the stuck mail is not tried again: %v", err)
		}
		return nil
	})
	mentord(t, 0, "queue", "--config", file, "release", "queue/x", "7/2")
	if got := mentord(t, 0, "queue", "--config", file); !strings.Contains(got, "Nothing waits") {
		t.Errorf("in the end: %s", got)
	}
	update(func(tx *store.Tx) error {
		if _, uid, err := tx.Mark("a"); uid != 2 {
			t.Errorf("the released mail would be fetched again: mark %d, %v", uid, err)
		}
		return nil
	})
	mentord(t, 1, "queue", "--config", file, "show", "nothing")
	mentord(t, 2, "queue", "--config", file, "burn", "7/2")
	mentord(t, 2, "queue", "--config", file, "rerun")
}
