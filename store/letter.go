package store

import (
	"context"
	"fmt"
	"time"

	"mentord/mailer/letter"
	"mentord/pairing"
)

// A Letter is one letter in the outbox.
type Letter struct {
	ID        string
	Seq       int64
	Person    pairing.PersonID
	Address   string
	Kind      pairing.NoticeKind
	Thread    string
	MessageID string
	Subject   string
	Counts    bool
	State     string
	Made      time.Time
	Attempts  int
	Asked     []letter.Asked
	Raw       []byte
}

type letterRow struct {
	ID        string `db:"id"`
	Seq       int64  `db:"seq"`
	Person    string `db:"person"`
	Address   string `db:"address"`
	Kind      string `db:"kind"`
	Thread    string `db:"thread"`
	MessageID string `db:"message_id"`
	Subject   string `db:"subject"`
	Counts    int    `db:"counts"`
	State     string `db:"state"`
	Made      int64  `db:"made"`
	Attempts  int    `db:"attempts"`
	Asked     string `db:"asked"`
	Raw       []byte `db:"raw"`
}

const letterColumns = "id, seq, person, address, kind, thread, message_id, subject, counts, state, made, attempts, asked, raw"

func (r letterRow) letter() (Letter, error) {
	l := Letter{r.ID, r.Seq, pairing.PersonID(r.Person), r.Address, pairing.NoticeKind(r.Kind), r.Thread, r.MessageID, r.Subject, r.Counts == 1, r.State, moment(r.Made), r.Attempts, nil, r.Raw}
	return l, decode(r.Asked, &l.Asked)
}

// Queue puts a written letter into the outbox and ties its notices to it. A
// letter of the same id is the same letter and is not queued twice.
func (t *Tx) Queue(l Letter, notices []pairing.Notice) error {
	asked, err := encode(l.Asked)
	if err != nil {
		return err
	}
	seq, err := t.number("SELECT COALESCE(MAX(seq), 0) + 1 FROM letter WHERE program = ?", t.program)
	if err != nil {
		return err
	}
	counts := 0
	if l.Counts {
		counts = 1
	}
	err = t.exec(`INSERT INTO letter (program, id, seq, person, address, kind, thread, message_id, subject, counts, state, made, next, attempts, sent, error, asked, raw)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, 0, 0, '', ?, ?) ON CONFLICT (program, id) DO NOTHING`,
		t.program, l.ID, seq, string(l.Person), l.Address, string(l.Kind), l.Thread, l.MessageID, l.Subject, counts, millis(t.Now), millis(t.Now), asked, l.Raw)
	if err != nil {
		return fmt.Errorf("queue letter %s: %w", l.ID, err)
	}
	return saveAll(notices, func(n pairing.Notice) error {
		return t.exec("UPDATE notice SET state = 'written', letter = ? WHERE program = ? AND key = ?", l.ID, t.program, n.Key)
	})
}

// Letter finds a letter by its id.
func (t *Tx) Letter(id string) (Letter, bool, error) {
	return t.oneLetter("SELECT "+letterColumns+" FROM letter WHERE program = ? AND id = ?", t.program, id)
}

func (t *Tx) oneLetter(query string, args ...any) (Letter, bool, error) {
	var rows []letterRow
	if err := t.list(&rows, query, args...); err != nil || len(rows) == 0 {
		return Letter{}, false, err
	}
	l, err := rows[0].letter()
	return l, true, err
}

// LastAsking is the newest letter to the person that asks something.
func (t *Tx) LastAsking(id pairing.PersonID) (Letter, bool, error) {
	return t.oneLetter("SELECT "+letterColumns+" FROM letter WHERE program = ? AND person = ? AND asked <> 'null' AND asked <> '[]' ORDER BY seq DESC LIMIT 1", t.program, string(id))
}

// ThreadOf are the message ids of the letters to a person in one thread, oldest
// first.
func (t *Tx) ThreadOf(id pairing.PersonID, thread string) (out []string, err error) {
	if thread == "" {
		return nil, nil
	}
	err = t.list(&out, "SELECT message_id FROM letter WHERE program = ? AND person = ? AND thread = ? ORDER BY +seq", t.program, string(id), thread)
	return out, err
}

// lease is how long a letter may be on its way before it counts as lost.
const lease = 10 * time.Minute

// In a query "ORDER BY +seq" keeps SQLite from going through a table in that order
// instead of by the index of what is looked for.

// TakeLetter gives the next letter to send and notes the attempt, before
// anything is dialled. Letters to one address leave in the order in which they
// were written: one that waits for another try holds back those behind it.
func (t *Tx) TakeLetter() (l Letter, ok bool, err error) {
	l, ok, err = t.oneLetter("SELECT "+letterColumns+` FROM letter AS l WHERE program = ? AND state IN ('queued', 'retry', 'unknown', 'sending') AND next <= ?
		AND NOT EXISTS (SELECT 1 FROM letter AS o WHERE o.program = l.program AND o.address = l.address AND o.seq < l.seq AND o.state IN ('queued', 'retry', 'unknown', 'sending'))
		ORDER BY +seq LIMIT 1`, t.program, millis(t.Now))
	if err != nil || !ok {
		return l, ok, err
	}
	l.Attempts++
	return l, true, t.exec("UPDATE letter SET state = 'sending', attempts = ?, next = ?, sent = ? WHERE program = ? AND id = ?",
		l.Attempts, millis(t.Now.Add(lease)), millis(t.Now), t.program, l.ID)
}

// TriedSince counts the letters that a server has taken, or may have, since the moment.
func (t *Tx) TriedSince(at time.Time) (int, error) {
	n, err := t.number("SELECT COUNT(*) FROM letter WHERE program = ? AND sent >= ?", t.program, millis(at))
	return int(n), err
}

// SentTo are the message ids of the letters that were sent to an address.
func (t *Tx) SentTo(address string) (ids []string, err error) {
	err = t.list(&ids, "SELECT message_id FROM letter WHERE program = ? AND address = ? AND state = 'sent' ORDER BY seq", t.program, address)
	return ids, err
}

// Sent notes that the server took the letter.
func (t *Tx) Sent(id string) error {
	if err := t.exec("UPDATE letter SET state = 'sent', sent = ?, error = '' WHERE program = ? AND id = ?", millis(t.Now), t.program, id); err != nil {
		return err
	}
	return t.forgetErased(id)
}

// Retry notes a failed attempt and when to try again; state is retry or unknown.
func (t *Tx) Retry(id, state string, at time.Time, why string) error {
	return t.exec("UPDATE letter SET state = ?, next = ?, error = ? WHERE program = ? AND id = ?", state, millis(at), why, t.program, id)
}

// Dead notes that a letter will not be tried again.
func (t *Tx) Dead(id, why string) error {
	return t.exec("UPDATE letter SET state = 'dead', error = ? WHERE program = ? AND id = ?", why, t.program, id)
}

// Reclaim takes back the letters that a daemon had on their way when it was
// killed: nobody knows whether they arrived, so they go out again under the same
// Message-ID. It is for a store that only one daemon uses.
func (s *Store) Reclaim(ctx context.Context, now time.Time) error {
	if s.dialect == postgresDialect {
		return nil // another daemon may be sending them: their lease will tell
	}
	return s.Update(ctx, now, func(t *Tx) error {
		return t.exec("UPDATE letter SET state = 'unknown', next = ?, error = 'interrupted' WHERE program = ? AND state = 'sending'", millis(now), t.program)
	})
}
