package reply

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

// What people say to "the same time again?", alone and beside the rest of the
// check-in: no objection is ever a yes, and none is lost.
func TestSameTimeAgain(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2027, 2, 4, 15, 0, 0, 0, zone) // a Thursday, in two weeks
	offered := []Offered{{1, calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}}}
	alone := Asked{Kind: Again, Sent: time.Date(2027, 1, 21, 18, 0, 0, 0, zone), Zone: zone, Length: 45 * time.Minute, Offered: offered}
	several := alone
	several.Kind, several.Questions = Several, []Question{{N: 1, Kind: Checkin, Text: "Did you and Bo meet?"}, {N: 2, Kind: Rating5, Text: "How was it, from 1 to 5?"},
		{N: 3, Kind: FreeText, Text: "One line: how are you getting on with your goals?"}, {N: 4, Kind: Again, Text: "Session 3 with Bo at the same time again?", Offered: offered}}
	for _, c := range []struct {
		asked       Asked
		words, want string
	}{
		{alone, "yes", "choose[1]"}, {alone, "1", "choose[1]"}, {alone, "ok", "choose[1]"}, {alone, "👍", "choose[1]"}, {alone, "same time works for me", "choose[1]"},
		{alone, "See you on the 4th!", "choose[1]"}, {alone, "Thursday 4 Feb at 3 works", "choose[1]"}, {alone, "in two weeks, same time", "choose[1]"},
		{alone, "ja, gleiche Zeit passt", "choose[1]"}, {alone, "oui, même heure", "choose[1]"},
		{alone, "same time does not work for me", "choose[]"}, {alone, "Sorry, same time doesn't work", "choose[]"}, {alone, "same day other time", "choose[]"},
		{alone, "same time but a different day", "choose[]"}, {alone, "no same time please, mornings", "choose[] can Thu 4 09:00-12:00"}, {alone, "no", "choose[]"},
		{alone, "can we move the session?", "choose[]"}, {alone, "something came up, can't make the next one", "choose[]"}, {alone, "I have a conflict at that time", "choose[]"},
		{alone, "Thursdays don't work any more", "choose[] cannot Thu 4 00:00-00:00"}, {alone, "can't do the 4th", "cannot Thu 4 00:00-00:00"},
		{alone, "Wednesday at 10 would be better", "can Wed 3 10:00-10:45"}, {alone, "Friday instead", "can Fri 5 09:00-18:00"}, {alone, "Thursday at 4", "can Thu 4 16:00-16:45"},
		{alone, "can we move it to Wednesday at 10?", "can Wed 3 10:00-10:45"}, {alone, "nein, lieber Mittwoch um 10", "can Wed 3 10:00-10:45"},
		{alone, "next Wednesday at 10", "can Wed 27 10:00-10:45"}, {alone, "Tuesday 9 February at 11", "can Tue 9 11:00-11:45"}, {alone, "an hour later", "can Thu 4 16:00-16:45"},
		{alone, "Wednesday or Thursday", "choose[1] can Wed 3 09:00-18:00"}, {alone, "not then, I'm away until the 8th", "cannot Thu 21 18:00-00:00"},
		{alone, "let me check my calendar first", "later"}, {alone, "not sure yet, I'll tell you on Monday", "later"}, {alone, "Can it be online?", `ask "Can it be online?"`},
		{alone, "Please cancel our session on Thursday 4 February", "cancel"}, {alone, "cancel", "cancel"}, {alone, "depends on my boss", "unclear"},
		{alone, "let's skip one", "unclear"}, {alone, "3pm is too late for me", "unclear"}, {alone, "please do not book anything yet", "unclear"},

		{several, "yes", "1 met 4 choose[1]"}, {several, "Thanks! Yes.", "1 met 4 choose[1]"}, {several, "yes to all", "1 met 4 choose[1]"}, {several, "no", "unclear"}, {several, "yes, the same time", "4 choose[1]"},
		{several, "yes 5", "1 met 2 answer 5"}, {several, "yes, 5, good, yes", `1 met 2 answer 5 3 answer "good" 4 choose[1]`}, {several, "Yes\n5\nDrafted my CV\nno", `1 met 2 answer 5 3 answer "Drafted my CV" 4 choose[]`},
		{several, "We met, 5, my next step is the CV. Same time is fine.", `1 met 2 answer 5 3 answer "my next step is the CV" 4 choose[1]`},
		{several, "We met, great session, 5. Same time does not work for me.", "1 met 2 answer 5 4 choose[]"}, {several, "Yes, 4. I have a conflict at that time.", "1 met 2 answer 4 4 choose[]"},
		{several, "We met, 5, can we move the next one to Wednesday at 10?", "1 met 2 answer 5 4 can Wed 3 10:00-10:45"}, {several, "We met, cancel the next one please", "1 met 4 cancel"},
		{several, "We met, 5. Let's skip one.", "1 met 2 answer 5 4 unclear"}, {several, "We met but please do not book anything yet.", "1 met 4 unclear"},
		{several, "We met. Let's meet monthly from now on.", "1 met 4 unclear"}, {several, "we met, 3, I'm busy then", "1 met 2 answer 3 4 unclear"}, {several, "3pm is too late for me", "4 unclear"},
		{several, "We met, 2. I would like a new match.", "rematch 1 met 2 answer 2"}, {several, "1. yes 2. 5 3. good 4. let's skip one", `1 met 2 answer 5 3 answer "good" 4 unclear`},
		{several, "We met a day later than planned, at 4pm. 5. Same time again works.", "1 met 2 answer 5 4 choose[1]"},
		{several, "We met on Wednesday instead, 4, learned a lot", `1 met 2 answer 4 3 answer "learned a lot"`},
	} {
		var got []string
		for _, a := range Read([]Passage{{Words: c.words}}, c.asked) {
			if a.Question > 0 && c.asked.Kind == Several {
				got = append(got, fmt.Sprint(a.Question))
			}
			said := string(a.Kind)
			if a.Kind == Choose {
				said += fmt.Sprint(a.Slots)
			}
			if a.Number > 0 {
				said += fmt.Sprint(" ", a.Number)
			}
			if a.Text != "" {
				said += fmt.Sprintf(" %q", a.Text)
			}
			for _, w := range a.Windows {
				said += w.Start.In(zone).Format(" Mon 2 15:04") + w.End.In(zone).Format("-15:04")
			}
			got = append(got, said)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s, %q: %s, want %s", c.asked.Kind, c.words, s, c.want)
		}
	}
}
