package pairing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/pairing/reply"
)

// draftWorld is a rolling program whose coordinator approves, with as many
// mentors as mentees and a draft before the coordinator: m0 with e0, and so on.
func draftWorld(t *testing.T, n int) (*world, Question) {
	t.Helper()
	w := newWorld(t, 1)
	w.policy.Cohort.Start = time.Time{}
	w.policy.Pairing.Approve = true
	skills := []string{"hiring", "negotiation", "SQL", "law", "sales"}
	for i := range n {
		w.decide(Imported{Address: "m" + itoa(i) + "@x.example", Name: "Mentor" + itoa(i), Profile: Profile{Role: MentorRole, Skills: skills[i]}})
		w.decide(Imported{Address: "e" + itoa(i) + "@x.example", Name: "Mentee" + itoa(i), Profile: Profile{Role: MenteeRole, Goals: skills[i]}})
	}
	for id, p := range w.scene.People {
		p.Standing = Ready
		w.scene.People[id] = p
	}
	w.decide(Due{Timer{Kind: MatchTimer}})
	return w, w.draft()
}

// draft is the one that is before the coordinator.
func (w *world) draft() Question {
	w.t.Helper()
	for _, q := range sorted(w.scene.Questions) {
		if q.Kind == reply.Drafted {
			return q
		}
	}
	return Question{}
}

// rule answers the draft.
func (w *world) rule(q Question, acts ...reply.Act) string {
	w.mail++
	w.now = w.now.Add(time.Hour)
	d := w.decide(Ruled{Mail: "m" + itoa(w.mail), Question: q.ID, Words: "words", Acts: acts})
	var notes []string
	for _, n := range d.Notices {
		if n.To == Coordinator {
			notes = append(append(notes, string(n.Kind)), n.Facts.Notes...)
		}
	}
	return strings.Join(notes, "\n")
}

// asked are the pairs of whom both are asked, and those of the draft, by name.
func (w *world) asked() (out []string) {
	for _, p := range w.scene.Pairs {
		if p.Status == Proposed {
			out = append(out, w.two(p.People[Mentor], p.People[Mentee]))
		}
	}
	slices.Sort(out)
	return out
}

func (w *world) two(mentor, mentee PersonID) string {
	return strings.Replace(w.scene.People[mentor].Name, "Mentor", "", 1) + strings.Replace(w.scene.People[mentee].Name, "Mentee", "", 1)
}

func (w *world) drafted() (out []string) {
	for _, p := range w.draft().Draft {
		out = append(out, w.two(p.Mentor, p.Mentee))
	}
	slices.Sort(out)
	return out
}

func TestADraftWaitsForTheCoordinator(t *testing.T) {
	w, q := draftWorld(t, 4)
	if got := w.drafted(); !slices.Equal(got, []string{"00", "11", "22", "33"}) || len(w.asked()) != 0 {
		t.Fatalf("drafted %q, asked %q", got, w.asked())
	}
	n := w.told["ask/"+string(q.ID)]
	if n.Facts.Firsts != 4 || len(n.Facts.Draft) != 4 || n.Facts.Worst == 0 || n.Facts.Total < 4*n.Facts.Worst {
		t.Errorf("the letter says %+v", n.Facts)
	}
	w.decide(Due{Timer{Kind: MatchTimer}})
	if w.draft().ID != q.ID {
		t.Error("a second draft is put beside the first")
	}
	if got := w.rule(q, reply.Act{Kind: reply.Draft, All: true}); !slices.Equal(w.asked(), []string{"00", "11", "22", "33"}) || w.draft().ID != "" {
		t.Errorf("approved: asked %q, %s", w.asked(), got)
	}
	if got := w.rule(q, reply.Act{Kind: reply.Draft, All: true}); got != "stale" {
		t.Errorf("approved twice: %s", got)
	}
}

func TestEditsOfADraft(t *testing.T) {
	// The pairs stand in the draft by the names of the mentors: 1 is 00, 2 is 11.
	for name, c := range map[string]struct {
		act         reply.Act
		edit        func(w *world)
		asked, left []string
		says        string
	}{
		"some":             {act: reply.Act{Approved: []int{1, 2}}, asked: []string{"00", "11"}, left: []string{"22", "33"}},
		"all but one":      {act: reply.Act{All: true, Except: []int{3}}, asked: []string{"00", "11", "33"}, says: "3, Mentor2 and Mentee2: taken out"},
		"all but two":      {act: reply.Act{All: true, Except: []int{3, 4}}, asked: []string{"00", "11"}, left: []string{"23", "32"}},
		"swap and approve": {act: reply.Act{All: true, Swap: [][2]int{{1, 2}}}, asked: []string{"01", "10", "22", "33"}, says: "swap 1 and 2: done"},
		"only swap":        {act: reply.Act{Swap: [][2]int{{1, 2}}}, left: []string{"01", "10", "22", "33"}, says: "1 is Mentor0 and Mentee1"},
		"never, and all":   {act: reply.Act{All: true, Never: [][2]string{{"Mentor0", "Mentee0"}}}, asked: []string{"11", "22", "33"}, says: "for good"},
		"never others":     {act: reply.Act{All: true, Never: [][2]string{{"Mentor0", "Mentee1"}}}, asked: []string{"00", "11", "22", "33"}},
		"never, two pairs": {act: reply.Act{Never: [][2]string{{"Mentor0", "Mentee0"}, {"Mentee1", "Mentor1"}}}, left: []string{"01", "10", "22", "33"}},
		"a swap that cannot be": {act: reply.Act{All: true, Swap: [][2]int{{1, 2}}}, edit: func(w *world) {
			w.policy.Pairing.Never = []Never{{[]string{"m0@x.example", "e1@x.example"}}}
		}, asked: []string{"22", "33"}, left: []string{"00", "11"}, says: "swap 1 and 2: not done, and neither was sent. Mentor0 and Mentee1: a rule of the coordinator"},
		"a swap with nobody": {act: reply.Act{All: true, Swap: [][2]int{{1, 9}}}, asked: []string{"00", "11", "22", "33"}, says: "swap 1 and 9: not done"},
		"a name that nobody has": {act: reply.Act{All: true, Never: [][2]string{{"Mentor0", "Zoe"}}}, asked: []string{"00", "11", "22", "33"},
			says: "never Mentor0 with Zoe: not done, because 0 people"},
		"a name that two have": {act: reply.Act{All: true, Never: [][2]string{{"Mentor0", "Mentee1"}}}, edit: func(w *world) {
			for id, p := range w.scene.People {
				if p.Name == "Mentee2" {
					p.Name = "Mentee1"
					w.scene.People[id] = p
				}
			}
		}, asked: []string{"00", "33"}, left: []string{"11", "21"}, says: "2 people are called Mentee1"},
		"somebody has paused": {act: reply.Act{All: true}, edit: func(w *world) {
			for id, p := range w.scene.People {
				if p.Name == "Mentee3" {
					p.Away = w.now.AddDate(0, 0, 9)
					w.scene.People[id] = p
				}
			}
		}, asked: []string{"00", "11", "22"}, says: "4, Mentor3 and Mentee3: not sent, Mentee3 is away"},
	} {
		t.Run(name, func(t *testing.T) {
			w, q := draftWorld(t, 4)
			if c.edit != nil {
				c.edit(w)
			}
			c.act.Kind = reply.Draft
			says := w.rule(q, c.act)
			if got := w.asked(); !slices.Equal(got, c.asked) {
				t.Errorf("asked %q, not %q: %s", got, c.asked, says)
			}
			if got := w.drafted(); !slices.Equal(got, c.left) {
				t.Errorf("left %q, not %q: %s", got, c.left, says)
			}
			if !strings.Contains(says, c.says) {
				t.Errorf("says %s", says)
			}
			// What was taken out does not come back.
			w.rule(w.draft(), reply.Act{Kind: reply.Draft, All: true})
			w.decide(Due{Timer{Kind: MatchTimer}})
			for _, two := range w.drafted() {
				if len(c.act.Except) > 0 && (two == "22" || two == "33") {
					t.Errorf("%s comes back", two)
				}
			}
		})
	}
}

// What is not an answer sends nothing: a question, "later", or words that nobody
// understands beside an approval.
func TestWhatIsNoRulingSendsNothing(t *testing.T) {
	for name, acts := range map[string][]reply.Act{
		"a question":                {{Kind: reply.Ask}},
		"later":                     {{Kind: reply.Later}},
		"nothing understood":        {},
		"unclear":                   {{Kind: reply.Unclear, Words: "hm"}},
		"an approval, and a riddle": {{Kind: reply.Draft, All: true}, {Kind: reply.Unclear, Words: "never Ana with Zed"}},
	} {
		w, q := draftWorld(t, 2)
		says := w.rule(q, acts...)
		if len(w.asked()) != 0 || len(w.drafted()) != 2 || !strings.Contains(says, "othing") {
			t.Errorf("%s: asked %q, left %q: %s", name, w.asked(), w.drafted(), says)
		}
	}
}

func TestADraftThatNobodyAnswers(t *testing.T) {
	w, q := draftWorld(t, 2)
	w.pass(30 * 24 * time.Hour)
	if _, again := w.told[nudgeNoticeKey(q, 1)]; !again || len(w.asked()) != 0 || w.draft().ID == "" {
		t.Errorf("held: asked again %t, sent %q", again, w.asked())
	}
	if _, twice := w.told[nudgeNoticeKey(q, 2)]; twice {
		t.Error("the coordinator is reminded twice")
	}
	w, _ = draftWorld(t, 2)
	w.policy.Pairing.Silence = SilenceSends
	w.pass(24 * time.Hour)
	if len(w.asked()) != 0 {
		t.Error("it goes out before the deadline")
	}
	w.pass(6 * 24 * time.Hour)
	if len(w.drafted()) != 0 || len(w.scene.Pairs) != 2 {
		t.Errorf("it does not go out after the deadline: %q, %d pairs", w.drafted(), len(w.scene.Pairs))
	}
}

// A cohort's draft comes so early that the coordinator has their days before the
// matches are to be proposed.
func TestTheDraftComesBeforeTheMatches(t *testing.T) {
	w := newWorld(t, 1)
	w.policy.Cohort.Start = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC) // a Monday; ten days before is a Friday
	w.policy.Pairing.Approve = true
	tn := &turn{Scene: w.scene.clone(), Policy: w.policy, now: w.now}
	tn.matchSoon()
	at := tn.out.Timers[0].At.In(w.policy.Zone())
	if want := time.Date(2027, 1, 20, 9, 0, 0, 0, w.policy.Zone()); !at.Equal(want) {
		t.Errorf("the draft is made on %s, not on %s", at, want)
	}
}

// A mentor whose places became fewer cannot say yes to more than there are.
func TestPlacesHoldAtTheYes(t *testing.T) {
	w := newWorld(t, 1)
	w.policy.Cohort.Start = time.Time{}
	w.decide(Imported{Address: "m@x.example", Profile: Profile{Role: MentorRole, Skills: "hiring", Capacity: 2}})
	for i := range 2 {
		w.decide(Imported{Address: "e" + itoa(i) + "@x.example", Profile: Profile{Role: MenteeRole, Goals: "hiring"}})
	}
	for id, p := range w.scene.People {
		p.Standing = Ready
		w.scene.People[id] = p
	}
	w.decide(Due{Timer{Kind: MatchTimer}})
	if len(w.scene.Pairs) != 2 {
		t.Fatalf("%d pairs are proposed", len(w.scene.Pairs))
	}
	var mentor PersonID
	for id, p := range w.scene.People {
		if p.Mentors() {
			mentor, p.Profile.Capacity = id, 1
			w.scene.People[id] = p
		}
	}
	for _, mentors := range []bool{false, true} { // both mentees say yes, and the mentor to both
		for _, q := range sorted(w.scene.Questions) {
			if q.Kind == reply.Match && (q.Person == mentor) == mentors {
				w.mail++
				w.decide(Read{Mail: itoa(w.mail), From: q.Person, Known: true, Proven: true, Answers: []Answer{{q.ID, []reply.Act{{Kind: reply.Accept}}}}})
			}
		}
	}
	active := 0
	for _, p := range w.scene.Pairs {
		if p.Status == Active {
			active++
		}
	}
	if active != 1 {
		t.Errorf("a mentor with one place has %d mentees", active)
	}
}
