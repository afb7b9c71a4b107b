package store

import (
	"fmt"
	"strings"
	"time"

	"mentord/pairing"
)

// A Cause says what a decision was about, for the log.
type Cause struct {
	Event   string // "mail", "timer", "import"
	Subject string // id of the mail, key of the timer
}

// Save writes everything that follows from a decision. What is already there
// under the same key is replaced if it is state, and kept if it is a notice:
// nobody is told the same thing twice.
func (t *Tx) Save(d pairing.Decision, cause Cause) error {
	steps := []func() error{
		func() error { return saveAll(d.People, t.savePerson) },
		func() error { return saveAll(d.Pairs, t.savePair) },
		func() error { return saveAll(d.Sessions, t.saveSession) },
		func() error { return saveAll(d.Questions, t.saveQuestion) },
		func() error { return saveAll(d.Drop, t.dropTimer) },
		func() error { return saveAll(d.Timers, t.saveTimer) },
		func() error { return saveAll(d.Withdraw, t.withdraw) },
		func() error { return saveAll(d.Notices, t.saveNotice) },
		func() error { return saveAll(d.Surveys, t.saveSurveyAnswer) },
		func() error { return saveAll(d.Why, func(why string) error { return t.Log(cause, why) }) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("save what follows from %s %s: %w", cause.Event, cause.Subject, err)
		}
	}
	return nil
}

func saveAll[T any](values []T, save func(T) error) error {
	for _, v := range values {
		if err := save(v); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) savePerson(p pairing.Person) error {
	data, err := encode(p)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO person (program, id, address, standing, data) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (program, id) DO UPDATE SET address = excluded.address, standing = excluded.standing, data = excluded.data`,
		t.program, string(p.ID), strings.ToLower(p.Email), string(p.Standing), data)
}

func (t *Tx) savePair(p pairing.Pair) error {
	data, err := encode(p)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO pair (program, id, mentor, mentee, status, data) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (program, id) DO UPDATE SET status = excluded.status, data = excluded.data`,
		t.program, string(p.ID), string(p.People[pairing.Mentor]), string(p.People[pairing.Mentee]), string(p.Status), data)
}

func (t *Tx) saveSession(s pairing.Session) error {
	data, err := encode(s)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO session (program, id, pair, status, begins, data) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (program, id) DO UPDATE SET status = excluded.status, begins = excluded.begins, data = excluded.data`,
		t.program, string(s.ID), string(s.Pair), string(s.Status), millis(s.Slot.Start), data)
}

func (t *Tx) saveQuestion(q pairing.Question) error {
	data, err := encode(q)
	if err != nil {
		return err
	}
	open := 0
	if q.Open {
		open = 1
	}
	return t.exec(`INSERT INTO question (program, id, person, kind, open, data) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (program, id) DO UPDATE SET open = excluded.open, data = excluded.data`,
		t.program, string(q.ID), string(q.Person), string(q.Kind), open, data)
}

func (t *Tx) saveSurveyAnswer(a pairing.SurveyAnswer) error {
	return t.exec(`INSERT INTO survey_answer (program, survey, n, person, pair, kind, number, words, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (program, survey, n, person, pair) DO UPDATE SET number = excluded.number, words = excluded.words, at = excluded.at`,
		t.program, a.Survey, a.N, string(a.Person), string(a.Pair), string(a.Kind), a.Number, a.Text, millis(t.Now))
}

// Logged counts the entries of an event since the moment, by subject.
func (t *Tx) Logged(event string, since time.Time) (map[string]int, error) {
	var rows []struct {
		Subject string `db:"subject"`
		N       int    `db:"n"`
	}
	if err := t.list(&rows, "SELECT subject, COUNT(*) AS n FROM log WHERE program = ? AND event = ? AND at >= ? GROUP BY subject", t.program, event, millis(since)); err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.Subject] = r.N
	}
	return counts, nil
}

// Log notes why something is as it is. It holds ids, never bodies.
func (t *Tx) Log(cause Cause, why string) error {
	seq, err := t.number("SELECT COALESCE(MAX(seq), 0) + 1 FROM log WHERE program = ?", t.program)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO log (program, seq, at, event, subject, why) VALUES (?, ?, ?, ?, ?, ?)",
		t.program, seq, millis(t.Now), cause.Event, cause.Subject, why)
}
