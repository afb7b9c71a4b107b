package rehearse

import (
	"math/rand/v2"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/pairing"
)

// What the crowd is put together from: 21 mentors and 21 mentees.
var (
	crowdNames = strings.Fields(`Abel Bianca Carlos Delia Edgar Fiona Goran Helga Ines Jonas Katya Leo Marta Nils Olga Pavel Rosa Stefan Tessa Uwe Vera
		Wes Xenia Yusuf Zara Aldo Berta Cian Dunja Egon Freya Gino Heidi Igor Jana Karl Lena Milo Nora Otto Petra Quinn`)
	crowdFamilies = strings.Fields(`Alder Brook Castle Dale Elm Frost Grove Hill Ivory Jay Knoll Lake Marsh North Oak Pine Quarry Ridge Stone Thorn Vale`)
	crowdCities   = [][2]string{{"Dublin", "Europe/Dublin"}, {"Vienna", "Europe/Vienna"}, {"Paris", "Europe/Paris"}, {"Warsaw", "Europe/Warsaw"}, {"Helsinki", "Europe/Helsinki"},
		{"Athens", "Europe/Athens"}, {"Zurich", "Europe/Zurich"}, {"Rome", "Europe/Rome"}, {"Lisbon", "Europe/Lisbon"}, {"Amsterdam", "Europe/Amsterdam"}}
	crowdTopics = []string{"leadership", "public speaking", "data engineering", "negotiation", "product management", "career change", "hiring"}
)

// crowdSays is what some of them write by themselves, by the day of the play: what
// can be written at any time.
var crowdSays = []map[int]string{
	{60: "Please send me my data"},
	{75: "It is not working out, I would like a new match please"},
	{90: "forget me please"},
	{70: "I need a break, please pause me until 1 May", 100: "resume"},
	{80: "I want to report a concern: my mentor cancels again and again"},
	{50: "I moved to Lisbon", 51: "undo"},
	{110: "I am leaving the program"},
	{55: "status", 57: "help"},
	{64: "How long does the program go on? And can I get two mentors?"},
}

// crowd are n people beside the cast, with habits drawn by lot.
func crowd(n int, domain string, lots *rand.Rand) (actors []*Actor) {
	clients := []string{"gmail", "outlook", "apple", "phone", "inline"}
	for i := range n {
		city := crowdCities[(i/2)%len(crowdCities)]
		p := pairing.Profile{Role: pairing.MentorRole, Skills: crowdTopics[(i/2)%len(crowdTopics)] + ", coaching", Capacity: 1, Languages: []string{"English"}}
		if i%2 == 1 {
			p = pairing.Profile{Role: pairing.MenteeRole, Goals: crowdTopics[(i/2)%len(crowdTopics)], Languages: []string{"English"}}
		}
		h := Habits{Client: clients[i%len(clients)], Delay: 2 + 10*lots.Float64()}
		switch lots.IntN(6) {
		case 0:
			h.InWords = 0.4
		case 1:
			h.Declines = 0.15
		case 2:
			h.Moves = 0.15
		case 3:
			h.Silent = 0.2
		case 4:
			h.Tentative = 0.2
		}
		if i%2 == 1 && i/2 < len(crowdSays) {
			h.Says = crowdSays[i/2]
		}
		name := crowdNames[i%len(crowdNames)] + " " + crowdFamilies[i%len(crowdFamilies)]
		actors = append(actors, newActor(name, addressOf(name, domain), calendar.Zone(city[1], time.UTC), p, city[0], "Mon to Fri 9-17", i%3 == 0, h, lots))
	}
	return actors
}
