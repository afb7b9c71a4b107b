package store

import (
	"fmt"
	"time"
)

// Counts are what mentord status and a rehearsal's summary are made of.
type Counts struct {
	People    map[string]int // by standing
	Pairs     map[string]int // by status
	Sessions  map[string]int // by status
	Letters   int            // sent
	Told      map[string]int // notices in letters, by kind
	Outbox    map[string]int // by state
	Mails     map[string]int // by outcome; "" for those not decided yet
	Questions map[string]int // open ones, by kind
	Surveys   int            // answers
}

// Counts counts everything in the program.
func (t *Tx) Counts() (c Counts, err error) {
	for query, into := range map[string]*map[string]int{
		"SELECT standing AS name, COUNT(*) AS n FROM person WHERE program = ? GROUP BY standing":               &c.People,
		"SELECT status AS name, COUNT(*) AS n FROM pair WHERE program = ? GROUP BY status":                     &c.Pairs,
		"SELECT status AS name, COUNT(*) AS n FROM session WHERE program = ? GROUP BY status":                  &c.Sessions,
		"SELECT kind AS name, COUNT(*) AS n FROM notice WHERE program = ? AND state = 'written' GROUP BY kind": &c.Told,
		"SELECT state AS name, COUNT(*) AS n FROM letter WHERE program = ? GROUP BY state":                     &c.Outbox,
		"SELECT outcome AS name, COUNT(*) AS n FROM mail WHERE program = ? GROUP BY outcome":                   &c.Mails,
		"SELECT kind AS name, COUNT(*) AS n FROM question WHERE program = ? AND open = 1 GROUP BY kind":        &c.Questions,
	} {
		var rows []struct {
			Name string `db:"name"`
			N    int    `db:"n"`
		}
		if err := t.list(&rows, query, t.program); err != nil {
			return c, fmt.Errorf("count: %w", err)
		}
		*into = map[string]int{}
		for _, r := range rows {
			(*into)[r.Name] = r.N
		}
	}
	c.Letters = c.Outbox["sent"]
	n, err := t.number("SELECT COUNT(*) FROM survey_answer WHERE program = ?", t.program)
	c.Surveys = int(n)
	return c, err
}

// SurveyMean is how many ratings a question has, and their mean.
func (t *Tx) SurveyMean(survey string, n int) (count int, mean float64, err error) {
	var rows []struct {
		Count int      `db:"n"`
		Mean  *float64 `db:"mean"`
	}
	if err := t.list(&rows, "SELECT COUNT(*) AS n, CAST(AVG(number) AS DOUBLE PRECISION) AS mean FROM survey_answer WHERE program = ? AND survey = ? AND n = ? AND kind IN ('rating5', 'nps')", t.program, survey, n); err != nil || len(rows) == 0 || rows[0].Mean == nil {
		return 0, 0, err
	}
	return rows[0].Count, *rows[0].Mean, nil
}

// OldestUnsent is when the oldest letter was made that is not sent yet; zero for none.
func (t *Tx) OldestUnsent() (time.Time, error) {
	n, err := t.number("SELECT COALESCE(MIN(made), 0) FROM letter WHERE program = ? AND state IN ('queued', 'sending', 'retry', 'unknown')", t.program)
	return moment(n), err
}
