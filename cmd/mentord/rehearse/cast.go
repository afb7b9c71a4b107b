package rehearse

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing"
)

// role is a line of the play: who somebody is and how they behave.
type role struct {
	name, city, zone string
	as               pairing.Role
	topic            string
	free             string
	capacity         int
	languages        string
	roster           bool
	Habits
}

// The cast: eight mentors and ten mentees in twelve time zones. Between them
// they do everything that people do to a mailbox.
var cast = []role{
	{"Amara Okafor", "Lagos", "Africa/Lagos", "mentor", "public speaking, storytelling", "Mon to Fri 9-17", 2, "English", false, Habits{Client: "gmail", Delay: 3}},
	{"Jürgen Kessler", "Stuttgart", "Europe/Berlin", "mentor", "embedded systems, functional safety", "Tue, Wed and Thu 9-16", 1, "German, English", true, Habits{Client: "outlook", Delay: 5}},
	{"Priya Nair", "Pune", "Asia/Kolkata", "mentor", "data engineering, SQL", "Mon to Fri 10-20", 2, "English, Hindi", false, Habits{Client: "gmail", Delay: 6, InWords: 0.3}},
	{"Tom Becker", "New York", "America/New_York", "mentor", "negotiation, sales", "Mon to Fri 8-14", 1, "English", true, Habits{Client: "apple", Delay: 4}},
	{"Lin Zhao", "Singapore", "Asia/Singapore", "mentor", "machine learning, statistics", "Mon to Fri 10-19", 1, "English, Mandarin", false, Habits{Client: "outlook", Delay: 4, Counters: 0.2}},
	{"Sofia Rossi", "Milan", "Europe/Rome", "mentor", "product management, strategy", "Mon to Thu 9-18", 2, "Italian, English", false, Habits{Client: "gmail", Delay: 2, Refuses: 1}},
	{"Hugh Price", "Cardiff", "Europe/London", "mentor", "people management, hiring", "Mon to Fri 9-17", 1, "English", true, Habits{Client: "inline", Delay: 40}},
	{"Greta Lost", "Oslo", "Europe/Oslo", "mentor", "accounting", "Mon 9-12", 1, "English", true, Habits{Client: "gmail"}}, // has no mailbox
	{"Ana Ruiz", "Madrid", "Europe/Madrid", "mentee", "negotiation, asking for a raise", "Mon to Fri 12-18", 0, "Spanish, English", false, Habits{Client: "phone", Delay: 5, InWords: 0.5}},
	{"Bo Berg", "Stockholm", "Europe/Stockholm", "mentee", "functional safety", "Tue to Thu 9-17", 0, "Swedish, English", false, Habits{Client: "apple", Delay: 8, Declines: 0.15}},
	{"Chidi Eze", "Abuja", "Africa/Lagos", "mentee", "storytelling with data", "Mon to Fri 9-17", 0, "English", true, Habits{Client: "gmail", Delay: 10, Silent: 0.1}},
	{"Dana Cohen", "Tel Aviv", "Asia/Jerusalem", "mentee", "product strategy", "Mon to Thu 9-17", 0, "English", false, Habits{Client: "gmail", Delay: 4, Moves: 0.25}},
	{"Emre Kaya", "Istanbul", "Europe/Istanbul", "mentee", "public speaking", "Mon to Fri 10-18", 0, "English", false, Habits{Client: "outlook", Delay: 6, Declines: 0.2, Tentative: 0.1}},
	{"Farah Khan", "Karachi", "Asia/Karachi", "mentee", "data engineering", "Mon to Fri 10-19", 0, "English", true, Habits{Client: "phone", Delay: 7, Muddle: 0.12}},
	{"Gita Rao", "Bengaluru", "Asia/Kolkata", "mentee", "SQL and dashboards", "Mon to Fri 10-20", 0, "English, Hindi", false, Habits{Client: "inline", Delay: 9, Tentative: 0.2, Ignores: 0.2}},
	{"Hana Sato", "Tokyo", "Asia/Tokyo", "mentee", "machine learning", "Mon to Fri 10-20", 0, "English", false, Habits{Client: "gmail", Delay: 5, Counters: 0.15}},
	{"Ivo Novak", "Prague", "Europe/Prague", "mentee", "people management", "Mon to Fri 9-17", 0, "English", false, Habits{Client: "gmail", Delay: 6, Ghost: true}},
	{"June Park", "Auckland", "Pacific/Auckland", "mentee", "product management", "Mon 9-10", 0, "English", false, Habits{Client: "phone", Delay: 6}}, // shares no hour with anybody
}

// standard is the cast of the play that opens on a day.
func standard(domain string, opens time.Time, lots *rand.Rand) (actors []*Actor) {
	for _, r := range cast {
		p := pairing.Profile{Role: r.as, Languages: strings.Split(r.languages, ", "), Capacity: r.capacity}
		if r.as == pairing.MentorRole {
			p.Skills = r.topic
		} else {
			p.Goals = r.topic
		}
		h := r.Habits
		if r.name == "Tom Becker" {
			h.Away, h.Back = opens.AddDate(0, 0, 50), opens.AddDate(0, 0, 61)
		}
		actors = append(actors, newActor(r.name, addressOf(r.name, domain), calendar.Zone(r.zone, time.UTC), p, r.city, r.free, r.roster, h, lots))
	}
	return actors
}

func newActor(name, address string, zone *time.Location, p pairing.Profile, city, free string, roster bool, h Habits, lots *rand.Rand) *Actor {
	return &Actor{Name: name, Address: address, Zone: zone, Profile: p, City: city, Free: free, Roster: roster, Habits: h,
		lots: rand.New(rand.NewPCG(lots.Uint64(), lots.Uint64())), seen: map[string]bool{}, events: map[string]string{}}
}

func addressOf(name, domain string) string {
	name = strings.NewReplacer("ü", "u", "ö", "o", "ä", "a", " ", ".").Replace(strings.ToLower(name))
	return name + "@" + domain
}

// hasNoMailbox reports whether mail to the actor bounces.
func (a *Actor) hasNoMailbox() bool { return strings.Contains(a.Name, "Lost") }

// ownCast makes actors of the coordinator's roster, with habits drawn by lot.
func ownCast(people []pairing.Imported, program *time.Location, lots *rand.Rand) (actors []*Actor) {
	clients := []string{"gmail", "outlook", "apple", "phone", "inline"}
	for i, p := range people {
		h := Habits{Client: clients[i%len(clients)], Delay: 2 + 10*lots.Float64()}
		switch lots.IntN(8) {
		case 0:
			h.InWords = 0.5
		case 1:
			h.Declines = 0.2
		case 2:
			h.Moves = 0.2
		case 3:
			h.Silent = 0.3
		case 4:
			h.Muddle = 0.1
		}
		profile := p.Profile
		if profile.Role == "" {
			profile.Role = pairing.MenteeRole
		}
		if profile.Goals == "" && profile.Role != pairing.MentorRole {
			profile.Goals = "growing in my work"
		}
		if profile.Skills == "" && profile.Role != pairing.MenteeRole {
			profile.Skills = "growing in one's work"
		}
		name := p.Name
		if name == "" {
			name = fmt.Sprintf("Person %d", i+1)
		}
		actors = append(actors, newActor(name, p.Address, calendar.Zone(profile.Zone, program), profile, profile.Zone, "", true, h, lots))
	}
	return actors
}
