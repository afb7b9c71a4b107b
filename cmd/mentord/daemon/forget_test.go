package daemon_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/pairing"
	"mentord/store"
)

// said sends words of a person, in an answer to the newest letter to them if
// there is one.
func said(t *testing.T, h *house, from, words string) []mailer.Mail {
	t.Helper()
	if last := newest(t, h, from); last.MessageID != "" {
		answer(t, h, from, last, words)
	} else {
		write(t, h.post.SMTP, from, plain(from, "hello", words))
		h.now = h.now.Add(time.Minute)
		h.step()
	}
	return letters(t, h.post.IMAP, from)
}

func newest(t *testing.T, h *house, address string) (last mailer.Mail) {
	for _, m := range letters(t, h.post.IMAP, address) {
		last = m
	}
	return last
}

// attached is the first text file of the newest letter to the address.
func attached(t *testing.T, h *house, address string) string {
	t.Helper()
	b := box(h.post.IMAP, address, "")
	defer b.Close()
	mails, err := b.Fetch(context.Background(), inbox.Wanted{After: inbox.Mark{}})
	if err != nil || len(mails) == 0 {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(mails[len(mails)-1].Raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(part.FileName(), ".txt") {
			text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
	}
}

// everything is the text of every column of every table, mails and letters as
// they were.
func everything(t *testing.T, h *house, path string) (out map[string]string) {
	t.Helper()
	out = map[string]string{}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"person", "pair", "session", "question", "timer", "notice", "letter", "survey_answer", "log", "mail"} {
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for n := 0; rows.Next(); n++ {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for i, v := range values {
				fmt.Fprintf(&b, "%s=%s ", columns[i], *v.(*any))
			}
			out[fmt.Sprint(table, " ", n)] = b.String()
		}
		rows.Close()
	}
	return out
}

// "forget me" is asked once more, then nothing tells any more who Ana was: no
// table, no mail, no letter; Bo hears that she has left; and the roster does not
// bring her back.
func TestForgetMe(t *testing.T) {
	h := newHouse(t)
	id := h.booked(1)
	said(t, h, ana, "help")
	said(t, h, ana, "What do you keep? I was at the opera, by the way.")
	said(t, h, ana, "forget me please")
	if last := newest(t, h, ana); !strings.Contains(last.Text, "Shall I erase everything about you?") {
		t.Fatalf("Ana is not asked whether she is sure:\n%s", last.Text)
	}
	said(t, h, ana, "no, let it be")
	if got := h.counts().People["ready"]; got != 2 {
		t.Fatalf("a no erased somebody: %v", h.counts().People)
	}
	said(t, h, ana, "forget me")
	said(t, h, ana, "Yes")
	if got := h.counts().People; got["erased"] != 1 {
		t.Fatalf("people are %v", got)
	}
	h.now = h.now.Add(24 * time.Hour)
	h.step()
	if last := newest(t, h, ana); !strings.Contains(last.Subject, "everything about you is erased") {
		t.Errorf("the last letter is %q", last.Subject)
	}
	if s := h.session(id); s.Status != pairing.Cancelled {
		t.Errorf("the session is %s", s.Status)
	}
	if last := newest(t, h, bo); !strings.Contains(last.Text, "has left the program") {
		t.Errorf("Bo hears:\n%s", last.Text)
	}
	for where, row := range everything(t, h, h.path) {
		for _, trace := range []string{ana, "Lima", "Lisbon", "opera"} {
			if strings.Contains(row, trace) {
				t.Errorf("%q is still in %s: %.300s", trace, where, row)
			}
		}
	}
	err := h.store.Update(context.Background(), h.now, func(tx *store.Tx) error {
		m, ok, err := tx.FindMail("1.ana@mentoring.example")
		if ok && len(m.Raw) > 0 {
			t.Error("her mail is still there")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	before := len(letters(t, h.post.IMAP, ana))
	if err := h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana Lima"}}); err != nil {
		t.Fatal(err)
	}
	h.step()
	if got := h.counts().People; got["invited"] != 0 || len(letters(t, h.post.IMAP, ana)) != before {
		t.Errorf("the roster brings her back: %v", got)
	}
	said(t, h, ana, "I'd like a mentor in negotiation. I live in Porto.") // she herself may come back
	if got := h.counts().People; got["erased"] != 0 {
		t.Errorf("she cannot come back: %v", got)
	}
}

// "my data" comes by return, as a file that she can read, without what Bo said.
func TestMyData(t *testing.T) {
	h := newHouse(t)
	h.booked(1)
	said(t, h, ana, "help")
	mails := said(t, h, ana, "I was at the opera. Please send me my data.")
	last := mails[len(mails)-1]
	if len(last.Files) != 1 || !strings.HasSuffix(last.Files[0], ".txt") {
		t.Fatalf("the letter %q has files %v", last.Subject, last.Files)
	}
	text := attached(t, h, ana)
	for _, want := range []string{"Ana Lima", ana, "Europe/Lisbon", "Bo Lund: active", "Session 1: ", "I was at the opera", "Letters to you"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q:\n%s", want, text)
		}
	}
}

// "new match" ends the pair kindly, asks quietly why, and never suggests the two
// to each other again.
func TestNewMatch(t *testing.T) {
	h := newHouse(t)
	id := h.booked(1)
	said(t, h, ana, "help")
	said(t, h, ana, "It is not working out, I would like a new match please")
	if s := h.session(id); s.Status != pairing.Cancelled {
		t.Errorf("the session is %s", s.Status)
	}
	if last := newest(t, h, ana); !strings.Contains(last.Text, "what was missing?") {
		t.Errorf("Ana reads:\n%s", last.Text)
	}
	said(t, h, ana, "He was always late.")
	h.now = h.now.Add(30 * time.Hour)
	h.step()
	last := newest(t, h, bo)
	if !strings.Contains(last.Text, "says nothing about either") || strings.Contains(last.Text, "late") {
		t.Errorf("Bo reads:\n%s", last.Text)
	}
	if got := h.counts().Pairs; got["ended"] != 1 || got["proposed"] != 0 {
		t.Errorf("pairs are %v", got)
	}
	for _, m := range letters(t, h.post.IMAP, mia) {
		if strings.Contains(m.Text, "late") {
			t.Errorf("the coordinator is asked about an answer that was for the sums:\n%s", m.Text)
		}
	}
}
