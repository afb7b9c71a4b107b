package reply

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

// brief writes acts as the table does: kind, then its values.
func brief(acts []Act) string {
	var out []string
	for _, a := range acts {
		s := string(a.Kind)
		if a.Question > 0 {
			s = fmt.Sprintf("%d:%s", a.Question, s)
		}
		switch a.Kind {
		case Choose:
			s += fmt.Sprint(a.Slots)
		case Can, Cannot:
			for _, w := range a.Windows {
				s += w.Start.Format("[Mon 15:04") + w.End.Format("-15:04]")
			}
		case Answer:
			s += fmt.Sprintf(" %d%s", a.Number, a.Text)
		case Profile, Agree:
			s += fmt.Sprintf(" %s=%s", a.Field, strings.TrimSpace(fmt.Sprint(a.Text, a.List, a.Week)))
			if a.Number != 0 {
				s += fmt.Sprint(a.Number)
			}
		case Late:
			s += fmt.Sprint(" ", a.Minutes)
		case Pause:
			s += a.Until.Format(" 2006-01-02")
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	sent := time.Date(2026, 11, 4, 10, 0, 0, 0, time.UTC)
	slot := func(day, hour int) calendar.Slot {
		s := time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC)
		return calendar.Slot{Start: s, End: s.Add(45 * time.Minute)}
	}
	zone, _ := time.LoadLocation("Europe/London")
	base := Asked{Sent: sent, Zone: zone, Length: 45 * time.Minute,
		Offered: []Offered{{1, slot(9, 10)}, {2, slot(10, 14)}, {3, slot(12, 16)}}, Booked: slot(12, 16)}
	checkin := []Question{{N: 1, Kind: Checkin, Text: "Did you meet?"}, {N: 2, Kind: Rating5, Text: "How was it?"}, {N: 3, Kind: FreeText, Text: "One line on your goals?"}}
	several := append(checkin[:3:3], Question{N: 4, Kind: Slots, Text: "Which of these suits?"})
	cases := []struct {
		kind QuestionKind
		qs   []Question
		text string
		want string
	}{
		{Slots, nil, "2", "choose[2]"},
		{Slots, nil, "Option 2 works for me, thanks!", "choose[2]"},
		{Slots, nil, "1 or 3", "choose[1 3]"},
		{Slots, nil, "any of them", "choose[1 2 3]"},
		{Slots, nil, "none of those", "choose[]"},
		{Slots, nil, "7", "unclear"},
		{Slots, nil, "tues fine", "choose[2]"},
		{Slots, nil, "Thursday after 5, not Friday", "can[Thu 17:00-20:00]; cannot[Fri 00:00-00:00]"},
		{Slots, nil, "hmm", "unclear"},
		{Match, nil, "Yes, happy to!", "accept"},
		{Match, nil, "No thanks, I'm full", "decline"},
		{Match, nil, "Can you ask me again later?", "later"},
		{Match, nil, "Does she speak German?", "ask"},
		{Match, nil, "Not sure yet", "unclear"},
		{Booked, nil, "see you then", "confirm"},
		{Booked, nil, "Could we move to Friday at 3?", "move; can[Fri 15:00-15:45]"},
		{Booked, nil, "Please cancel it", "cancel"},
		{Booked, nil, "running 10 min late", "late 10"},
		{Booked, nil, "so can we do Thursday 12 Nov at 4pm?", "confirm"},
		{Checkin, checkin, "1. yes\n2. 5\n3. wrote my first proposal", "met; 2:answer 5; 3:answer 0wrote my first proposal"},
		{Checkin, checkin, "Not yet, Friday at 3", "not_yet; can[Fri 15:00-15:45]"},
		{Checkin, checkin, "No, she didn't show", "not_met"},
		{Several, several, "1 yes, 2 4/5, 3 more confident, 4 2", "1:met; 2:answer 4; 3:answer 0more confident; 4:choose[2]"},
		{Several, several, "1. not yet\n4. Thu after 5", "1:not_yet; 4:can[Thu 17:00-20:00]"},
		{Nothing, nil, "pause until 20 Nov", "pause 2026-11-20"},
		{Nothing, nil, "UNDO", "undo"},
		{Nothing, nil, "help", "help"},
		{Enrol, nil, "Count me in!", "accept"},
		{Enrol, nil, "Role: mentor\nSkills: hiring\nCity: Lyon\nFree: Tue 9-12\nMentees at most: 2",
			"profile role=mentor[]; profile skills=hiring[]; profile zone=Europe/Paris[]; profile availability=[] Tue 09:00-12:00; profile capacity=[]2"},
		{Agreement, nil, "Every week on Zoom please", "agree every_days=[]7; agree channel=Zoom[]"},
	}
	for _, c := range cases {
		asked := base
		asked.Kind, asked.Questions = c.kind, c.qs
		if got := brief(Read([]Passage{{Words: c.text}}, asked)); got != c.want {
			t.Errorf("%s %q\n got  %s\n want %s", c.kind, c.text, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("1 yes, 2 thurs after 4, 3 5/5 lovely chat", uint8(0))
	f.Add("Role: mentor\nFree: Tue 9-12", uint8(1))
	kinds := []QuestionKind{Several, Enrol, Slots, Booked, Match, Checkin, Survey, Nothing, Agreement, Echo, Again, Several, Checkin}
	zone, _ := time.LoadLocation("America/New_York")
	sent := time.Date(2026, 11, 4, 10, 0, 0, 0, zone)
	offered := []Offered{{1, calendar.Slot{Start: sent.Add(48 * time.Hour), End: sent.Add(49 * time.Hour)}}}
	f.Fuzz(func(t *testing.T, words string, k uint8) {
		asked := Asked{Kind: kinds[int(k)%len(kinds)], Sent: sent, Zone: zone, Offered: offered,
			Questions: []Question{{N: 1, Kind: Slots, Text: "Which?"}, {N: 2, Kind: Rating5, Text: "How was it?"}}}
		if int(k)%len(kinds) > 9 { // the letter of a check-in, whole or partly settled
			asked.Questions = []Question{{N: 1, Kind: Checkin, Text: "Did you and Bo meet?"}, {N: 2, Kind: Rating5, Text: "How was it?"}, {N: 3, Kind: FreeText, Text: "One line"}, {N: 4, Kind: Again, Text: "Session 3 with Bo at the same time again?", Offered: offered[:1]}}
			asked.Closed = []int{5}
		}
		for _, a := range Read([]Passage{{Words: words}}, asked) {
			for _, n := range a.Slots {
				if n != 1 {
					t.Errorf("%q chose slot %d, which was not offered", words, n)
				}
			}
			for _, w := range a.Windows {
				if w.Start.Before(sent) {
					t.Errorf("%q names a window before it was sent", words)
				}
			}
		}
	})
}
