package rehearse

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"mentord/calendar/ics"
	"mentord/pairing"
	"mentord/store"
)

// A Summary is what a rehearsal came to.
type Summary struct {
	People          int            `json:"people"`
	Pairs           int            `json:"pairs"`
	Letters         int            `json:"letters"`
	LettersByKind   map[string]int `json:"letters_by_kind"`
	MailsByOutcome  map[string]int `json:"mails_by_outcome"`
	SessionsBooked  int            `json:"sessions_booked"`
	SessionsMoved   int            `json:"sessions_moved"`
	SessionsHeld    int            `json:"sessions_held"`
	CalendarAnswers int            `json:"calendar_answers"`
	Accepted        int            `json:"invitations_accepted"`
	Declined        int            `json:"invitations_declined"`
	Countered       int            `json:"invitations_countered"`
	SurveysAnswered int            `json:"surveys_answered"`
	Queued          int            `json:"queued"`
	Lost            int            `json:"lost"`    // mails or letters that did not arrive or were not decided
	Doubled         int            `json:"doubled"` // letters that arrived twice
	LettersMonthly  float64        `json:"letters_per_person_and_month"`
	MedianMonthly   float64        `json:"median_letters_per_person_and_month"`
	MedianActive    float64        `json:"median_letters_of_an_active_month"` // of those who had an invitation in it
	MedianAnswered  float64        `json:"median_letters_of_it_to_read"`      // of these, without invitations and reminders
}

// summary counts what the store and the mailboxes hold at the end.
func (s *Stage) summary(ctx context.Context, months float64) (Summary, error) {
	var sum Summary
	err := s.store.View(ctx, s.now(), func(t *store.Tx) error {
		counts, err := t.Counts()
		if err != nil {
			return err
		}
		scene, err := t.Everyone()
		if err != nil {
			return err
		}
		s.fill(&sum, counts, scene)
		return nil
	})
	if err != nil {
		return sum, err
	}
	answers := s.script.counts()
	sum.Accepted, sum.Declined, sum.Countered = answers[ics.Accepted], answers[ics.Declined], answers["COUNTER"]
	read, active := 0, 0
	for address, ids := range s.ids {
		if len(ids) > 0 {
			active++
		}
		for _, n := range ids {
			read += n
			sum.Doubled += n - 1
		}
		if a := s.actors[address]; a != nil && uint32(len(ids)) < s.expected[address] {
			sum.Lost += int(s.expected[address]) - len(ids)
		}
	}
	if active > 0 {
		sum.LettersMonthly = float64(int(10*float64(read)/float64(active)/months)) / 10
	}
	var every, met, rest []int
	for _, m := range s.months {
		every = append(every, m.letters)
		if m.invitations > 0 {
			met, rest = append(met, m.letters), append(rest, m.letters-m.invitations-m.reminders)
		}
	}
	sum.MedianMonthly, sum.MedianActive, sum.MedianAnswered = median(every), median(met), median(rest)
	return sum, nil
}

func median(of []int) float64 {
	slices.Sort(of)
	if len(of) == 0 {
		return 0
	}
	return float64(of[len(of)/2]+of[(len(of)-1)/2]) / 2
}

func (s *Stage) fill(sum *Summary, c store.Counts, scene pairing.Scene) {
	sum.People = len(scene.People)
	sum.Letters, sum.LettersByKind, sum.MailsByOutcome, sum.SurveysAnswered = c.Letters, c.Told, c.Mails, c.Surveys
	for _, p := range scene.Pairs {
		if !p.Start.IsZero() {
			sum.Pairs++
		}
	}
	for _, v := range scene.Sessions {
		if v.Sequence >= 0 {
			sum.SessionsBooked++
		}
		sum.SessionsMoved += v.Moves
		if v.Status == pairing.Held {
			sum.SessionsHeld++
		}
	}
	sum.CalendarAnswers = c.Mails["calendar"]
	sum.Queued = c.Told[string(pairing.QueueNotice)]
	taken := 0
	for _, n := range c.Mails {
		taken += n
	}
	sum.Lost = c.Mails[""] + c.Outbox["dead"] // not decided, not sent
	if bounced := int(s.expected[s.program]) - taken; bounced > 0 {
		sum.Lost += bounced // sent to us and never taken
	}
}

// counts tells the calendar answers apart by what the cast did.
func (s *Script) counts() map[ics.Status]int {
	out := map[ics.Status]int{}
	for _, l := range s.lines {
		switch {
		case strings.HasPrefix(l.what, "accepts the invitation"):
			out[ics.Accepted]++
		case strings.HasPrefix(l.what, "declines the invitation"):
			out[ics.Declined]++
		case strings.HasPrefix(l.what, "proposes another time from"):
			out["COUNTER"]++
		}
	}
	return out
}

// Print writes the summary for a person.
func (s Summary) Print(w io.Writer) {
	fmt.Fprintf(w, "\n%d people, %d pairs, %d letters\na person gets %.1f letters a month (the median); in a month with sessions %.1f, %.1f of them beside invitations and reminders\n", s.People, s.Pairs, s.Letters, s.MedianMonthly, s.MedianActive, s.MedianAnswered)
	for _, kind := range slices.Sorted(maps.Keys(s.LettersByKind)) {
		fmt.Fprintf(w, "  %-12s %5d\n", kind, s.LettersByKind[kind])
	}
	fmt.Fprintf(w, "sessions     booked %d, moved %d, held %d\n", s.SessionsBooked, s.SessionsMoved, s.SessionsHeld)
	fmt.Fprintf(w, "invitations  accepted %d, declined %d, countered %d\n", s.Accepted, s.Declined, s.Countered)
	fmt.Fprintf(w, "surveys      %d answers\n", s.SurveysAnswered)
	fmt.Fprintf(w, "coordinator  %d in the queue\n", s.Queued)
	fmt.Fprintf(w, "lost %d, sent twice %d\n", s.Lost, s.Doubled)
}
