package store

import (
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"

	"mentord/pairing"
)

// Person finds a participant by address; ok is false for a stranger.
func (t *Tx) Person(address string) (p pairing.Person, ok bool, err error) {
	var rows []string
	if err := t.list(&rows, "SELECT data FROM person WHERE program = ? AND address = ?", t.program, address); err != nil {
		return p, false, fmt.Errorf("find person: %w", err)
	}
	if len(rows) == 0 {
		return p, false, nil
	}
	return p, true, decode(rows[0], &p)
}

// PersonByID finds a participant by id.
func (t *Tx) PersonByID(id pairing.PersonID) (p pairing.Person, ok bool, err error) {
	var rows []string
	if err := t.list(&rows, "SELECT data FROM person WHERE program = ? AND id = ?", t.program, string(id)); err != nil || len(rows) == 0 {
		return p, false, err
	}
	return p, true, decode(rows[0], &p)
}

// Question finds a question by id.
func (t *Tx) Question(id pairing.QuestionID) (q pairing.Question, ok bool, err error) {
	var rows []string
	if err := t.list(&rows, "SELECT data FROM question WHERE program = ? AND id = ?", t.program, string(id)); err != nil || len(rows) == 0 {
		return q, false, err
	}
	return q, true, decode(rows[0], &q)
}

// Session finds a session by id, in any letter case.
func (t *Tx) Session(id string) (s pairing.Session, ok bool, err error) {
	var rows []string
	if err := t.list(&rows, "SELECT data FROM session WHERE program = ? AND id = LOWER(?)", t.program, id); err != nil || len(rows) == 0 {
		return s, false, err
	}
	return s, true, decode(rows[0], &s)
}

// Scene loads what a decision about these people may look at: themselves, their
// pairs, their partners, and the pairs, live sessions and questions of all of
// these.
func (t *Tx) Scene(ids ...pairing.PersonID) (pairing.Scene, error) {
	near := map[string]bool{}
	for _, id := range ids {
		near[string(id)] = true
	}
	for range 2 { // the people's pairs give their partners; the partners' pairs theirs
		var rows []struct{ Mentor, Mentee string }
		if err := t.in(&rows, "SELECT mentor, mentee FROM pair WHERE program = ? AND (mentor IN (?) OR mentee IN (?))", keys(near), keys(near)); err != nil {
			return pairing.Scene{}, err
		}
		for _, r := range rows {
			near[r.Mentor], near[r.Mentee] = true, true
		}
	}
	return t.scene(keys(near))
}

// Everyone loads the whole program, for matching and for status.
func (t *Tx) Everyone() (pairing.Scene, error) {
	var ids []string
	if err := t.list(&ids, "SELECT id FROM person WHERE program = ?", t.program); err != nil {
		return pairing.Scene{}, fmt.Errorf("load people: %w", err)
	}
	return t.scene(ids)
}

// chunk is how many ids one query names: SQLite takes 32,766 variables.
const chunk = 10_000

func (t *Tx) scene(ids []string) (pairing.Scene, error) {
	s := pairing.Scene{People: map[pairing.PersonID]pairing.Person{}, Pairs: map[pairing.PairID]pairing.Pair{},
		Sessions: map[pairing.SessionID]pairing.Session{}, Questions: map[pairing.QuestionID]pairing.Question{}}
	ids = append(ids, string(pairing.Coordinator))
	for len(ids) > 0 {
		some := ids[:min(chunk, len(ids))]
		ids = ids[len(some):]
		if err := t.load(&s, some); err != nil {
			return s, fmt.Errorf("load scene: %w", err)
		}
	}
	return s, nil
}

// load adds what belongs to the people: their pairs with the sessions of those,
// and their questions.
func (t *Tx) load(s *pairing.Scene, people []string) error {
	if err := each(t, "SELECT data FROM person WHERE program = ? AND id IN (?)", func(p pairing.Person) { s.People[p.ID] = p }, people); err != nil {
		return err
	}
	var pairs []string
	if err := each(t, "SELECT data FROM pair WHERE program = ? AND (mentor IN (?) OR mentee IN (?))", func(p pairing.Pair) {
		s.Pairs[p.ID] = p
		pairs = append(pairs, string(p.ID))
	}, people, people); err != nil {
		return err
	}
	// A partner whose own pairs are not loaded is still needed by name.
	var partners []string
	for _, p := range s.Pairs {
		for _, id := range p.People {
			if _, ok := s.People[id]; !ok {
				partners = append(partners, string(id))
			}
		}
	}
	if err := each(t, "SELECT data FROM person WHERE program = ? AND id IN (?)", func(p pairing.Person) { s.People[p.ID] = p }, partners); err != nil {
		return err
	}
	if err := each(t, "SELECT data FROM session WHERE program = ? AND pair IN (?)", func(v pairing.Session) { s.Sessions[v.ID] = v }, pairs); err != nil {
		return err
	}
	return each(t, "SELECT data FROM question WHERE program = ? AND person IN (?) AND open = 1", func(q pairing.Question) { s.Questions[q.ID] = q }, people)
}

// each runs a query for JSON documents and hands over every one.
func each[T any](t *Tx, query string, take func(T), lists ...[]string) error {
	if len(lists) > 0 && len(lists[0]) == 0 {
		return nil
	}
	var rows []string
	if err := t.in(&rows, query, lists...); err != nil {
		return err
	}
	for _, row := range rows {
		var v T
		if err := decode(row, &v); err != nil {
			return err
		}
		take(v)
	}
	return nil
}

// in runs a query whose first ? is the program and whose others are lists.
func (t *Tx) in(into any, query string, lists ...[]string) error {
	args := []any{t.program}
	for _, l := range lists {
		if len(l) == 0 {
			return nil
		}
		args = append(args, l)
	}
	query, args, err := sqlx.In(query, args...)
	if err != nil {
		return err
	}
	return t.list(into, query, args...)
}

func keys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

func decode(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("a stored %T cannot be read: %w", into, err)
	}
	return nil
}

func encode(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("a %T cannot be stored: %w", v, err)
	}
	return string(data), nil
}

// PeopleOf are the people whom a timer concerns; none for the whole program.
func (t *Tx) PeopleOf(timer pairing.Timer) (ids []pairing.PersonID, err error) {
	pair := string(timer.Pair)
	if timer.Session != "" {
		s, ok, err := t.Session(string(timer.Session))
		if err != nil || !ok {
			return nil, err
		}
		pair = string(s.Pair)
	}
	if timer.Question != "" {
		q, ok, err := t.Question(timer.Question)
		if err != nil || !ok {
			return nil, err
		}
		ids, pair = append(ids, q.Person), string(q.Pair)
	}
	var rows []struct{ Mentor, Mentee string }
	if err := t.list(&rows, "SELECT mentor, mentee FROM pair WHERE program = ? AND id = ?", t.program, pair); err != nil {
		return nil, err
	}
	for _, r := range rows {
		ids = append(ids, pairing.PersonID(r.Mentor), pairing.PersonID(r.Mentee))
	}
	return ids, nil
}
