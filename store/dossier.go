package store

import (
	"fmt"
	"time"

	"mentord/pairing"
)

// A Dossier is all that is kept about a person.
type Dossier struct {
	Person  pairing.Person
	Scene   pairing.Scene // their pairs, partners and sessions
	Answers []Answered
	Mails   []Mail   // from them, oldest first
	Letters []Letter // to them, oldest first
}

// Answered is one answer to a survey.
type Answered struct {
	Survey string
	N      int
	Number int
	Words  string
	At     time.Time
}

// Dossier collects all that is kept about a person.
func (t *Tx) Dossier(id pairing.PersonID) (d Dossier, err error) {
	if d.Person, _, err = t.PersonByID(id); err != nil {
		return d, err
	}
	if d.Scene, err = t.Scene(id); err != nil {
		return d, err
	}
	var answers []struct {
		Survey string `db:"survey"`
		N      int    `db:"n"`
		Number int    `db:"number"`
		Words  string `db:"words"`
		At     int64  `db:"at"`
	}
	if err := t.list(&answers, "SELECT survey, n, number, words, at FROM survey_answer WHERE program = ? AND person = ? ORDER BY at, survey, n", t.program, string(id)); err != nil {
		return d, fmt.Errorf("collect answers: %w", err)
	}
	for _, a := range answers {
		d.Answers = append(d.Answers, Answered{a.Survey, a.N, a.Number, a.Words, moment(a.At)})
	}
	var mails []mailRow
	if err := t.list(&mails, "SELECT "+mailColumns+" FROM mail WHERE program = ? AND person = ? ORDER BY taken", t.program, string(id)); err != nil {
		return d, fmt.Errorf("collect mails: %w", err)
	}
	for _, r := range mails {
		m, err := r.mail()
		if err != nil {
			return d, err
		}
		d.Mails = append(d.Mails, m)
	}
	var letters []letterRow
	if err := t.list(&letters, "SELECT "+letterColumns+" FROM letter WHERE program = ? AND person = ? ORDER BY seq", t.program, string(id)); err != nil {
		return d, fmt.Errorf("collect letters: %w", err)
	}
	for _, r := range letters {
		l, err := r.letter()
		if err != nil {
			return d, err
		}
		d.Letters = append(d.Letters, l)
	}
	return d, nil
}
