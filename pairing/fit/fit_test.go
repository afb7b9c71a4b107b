package fit

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
)

// weights are the defaults of a program, here to have some.
var weights = Weights{Goals: 60, Hours: 15, Language: 5, Level: 10, Prefer: 10}

func mustPool(t testing.TB, rules Rules, mentees, mentors []One) *Pool {
	t.Helper()
	p, err := NewPool(rules, mentees, mentors, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func allWeek() (h Hours) {
	for i := range h {
		h[i] = ^uint64(0)
	}
	return h
}

func TestWordsThatMeanTheSame(t *testing.T) {
	v, err := newVocabulary([]string{"CRM = Salesforce = HubSpot ~ sales", "machine learning = kernel methods"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"I'd like to get better at negotiating a raise", "negotiation rais"},
		{"Ich möchte Verhandlungen und Mitarbeiterführung üben", "negotiation leadership"},
		{"speaking in public; machine-learning, ML", "public speaking|machine learning"},
		{"I want to go into management", "management"},
		{"Go, SQL and C++", "go|databases|c++"},
		{"how to go about a career switch", "career change"},
		{"HubSpot, kernel methods", "crm|machine learning"},
		{"prendre la parole: prise de parole, négociation", "public speaking|negotiation"},
		{"hablar en público y liderazgo", "public speaking|leadership"},
		{"10 years of IT, AI", "it|artificial intelligence"},
		{"", ""},
	} {
		var got []string
		for _, term := range v.terms(c.text) {
			got = append(got, term.concept)
		}
		for _, want := range strings.Split(c.want, "|") {
			if want = strings.TrimSpace(want); !strings.Contains(strings.Join(got, " "), want) {
				t.Errorf("%q speaks of %q, not of %q", c.text, got, want)
			}
		}
	}
	for _, wrong := range []string{"machine learning", "= ML", "ML = ", "ML ~ "} {
		if _, err := newVocabulary([]string{wrong}); err == nil || !strings.Contains(err.Error(), "pairing.synonyms 1") {
			t.Errorf("%q is learned: %v", wrong, err)
		}
	}
}

// Every name of the list of synonyms stands for what its line says: no line takes
// a name of another, and no stop word hides one.
func TestSynonymsStandOnce(t *testing.T) {
	v, err := newVocabulary(nil)
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]string{}
	for line := range strings.Lines(commonSynonyms) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		same, _, _ := strings.Cut(line, "~")
		names := strings.Split(same, "=")
		concept := strings.ToLower(strings.TrimSpace(names[0]))
		for _, name := range names {
			name = strings.TrimSpace(name)
			if got := v.terms(name); len(got) != 1 || got[0].concept != concept {
				t.Errorf("%q of the line %q is read as %v", name, concept, got)
			}
			if other := first[strings.ToLower(name)]; other != "" && other != concept {
				t.Errorf("%q stands in the lines of %q and %q", name, other, concept)
			}
			first[strings.ToLower(name)] = concept
		}
	}
	for concept, names := range v.near {
		for _, name := range names {
			if first[name] != name {
				t.Errorf("%q is near to %q, which begins no line", concept, name)
			}
		}
	}
}

// What both have in pieces that are long enough, against counting by hand.
func TestSharedHours(t *testing.T) {
	lots := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		var a, b Hours
		for i := range a {
			a[i], b[i] = lots.Uint64()|lots.Uint64(), lots.Uint64()|lots.Uint64()
		}
		length, want, run := 1+lots.IntN(8), 0, 0
		for q := range len(a)*64 + 1 {
			if q < len(a)*64 && a[q/64]&b[q/64]>>(q%64)&1 == 1 {
				run++
				continue
			}
			if run >= length {
				want += run
			}
			run = 0
		}
		if got := a.shared(&b, length); got != want {
			t.Fatalf("pieces of %d: %d quarters, not %d", length, got, want)
		}
	}
	monday := time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC)
	h := HoursOf([]calendar.Window{{Start: monday.Add(9*time.Hour + 5*time.Minute), End: monday.Add(10*time.Hour + 50*time.Minute)}, {Start: monday.Add(-time.Hour), End: monday.Add(time.Hour)}}, monday)
	if all := allWeek(); h.shared(&all, 3) != 4+6 {
		t.Errorf("9:05 to 10:50 and the first hour are %d quarters", h.shared(&all, 3))
	}
}

func TestWhatForbidsAPair(t *testing.T) {
	free, rules := allWeek(), Rules{Weights: weights, Session: 3, Apart: []Same{TheManager, TheTeam}}
	ana := One{Key: "ana", Offers: "negotiation", Hours: free, Team: "Red", Languages: []string{"English"}, Department: "Sales"}
	for _, c := range []struct {
		one  One
		want Hindrance
	}{
		{One{Key: "bo", Hours: free}, 0},
		{One{Key: "ANA", Hours: free}, SamePerson},
		{One{Key: "bo", Hours: free, Manager: "Ana"}, OwnManager},
		{One{Key: "bo", Hours: free, Team: "red", Department: "sales"}, SameTeam},
		{One{Key: "bo", Languages: []string{"Polish"}, Hours: free}, NoLanguage},
		{One{Key: "bo", Languages: []string{"polish", "ENGLISH"}, Hours: free}, 0},
		{One{Key: "bo", Languages: []string{"Polish"}}, NoLanguage | NoHour},
	} {
		p := mustPool(t, rules, []One{c.one}, []One{ana})
		if got := p.Hindered(0, 0); got != c.want {
			t.Errorf("%+v: %q, not %q", c.one.Key, got, c.want)
		}
		if _, ok := p.Score(0, 0); ok != (c.want == 0) {
			t.Errorf("%q: scored %t", c.want, ok)
		}
		p.Bar(0, 0, RuledOut)
		if got := p.Hindered(0, 0); got != c.want|RuledOut {
			t.Errorf("barred: %q", got)
		}
	}
}

// Each thing that a program may ask for makes the pair that has it the better one.
func TestWhatMakesAPairBetter(t *testing.T) {
	free := allWeek()
	short := Hours{1<<9 - 1}
	mentee := One{Key: "bo", Wants: "Kubernetes, negotiation", Background: "nursing", Hours: free, Languages: []string{"English", "Polish"}, Department: "Sales", Level: 3}
	for name, c := range map[string]struct {
		rules        Rules
		better, then One
	}{
		"the first goal":         {Rules{}, One{Offers: "Kubernetes", Hours: free}, One{Offers: "negotiation", Hours: free}},
		"a rare word":            {Rules{}, One{Offers: "negotiation", Hours: free}, One{Offers: "public speaking", Hours: free}},
		"the thing, not near it": {Rules{}, One{Offers: "negotiation", Hours: free}, One{Offers: "sales", Hours: free}},
		"near it, not beside":    {Rules{}, One{Offers: "sales", Hours: free}, One{Offers: "carpentry", Hours: free}},
		"more hours":             {Rules{}, One{Offers: "sales", Hours: free}, One{Offers: "sales", Hours: short}},
		"a language":             {Rules{}, One{Hours: free, Languages: []string{"Polish", "English"}}, One{Hours: free, Languages: []string{"English"}}},
		"a step":                 {Rules{Step: 2}, One{Hours: free, Level: 5}, One{Hours: free, Level: 9}},
		"known, not unknown":     {Rules{Step: 2}, One{Hours: free, Level: 5}, One{Hours: free}},
		"unknown, not below":     {Rules{Step: 2}, One{Hours: free}, One{Hours: free, Level: 2}},
		"another department":     {Rules{Prefer: OtherDepartment}, One{Hours: free, Department: "HR"}, One{Hours: free, Department: "sales"}},
		"the same department":    {Rules{Prefer: SameDepartment}, One{Hours: free, Department: "sales"}, One{Hours: free, Department: "HR"}},
		"another background":     {Rules{Prefer: DifferentBackground}, One{Hours: free, Background: "journalism"}, One{Hours: free, Background: "years as a nurse, nursing"}},
		"the same background":    {Rules{Prefer: SameBackground}, One{Hours: free, Background: "nursing school"}, One{Hours: free, Background: "journalism"}},
	} {
		c.rules.Weights, c.rules.Session = weights, 3
		c.better.Key, c.then.Key = "x", "y"
		others := []One{{Key: "o", Wants: "public speaking, sales, negotiation, Kubernetes"}, {Key: "p", Wants: "public speaking, sales"}, {Key: "q", Wants: "public speaking"}}
		p, err := NewPool(c.rules, []One{mentee}, []One{c.better, c.then}, others)
		if err != nil {
			t.Fatal(err)
		}
		x, ok1 := p.Score(0, 0)
		y, ok2 := p.Score(0, 1)
		if !ok1 || !ok2 || x <= y || x > Max {
			t.Errorf("%s: %d (%t) and %d (%t)", name, x, ok1, y, ok2)
		}
		if f := p.Fit(0, 0); f.Score != x {
			t.Errorf("%s: Fit says %d, Score %d", name, f.Score, x)
		}
	}
}
