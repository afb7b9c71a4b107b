package pairing

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

// A world is a program in memory: what the store, the desks and the timers keep.
type world struct {
	t      *testing.T
	lots   *rand.Rand
	policy Policy
	now    time.Time
	scene  Scene
	closed map[QuestionID]bool
	timers map[string]Timer
	told   map[string]Notice
	mail   int
	sent   map[string]int // sequence of the last event told, by session and person
}

func newWorld(t *testing.T, seed uint64) *world {
	p := Defaults()
	p.Program = Program{Name: "N", Coordinator: "mia@x.example", Zone: "Europe/London"}
	p.Secret = "secret"
	w := &world{t: t, lots: rand.New(rand.NewPCG(seed, 7)), policy: p, now: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC),
		closed: map[QuestionID]bool{}, timers: map[string]Timer{}, told: map[string]Notice{}, sent: map[string]int{}}
	if w.policy.Pairing.Approve = seed%3 == 2; w.policy.Pairing.Approve && seed%2 == 0 {
		w.policy.Pairing.Silence = SilenceSends
	}
	if w.lots.IntN(2) == 0 {
		w.policy.Cohort.Start = w.now.AddDate(0, 0, 20)
	}
	w.scene = w.scene.clone()
	return w
}

// decide decides an event and checks everything that must hold.
func (w *world) decide(e Event) Decision {
	w.t.Helper()
	look := w.chance(20) // comparing whole scenes takes most of the time
	before := w.scene
	if look {
		before = deepCopy(w.t, w.scene)
	}
	d := Decide(w.scene, e, w.now, w.policy)
	if look && !reflect.DeepEqual(before, deepCopy(w.t, w.scene)) {
		w.t.Fatalf("%T changed the scene that it was given", e)
	}
	if again := Decide(w.scene, e, w.now, w.policy); !reflect.DeepEqual(d, again) {
		w.t.Fatalf("%T decided twice gives two decisions", e)
	}
	switch e.(type) {
	case Read, Answered, Away, Bounced, Ruled:
		if d.Outcome == "" {
			w.t.Fatalf("%+v has no outcome", e)
		}
	}
	was := w.scene.People
	w.scene = w.scene.With(d)
	if err := Check(w.scene); err != nil {
		w.t.Fatalf("%+v at %s: %v", e, w.now, err)
	}
	for id, q := range w.scene.Questions {
		if !q.Open { // the store shows decisions only what is open
			w.closed[id] = true
			delete(w.scene.Questions, id)
		}
	}
	for _, k := range d.Drop {
		delete(w.timers, k)
	}
	for _, timer := range d.Timers {
		w.timers[timer.Key] = timer
	}
	for _, n := range d.Notices {
		w.tell(n, was[n.To])
	}
	w.noOverlaps()
	return d
}

// deepCopy shares nothing with the scene, not even the slices in its values.
func deepCopy(t *testing.T, s Scene) (out Scene) {
	t.Helper()
	data, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (w *world) tell(n Notice, p Person) {
	if _, twice := w.told[n.Key]; twice {
		return
	}
	if n.Ask != "" && w.closed[n.Ask] {
		w.t.Fatalf("%s asks what is settled", n.Key)
	}
	if p.Standing == Erased && n.Urgency != AtOnce {
		w.t.Fatalf("%s goes to somebody who is erased", n.Key)
	}
	w.told[n.Key] = n
	if n.To == Coordinator || n.To == Concerns {
		return
	}
	if p.ID != "" && !p.Reachable() && n.Urgency != AtOnce {
		w.t.Fatalf("%s goes to %s, who is %s %s", n.Key, n.To, p.Standing, p.Bounced)
	}
	if part := n.Facts.Invitation; part != nil {
		key := string(part.UID) + "/" + string(n.To)
		if last, ok := w.sent[key]; ok && part.Sequence <= last && part.Method != ics.DeclineCounter && !strings.HasPrefix(n.Key, "refresh") {
			w.t.Fatalf("%s: sequence %d after %d", key, part.Sequence, last)
		}
		w.sent[key] = part.Sequence
	}
	if n.Kind == RemindNotice {
		if s := w.scene.Sessions[n.Facts.Session]; s.Status != Booked || !s.Slot.Equal(n.Facts.Slot) {
			w.t.Fatalf("a reminder of a session that is %s", s.Status)
		}
	}
}

// noOverlaps: nobody is booked twice for the same time.
func (w *world) noOverlaps() {
	var booked []Session
	for _, s := range sorted(w.scene.Sessions) {
		if s.Status == Booked && s.Slot.Start.After(w.now) {
			booked = append(booked, s)
		}
	}
	for i, a := range booked {
		for _, b := range booked[:i] {
			for _, id := range w.scene.Pairs[a.Pair].People {
				if _, in := w.scene.Pairs[b.Pair].Side(id); in && calendar.Window(a.Slot).Meets(b.Slot) {
					w.t.Fatalf("%s is booked twice at %v", id, a.Slot.Start)
				}
			}
		}
	}
}

// pass lets time go on by d, and the timers fire.
func (w *world) pass(d time.Duration) {
	end := w.now.Add(d)
	for fired := 0; ; fired++ {
		var next *Timer
		for _, timer := range sorted(w.timers) {
			if !timer.At.After(end) && (next == nil || timer.At.Before(next.At)) {
				next = &timer
			}
		}
		if next == nil {
			break
		}
		if fired > 500 {
			w.t.Fatalf("timers without end: %+v", next)
		}
		delete(w.timers, next.Key)
		if next.At.After(w.now) {
			w.now = next.At
		}
		w.decide(Due{*next})
	}
	w.now = end
}

func (w *world) chance(n int) bool { return w.lots.IntN(n) == 0 }

// someMail is a random thing that somebody writes or their calendar answers.
func (w *world) someMail() {
	people := sorted(w.scene.People)
	p := people[w.lots.IntN(len(people))]
	w.mail++
	id := fmt.Sprint("mail", w.mail)
	switch {
	case w.chance(60):
		w.decide(Away{Mail: id, Person: p.ID, Until: w.now.AddDate(0, 0, w.lots.IntN(20))})
		return
	case w.chance(300):
		w.decide(Bounced{Mail: id, Person: p.ID, Why: "no such user"})
		return
	case w.chance(4):
		w.calendarAnswer(p, id)
		return
	}
	if q := w.draft(); q.ID != "" && w.chance(5) {
		n := func() int { return 1 + w.lots.IntN(len(q.Draft)) }
		act := reply.Act{Kind: reply.Draft, All: w.chance(2), Approved: []int{n()}, Except: []int{n()}[:w.lots.IntN(2)], Swap: [][2]int{{n(), n()}}[:w.lots.IntN(2)]}
		if w.chance(4) {
			act.Never = [][2]string{{w.scene.People[q.Draft[0].Mentor].FullName(), p.FullName()}}
		}
		w.decide(Ruled{Mail: id, Question: q.ID, Words: "words", Acts: []reply.Act{act}})
		return
	}
	e := Read{Mail: id, From: p.ID, Address: p.Email, Known: true, Proven: true, Words: "words"}
	for _, q := range sorted(w.scene.Questions) {
		if q.Person == p.ID && w.chance(2) {
			e.Answers = append(e.Answers, Answer{q.ID, w.acts(q)})
		}
	}
	if w.chance(25) {
		kinds := []reply.Kind{reply.Help, reply.Status, reply.Pause, reply.Resume, reply.Move, reply.Cancel, reply.Late, reply.Confirm, reply.Unclear, reply.Undo}
		act := reply.Act{Kind: kinds[w.lots.IntN(len(kinds))], Minutes: 10, Until: w.now.AddDate(0, 0, 5)}
		switch {
		case w.chance(30):
			act.Kind = reply.Leave
		case w.chance(10):
			act.Kind = []reply.Kind{reply.Rematch, reply.MyData, reply.Forget}[w.lots.IntN(3)]
		}
		e.Free = append(e.Free, act)
	}
	w.decide(e)
}

func (w *world) calendarAnswer(p Person, id string) {
	for _, s := range sorted(w.scene.Sessions) {
		if _, in := w.scene.Pairs[s.Pair].Side(p.ID); !in || s.Sequence < 0 || !s.Live() {
			continue
		}
		e := Answered{Mail: id, From: p.ID, Session: s.ID, Method: ics.Reply, Sequence: s.Sequence - w.lots.IntN(2), Stamp: w.now,
			Status: []ics.Status{ics.Accepted, ics.Accepted, ics.Accepted, ics.Declined, ics.Tentative, ics.Delegated}[w.lots.IntN(6)]}
		if w.chance(5) {
			e.Method = ics.Counter
			e.Proposed = calendar.Slot{Start: s.Slot.Start.Add(25 * time.Hour), End: s.Slot.End.Add(25 * time.Hour)}
		}
		w.decide(e)
		if d := w.decide(e); len(d.Sessions) > 0 {
			w.t.Fatalf("the same calendar answer counted twice: %+v", e)
		}
		return
	}
}

// acts is a random answer to a question.
func (w *world) acts(q Question) []reply.Act {
	soon := w.now.AddDate(0, 0, 2+w.lots.IntN(6)).Truncate(time.Hour)
	window := []calendar.Window{{Start: soon, End: soon.Add(time.Duration(2+w.lots.IntN(30)) * time.Hour)}}
	pick := func(kinds ...reply.Kind) []reply.Act {
		return []reply.Act{{Kind: kinds[w.lots.IntN(len(kinds))], Question: 1, Windows: window}}
	}
	switch q.Kind {
	case reply.Match:
		return pick(reply.Accept, reply.Accept, reply.Accept, reply.Decline, reply.Later, reply.Ask)
	case reply.Agreement:
		return []reply.Act{{Kind: reply.Agree, Field: reply.EveryDays, Number: 7 * (1 + w.lots.IntN(3))}}
	case reply.Slots:
		if len(q.Slots) == 0 || w.chance(4) {
			return pick(reply.Can, reply.Cannot, reply.Later, reply.Unclear)
		}
		return []reply.Act{{Kind: reply.Choose, Slots: []int{1 + w.lots.IntN(len(q.Slots))}[:min(1, w.lots.IntN(5))]}}
	case reply.Checkin:
		acts := pick(reply.Met, reply.Met, reply.NotMet, reply.NotYet)
		return append(acts, reply.Act{Kind: reply.Answer, Question: 2, Number: 4}, reply.Act{Kind: reply.Answer, Question: 3, Text: "fine"})
	case reply.Survey:
		return []reply.Act{{Kind: reply.Answer, Question: q.Items[0].N, Number: 3}}
	case ConfirmQuestion, ForgetQuestion:
		return pick(reply.Accept, reply.Decline)
	}
	return pick(reply.Accept, reply.Later, reply.Decline)
}

var lives = flag.Int("lives", 16, "how many random programs TestRandomLives plays; CI plays 1000")

// Random people with random answers and delays for a simulated year: what must hold
// holds after every decision, and nothing is left hanging at the end.
func TestRandomLives(t *testing.T) {
	for seed := range uint64(*lives) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seed)
			for i := range 8 {
				role := []Role{MentorRole, MenteeRole, BothRoles}[w.lots.IntN(3)]
				w.decide(Imported{Address: fmt.Sprintf("p%d@x.example", i), Profile: Profile{Role: role, Goals: "hiring", Skills: "hiring", Capacity: 1 + w.lots.IntN(2),
					Zone: []string{"Europe/London", "Europe/Berlin", "America/New_York"}[w.lots.IntN(3)], Availability: calendar.OfficeWeek(w.policy.Calendar.Hours)}})
			}
			for end := w.now.AddDate(1, 0, 0); w.now.Before(end); {
				w.pass(time.Duration(w.lots.IntN(40)) * time.Hour)
				w.someMail()
			}
			w.pass(90 * 24 * time.Hour)
			for _, q := range sorted(w.scene.Questions) {
				if q.Asked.Before(w.now.AddDate(0, 0, -60)) && q.Kind != reply.Echo && q.Kind != reply.Agreement && q.Kind != QueueQuestion && q.Kind != reply.Drafted && !w.scene.People[q.Person].IsAway(w.now) {
					t.Errorf("%s is still open after 90 quiet days, asked %s", q.ID, q.Asked)
				}
			}
			for _, s := range sorted(w.scene.Sessions) {
				if s.Status == Booked && s.Slot.End.Before(w.now.AddDate(0, 0, -40)) && !slices.ContainsFunc(sorted(w.scene.People), func(p Person) bool { return p.IsAway(w.now) }) {
					t.Errorf("session %s of %s has no outcome", s.ID, s.Slot.Start)
				}
			}
		})
	}
}
