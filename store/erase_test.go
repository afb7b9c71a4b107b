package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mentord/pairing"
)

// Erasing leaves nothing that names the person, keeps what others have, and keeps
// the answers to surveys without their writer; on both databases.
func TestErase(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		mail, d := "", decision()
		d.Notices = append(d.Notices, pairing.Notice{Key: "n2", To: "bo", Kind: pairing.PartnerNotice, Facts: pairing.Facts{Partner: "Ana Lima", Pair: "pair"}},
			pairing.Notice{Key: "n3", To: "bo", Kind: pairing.HelpNotice, Facts: pairing.Facts{Words: "of his own"}})
		update(t, s, start, func(tx *Tx) error {
			if err := tx.Save(d, Cause{"test", "1"}); err != nil {
				return err
			}
			for i, n := range d.Notices {
				id := "letter" + n.Key
				if err := tx.Queue(Letter{ID: id, Person: n.To, Address: string(n.To) + "@example.org", Subject: "about Ana", Raw: []byte("Ana Lima")}, d.Notices[i:i+1]); err != nil {
					return err
				}
				if n.Key != "n2" { // that one is sent after the erasing
					if err := tx.Sent(id); err != nil {
						return err
					}
				}
			}
			if err := tx.TakeMail(Mail{Account: "a", Validity: 1, UID: 1, MessageID: "x@y", Raw: []byte("From: Ana Lima\r\n\r\nhi"), Arrived: start}); err != nil {
				return err
			}
			m, _, err := tx.NewMail()
			if err != nil {
				return err
			}
			mail = m.ID
			return tx.MailDone(mail, "done", "erased", "", "ana")
		})
		update(t, s, start, func(tx *Tx) error {
			erased := pairing.Decision{People: []pairing.Person{{ID: "ana", Email: "erased-ana", Standing: pairing.Erased}}}
			if err := tx.Save(erased, Cause{"test", "2"}); err != nil {
				return err
			}
			if err := tx.Erase("ana"); err != nil {
				return err
			}
			return tx.Sent("lettern2")
		})
		update(t, s, start, func(tx *Tx) error {
			x, err := tx.Dossier("ana")
			if err != nil {
				return err
			}
			if len(x.Answers)+len(x.Mails)+len(x.Letters) > 0 || x.Person.Email != "erased-ana" {
				t.Errorf("of Ana there is still %+v", x)
			}
			for _, id := range []string{"lettern1", "lettern2"} {
				if l, _, err := tx.Letter(id); err != nil || strings.Contains(string(l.Raw)+l.Subject, "Ana") {
					t.Errorf("%s still says %q %q, %v", id, l.Subject, l.Raw, err)
				}
			}
			if l, ok, err := tx.Letter("lettern3"); !ok || string(l.Raw) == "" || err != nil {
				t.Errorf("a letter to Bo that has nothing to do with her is gone too: %v %v", ok, err)
			}
			n, err := tx.number("SELECT COUNT(*) FROM survey_answer WHERE program = ? AND number = 4 AND person = 'erased-1' AND pair = ''", tx.program)
			if n != 1 || err != nil {
				t.Errorf("%d answers are kept for the sums, %v", n, err)
			}
			m, _, err := tx.Mail(mail)
			if len(m.Raw) > 0 {
				t.Errorf("her mail still says %q", m.Raw)
			}
			if err != nil {
				return err
			}
			// The same mail, found once more in a mailbox that was rebuilt, is no news.
			if err := tx.TakeMail(Mail{Account: "a", Validity: 2, UID: 1, MessageID: "x@y", Raw: []byte("From: Ana Lima\r\n\r\nhi"), Arrived: start}); err != nil {
				return err
			}
			if _, ok, err := tx.NewMail(); ok || err != nil {
				t.Errorf("the erased mail is decided again, %v", err)
			}
			return nil
		})
	})
}

// The text of what is old is dropped; what is undecided or unsent keeps it.
func TestPurge(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		raw := []byte("Subject: x\r\n\r\nhi")
		take := func(uid uint32, done bool) (id string) {
			update(t, s, start, func(tx *Tx) error {
				if err := tx.TakeMail(Mail{Account: "a", Validity: 1, UID: uid, MessageID: strings.Repeat("x", int(uid)), Raw: append(raw, byte(uid)), Arrived: start}); err != nil {
					return err
				}
				m, _, err := tx.NewMail()
				if id = m.ID; done && err == nil {
					err = tx.MailDone(id, "done", "help", "", "ana")
				}
				return err
			})
			return id
		}
		old, waiting := take(1, true), take(2, false)
		update(t, s, start, func(tx *Tx) error {
			for _, id := range []string{"sent", "queued"} {
				if err := tx.Queue(Letter{ID: id, Person: "ana", Address: "ana@example.org", Subject: "s", Raw: raw}, nil); err != nil {
					return err
				}
			}
			return tx.Sent("sent")
		})
		for _, c := range []struct {
			before time.Time
			kept   bool
		}{{start, true}, {start.Add(time.Second), false}} {
			update(t, s, start, func(tx *Tx) error { return tx.Purge(c.before) })
			update(t, s, start, func(tx *Tx) error {
				m, _, err := tx.Mail(old)
				if err != nil || len(m.Raw) > 0 != c.kept {
					t.Errorf("kept %t: the mail has %d octets, %v", c.kept, len(m.Raw), err)
				}
				l, _, err := tx.Letter("sent")
				if err != nil || len(l.Raw) > 0 != c.kept {
					t.Errorf("kept %t: the letter has %d octets, %v", c.kept, len(l.Raw), err)
				}
				if m, _, err = tx.Mail(waiting); err != nil || len(m.Raw) == 0 {
					t.Errorf("a mail that waits lost its text, %v", err)
				}
				if l, _, err = tx.Letter("queued"); err != nil || len(l.Raw) == 0 {
					t.Errorf("a letter that waits lost its text, %v", err)
				}
				return nil
			})
		}
	})
}

// A letter that a human has let go of loses its words too; the bounces of other people do
// not, though one mail server wrote them all.
func TestErasingTakesNeitherTooMuchNorTooLittle(t *testing.T) {
	now := time.Now()
	s, err := Open(context.Background(), Options{Path: filepath.Join(t.TempDir(), "x.db"), Program: "p"}, now, func() string { return "s" })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(context.Background(), now, func(t1 *Tx) error {
		for i, who := range []string{"annanna", "bobobobo"} {
			raw := fmt.Appendf(nil, "From: mailer-daemon@g.example\r\n\r\nbounce of %s", who)
			if err := t1.TakeMail(Mail{Account: "a", Validity: 1, UID: uint32(i + 1), MessageID: who + "@g", Sender: "mailer-daemon@g.example", Arrived: now, Raw: raw}); err != nil {
				return err
			}
			m, _, err := t1.NewMail()
			if err != nil {
				return err
			}
			if err := t1.MailDone(m.ID, "done", "hard-bounce", "", pairing.PersonID(who)); err != nil {
				return err
			}
		}
		n := []pairing.Notice{{Key: "k", To: "bobobobo", Kind: pairing.PartnerNotice, Facts: pairing.Facts{Partner: "Anna Secret", Pair: "pairpair"}}}
		if err := t1.Save(pairing.Decision{Pairs: []pairing.Pair{{ID: "pairpair", People: [2]pairing.PersonID{"annanna", "bobobobo"}}}, Notices: n}, Cause{}); err != nil {
			return err
		}
		if err := t1.Queue(Letter{ID: "l1", Person: "bobobobo", Address: "bo@x", Subject: "about Anna Secret", Raw: []byte("Anna Secret")}, n); err != nil {
			return err
		}
		if err := t1.Dead("l1", "550"); err != nil {
			return err
		}
		if err := t1.Release(Waiting{ID: "l1", Kind: WaitingLetter}); err != nil {
			return err
		}
		if err := t1.Erase("annanna"); err != nil {
			return err
		}
		l, _, err := t1.Letter("l1")
		if string(l.Raw) != "" {
			t.Errorf("released letter keeps %q %q", l.Subject, l.Raw)
		}
		var raws []int
		if err := t1.list(&raws, "SELECT LENGTH(raw) FROM mail ORDER BY uid"); err != nil {
			return err
		}
		if raws[1] == 0 {
			t.Error("bo's bounce is erased too")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(context.Background(), now.AddDate(1, 0, 0), func(t1 *Tx) error {
		if err := t1.Purge(now.AddDate(0, 6, 0)); err != nil {
			return err
		}
		l, _, err := t1.Letter("l1")
		if len(l.Raw) > 0 {
			t.Error("and keep_raw does not end it")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
