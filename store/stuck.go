package store

import (
	"fmt"
	"time"

	"mentord/mailer"
)

// A StuckMail is a mail that could not be fetched, by its place in the mailbox.
type StuckMail struct {
	Validity, UID uint32
	Due           bool // to be tried again now; otherwise to be passed over
}

// MailStuck notes that a mail could not be fetched and when to try it again, as with
// letters that could not be sent, and how often it was tried. It stays in the
// mailbox, and is not lost: only those behind it must not wait for it.
func (t *Tx) MailStuck(account string, validity, uid uint32, why string) (attempts int, err error) {
	n, err := t.number("SELECT COALESCE(MAX(attempts), 0) + 1 FROM stuck WHERE program = ? AND account = ? AND validity = ? AND uid = ?", t.program, account, int64(validity), int64(uid))
	if err != nil {
		return 0, err
	}
	next, ok := mailer.NextTry(int(n), t.Now)
	if !ok {
		next = t.Now.Add(24 * time.Hour)
	}
	return int(n), t.putStuck(account, validity, uid, int(n), next, why)
}

func (t *Tx) putStuck(account string, validity, uid uint32, attempts int, next time.Time, why string) error {
	return t.exec(`INSERT INTO stuck (program, account, validity, uid, attempts, since, next, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (program, account, validity, uid) DO UPDATE SET attempts = excluded.attempts, next = excluded.next, why = excluded.why`,
		t.program, account, int64(validity), int64(uid), attempts, millis(t.Now), millis(next), why)
}

// StuckGone forgets mails that are not in the mailbox any more.
func (t *Tx) StuckGone(account string, gone []StuckMail) error {
	return saveAll(gone, func(s StuckMail) error {
		return t.exec("DELETE FROM stuck WHERE program = ? AND account = ? AND validity = ? AND uid = ?", t.program, account, int64(s.Validity), int64(s.UID))
	})
}

// Stuck are the mails that could not be fetched. Those of a mailbox that was rebuilt
// since are among them: only the mailbox knows which these are.
func (t *Tx) Stuck(account string) (out []StuckMail, err error) {
	var rows []struct {
		Validity int64 `db:"validity"`
		UID      int64 `db:"uid"`
		Next     int64 `db:"next"`
	}
	if err := t.list(&rows, "SELECT validity, uid, next FROM stuck WHERE program = ? AND account = ? ORDER BY validity, uid", t.program, account); err != nil {
		return nil, fmt.Errorf("stuck mails: %w", err)
	}
	for _, r := range rows {
		out = append(out, StuckMail{uint32(r.Validity), uint32(r.UID), r.Next <= millis(t.Now)})
	}
	return out, nil
}
