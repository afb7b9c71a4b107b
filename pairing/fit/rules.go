package fit

import (
	"fmt"
	"strings"
)

// Weights are the [pairing.weight] table: how much each thing counts beside the
// others, in any unit. What a program does not ask for (a step, a preference) or
// what nobody named counts nothing.
type Weights struct {
	Goals    int `toml:"goals"`    // what one wants to work on and the other offers
	Hours    int `toml:"hours"`    // hours a week in which both can meet
	Language int `toml:"language"` // a language other than English in common
	Level    int `toml:"level"`    // the mentor is as much more senior as the program asks
	Prefer   int `toml:"prefer"`   // the department or background that the program prefers
}

// Check says what is wrong with the weights.
func (w Weights) Check() error {
	sum := 0
	for _, x := range []struct {
		name string
		n    int
	}{{"goals", w.Goals}, {"hours", w.Hours}, {"language", w.Language}, {"level", w.Level}, {"prefer", w.Prefer}} {
		if x.n < 0 || x.n > 1000 {
			return fmt.Errorf("pairing.weight.%s = %d: write a number from 0 to 1000", x.name, x.n)
		}
		sum += x.n
	}
	if sum == 0 {
		return fmt.Errorf("pairing.weight.goals = 0: with every weight 0 no pair is better than another")
	}
	return nil
}

// Rules are what a program asks of a pair.
type Rules struct {
	Weights  Weights
	Session  int    // quarters of an hour that both need in one piece
	Step     int    // how many levels above the mentee the mentor is best; 0: it does not matter
	Prefer   Prefer // beside what both must fulfil
	Apart    []Same // never two who share one of these
	Synonyms []string
}

// A Prefer is what a program likes to see in a pair.
type Prefer string

// The preferences.
const (
	PreferNone          Prefer = "none"
	OtherDepartment     Prefer = "different department"
	SameDepartment      Prefer = "same department"
	DifferentBackground Prefer = "different background"
	SameBackground      Prefer = "same background"
)

// Prefers are all preferences.
var Prefers = []Prefer{PreferNone, OtherDepartment, SameDepartment, DifferentBackground, SameBackground}

// A Same is what two may share that keeps them apart.
type Same string

// What may keep apart.
const (
	TheManager    Same = "manager" // one is the other's
	TheTeam       Same = "team"
	TheDepartment Same = "department"
)

// A Hindrance is all that forbids a pair; zero if nothing does.
type Hindrance uint8

// What forbids a pair.
const (
	SamePerson Hindrance = 1 << iota
	OwnManager
	SameTeam
	SameDepartmentToo
	RuledOut  // by the coordinator
	MetBefore // they were a pair once, or one of them said no
	NoLanguage
	NoHour
	hindrances = iota
)

var hindranceWords = [hindrances]string{"the same person", "their own manager", "the same team", "the same department", "a rule of the coordinator", "a pair before", "no language in common", "no hour in common"}

// String names all that forbids the pair.
func (h Hindrance) String() string {
	var out []string
	for i, words := range hindranceWords {
		if h&(1<<i) != 0 {
			out = append(out, words)
		}
	}
	return strings.Join(out, " and ")
}

// Each are the single hindrances in h, in the order of the constants.
func (h Hindrance) Each() (out []Hindrance) {
	for i := range hindrances {
		if one := Hindrance(1) << i; h&one != 0 {
			out = append(out, one)
		}
	}
	return out
}
