package pairing

import (
	"slices"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/pairing/reply"
)

// answer is what a calendar says to the session of pairOf.
func (w *world) answer(from PersonID, status ics.Status, acts ...reply.Act) Decision {
	w.mail++
	w.now = w.now.Add(time.Minute)
	return w.decide(Answered{Mail: "c" + itoa(w.mail), From: from, Session: "s1", Status: status, Method: ics.Reply, Stamp: w.now, Acts: acts})
}

func told(d Decision, kind NoticeKind, to PersonID) (n Notice, ok bool) {
	i := slices.IndexFunc(d.Notices, func(n Notice) bool { return n.Kind == kind && n.To == to })
	if i < 0 {
		return n, false
	}
	return d.Notices[i], true
}

func TestMaybeIsAskedAgainTwoDaysBefore(t *testing.T) {
	w, ana, bo, id := pairOf(t)
	w.answer(bo, ics.Tentative)
	timer, ok := w.timers[unsureKey(id)]
	if want := w.scene.Sessions[id].Slot.Start.AddDate(0, 0, -2); !ok || !timer.At.Equal(want) {
		t.Fatalf("the timer is %+v, want one at %s", timer, want)
	}
	w.now = timer.At
	d := w.decide(Due{timer})
	if _, ok := told(d, UnsureNotice, bo); !ok {
		t.Error("who said maybe is not asked")
	}
	if n, ok := told(d, UnsureNotice, ana); !ok || n.Facts.Reason != "silent" {
		t.Errorf("whose calendar said nothing is not asked: %+v", n)
	}
	w.answer(bo, ics.Accepted)
	w.say(ana, reply.Act{Kind: reply.Confirm})
	if d := w.decide(Due{timer}); len(d.Notices) != 0 {
		t.Errorf("who has meanwhile accepted is asked again: %+v", d.Notices)
	}
}

func TestRefreshSendsTheInvitationAsItIs(t *testing.T) {
	w, ana, bo, id := pairOf(t)
	before := w.scene.Sessions[id]
	d := w.decide(Refreshed{Mail: "r1", From: bo, Session: id})
	n, ok := told(d, BookedNotice, bo)
	if !ok || n.Facts.Invitation.Method != ics.Request || n.Facts.Invitation.Sequence != before.Sequence || n.Facts.Invitation.UID != id {
		t.Errorf("Bo gets %+v", n)
	}
	if _, ok := told(d, BookedNotice, ana); ok {
		t.Error("Ana, whose calendar asked for nothing, gets it too")
	}
	again := w.decide(Refreshed{Mail: "r2", From: bo, Session: id})
	if m, _ := told(again, BookedNotice, bo); m.Key != n.Key {
		t.Errorf("asked twice in an hour, it is sent as %q and as %q", n.Key, m.Key)
	}
	if d := w.decide(Refreshed{Mail: "r3", From: "p-eve", Session: id}); len(d.Notices) != 0 {
		t.Errorf("a stranger's calendar gets %+v", d.Notices)
	}
}

func TestPairMeetsInItsOwnRoom(t *testing.T) {
	w, _, bo, id := pairOf(t)
	for channel, want := range map[string]string{"our room, https://meet.example.org/ana-bo.": "https://meet.example.org/ana-bo", "phone": "phone", "": ""} {
		pair := w.scene.Pairs[w.scene.Sessions[id].Pair]
		pair.Agreement.Channel = channel
		w.scene.Pairs[pair.ID] = pair
		w.now = w.now.Add(time.Hour)
		n, _ := told(w.decide(Refreshed{Mail: "r" + channel, From: bo, Session: id}), BookedNotice, bo)
		if n.Facts.Link != want {
			t.Errorf("agreed on %q they meet at %q, not at %q", channel, n.Facts.Link, want)
		}
	}
}

func TestYesBesideWordsThatSayNo(t *testing.T) {
	w, ana, bo, id := pairOf(t)
	d := w.answer(bo, ics.Accepted, reply.Act{Kind: reply.Cancel})
	s := w.scene.Sessions[id]
	if s.Status != Booked || s.Calendar[Mentee].Status == ics.Accepted {
		t.Errorf("the session is %s, and counts as %s", s.Status, s.Calendar[Mentee].Status)
	}
	if n, ok := told(d, UnsureNotice, bo); !ok || n.Facts.Reason != "words" {
		t.Error("the writer is not asked which of the two holds")
	}
	if _, ok := told(d, NotedNotice, ana); !ok {
		t.Error("the partner is not told")
	}
}

func TestDeclineWithATimeProposesIt(t *testing.T) {
	w, _, bo, id := pairOf(t)
	window := w.scene.Sessions[id].Slot
	window.Start, window.End = window.Start.AddDate(0, 0, 7), window.Start.AddDate(0, 0, 7).Add(3*time.Hour)
	w.answer(bo, ics.Declined, reply.Act{Kind: reply.Move}, reply.Act{Kind: reply.Can, Windows: []calendar.Window{calendar.Window(window)}})
	s := w.scene.Sessions[id]
	if s.Status != Moving || len(s.Offer.Slots) == 0 {
		t.Fatalf("the session is %+v", s)
	}
	for _, slot := range s.Offer.Slots {
		if slot.Start.Before(window.Start) || slot.End.After(window.End) {
			t.Errorf("%v is not in the time that was named", slot)
		}
	}
}

// TestAnswersInAnyOrder plays the same answers of both calendars in every order,
// each twice: the newest of each counts, whatever comes first.
func TestAnswersInAnyOrder(t *testing.T) {
	type one struct {
		from   PersonID
		status ics.Status
		minute int
	}
	all := []one{{"p-ana", ics.Tentative, 1}, {"p-ana", ics.Accepted, 3}, {"p-bo", ics.Accepted, 2}, {"p-bo", ics.Tentative, 4}}
	var want [2]ics.Status
	permute(len(all), func(order []int) {
		w, _, _, id := pairOf(t)
		base := w.now
		w.now = base.Add(time.Hour)
		for range 2 {
			for n, i := range order {
				a := all[i]
				w.decide(Answered{Mail: "o" + itoa(n), From: a.from, Session: id, Status: a.status, Method: ics.Reply, Stamp: base.Add(time.Duration(a.minute) * time.Minute)})
			}
		}
		s := w.scene.Sessions[id]
		got := [2]ics.Status{s.Calendar[Mentor].Status, s.Calendar[Mentee].Status}
		if want == [2]ics.Status{} {
			want = got
		}
		if got != want || got != [2]ics.Status{ics.Accepted, ics.Tentative} || s.Status != Booked {
			t.Fatalf("in the order %v both said %v", order, got)
		}
	})
}

// permute calls f with every order of n things.
func permute(n int, f func(order []int)) {
	order := make([]int, 0, n)
	var next func()
	next = func() {
		if len(order) == n {
			f(slices.Clone(order))
			return
		}
		for i := range n {
			if !slices.Contains(order, i) {
				order = append(order, i)
				next()
				order = order[:len(order)-1]
			}
		}
	}
	next()
}
