package pairing

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/pairing/fit"
)

func hours(day time.Weekday, from, to int) calendar.Week {
	return calendar.Week{{Day: day, Span: calendar.Span{From: calendar.At(from, 0), To: calendar.At(to, 0)}}}
}

func who(id, role string, p Profile) Person {
	p.Role = Role(role)
	return Person{ID: PersonID(id), Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@x.example", Standing: Ready, Profile: p}
}

func TestDraftSaysWhy(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
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
	change := map[PersonID]string{}
	for _, u := range d.Unmatched {
		change[u.Person.ID] = u.Change + "/" + string(u.Cause)
	}
	for id, want := range map[PersonID]string{"dora": "other hours would open 2 mentors/hours", "emil": "another language would open 1 mentor, other hours would open 1 mentor/language", "fay": "one more place with Ana/full"} {
		if change[id] != want {
			t.Errorf("%s would be helped by %q, not by %q", id, change[id], want)
		}
	}
	for id, want := range map[PersonID]string{"carl": "their own manager", "dora": "no hour in common", "emil": "no language in common", "fay": "the one mentor who fits is full", "gus": "no mentee fits: no hour in common (5)"} {
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

// pairsOf are the pairs as "mentor mentee".
func pairsOf(d Draft) (out []string) {
	for _, p := range d.Pairs {
		out = append(out, string(p.Mentor.ID)+" "+string(p.Mentee.ID))
	}
	return out
}

func TestMustPairsHoldOrTheDraftSaysWhyNot(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	people := []Person{
		who("ana", "mentor", Profile{Skills: "negotiation"}), who("ben", "mentor", Profile{Skills: "hiring"}),
		who("cy", "mentee", Profile{Goals: "hiring"}), who("dee", "mentee", Profile{Goals: "negotiation"}),
	}
	late := who("eve", "mentee", Profile{Goals: "hiring"})
	late.Standing = Enrolling
	gone := who("fred", "mentor", Profile{})
	gone.Standing = Gone
	for name, c := range map[string]struct {
		must []string
		edit func(p *Policy)
		want []string
		note string
	}{
		"holds, though others fit better":   {must: []string{"ana", "cy"}, want: []string{"ana cy", "ben dee"}},
		"a rule against it":                 {must: []string{"ana", "cy"}, edit: func(p *Policy) { p.Pairing.Never = []Never{{[]string{"ANA@x.example", "cy@x.example"}}} }, want: []string{"ana dee", "ben cy"}, note: "a rule of the coordinator"},
		"nobody of that name":               {must: []string{"zoe", "cy"}, want: []string{"ana dee", "ben cy"}, note: "zoe@x.example is not in the program"},
		"gone":                              {must: []string{"fred", "cy"}, want: []string{"ana dee", "ben cy"}, note: "fred@x.example does not take part"},
		"the mentee may come: a place kept": {must: []string{"ben", "eve"}, want: []string{"ana dee"}, note: "eve@x.example has not enrolled yet"},
		"the wrong way round":               {must: []string{"cy", "ana"}, want: []string{"ana dee", "ben cy"}, note: "does not mentor"},
	} {
		p := Defaults()
		p.Pairing.Must = []Must{{[]string{c.must[0] + "@x.example", c.must[1] + "@x.example"}}}
		if c.edit != nil {
			c.edit(&p)
		}
		f := field{people: append(slices.Clone(people), late, gone)}
		for _, x := range people {
			if x.Mentors() {
				f.mentors = append(f.mentors, hopeful{Person: x, places: 1})
			} else {
				f.mentees = append(f.mentees, hopeful{Person: x})
			}
		}
		d := p.draft(f, now)
		if got := pairsOf(d); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
		if got := strings.Join(d.Notes, " "); (got == "") != (c.note == "") || !strings.Contains(got, c.note) {
			t.Errorf("%s: noted %q", name, got)
		}
	}
}

func TestEveryMentorGetsOneFirst(t *testing.T) {
	p, now := Defaults(), time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	people := []Person{who("ana", "mentor", Profile{Skills: "hiring", Capacity: 2}), who("ben", "mentor", Profile{Skills: "coaching", Capacity: 2}),
		who("cy", "mentee", Profile{Goals: "hiring"}), who("dee", "mentee", Profile{Goals: "hiring, coaching"})}
	p.Pairing.Balance = 0
	if got := pairsOf(p.Draft(people, now)); !slices.Equal(got, []string{"ana cy", "ana dee"}) {
		t.Errorf("without balance: %q", got)
	}
	p.Pairing.Balance = 1000
	if got := pairsOf(p.Draft(people, now)); !slices.Equal(got, []string{"ana cy", "ben dee"}) {
		t.Errorf("balanced: %q", got)
	}
}

func TestWhoWaitedComesFirst(t *testing.T) {
	p, now := Defaults(), time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	f := field{mentors: []hopeful{{Person: who("ana", "mentor", Profile{Skills: "hiring"}), places: 1}},
		mentees: []hopeful{{Person: who("cy", "mentee", Profile{Goals: "hiring"})}, {Person: who("dee", "mentee", Profile{Goals: "hiring, coaching"}), waited: 900}}}
	if got := pairsOf(p.draft(f, now)); !slices.Equal(got, []string{"ana dee"}) {
		t.Errorf("who waited is left out: %q", got)
	}
	p.Pairing.Waiting = 0
	seeds := map[string]bool{}
	for seed := range 20 {
		p.Pairing.Seed = seed
		f.mentees[1].Profile.Goals = "hiring"
		seeds[pairsOf(p.draft(f, now))[0]] = true
	}
	if len(seeds) != 2 {
		t.Errorf("of two equals the seed always takes %v", seeds)
	}
}

func TestTwoWhoCouldMentorEachOtherAreOnePair(t *testing.T) {
	p, now := Defaults(), time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	d := p.Draft([]Person{who("ana", "both", Profile{Skills: "hiring", Goals: "coaching"}), who("ben", "both", Profile{Skills: "coaching", Goals: "hiring"})}, now)
	if len(d.Pairs) != 1 {
		t.Errorf("the pairs are %q", pairsOf(d))
	}
}

// Random programs: a further mentor never lowers how many are matched, no rule is
// broken, and nobody has more than they can.
func TestDraftsOfRandomPrograms(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	skills := []string{"hiring", "coaching", "SQL", "negotiation", "sales", "law"}
	for seed := range uint64(300) {
		lots := rand.New(rand.NewPCG(seed, 3))
		p := Defaults()
		p.Pairing.Apart, p.Pairing.Step = []fit.Same{fit.TheManager, fit.TheTeam}, lots.IntN(3)
		var people []Person
		for i := range 4 + lots.IntN(20) {
			x := who("p"+itoa(i), []string{"mentor", "mentee", "mentee", "both"}[lots.IntN(4)], Profile{Goals: skills[lots.IntN(6)], Skills: skills[lots.IntN(6)], Capacity: lots.IntN(3),
				Team: "t" + itoa(lots.IntN(5)), Level: lots.IntN(6), Languages: []string{[]string{"English", "Polish"}[lots.IntN(2)]},
				Availability: hours(time.Weekday(1+lots.IntN(3)), 9, 12)})
			if i > 0 {
				x.Profile.Manager = "p" + itoa(lots.IntN(i)) + "@x.example"
			}
			people = append(people, x)
		}
		p.Pairing.Never = []Never{{[]string{"p0@x.example", "p1@x.example", "p2@x.example"}}}
		p.Pairing.Must = []Must{{[]string{"p3@x.example", "p2@x.example"}}}
		d := p.Draft(people, now)
		had := map[PersonID]int{}
		for _, pair := range d.Pairs {
			a, b := pair.Mentor, pair.Mentee
			had[b.ID] += 100
			if had[a.ID]++; had[a.ID]%100 > max(1, a.Profile.Capacity) || had[b.ID] >= 200 {
				t.Fatalf("seed %d: too many pairs: %q", seed, pairsOf(d))
			}
			if a.ID == b.ID || b.Profile.Manager == a.Email || a.Profile.Team == b.Profile.Team || a.Profile.Languages[0] != b.Profile.Languages[0] ||
				a.Profile.Availability[0].Day != b.Profile.Availability[0].Day || named(p.Pairing.Never[0].People, a.Email) && named(p.Pairing.Never[0].People, b.Email) {
				t.Fatalf("seed %d: %s and %s must not be a pair", seed, a.ID, b.ID)
			}
		}
		must := slices.Contains(pairsOf(d), "p3 p2")
		if must == (len(d.Notes) > 0) {
			t.Fatalf("seed %d: the must pair is there: %t, and the notes are %q", seed, must, d.Notes)
		}
		more := append(slices.Clone(people), who("new", "mentor", Profile{Skills: skills[lots.IntN(6)], Capacity: 1, Availability: hours(time.Tuesday, 9, 12)}))
		if again := p.Draft(more, now); len(again.Pairs) < len(d.Pairs) {
			t.Fatalf("seed %d: with one more mentor %d pairs became %d", seed, len(d.Pairs), len(again.Pairs))
		}
	}
}
