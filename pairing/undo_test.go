package pairing

import (
	"testing"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// pairOf is a world with Ana and Bo, an active pair with a session booked.
func pairOf(t *testing.T) (w *world, ana, bo PersonID, session SessionID) {
	w = newWorld(t, 1)
	w.policy.Cohort.Start = time.Time{}
	ana, bo = "p-ana", "p-bo"
	for id, p := range map[PersonID]Person{ana: {Name: "Ana Lima", Email: "ana@x.example", Profile: Profile{Role: MentorRole, Zone: "Europe/Lisbon"}},
		bo: {Name: "Bo Lund", Email: "bo@x.example", Profile: Profile{Role: MenteeRole, Zone: "Europe/Oslo", Goals: "speak up"}}} {
		p.ID, p.Standing = id, Ready
		w.scene.People[id] = p
	}
	pair := Pair{ID: "pair", People: [2]PersonID{ana, bo}, Status: Active, Yes: [2]bool{true, true}, Start: w.now, End: w.now.AddDate(0, 6, 0), Sessions: 1}
	w.scene.Pairs[pair.ID] = pair
	start := time.Date(2027, 1, 7, 15, 0, 0, 0, time.UTC)
	s := Session{ID: "s1", Pair: pair.ID, N: 1, Status: Booked, Slot: calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}}
	w.scene.Sessions[s.ID] = s
	w.sent["s1/p-ana"], w.sent["s1/p-bo"] = 0, 0
	return w, ana, bo, s.ID
}

func (w *world) say(from PersonID, acts ...reply.Act) Decision {
	w.mail++
	w.now = w.now.Add(time.Minute)
	return w.decide(Read{Mail: "m" + itoa(w.mail), From: from, Address: w.scene.People[from].Email, Known: true, Proven: true, Free: acts})
}

func TestUndoTakesBackTheLastChange(t *testing.T) {
	undo := reply.Act{Kind: reply.Undo}
	t.Run("profile", func(t *testing.T) {
		w, _, bo, _ := pairOf(t)
		w.say(bo, reply.Act{Kind: reply.Profile, Field: reply.Goals, Text: "karaoke"})
		if w.scene.People[bo].Profile.Goals != "karaoke" {
			t.Fatal("the change was not taken in")
		}
		w.say(bo, undo)
		if got := w.scene.People[bo].Profile.Goals; got != "speak up" {
			t.Errorf("goals are %q", got)
		}
		if d := w.say(bo, undo); d.Outcome != "undo" || len(d.Questions) == 0 {
			t.Errorf("a second undo has nothing to take back: a person looks, got %+v", d)
		}
	})
	t.Run("pause", func(t *testing.T) {
		w, _, bo, _ := pairOf(t)
		w.say(bo, reply.Act{Kind: reply.Pause, Until: w.now.AddDate(0, 1, 0)})
		w.say(bo, undo)
		if !w.scene.People[bo].Away.IsZero() {
			t.Error("still away")
		}
	})
	t.Run("cancel", func(t *testing.T) {
		w, _, bo, id := pairOf(t)
		before := w.scene.Sessions[id]
		w.say(bo, reply.Act{Kind: reply.Cancel})
		if w.scene.Sessions[id].Status != Cancelled {
			t.Fatal("not cancelled")
		}
		w.say(bo, undo)
		if s := w.scene.Sessions[id]; s.Status != Booked || !s.Slot.Equal(before.Slot) || s.Sequence <= before.Sequence+1 {
			t.Errorf("the session is %+v", s)
		}
	})
	t.Run("move", func(t *testing.T) {
		w, ana, _, id := pairOf(t)
		before := w.scene.Sessions[id]
		w.say(ana, reply.Act{Kind: reply.Move})
		if w.scene.Sessions[id].Status != Moving {
			t.Fatal("not moving")
		}
		w.say(ana, undo)
		if s := w.scene.Sessions[id]; s.Status != Booked || !s.Slot.Equal(before.Slot) {
			t.Errorf("the session is %+v", s)
		}
	})
	t.Run("too late", func(t *testing.T) {
		w, _, bo, id := pairOf(t)
		w.say(bo, reply.Act{Kind: reply.Cancel})
		w.now = w.now.AddDate(0, 0, 5) // the old time is over
		if d := w.say(bo, undo); w.scene.Sessions[id].Status != Cancelled || len(d.Questions) == 0 {
			t.Error("what is over is for a person to mend")
		}
	})
}
