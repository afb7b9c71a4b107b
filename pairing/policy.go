package pairing

import (
	"fmt"
	"strings"
	"time"

	"mentord/calendar"
)

// Program is the [program] table.
type Program struct {
	Name        string `toml:"name"`        // as it stands in letters
	Coordinator string `toml:"coordinator"` // "Mia Okafor <mia@example.org>"
	Concerns    string `toml:"concerns"`    // where concerns go; "" is the coordinator
	Zone        string `toml:"zone"`        // of the program's dates, and of people who named none
}

// Cohort is the [cohort] table; without a start, enrolment is rolling.
type Cohort struct {
	Start  time.Time       `toml:"start"` // only its date counts; the zone is the program's
	Length calendar.Period `toml:"length"`
	Match  calendar.Period `toml:"match"` // how long before the start the matches are proposed
}

// Enrol is the [enrol] table.
type Enrol struct {
	Who     string   `toml:"who"` // "anyone", "domains" or "roster"
	Domains []string `toml:"domains"`
}

// Rules is the [pairing] table.
type Rules struct {
	Patience calendar.Period `toml:"patience"` // business days until a nudge, and again until we stop asking
	Prefer   string          `toml:"prefer"`   // "different department", "same department" or "none"
	Never    []Never         `toml:"never"`
}

// Never is one [[pairing.never]]: people who are never paired with each other.
type Never struct {
	People []string `toml:"people"`
}

// Remind is the [remind] table.
type Remind struct {
	Before []calendar.Period `toml:"before"` // how long before a session
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
		Program:  Program{Zone: "UTC"},
		Cohort:   Cohort{Length: calendar.Days(26 * 7), Match: calendar.Days(10)},
		Enrol:    Enrol{Who: "anyone"},
		Pairing:  Rules{Patience: calendar.Days(3), Prefer: "none"},
		Remind:   Remind{Before: []calendar.Period{calendar.Days(1), calendar.Hours(1)}},
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
	case p.Enrol.Who != "anyone" && p.Enrol.Who != "domains" && p.Enrol.Who != "roster":
		return fmt.Errorf("enrol.who = %q: write \"anyone\", \"domains\" or \"roster\"", p.Enrol.Who)
	case p.Enrol.Who == "domains" && len(p.Enrol.Domains) == 0:
		return fmt.Errorf("enrol.who = \"domains\" needs enrol.domains = [\"example.org\"]")
	case p.Pairing.Prefer != "none" && p.Pairing.Prefer != "different department" && p.Pairing.Prefer != "same department":
		return fmt.Errorf("pairing.prefer = %q: write \"different department\", \"same department\" or \"none\"", p.Pairing.Prefer)
	case p.Pairing.Patience.Days < 1:
		return fmt.Errorf("pairing.patience = %q: write at least \"1 day\"", p.Pairing.Patience)
	case p.Cohort.Length.Days < 14:
		return fmt.Errorf("cohort.length = %q: a cohort lasts at least \"2 weeks\"", p.Cohort.Length)
	}
	for i, n := range p.Pairing.Never {
		if len(n.People) < 2 {
			return fmt.Errorf("pairing.never %d: write the addresses of two people or more in people", i+1)
		}
	}
	for _, s := range p.Surveys {
		if err := s.Check(); err != nil {
			return err
		}
	}
	return p.Calendar.Check()
}
