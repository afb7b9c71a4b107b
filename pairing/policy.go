package pairing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing/fit"
)

// Program is the [program] table.
type Program struct {
	Name        string `toml:"name"`        // as it stands in letters
	Coordinator string `toml:"coordinator"` // "Mia Okafor <mia@example.org>"
	Concerns    string `toml:"concerns"`    // where concerns go; "" is the coordinator
	Digest      string `toml:"digest"`      // day of the coordinator's regular letter; "off" for none
	Zone        string `toml:"zone"`        // of the program's dates, and of people who named none
}

// Cohort is the [cohort] table; without a start, enrolment is rolling.
type Cohort struct {
	Start  time.Time       `toml:"start"` // only its date counts; the zone is the program's
	Length calendar.Period `toml:"length"`
	Extend calendar.Period `toml:"extend"` // how long a pair goes on that wants to and does not say for how long
	Match  calendar.Period `toml:"match"`  // how long before the start the matches are proposed
}

// Enrol is the [enrol] table.
type Enrol struct {
	Who     string            `toml:"who"` // "anyone", "domains" or "roster"
	Domains []string          `toml:"domains"`
	Remind  []calendar.Period `toml:"remind"` // how long before a cohort's start the invited who have not answered are asked again
}

// Rules is the [pairing] table.
type Rules struct {
	Patience calendar.Period `toml:"patience"` // business days until a nudge, and again until we stop asking
	Approve  bool            `toml:"approve"`  // the coordinator sees a draft before anybody is asked
	Deadline calendar.Period `toml:"deadline"` // business days that the coordinator has for it
	Silence  Silence         `toml:"silence"`  // what becomes of a draft that was not answered
	Prefer   fit.Prefer      `toml:"prefer"`
	Apart    []fit.Same      `toml:"apart"`
	Step     int             `toml:"step"`     // levels that the mentor is best above the mentee; 0: no matter
	Balance  int             `toml:"balance"`  // what a mentor's further mentees score less than the first
	Waiting  int             `toml:"waiting"`  // per cent: how much it counts who has waited or was declined
	Seed     int             `toml:"seed"`     // decides between equals
	Synonyms []string        `toml:"synonyms"` // see package fit
	Weight   fit.Weights     `toml:"weight"`
	Must     []Must          `toml:"must"`
	Never    []Never         `toml:"never"`
}

// Silence is what becomes of a draft that the coordinator does not answer.
type Silence string

// The silences.
const (
	SilenceSends Silence = "send" // it goes out as it is
	SilenceHolds Silence = "hold" // it waits, and the coordinator is asked once more
)

// Must is one [[pairing.must]]: a mentor and a mentee who are to be a pair.
type Must struct {
	People []string `toml:"people"` // the mentor's address, then the mentee's
}

// Never is one [[pairing.never]]: people who are never paired with each other.
type Never struct {
	People []string `toml:"people"`
}

// Remind is the [remind] table.
type Remind struct {
	Before     []calendar.Period `toml:"before"`      // how long before a session
	ByCalendar calendar.Period   `toml:"by_calendar"` // no letter this near to whose calendar said yes, and the alarm of invitations; 0 for none
}

// Policy is all that the coordinator has decided and Decide must know.
type Policy struct {
	Program  Program
	Cohort   Cohort
	Enrol    Enrol
	Pairing  Rules
	Remind   Remind
	Surveys  []Survey
	Calendar calendar.Policy
	Secret   string // of the program; makes session ids unguessable
}

// Defaults is the policy of a file that says nothing.
func Defaults() Policy {
	return Policy{
		Program: Program{Zone: "UTC", Digest: "monday"},
		Cohort:  Cohort{Length: calendar.Days(26 * 7), Match: calendar.Days(10), Extend: calendar.Days(8 * 7)},
		Enrol:   Enrol{Who: "anyone", Remind: []calendar.Period{calendar.Days(28), calendar.Days(14)}},
		Pairing: Rules{Patience: calendar.Days(3), Deadline: calendar.Days(2), Silence: SilenceHolds, Prefer: fit.PreferNone, Apart: []fit.Same{fit.TheManager}, Synonyms: []string{},
			Balance: 100, Waiting: 10, Weight: fit.Weights{Goals: 60, Hours: 15, Language: 5, Level: 10, Prefer: 10}},
		Remind:   Remind{Before: []calendar.Period{calendar.Days(1), calendar.Hours(1)}, ByCalendar: calendar.Hours(1)},
		Surveys:  DefaultSurveys(),
		Calendar: calendar.Defaults(),
	}
}

// Zone is the program's own zone.
func (p Policy) Zone() *time.Location { return calendar.Zone(p.Program.Zone, time.UTC) }

// Rolling reports whether people are matched as they come.
func (p Policy) Rolling() bool { return p.Cohort.Start.IsZero() }

// Start is the cohort's first moment: nine in the morning of its first day.
func (p Policy) Start() time.Time {
	y, m, d := p.Cohort.Start.Date()
	return time.Date(y, m, d, 9, 0, 0, 0, p.Zone())
}

// Admits reports whether somebody with this address may join unasked.
func (e Enrol) Admits(address string) bool {
	switch e.Who {
	case "anyone":
		return true
	case "domains":
		_, domain, _ := strings.Cut(strings.ToLower(address), "@")
		for _, d := range e.Domains {
			if domain == strings.ToLower(d) {
				return true
			}
		}
	}
	return false
}

// Check says what is wrong with the policy and what to write instead.
func (p Policy) Check() error {
	_, zoneErr := time.LoadLocation(p.Program.Zone)
	switch {
	case p.Program.Name == "":
		return fmt.Errorf("program.name is missing: write the name that stands in letters")
	case !strings.Contains(p.Program.Coordinator, "@"):
		return fmt.Errorf("program.coordinator = %q: write an address, as in \"Mia Okafor <mia@example.org>\"", p.Program.Coordinator)
	case zoneErr != nil:
		return fmt.Errorf("program.zone = %q is not a zone of the tz database: write one like \"Europe/London\"", p.Program.Zone)
	case p.Program.Digest != "off" && digestDays[p.Program.Digest] == 0:
		return fmt.Errorf("program.digest = %q: write \"monday\" to \"friday\", or \"off\"", p.Program.Digest)
	case p.Enrol.Who != "anyone" && p.Enrol.Who != "domains" && p.Enrol.Who != "roster":
		return fmt.Errorf("enrol.who = %q: write \"anyone\", \"domains\" or \"roster\"", p.Enrol.Who)
	case p.Enrol.Who == "domains" && len(p.Enrol.Domains) == 0:
		return fmt.Errorf("enrol.who = \"domains\" needs enrol.domains = [\"example.org\"]")
	case p.Cohort.Length.Days < 14:
		return fmt.Errorf("cohort.length = %q: a cohort lasts at least \"2 weeks\"", p.Cohort.Length)
	case p.Cohort.Extend.Days < 1:
		return fmt.Errorf("cohort.extend = %q: write at least \"1 day\"", p.Cohort.Extend)
	}
	if err := p.Pairing.check(); err != nil {
		return err
	}
	for _, s := range p.Surveys {
		if err := s.Check(); err != nil {
			return err
		}
	}
	return p.Calendar.Check()
}

// check says what is wrong with the [pairing] table.
func (r Rules) check() error {
	switch {
	case !slices.Contains(fit.Prefers, r.Prefer):
		return fmt.Errorf("pairing.prefer = %q: write one of %q", r.Prefer, fit.Prefers)
	case r.Patience.Days < 1:
		return fmt.Errorf("pairing.patience = %q: write at least \"1 day\"", r.Patience)
	case r.Approve && r.Deadline.Days < 1:
		return fmt.Errorf("pairing.deadline = %q: write at least \"1 day\"", r.Deadline)
	case r.Silence != SilenceSends && r.Silence != SilenceHolds:
		return fmt.Errorf("pairing.silence = %q: write \"send\" or \"hold\"", r.Silence)
	case r.Step < 0 || r.Step > 20:
		return fmt.Errorf("pairing.step = %d: write a number from 0 to 20", r.Step)
	case r.Balance < 0 || r.Balance > fit.Max:
		return fmt.Errorf("pairing.balance = %d: write a number from 0 to %d", r.Balance, fit.Max)
	case r.Waiting < 0 || r.Waiting > 90:
		return fmt.Errorf("pairing.waiting = %d: write a number from 0 to 90, in per cent", r.Waiting)
	}
	for _, same := range r.Apart {
		if same != fit.TheManager && same != fit.TheTeam && same != fit.TheDepartment {
			return fmt.Errorf("pairing.apart has %q: write some of \"manager\", \"team\" and \"department\"", same)
		}
	}
	for i, n := range r.Never {
		if len(n.People) < 2 {
			return fmt.Errorf("pairing.never %d: write the addresses of two people or more in people", i+1)
		}
	}
	for i, m := range r.Must {
		if len(m.People) != 2 || strings.EqualFold(m.People[0], m.People[1]) {
			return fmt.Errorf("pairing.must %d: write two addresses in people, the mentor's first", i+1)
		}
		for k, n := range r.Never {
			if named(n.People, m.People[0]) && named(n.People, m.People[1]) {
				return fmt.Errorf("pairing.must %d: %s and %s are kept apart by pairing.never %d: take one of the two out", i+1, m.People[0], m.People[1], k+1)
			}
		}
	}
	if err := fit.CheckSynonyms(r.Synonyms); err != nil {
		return err
	}
	return r.Weight.Check()
}

// named reports whether an address stands in the list.
func named(list []string, address string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, address) })
}
