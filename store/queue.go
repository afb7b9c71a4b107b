package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mentord/pairing"
)

// A WaitingKind says what it is that waits for a human.
type WaitingKind string

// What can wait for a human.
const (
	WaitingMail     WaitingKind = "mail"     // taken, and could not be decided
	WaitingStuck    WaitingKind = "stuck"    // in the mailbox, and cannot be fetched
	WaitingFlood    WaitingKind = "flood"    // one of too many from one sender; not read
	WaitingLetter   WaitingKind = "letter"   // could not be sent
	WaitingQuestion WaitingKind = "question" // the coordinator was written to
)

// A Waiting is one thing that waits for a human.
type Waiting struct {
	ID       string
	Kind     WaitingKind
	Since    time.Time
	Person   pairing.PersonID // whom it concerns, if known
	Attempts int
	Why      string
	Mail     string // id of the mail that it is about; "" for none
}

// ErrNotWaiting says that nothing of that id waits.
var ErrNotWaiting = errors.New("nothing waits under this id")

// Waiting is all that waits for a human, oldest first.
func (t *Tx) Waiting() (out []Waiting, err error) {
	var rows []struct {
		ID       string `db:"id"`
		Kind     string `db:"kind"`
		Since    int64  `db:"since"`
		Person   string `db:"person"`
		Attempts int    `db:"attempts"`
		Why      string `db:"why"`
		Mail     string `db:"mail"`
	}
	err = t.list(&rows, `SELECT id, CASE WHEN state = 'flood' THEN 'flood' ELSE 'mail' END AS kind, taken AS since, person, attempts, why, id AS mail FROM mail WHERE program = ? AND state IN ('failed', 'flood')
		UNION ALL SELECT id, 'letter', made, person, attempts, error, '' FROM letter WHERE program = ? AND state = 'dead'
		UNION ALL SELECT CAST(validity AS TEXT) || '/' || CAST(uid AS TEXT), 'stuck', since, '', attempts, why, '' FROM stuck WHERE program = ?
		ORDER BY since, id`, t.program, t.program, t.program)
	if err != nil {
		return nil, fmt.Errorf("read the queue: %w", err)
	}
	for _, r := range rows {
		out = append(out, Waiting{r.ID, WaitingKind(r.Kind), moment(r.Since), pairing.PersonID(r.Person), r.Attempts, r.Why, r.Mail})
	}
	var questions []string
	if err := t.list(&questions, "SELECT data FROM question WHERE program = ? AND kind = ? AND open = 1 ORDER BY id", t.program, string(pairing.QueueQuestion)); err != nil {
		return nil, fmt.Errorf("read the queue: %w", err)
	}
	for _, data := range questions {
		var q pairing.Question
		if err := decode(data, &q); err != nil {
			return nil, err
		}
		out = append(out, Waiting{ID: string(q.ID), Kind: WaitingQuestion, Since: q.Asked, Person: q.Subject, Why: q.Notice.Facts.Reason, Mail: q.Mail})
	}
	return out, nil
}

// FindWaiting is what waits under the id, or under the only id that begins so.
func (t *Tx) FindWaiting(id string) (found Waiting, err error) {
	all, err := t.Waiting()
	if err != nil {
		return found, err
	}
	n := 0
	for _, w := range all {
		if w.ID == id {
			return w, nil
		}
		if id != "" && strings.HasPrefix(w.ID, id) {
			found = w
			n++
		}
	}
	switch n {
	case 0:
		return found, fmt.Errorf("%s: %w", id, ErrNotWaiting)
	case 1:
		return found, nil
	}
	return found, fmt.Errorf("%s: %d ids begin so: write more of it", id, n)
}

// Rerun lets the daemon try once more: decide a mail, fetch it, or send a letter.
func (t *Tx) Rerun(w Waiting) error {
	switch w.Kind {
	case WaitingLetter:
		return t.exec("UPDATE letter SET state = 'queued', attempts = 0, next = ? WHERE program = ? AND id = ?", millis(t.Now), t.program, w.ID)
	case WaitingStuck:
		return t.exec("UPDATE stuck SET next = ? WHERE program = ? AND CAST(validity AS TEXT) || '/' || CAST(uid AS TEXT) = ?", millis(t.Now), t.program, w.ID)
	case WaitingQuestion:
		if w.Mail == "" {
			return fmt.Errorf("%s: no mail has caused it, so there is nothing to be read again; release it when you have seen to it", w.ID)
		}
		if err := t.settle(w.ID, "read again"); err != nil {
			return err
		}
	}
	if w.Kind == WaitingFlood { // only its header was taken: fetch the whole of it
		return t.fetchAgain(w.Mail)
	}
	m, ok, err := t.Mail(w.Mail)
	if err != nil {
		return err
	}
	if !ok || len(m.Raw) == 0 {
		return fmt.Errorf("%s: its text is not kept any more (store.keep_raw)", w.ID)
	}
	return t.exec("UPDATE mail SET state = 'new', attempts = 0, outcome = '', why = '' WHERE program = ? AND id = ?", t.program, w.Mail)
}

// fetchAgain forgets a mail of which only the header was taken, and has it fetched as one
// that could not be before.
func (t *Tx) fetchAgain(id string) error {
	m, ok, err := t.Mail(id)
	if err != nil || !ok {
		return err
	}
	if err := t.exec("DELETE FROM mail WHERE program = ? AND id = ?", t.program, id); err != nil {
		return err
	}
	return t.putStuck(m.Account, m.Validity, m.UID, 0, t.Now, "held, and asked for by mentord queue rerun")
}

// Release takes something off the queue: a human has seen to it.
func (t *Tx) Release(w Waiting) error {
	switch w.Kind {
	case WaitingLetter:
		return t.exec("UPDATE letter SET state = 'released' WHERE program = ? AND id = ?", t.program, w.ID)
	case WaitingQuestion:
		return t.settle(w.ID, "released")
	case WaitingStuck:
		validity, uid, _ := strings.Cut(w.ID, "/")
		v, err1 := strconv.ParseUint(validity, 10, 32)
		u, err2 := strconv.ParseUint(uid, 10, 32)
		var accounts []string
		err3 := t.list(&accounts, "SELECT account FROM stuck WHERE program = ? AND validity = ? AND uid = ?", t.program, v, u)
		if err := errors.Join(err1, err2, err3); err != nil || len(accounts) == 0 {
			return err
		}
		// It counts as taken, so that it is not asked for again; it stays where it is.
		if err := t.TakeMail(Mail{Account: accounts[0], Validity: uint32(v), UID: uint32(u), MessageID: "stuck:" + w.ID, Arrived: t.Now, Raw: []byte(w.ID)}); err != nil {
			return err
		}
		return t.exec("UPDATE mail SET state = 'done', outcome = 'released', filed = 1 WHERE program = ? AND account = ? AND validity = ? AND uid = ?", t.program, accounts[0], int64(v), int64(u))
	}
	return t.exec("UPDATE mail SET state = 'done', outcome = 'released' WHERE program = ? AND id = ?", t.program, w.ID)
}

// settle closes a question of the coordinator's without an answer.
func (t *Tx) settle(id, outcome string) error {
	q, ok, err := t.Question(pairing.QuestionID(id))
	if err != nil || !ok {
		return err
	}
	q.Open, q.Outcome = false, outcome
	return t.saveQuestion(q)
}
