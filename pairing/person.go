package pairing

import (
	"strings"
	"time"

	"mentord/calendar"
)

// A PersonID names a participant. Coordinator and Concerns name the two desks
// outside the program that also get letters.
type PersonID string

// The addressees who are not participants.
const (
	Coordinator PersonID = "coordinator"
	Concerns    PersonID = "concerns"
)

// A Role is what a person wants to be in the program.
type Role string

// The roles.
const (
	MentorRole Role = "mentor"
	MenteeRole Role = "mentee"
	BothRoles  Role = "both"
)

// A Standing is where a person is in their life in the program; doc.go draws it.
type Standing string

// The standings. Only the Ready are matched.
const (
	Invited   Standing = "invited"   // on the roster, has not answered
	Enrolling Standing = "enrolling" // answered, something is still missing
	Ready     Standing = "ready"     // can be matched
	Quiet     Standing = "quiet"     // left a match unanswered; any mail makes them ready again
	Declined  Standing = "declined"  // does not want to take part
	Gone      Standing = "gone"      // left the program
	Erased    Standing = "erased"    // nothing is kept but the id
)

// A Profile is what matching and scheduling know about a person.
type Profile struct {
	Role         Role          `json:"role,omitempty"`
	Goals        string        `json:"goals,omitempty"`
	Skills       string        `json:"skills,omitempty"`
	Background   string        `json:"background,omitempty"`
	Languages    []string      `json:"languages,omitempty"` // English names
	Zone         string        `json:"zone,omitempty"`      // IANA; empty means the program's
	Availability calendar.Week `json:"availability,omitempty"`
	Capacity     int           `json:"capacity,omitempty"`   // mentees at most; 0 means 1
	Department   string        `json:"department,omitempty"` // from the roster
	Team         string        `json:"team,omitempty"`       // from the roster
	Manager      string        `json:"manager,omitempty"`    // address, from the roster
	Level        int           `json:"level,omitempty"`      // from the roster: any number, higher for more senior; 0: not known
}

// A Person is a participant.
type Person struct {
	ID       PersonID  `json:"id"`
	Name     string    `json:"name,omitempty"`
	Email    string    `json:"email"`
	Standing Standing  `json:"standing"`
	Profile  Profile   `json:"profile"`
	Asked    bool      `json:"asked,omitempty"`    // was asked once for what was missing
	Waiting  bool      `json:"waiting,omitempty"`  // was told that there is no match yet
	Away     time.Time `json:"away,omitzero"`      // paused or out of office: the first day back
	Bounced  string    `json:"bounced,omitempty"`  // why mail to them comes back; empty if it does not
	Returned float64   `json:"returned,omitempty"` // how much mail to them came back lately, see bounced
	Return   time.Time `json:"return,omitzero"`    // when the last of it did
	Joined   time.Time `json:"joined,omitzero"`
	Heard    time.Time `json:"heard,omitzero"` // when they last wrote, or their calendar did
	Last     Change    `json:"last,omitzero"`  // what "undo" takes back
}

// First is the name to greet with.
func (p Person) First() string {
	name := p.Name
	if last, first, ok := strings.Cut(name, ","); ok { // "Kessler, Jürgen"
		name = strings.TrimSpace(first + " " + last)
	}
	if words := strings.Fields(name); len(words) > 0 {
		return words[0]
	}
	local, _, _ := strings.Cut(p.Email, "@")
	return local
}

// FullName is the name to introduce with; the address when there is no name.
func (p Person) FullName() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Email
}

// IsAway reports whether the person is paused or out of office at t.
func (p Person) IsAway(t time.Time) bool { return t.Before(p.Away) }

// Reachable reports whether letters may go to the person at all.
func (p Person) Reachable() bool {
	return p.Bounced == "" && p.Standing != Gone && p.Standing != Declined && p.Standing != Erased
}

// Zone is the person's zone, or the program's.
func (p Person) Zone(program *time.Location) *time.Location {
	return calendar.Zone(p.Profile.Zone, program)
}

// Mentors reports whether the person offers to mentor.
func (p Person) Mentors() bool { return p.Profile.Role == MentorRole || p.Profile.Role == BothRoles }

// Learns reports whether the person wants a mentor.
func (p Person) Learns() bool { return p.Profile.Role == MenteeRole || p.Profile.Role == BothRoles }

// missing are the fields that are asked for once. Without a role nobody can be
// matched; the others have defaults.
func (p Person) missing() []string {
	var out []string
	if p.Profile.Role == "" {
		out = append(out, "role")
	}
	if p.Learns() && p.Profile.Goals == "" {
		out = append(out, "goals")
	}
	if p.Mentors() && p.Profile.Skills == "" {
		out = append(out, "skills")
	}
	if p.Profile.Zone == "" {
		out = append(out, "city or time zone")
	}
	if len(p.Profile.Availability) == 0 {
		out = append(out, "usual free hours")
	}
	return out
}
