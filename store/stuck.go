package store

import (
	"fmt"
	"time"

	"mentord/mailer"
)

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
	return int(n), t.exec(`INSERT INTO stuck (program, account, validity, uid, attempts, since, next, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (program, account, validity, uid) DO UPDATE SET attempts = excluded.attempts, next = excluded.next, why = excluded.why`,
		t.program, account, int64(validity), int64(uid), n, millis(t.Now), millis(next), why)
}

// StuckGone forgets mails that are not in the mailbox any more.
func (t *Tx) StuckGone(account string, uids []uint32) error {
	return saveAll(uids, func(uid uint32) error {
		return t.exec("DELETE FROM stuck WHERE program = ? AND account = ? AND uid = ?", t.program, account, int64(uid))
	})
}

// Stuck are the mails that could not be fetched: those to be passed over now, and
// those to be tried again. What a mailbox had before it was rebuilt is forgotten: it
// has other numbers now.
func (t *Tx) Stuck(account string, validity uint32) (skip, again []uint32, err error) {
	if validity != 0 {
		if err := t.exec("DELETE FROM stuck WHERE program = ? AND account = ? AND validity < ?", t.program, account, int64(validity)); err != nil {
			return nil, nil, fmt.Errorf("stuck mails: %w", err)
		}
	}
	var rows []struct {
		UID  int64 `db:"uid"`
		Next int64 `db:"next"`
	}
	if err := t.list(&rows, "SELECT uid, next FROM stuck WHERE program = ? AND account = ? ORDER BY uid", t.program, account); err != nil {
		return nil, nil, fmt.Errorf("stuck mails: %w", err)
	}
	for _, r := range rows {
		if r.Next > millis(t.Now) {
			skip = append(skip, uint32(r.UID))
		} else {
			again = append(again, uint32(r.UID))
		}
	}
	return skip, again, nil
}
