package pairing

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

func TestDraftSaysWhy(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	hours := func(day time.Weekday, from, to int) calendar.Week {
		return calendar.Week{{Day: day, Span: calendar.Span{From: calendar.At(from, 0), To: calendar.At(to, 0)}}}
	}
	who := func(id, role string, p Profile) Person {
		p.Role = Role(role)
		return Person{ID: PersonID(id), Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@x.example", Standing: Ready, Profile: p}
	}
	tuesday := hours(time.Tuesday, 9, 12)
	people := []Person{
		who("ana", "mentor", Profile{Skills: "negotiation, hiring", Capacity: 1, Availability: tuesday, Languages: []string{"English"}}),
		who("bo", "mentee", Profile{Goals: "negotiating a raise", Availability: tuesday, Languages: []string{"English"}}),
		who("carl", "mentee", Profile{Goals: "hiring", Availability: tuesday, Languages: []string{"English"}, Manager: "ana@x.example"}),
		who("dora", "mentee", Profile{Goals: "hiring", Availability: hours(time.Friday, 14, 16), Languages: []string{"English"}}),
		who("emil", "mentee", Profile{Goals: "hiring", Availability: tuesday, Languages: []string{"Polish"}}),
		who("fay", "mentee", Profile{Goals: "painting", Availability: tuesday, Languages: []string{"English"}}),
		who("gus", "mentor", Profile{Skills: "painting", Availability: hours(time.Sunday, 8, 9)}),
	}
	p := Defaults()
	d := p.Draft(people, now)
	if len(d.Pairs) != 1 || d.Pairs[0].Mentee.ID != "bo" || d.Goals != 1 || d.Total != d.Pairs[0].Score || !strings.Contains(d.Pairs[0].Why[0], "negotiating") {
		t.Fatalf("the pairs are %+v", d.Pairs)
	}
	got := map[PersonID]string{}
	for _, u := range d.Unmatched {
		got[u.Person.ID] = u.Why
	}
	for id, want := range map[PersonID]string{"carl": "own manager", "dora": "no hour in common", "emil": "no language in common", "fay": "the one mentor who fits is full", "gus": "no mentee fits: no hour in common (5)"} {
		if !strings.Contains(got[id], want) {
			t.Errorf("%s has no pair because %q, not because of %q", id, got[id], want)
		}
	}
	if len(got) != 5 {
		t.Errorf("unmatched: %v", got)
	}
	lots := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		lots.Shuffle(len(people), func(a, b int) { people[a], people[b] = people[b], people[a] })
		if again := p.Draft(people, now); !slices.EqualFunc(again.Pairs, d.Pairs, func(a, b Drafted) bool { return a.Mentor.ID == b.Mentor.ID && a.Mentee.ID == b.Mentee.ID }) {
			t.Fatal("in another order it is another draft")
		}
	}
}
