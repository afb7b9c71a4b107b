package store

import (
	"fmt"
	"time"
)

// Restored is the moment of the backup that the store was restored from, as long as it
// has not caught up with what came since; zero otherwise.
func (t *Tx) Restored() (time.Time, error) {
	n, err := t.number("SELECT restored FROM program WHERE id = ?", t.program)
	return moment(n), err
}

// CaughtUp notes that nothing is left to be caught up with.
func (t *Tx) CaughtUp() error {
	return t.exec("UPDATE program SET restored = 0 WHERE id = ?", t.program)
}

// Tell notes marks of what the mailbox's folders show as told.
func (t *Tx) Tell(marks []string) error {
	return saveAll(marks, func(mark string) error {
		return t.exec("INSERT INTO told (program, mark) VALUES (?, ?) ON CONFLICT (program, mark) DO NOTHING", t.program, mark)
	})
}

// Told reports whether a mark is known.
func (t *Tx) Told(mark string) (bool, error) {
	n, err := t.number("SELECT COUNT(*) FROM told WHERE program = ? AND mark = ?", t.program, mark)
	return n > 0, err
}

// AnyTold reports whether there are any marks: only a restored store has them.
func (t *Tx) AnyTold() (bool, error) {
	n, err := t.number("SELECT COUNT(*) FROM (SELECT mark FROM told WHERE program = ? LIMIT 1) AS one", t.program)
	return n > 0, err
}

// SentBefore settles the letters that wait in a restored outbox and that the mailbox's
// folders show as sent.
func (t *Tx) SentBefore() error {
	err := t.exec(`UPDATE letter SET state = 'sent', copied = 1 WHERE program = ? AND state IN ('queued', 'sending', 'retry', 'unknown')
		AND message_id IN (SELECT mark FROM told WHERE program = ?)`, t.program, t.program)
	if err != nil {
		return fmt.Errorf("settle the restored outbox: %w", err)
	}
	return nil
}

// NextDecision is the next moment at which something is to be decided or written: a
// timer, or a notice at its desk. Zero for none.
func (t *Tx) NextDecision() (time.Time, error) { return t.earliest(decisions) }

// Uncopied are letters that were sent and of which no copy was kept in the mailbox yet.
func (t *Tx) Uncopied(limit int) (out []Letter, err error) {
	var rows []letterRow
	if err := t.list(&rows, "SELECT "+letterColumns+" FROM letter WHERE program = ? AND state = 'sent' AND copied = 0 AND LENGTH(raw) > 0 ORDER BY sent DESC LIMIT ?", t.program, limit); err != nil {
		return nil, fmt.Errorf("find letters to keep a copy of: %w", err)
	}
	for _, r := range rows {
		l, err := r.letter()
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// Copied notes that a copy of a letter was kept.
func (t *Tx) Copied(id string) error {
	return t.exec("UPDATE letter SET copied = 1 WHERE program = ? AND id = ?", t.program, id)
}
