package reply

import (
	"fmt"
	"slices"
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
	second := alone // question 4 alone is still open
	second.Questions, second.Closed = several.Questions[3:], []int{1, 2, 3}
	fit := several
	fit.Questions = append(slices.Clone(several.Questions[:3]), Question{N: 4, Kind: Fit, Text: "Are you and Bo a good pair?"}, Question{N: 5, Kind: Again, Text: "Session 2 with Bo at the same time again?", Offered: offered})
	settled := several // and here it alone is settled
	settled.Kind, settled.Questions, settled.Closed = Checkin, several.Questions[:3], []int{4}
	agreement := alone // the slots of the same letter have changed since
	agreement.Kind, agreement.Offered, agreement.Questions, agreement.Closed = Agreement, nil, []Question{{N: 1, Kind: Agreement, Text: "How would you like to work together?"}}, []int{2}
	for _, c := range []struct {
		asked       Asked
		words, want string
	}{
		{agreement, "1. Fine as it stands 2. 3", "accept"}, {agreement, "1. Fine as it stands 2. not 3, rather Monday", "accept unclear"},
		{second, "1. yes\n2. 5\n3. good\n4. no", "choose[]"}, {second, "4. yes", "choose[1]"}, {second, "4. can't, Friday at 10 instead", "can Fri 5 10:00-10:45"}, {second, "For 4: yes", "choose[1]"},
		{settled, "1. yes 2. 5 3. CV done 4. no, rather Friday", `met answer 5 answer "CV done" unclear`}, {settled, "1. yes 2. 5 3. CV done 4. yes", `met answer 5 answer "CV done"`},

		{fit, "We met, 3. Bo is not a good fit, so please don't book another.", `1 met 2 answer 3 4 decline "Bo is not a good fit" 5 unclear`},
		{fit, "We met, 5, Bo is a great fit, same time is fine.", "1 met 2 answer 5 4 accept 5 choose[1]"}, {fit, "We met, 2. I don't think Bo is a good fit.", `1 met 2 answer 2 4 decline "I don't think Bo is a good fit."`},
		{fit, "Yes, 5, fine, good, no", `1 met 2 answer 5 3 answer "fine" 4 accept 5 choose[]`},

		{alone, "Same time? No.", "choose[]"}, {alone, "Session 3 with Bo at the same time again? no", "choose[]"}, {alone, "Session 3 with Bo at the same time again? Yes!", "choose[1]"},
		{alone, "Thu 4 Feb at 3pm - no", "choose[]"}, {alone, "gleiche Zeit ist schlecht", "unclear"}, {alone, "Ça ne me convient pas", "unclear"}, {alone, "Thursday is a problem", "unclear"},
		{alone, "Same time but an hour earlier", "can Thu 4 14:00-14:45"}, {alone, "Yes to the day, but not the time", "unclear"}, {alone, "Same time, but in three weeks", "unclear"},
		{alone, "Yes. What should I prepare?", `choose[1] ask "What should I prepare?"`}, {alone, "No problem, same time", "choose[1]"}, {alone, "Yes but I have to leave at 3:30", "unclear"},
		{alone, "Bo is on leave then", "unclear"}, {alone, "not then, any morning that week", "choose[] can Mon 1 09:00-12:00 Tue 2 09:00-12:00 Wed 3 09:00-12:00 Thu 4 09:00-12:00 Fri 5 09:00-12:00"}, {alone, "not then please", "choose[]"}, {alone, "same time next month", "unclear"}, {alone, "I have an interview that day", "cannot Thu 4 00:00-00:00"},

		{alone, "Dentist at 3 that day", "unclear"}, {alone, "Exam on the 4th", "unclear"}, {alone, "I'm at work then", "unclear"}, {alone, "Same time is awkward", "unclear"},
		{alone, "Am 4. Februar Zahnarzt", "unclear"}, {alone, "Ich würde gerne tauschen", "unclear"}, {alone, "Ese día trabajo y salgo tarde", "unclear"}, {alone, "La misma hora es complicada", "unclear"},
		{alone, "Yes, in a month", "unclear"}, {alone, "Yes, monthly please", "unclear"}, {alone, "This was our last session.", "unclear"},
		{alone, "Thursday at 3 is perfect", "choose[1]"}, {alone, "I can do that", "choose[1]"}, {alone, "I'm free then", "choose[1]"}, {alone, "That should work, thanks!", "choose[1]"}, {alone, "Me va bien", "choose[1]"},
		{alone, "same time or Friday", "choose[1] can Fri 5 15:00-15:45"}, {alone, "Geht auch 16 Uhr?", "can Thu 4 16:00-16:45"},
		{second, "2 Feb at 10", "can Tue 2 10:00-10:45"}, {second, "3:30 instead", "can Thu 4 15:30-16:15"}, {settled, "4 - really good", "met answer 4"}, {settled, "4 out of 5", "met answer 4"},
		{settled, "1. yes 2. 5 3. I have 4 applications out", `met answer 5 answer "I have 4 applications out"`},
		{several, "Hi, I can't make 4 Feb.\n1. yes\n2. 5\n3. ok", `1 met 2 answer 5 3 answer "ok" 4 cannot Thu 4 00:00-00:00`}, {several, "1. yes\n2. 5\n3. ok. Can't do the 4th.", `1 met 2 answer 5 3 answer "ok." 4 cannot Thu 4 00:00-00:00`},
		{several, "We met, 2. Please don't tell Bo but we don't get on.", "1 met 2 answer 2 4 unclear"}, {several, "We met. 4. I'd like to stop.", "1 met 2 answer 4 4 unclear"},
		{several, "Not yet. Friday at 10.", "1 not_yet 1 can Fri 22 10:00-10:45"},
		{several, "Yes, 4. Got an interview next Tuesday.", "1 met 2 answer 4 4 unclear"},
		{several, "Yes, 4. At the same time I learned a lot.", `1 met 2 answer 4 3 answer "At the same time I learned a lot"`},
		{several, "Yes we met, 4. My exam is on 4 February.", `1 met 2 answer 4 3 answer "My exam is on 4 February"`},
		{several, "We met, 5. Sadly I can't do Thursday 4 Feb.", "1 met 2 answer 5 4 cannot Thu 4 00:00-00:00"}, {several, "We met, 5. That doesn't work.", "1 met 2 answer 5 4 choose[]"},
		{several, "We met, 5. Let me check my diary.", "1 met 2 answer 5 4 later"}, {several, "yes, 4, slow, not sure", `1 met 2 answer 4 3 answer "slow" 4 unclear`}, {several, "yes 5 good no", `1 met 2 answer 5 3 answer "good" 4 choose[]`},
		{several, "Yes. 5. Good. No.", `1 met 2 answer 5 3 answer "Good" 4 choose[]`}, {several, "Yes\n5\n\nNo thanks", "1 met 2 answer 5 4 choose[]"}, {several, "Not yet, Friday", "1 not_yet 1 can Fri 22 09:00-18:00"},
		{several, "Yes. Not sure", "4 unclear"}, {several, "Yes, not great", "unclear"}, {several, "yes?", "unclear"}, {several, "Great", "unclear"},
		{several, "Yes, 4. Next week I start a new project.", `1 met 2 answer 4 3 answer "Next week I start a new project"`},
		{several, "Yes, 5. Next time we'll talk about negotiation.", `1 met 2 answer 5 3 answer "Next time we'll talk about negotiation."`},
		{several, "Yes we met, 4. I handed in my thesis yesterday.", `1 met 2 answer 4 3 answer "I handed in my thesis yesterday"`}, {several, "Re 4: sorry no", "4 choose[]"},

		{alone, "yes", "choose[1]"}, {alone, "1", "choose[1]"}, {alone, "ok", "choose[1]"}, {alone, "👍", "choose[1]"}, {alone, "same time works for me", "choose[1]"},
		{alone, "See you on the 4th!", "choose[1]"}, {alone, "Thursday 4 Feb at 3 works", "choose[1]"}, {alone, "in two weeks, same time", "unclear"},
		{alone, "ja, gleiche Zeit passt", "choose[1]"}, {alone, "oui, même heure", "choose[1]"},
		{alone, "same time does not work for me", "choose[]"}, {alone, "Sorry, same time doesn't work", "choose[]"}, {alone, "same day other time", "choose[]"},
		{alone, "same time but a different day", "choose[]"}, {alone, "no same time please, mornings", "can Thu 4 09:00-12:00"}, {alone, "no", "choose[]"},
		{alone, "can we move the session?", "choose[]"}, {alone, "something came up, can't make the next one", "choose[]"}, {alone, "I have a conflict at that time", "choose[]"},
		{alone, "Thursdays don't work any more", "cannot Thu 4 00:00-00:00"}, {alone, "can't do the 4th", "cannot Thu 4 00:00-00:00"},
		{alone, "Wednesday at 10 would be better", "can Wed 3 10:00-10:45"}, {alone, "Friday instead", "can Fri 5 09:00-18:00"}, {alone, "Thursday at 4", "can Thu 4 16:00-16:45"},
		{alone, "can we move it to Wednesday at 10?", "can Wed 3 10:00-10:45"}, {alone, "nein, lieber Mittwoch um 10", "can Wed 3 10:00-10:45"},
		{alone, "next Wednesday at 10", "can Wed 27 10:00-10:45"}, {alone, "Tuesday 9 February at 11", "can Tue 9 11:00-11:45"}, {alone, "an hour later", "can Thu 4 16:00-16:45"},
		{alone, "Wednesday or Thursday", "choose[1] can Wed 3 09:00-18:00"}, {alone, "not then, I'm away until the 8th", "choose[] cannot Thu 21 18:00-00:00"},
		{alone, "let me check my calendar first", "later"}, {alone, "not sure yet, I'll tell you on Monday", "later"}, {alone, "Can it be online?", `ask "Can it be online?"`},
		{alone, "Please cancel our session on Thursday 4 February", "cancel"}, {alone, "cancel", "cancel"}, {alone, "depends on my boss", "unclear"},
		{alone, "let's skip one", "unclear"}, {alone, "3pm is too late for me", "unclear"}, {alone, "please do not book anything yet", "unclear"},

		{several, "yes", "1 met 4 choose[1]"}, {several, "Thanks! Yes.", "1 met 4 choose[1]"}, {several, "yes to all", "1 met 4 choose[1]"}, {several, "no", "unclear"}, {several, "yes, the same time", "4 choose[1]"},
		{several, "yes 5", "1 met 2 answer 5"}, {several, "yes, 5, good, yes", `1 met 2 answer 5 3 answer "good" 4 choose[1]`}, {several, "Yes\n5\nDrafted my CV\nno", `1 met 2 answer 5 3 answer "Drafted my CV" 4 choose[]`},
		{several, "We met, 5, my next step is the CV. Same time is fine.", `1 met 2 answer 5 3 answer "my next step is the CV" 4 choose[1]`},
		{several, "We met, great session, 5. Same time does not work for me.", "1 met 2 answer 5 4 choose[]"}, {several, "Yes, 4. I have a conflict at that time.", "1 met 2 answer 4 4 choose[]"},
		{several, "We met, 5, can we move the next one to Wednesday at 10?", "1 met 2 answer 5 4 can Wed 3 10:00-10:45"}, {several, "We met, cancel the next one please", "1 met 4 cancel"},
		{several, "We met, 5. Let's skip one.", "1 met 2 answer 5 4 unclear"}, {several, "We met but please do not book anything yet.", "1 met 4 unclear"},
		{several, "We met. Let's meet monthly from now on.", "1 met 4 unclear"}, {several, "we met, 3, I'm busy then", "1 met 2 answer 3 4 choose[]"}, {several, "3pm is too late for me", "4 unclear"},
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

// An answer below the lines of the question or of its slot belongs to it, and what
// stands below a line that asks nothing is for a human.
func TestSameTimeAgainInline(t *testing.T) {
	start := time.Date(2027, 2, 4, 15, 0, 0, 0, time.UTC)
	asked := Asked{Kind: Several, Sent: time.Date(2027, 1, 21, 18, 0, 0, 0, time.UTC), Zone: time.UTC, Length: 45 * time.Minute,
		Offered: []Offered{{1, calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}}}}
	asked.Questions = []Question{{N: 1, Kind: Checkin, Text: "Did you and Bo meet?"}, {N: 2, Kind: Rating5, Text: "How was it, from 1 to 5?"},
		{N: 3, Kind: FreeText, Text: "One line: how are you getting on with your goals?"}, {N: 4, Kind: Again, Text: "Session 3 with Bo at the same time again?", Offered: asked.Offered}}
	for _, c := range []struct{ below, words, want string }{
		{"4. Session 3 with Bo at the same time again?", "yes", "4 choose"}, {"   1) Thu 4 Feb 2027, 15:00-15:45 (London)", "no, I'm away then", "4 choose"},
		{"   1) Thu 4 Feb 2027, 15:00-15:45 (London)", "Friday would be better", "4 can"}, {"Your yes books it, or Bo's, unless the other has doubts. If another time", "doesn't work", "4 choose"},
		{"For the first: yes, no, or not yet", "the train was late again", "0 unclear"},
	} {
		acts := Read([]Passage{{Below: "1. Did you and Bo meet?", Words: "yes"}, {Below: "2. How was it, from 1 to 5?", Words: "4"}, {Below: c.below, Words: c.words}}, asked)
		if got := fmt.Sprint(acts[len(acts)-1].Question, " ", acts[len(acts)-1].Kind); len(acts) != 3 || got != c.want {
			t.Errorf("%q below %q: %d acts, the last is %s, want %s", c.words, c.below, len(acts), got, c.want)
		}
		if last := acts[len(acts)-1]; last.Kind == Choose && (len(last.Slots) > 0) != (c.words == "yes") {
			t.Errorf("%q below %q takes %v", c.words, c.below, last.Slots)
		}
	}
}
