package letter

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/pairing"
)

// A thousand desks for a month each, with random notices, pauses and bounces: what
// can wait goes at most as often as the cap says in a day of the person, never at
// night, on a weekend or a holiday, never to somebody who is away or cannot be
// reached; and every notice goes once, or is stale.
func TestDesksOfRandomNotices(t *testing.T) {
	zones := []string{"Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"}
	for seed := range uint64(1000) {
		lots := rand.New(rand.NewPCG(seed, 11))
		zone, err := time.LoadLocation(zones[lots.IntN(len(zones))])
		if err != nil {
			t.Fatal(err)
		}
		p := Defaults()
		p.AtMost = Cap(1 + lots.IntN(3))
		person := pairing.Person{ID: "ana", Email: "ana@example.org", Standing: pairing.Ready}
		now := time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC)
		var waiting []pairing.Notice
		went, stale, today, made := map[string]int{}, map[string]int{}, map[string]int{}, 0
		for end := now.AddDate(0, 1, 0); now.Before(end); now = now.Add(time.Duration(10+lots.IntN(300)) * time.Minute) {
			for range lots.IntN(3) {
				n := pairing.Notice{Key: fmt.Sprint(made), Kind: pairing.SlotsNotice, Urgency: []pairing.Urgency{pairing.AtDesk, pairing.AtDesk, pairing.AtOnce, pairing.Alongway}[lots.IntN(4)]}
				if lots.IntN(5) == 0 {
					n.Ride = now.Add(time.Duration(lots.IntN(150)) * time.Hour)
				}
				if lots.IntN(4) == 0 {
					n.Until = now.Add(time.Duration(lots.IntN(72)) * time.Hour)
				}
				made++
				waiting = append(waiting, n)
			}
			switch lots.IntN(60) {
			case 0:
				person.Away = now.AddDate(0, 0, lots.IntN(5))
			case 1:
				person.Bounced = "no such user"
			case 2:
				person.Bounced = ""
			}
			local := now.In(zone)
			day := local.Format(time.DateOnly)
			s := Desk{Person: person, Zone: zone, Waiting: waiting, Today: today[day]}.Sort(now, p)
			gone := map[string]bool{}
			for _, n := range s.Stale {
				stale[n.Key]++
				gone[n.Key] = true
			}
			for _, letter := range s.Letters {
				if Counts(letter) {
					today[day]++
					if today[day] > int(p.AtMost) || !calendar.Business(local) || p.Quiet.Holds(local) || person.IsAway(now) {
						t.Fatalf("seed %d: letter %d of %d on %s, away %t", seed, today[day], p.AtMost, local, person.IsAway(now))
					}
				}
				if person.Bounced != "" {
					t.Fatalf("seed %d: a letter to an address that mail comes back from", seed)
				}
				for _, n := range letter {
					went[n.Key]++
					gone[n.Key] = true
				}
			}
			var left []pairing.Notice
			for _, n := range waiting {
				if !gone[n.Key] {
					left = append(left, n)
				}
			}
			waiting = left
		}
		for i := range made {
			key := fmt.Sprint(i)
			if went[key]+stale[key] > 1 {
				t.Fatalf("seed %d: notice %s went %d times and was stale %d times", seed, key, went[key], stale[key])
			}
		}
		if len(went)+len(stale)+len(waiting) != made {
			t.Fatalf("seed %d: of %d notices %d went, %d are stale and %d wait", seed, made, len(went), len(stale), len(waiting))
		}
	}
}

// A short survey waits for the letter that goes anyway, and goes alone in the end.
func TestWhatMayRide(t *testing.T) {
	now := time.Date(2027, 2, 2, 10, 0, 0, 0, time.UTC) // a Tuesday
	person := pairing.Person{ID: "ana", Email: "ana@example.org", Standing: pairing.Ready}
	survey := pairing.Notice{Key: "survey", Kind: pairing.SurveyNotice, Urgency: pairing.AtDesk, Ride: now.AddDate(0, 0, 7)}
	checkin := pairing.Notice{Key: "checkin", Kind: pairing.CheckinNotice, Urgency: pairing.AtDesk}
	reminder := pairing.Notice{Key: "remind", Kind: pairing.RemindNotice, Urgency: pairing.AtOnce}
	sort := func(now time.Time, waiting ...pairing.Notice) Sorting {
		return Desk{Person: person, Zone: time.UTC, Waiting: waiting}.Sort(now, Defaults())
	}
	if s := sort(now, survey, reminder); len(s.Letters) != 1 || len(s.Letters[0]) != 1 || !s.Next.Equal(survey.Ride) {
		t.Errorf("a survey that may ride went with %v, or is looked at only at %s", s.Letters, s.Next)
	}
	if s := sort(now, survey, checkin); len(s.Letters) != 1 || len(s.Letters[0]) != 2 || s.Letters[0][1].Key != "survey" {
		t.Errorf("a check-in goes, and the survey does not go along: %v", s.Letters)
	}
	if s := sort(survey.Ride, survey); len(s.Letters) != 1 {
		t.Errorf("nothing came by, and the survey never goes: %v", s)
	}
}
