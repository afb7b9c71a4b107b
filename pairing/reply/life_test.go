package reply

import (
	"fmt"
	"testing"
	"time"

	"mentord/calendar"
)

// A pair that is named as fine is approved, and no other.
func TestOnePairThatIsFine(t *testing.T) {
	asked := Asked{Kind: Drafted, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Draft: []Pairing{{1, "Ana Ruiz", "Bo Berg"}, {2, "Cy Lee", "Di Fox"}, {3, "Ed Poe", "Flo Ray"}}}
	for words, want := range map[string]string{
		"1 is fine":                        "false [1] []",
		"1 is fine\n2 is fine":             "false [1 2] []",
		"2 is good to go":                  "false [2] []",
		"all fine, only 2 stays out":       "true [] [2]",
		"approve all, 3 has to wait":       "true [] [3]",
		"ok for all but 1 is out":          "true [] [1]",
		"everything approved, 2 must wait": "true [] [2]",
	} {
		a := Read([]Passage{{Words: words}}, asked)[0]
		if got := fmt.Sprint(a.All, a.Approved, a.Except); a.Kind != Draft || got != want {
			t.Errorf("%q: %s %s, not %s", words, a.Kind, got, want)
		}
	}
}

// Who writes below the whole quoted letter is read as who writes above it.
func TestBelowTheWholeLetter(t *testing.T) {
	const footer = "Write UNDO to take back the last thing you told me, HELP to see what else there is. What I don't understand is read by a person."
	for words, want := range map[string]Kind{
		"I want to report a concern: my mentor cancels again and again": Concern,
		"I need a break, please pause me until 1 May":                   Pause,
		"Please forget me and erase everything":                         Forget,
		"Please send me all my data":                                    MyData,
		"I would like a new match please, it is not working out":        Rematch,
	} {
		for _, kind := range []QuestionKind{Nothing, Booked, Slots, Checkin, Match} {
			asked := Asked{Kind: kind, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Questions: []Question{{N: 1, Kind: kind}}}
			if got := Read([]Passage{{Below: footer, Words: words}}, asked)[0].Kind; got != want && !(kind == Match && got == Decline) {
				t.Errorf("%s, %q: %s", kind, words, got)
			}
		}
	}
}

func TestTheQuietClauseBesideOfferedTimes(t *testing.T) {
	asked := Asked{Kind: Several, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Questions: []Question{{N: 1, Kind: Agreement}, {N: 2, Kind: Slots}}}
	acts := Read([]Passage{{Words: "Step in if one of us goes quiet for 10 days"}}, asked)
	if len(acts) != 1 || acts[0].Field != QuietDays || acts[0].Number != 10 || acts[0].Question != 1 {
		t.Errorf("read as %+v", acts)
	}
}

// What is left of a survey keeps its numbers.
func TestTheRestOfASurveyInOneLine(t *testing.T) {
	asked := Asked{Kind: Survey, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Questions: []Question{{N: 3, Kind: Rating5}, {N: 4, Kind: Rating5}, {N: 5, Kind: Rating5}}}
	got := ""
	for _, a := range Read([]Passage{{Words: "3. 5 4. 4 5. 2"}}, asked) {
		got += fmt.Sprint(a.Question, ":", a.Number, " ")
	}
	if got != "3:5 4:4 5:2 " {
		t.Errorf("read as %s", got)
	}
}

func TestATimeEqualToTheBookedOneMeansYes(t *testing.T) {
	booked := time.Date(2027, 3, 4, 15, 0, 0, 0, time.UTC)
	asked := Asked{Kind: Nothing, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Booked: calendar.Slot{Start: booked, End: booked.Add(45 * time.Minute)}}
	for words, want := range map[string]Kind{"Thursday at 3 is perfect": Confirm, "Thursday at 4 is perfect": Unclear, "Let us meet again next week, any afternoon": Unclear} {
		if got := Read([]Passage{{Words: words}}, asked)[0]; got.Kind != want {
			t.Errorf("%q: %+v", words, got)
		}
	}
}

func TestNoThanksAreNoThanks(t *testing.T) {
	for words, want := range map[string]bool{"no thanks": true, "No, thank you": true, "nothing": true, "Nein danke": true, "no": true, "-": true,
		"Thank you, I learned a lot!": false, "Danke für alles": false, "No words can say how much I learned. Thank you!": false, "It was a pleasure": false} {
		if got := Refuses(words); got != want {
			t.Errorf("%q refuses: %t", words, got)
		}
	}
}

// Some of the first answers, in one line with signs or in running words, are all read.
func TestSomeOfTheFirstInOneLine(t *testing.T) {
	asked := Asked{Kind: Several, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC,
		Questions: []Question{{N: 1, Kind: Checkin}, {N: 2, Kind: Rating5}, {N: 3, Kind: FreeText}, {N: 4, Kind: Fit}, {N: 5, Kind: Slots}}}
	noon := time.Date(2027, 3, 4, 12, 0, 0, 0, time.UTC)
	asked.Offered = []Offered{{1, calendar.Slot{Start: noon, End: noon.Add(time.Hour)}}, {2, calendar.Slot{Start: noon.Add(time.Hour), End: noon.Add(2 * time.Hour)}}}
	for words, want := range map[string]string{
		"1. yes 2. 5 3. a good start":                 `met 0 "" answer 5 "" answer 0 "a good start" `,
		"1) yes 2) 4 3) slow, but steady 4) not sure": `met 0 "" answer 4 "" answer 0 "slow, but steady" unsure 0 "" `,
		"1. yes 2. 5 3. wrote a talk 5. 2":            `met 0 "" answer 5 "" answer 0 "wrote a talk" choose 0 "" `,
		"1: yes 2: 5":                                 `met 0 "" answer 5 "" `,
		"We met, a 5, and I drafted my pitch.":        `met 0 "" answer 5 "" answer 0 "I drafted my pitch" `,
		"yes, 4, slowly getting there":                `met 0 "" answer 4 "" answer 0 "slowly getting there" `,
		"Yes, we met. Rating: 4. Goals: on track.":    `met 0 "" answer 4 "" answer 0 "on track" `,
	} {
		got := ""
		for _, a := range Read([]Passage{{Words: words}}, asked) {
			got += fmt.Sprintf("%s %d %q ", a.Kind, a.Number, a.Text)
		}
		if got != want {
			t.Errorf("%q: %s, not %s", words, got, want)
		}
	}
}

func TestWhatIsSaidOfTheTwo(t *testing.T) {
	for _, c := range []struct {
		kind        QuestionKind
		words, want string
	}{
		{Fit, "good", "accept"}, {Fit, "It's great, thanks!", "accept"}, {Fit, "Yes", "accept"}, {Fit, "wonderful, Bo is a great help", "accept"}, {Fit, "fine so far", "accept"},
		{Fit, "not sure", "unsure"}, {Fit, "Too early to tell, we only met once.", "unsure"}, {Fit, "I don't know yet", "unsure"}, {Fit, "maybe", "unsure"}, {Fit, "je ne sais pas", "unsure"},
		{Fit, "not", "decline"}, {Fit, "not really", "decline"}, {Fit, "No, I don't think so", "decline"}, {Fit, "It is not a good fit, sorry.", "decline"}, {Fit, "nein", "decline"},
		{Fit, "the train is late", "unclear"},
		{Ending, "extend by 2 months", "extend 60"}, {Ending, "Yes, three more months please", "extend 90"}, {Ending, "another 6 weeks", "extend 42"},
		{Ending, "We'd love to carry on for a month", "extend 30"}, {Ending, "extend", "extend"}, {Ending, "yes please", "extend"}, {Ending, "gerne noch zwei Monate", "extend 60"},
		{Ending, "end as planned", "decline"}, {Ending, "No, let it end", "decline"}, {Ending, "no need to extend, thanks", "decline"}, {Ending, "No", "decline"},
		{Ending, "We have met for six months now, that is enough", "unclear"}, {Ending, "either 2 weeks or 3 months more", "unclear"}, {Ending, "not sure whether to continue", "unclear"},
	} {
		asked := Asked{Kind: c.kind, Sent: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Zone: time.UTC}
		say := func(acts []Act) string {
			s := string(acts[0].Kind)
			if acts[0].Number != 0 {
				s += fmt.Sprint(" ", acts[0].Number)
			}
			return s
		}
		if got := say(Read([]Passage{{Words: c.words}}, asked)); got != c.want {
			t.Errorf("%s, %q: %s, not %s", c.kind, c.words, got, c.want)
		}
		asked.Kind, asked.Questions = Several, []Question{{N: 1, Kind: FreeText}, {N: 2, Kind: c.kind}}
		acts := Read([]Passage{{Words: "1. fine\n2. " + c.words}}, asked)
		for i, a := range acts {
			if a.Question == 2 || i == len(acts)-1 {
				if got := say(acts[i:]); got != c.want {
					t.Errorf("%s, as the second of two, %q: %s, not %s", c.kind, c.words, got, c.want)
				}
				break
			}
		}
	}
}
