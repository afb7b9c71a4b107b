package daemon

import (
	"fmt"
	"maps"
	"slices"

	"mentord/pairing"
	"mentord/store"
)

// capped is the event under which the log keeps whose letters had to wait for the
// next day.
const capped = "cap"

// digest adds to the coordinator's regular letter what only the store knows, when it
// is written: the sums of the surveys, and for whom the cap was reached.
func (d *Daemon) digest(t *store.Tx, facts *pairing.Facts) (err error) {
	facts.Sums = d.Policy.Sums(func(survey string, q int) (count int, mean float64) {
		if err == nil {
			count, mean, err = t.SurveyMean(survey, q)
		}
		return count, mean
	})
	if err != nil {
		return err
	}
	waited, err := t.Logged(capped, t.Now.AddDate(0, 0, -7))
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(waited)) {
		p, ok, err := t.PersonByID(pairing.PersonID(id))
		if err != nil {
			return err
		}
		if ok && p.Standing != pairing.Erased {
			facts.Notes = append(facts.Notes, fmt.Sprintf("%s: had more mail than letter.at_most allows on %d of the last 7 days, so some of it waited", p.FullName(), waited[id]))
		}
	}
	return nil
}
