package store

import (
	"fmt"
	"time"

	"mentord/pairing"
)

// saveNotice puts a notice at its desk, unless the same was told before.
func (t *Tx) saveNotice(n pairing.Notice) error {
	data, err := encode(n)
	if err != nil {
		return err
	}
	seq, err := t.number("SELECT COALESCE(MAX(seq), 0) + 1 FROM notice WHERE program = ?", t.program)
	if err != nil {
		return err
	}
	due := millis(t.Now)
	if n.After.After(t.Now) {
		due = millis(n.After)
	}
	if n.Urgency == pairing.Alongway {
		due = 0 // never the reason to look at the desk
	}
	return t.exec(`INSERT INTO notice (program, key, person, seq, kind, state, due, letter, data) VALUES (?, ?, ?, ?, ?, 'waiting', ?, '', ?)
		ON CONFLICT (program, key) DO NOTHING`, t.program, n.Key, string(n.To), seq, string(n.Kind), due, data)
}

// withdraw takes back a notice that has not gone into a letter yet.
func (t *Tx) withdraw(key string) error {
	return t.exec("UPDATE notice SET state = 'withdrawn' WHERE program = ? AND key = ? AND state = 'waiting'", t.program, key)
}

// DeskDue is a person for whom something may go out now; ok is false if there
// is none.
func (t *Tx) DeskDue() (id pairing.PersonID, ok bool, err error) {
	var rows []string
	err = t.list(&rows, `SELECT person FROM notice WHERE program = ? AND state = 'waiting' AND due > 0 AND due <= ? ORDER BY +seq LIMIT 1`, t.program, millis(t.Now))
	if err != nil || len(rows) == 0 {
		return "", false, err
	}
	return pairing.PersonID(rows[0]), true, nil
}

// Desk is everything that waits for a person, in the order of its making.
func (t *Tx) Desk(id pairing.PersonID) (out []pairing.Notice, err error) {
	var rows []string
	if err := t.list(&rows, "SELECT data FROM notice WHERE program = ? AND person = ? AND state = 'waiting' ORDER BY +seq", t.program, string(id)); err != nil {
		return nil, fmt.Errorf("load desk: %w", err)
	}
	for _, row := range rows {
		var n pairing.Notice
		if err := decode(row, &n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// DeskLater sets when to look at a person's desk again.
func (t *Tx) DeskLater(id pairing.PersonID, at time.Time) error {
	return t.exec("UPDATE notice SET due = ? WHERE program = ? AND person = ? AND state = 'waiting' AND due > 0 AND due <= ?",
		millis(at), t.program, string(id), millis(t.Now))
}

// DropStale marks notices that will never be sent.
func (t *Tx) DropStale(notices []pairing.Notice) error {
	return saveAll(notices, func(n pairing.Notice) error {
		return t.exec("UPDATE notice SET state = 'stale' WHERE program = ? AND key = ?", t.program, n.Key)
	})
}

// LettersSince counts the letters to a person since a moment that count against
// the daily cap.
func (t *Tx) LettersSince(id pairing.PersonID, since time.Time) (int, error) {
	n, err := t.number("SELECT COUNT(*) FROM letter WHERE program = ? AND person = ? AND counts = 1 AND made >= ?", t.program, string(id), millis(since))
	return int(n), err
}

// LettersOfKinds counts the letters to a person since a moment, by kind.
func (t *Tx) LettersOfKinds(id pairing.PersonID, since time.Time) (map[pairing.NoticeKind]int, error) {
	var rows []struct {
		Kind string `db:"kind"`
		N    int    `db:"n"`
	}
	if err := t.list(&rows, "SELECT kind, COUNT(*) AS n FROM letter WHERE program = ? AND person = ? AND made >= ? GROUP BY kind", t.program, string(id), millis(since)); err != nil {
		return nil, fmt.Errorf("count letters: %w", err)
	}
	counts := map[pairing.NoticeKind]int{}
	for _, r := range rows {
		counts[pairing.NoticeKind(r.Kind)] = r.N
	}
	return counts, nil
}
