package reply

import (
	"regexp"
	"strconv"
	"strings"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// labels are the words of our form, and of people who rewrite it, by field.
var labels = map[Field][]string{
	Role:         {"role", "mentor mentee or both", "mentor or mentee"},
	Goals:        {"goals", "goal", "what would you like to work on", "work on", "i want to learn", "topics i want"},
	Skills:       {"skills", "skill", "what can you offer", "skills you can offer", "topics i can help with", "i can help with", "what i can teach", "my skills", "can teach", "offer"},
	Background:   {"background", "about me", "my background", "job", "experience"},
	Languages:    {"languages", "language", "languages you speak"},
	Zone:         {"city", "city or time zone", "time zone", "timezone", "zone", "location", "based in", "where"},
	Availability: {"when are you usually free", "free", "availability", "avail", "usually free", "times", "when", "hours"},
	Capacity:     {"capacity", "mentees at most", "how many mentees at most", "if mentor how many mentees at most", "how many mentees"},
}

// fieldOrder is the order of the form.
var fieldOrder = []Field{Role, Goals, Skills, Background, Languages, Zone, Availability, Capacity}

// labelled splits "Goals: speak up more" and gives the field that it names.
func labelled(line string) (Field, string, bool) {
	label, value, ok := strings.Cut(strings.TrimLeft(line, "-*•> 0123456789.)"), ":")
	if !ok {
		return "", "", false
	}
	if f, ok := fieldOf(label); ok {
		return f, strings.TrimSpace(value), true
	}
	return "", "", false
}

func fieldOf(label string) (Field, bool) {
	if i := strings.IndexByte(label, '('); i >= 0 {
		label = label[:i]
	}
	text := strings.TrimSpace(plain(label))
	for _, f := range fieldOrder {
		for _, l := range labels[f] {
			if text == l {
				return f, true
			}
		}
	}
	return "", false
}

// readProfile gives the profile acts in the passages: from the lines of the
// form, from answers below a quoted question, and from prose.
func readProfile(passages []Passage, asked Asked) []Act {
	found := map[Field]Act{}
	var prose []string
	for _, p := range passages {
		if f, ok := below(p.Below); ok {
			set(found, f, p.Words, asked)
			continue
		}
		for line := range strings.Lines(p.Words) {
			if f, value, ok := labelled(line); ok {
				if value != "" {
					set(found, f, value, asked)
				}
				continue
			}
			prose = append(prose, strings.TrimSpace(line))
		}
	}
	for f, a := range fromProse(strings.Join(prose, "\n"), asked) {
		if _, ok := found[f]; !ok {
			found[f] = a
		}
	}
	var acts []Act
	for _, f := range fieldOrder {
		if a, ok := found[f]; ok {
			acts = append(acts, a)
		}
	}
	return acts
}

// below gives the field that a quoted line of our form asks for.
func below(quoted string) (Field, bool) {
	quoted = strings.Trim(strings.TrimLeft(quoted, "> 0123456789.)-"), " ?:")
	if f, ok := fieldOf(quoted); ok {
		return f, true
	}
	text := plain(quoted)
	for _, f := range fieldOrder {
		for _, l := range labels[f] {
			if len(l) > 8 && strings.Contains(text, " "+l+" ") {
				return f, true
			}
		}
	}
	return "", false
}

// set reads the value of one field.
func set(found map[Field]Act, f Field, value string, asked Asked) {
	value = strings.Trim(strings.TrimSpace(value), ".")
	act := Act{Kind: Profile, Field: f, Words: value}
	text := plain(value)
	switch f {
	case Role:
		if act.Text = roleIn(text); act.Text == "" {
			return
		}
	case Zone:
		zone, ok := zoneIn(value)
		if !ok {
			return
		}
		act.Text = zone
	case Languages:
		if act.List = languagesIn(value); len(act.List) == 0 {
			return
		}
	case Capacity:
		n, ok := firstNumber(text)
		if !ok {
			return
		}
		act.Number = n
	case Availability:
		if act.Week = weekIn(value, asked); len(act.Week) == 0 {
			return
		}
	default:
		if value == "" || is(text, []string{"none", "n a", "na", "no"}) {
			return
		}
		act.Text = value
	}
	found[f] = act
}

func roleIn(text string) string {
	mentor := has(text, []string{"mentor", "as mentor", "be a mentor", "mentoring others"})
	mentee := has(text, []string{"mentee", "as mentee", "be a mentee"})
	switch {
	case has(text, []string{"both"}), mentor && mentee:
		return "both"
	case mentor:
		return "mentor"
	case mentee:
		return "mentee"
	}
	return ""
}

// zoneIn finds an IANA name or the first city that we know in the words.
func zoneIn(value string) (string, bool) {
	value = strings.TrimSpace(value)
	if strings.Contains(value, "/") && !strings.Contains(value, " ") {
		if zone := calendar.Zone(value, nil); zone != nil {
			return zone.String(), true
		}
	}
	words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" ,;./()\n", r) })
	for size := 3; size >= 1; size-- {
		for i := 0; i+size <= len(words); i++ {
			if zone, ok := phrase.CityZone(strings.Join(words[i:i+size], " ")); ok {
				return zone, true
			}
		}
	}
	return "", false
}

var languageNames = []string{"English", "German", "French", "Spanish", "Portuguese", "Italian", "Dutch", "Polish", "Swedish", "Danish",
	"Norwegian", "Finnish", "Japanese", "Chinese", "Mandarin", "Cantonese", "Korean", "Hindi", "Tamil", "Telugu", "Bengali", "Marathi",
	"Urdu", "Punjabi", "Gujarati", "Kannada", "Malayalam", "Arabic", "Hebrew", "Turkish", "Greek", "Russian", "Ukrainian", "Czech",
	"Hungarian", "Romanian", "Swahili", "Yoruba", "Igbo", "Hausa", "Zulu", "Afrikaans", "Vietnamese", "Thai", "Indonesian", "Malay", "Tagalog", "Irish", "Welsh"}

func languagesIn(value string) (out []string) {
	text := plain(value)
	for _, name := range languageNames {
		if has(text, []string{strings.ToLower(name)}) {
			out = append(out, name)
		}
	}
	return out
}

func firstNumber(text string) (int, bool) {
	for _, w := range strings.Fields(text) {
		if n, err := strconv.Atoi(w); err == nil && n >= 0 && n <= 20 {
			return n, true
		}
		if n, ok := ratingWords[w]; ok {
			return n, true
		}
	}
	return 0, false
}

// weekIn reads usual hours ("Tue and Thu 9-12, most evenings") by reading them
// as times in a plain week ahead, and keeping day and hour.
func weekIn(value string, asked Asked) calendar.Week {
	c := times(asked)
	c.Asked, c.Length = nil, calendar.Hours(1).Clock
	// Any moment will do to read a weekly habit; the Monday three weeks on keeps
	// it clear of "today" and of clock changes in the week of the mail.
	local := asked.Sent.In(asked.Zone)
	for local = local.AddDate(0, 0, 1); local.Weekday() != 0; local = local.AddDate(0, 0, 1) {
	}
	c.Sent = local
	var week calendar.Week
	for _, w := range phrase.Read(habit(value), c).Want {
		from, to := w.Start.In(asked.Zone), w.End.In(asked.Zone)
		week = append(week, calendar.DayHours{Day: from.Weekday(), Span: calendar.Span{
			From: calendar.At(from.Hour(), from.Minute()), To: calendar.At(to.Hour(), to.Minute())}})
	}
	return week
}

// habit makes "mornings best, tues n thurs" read like a time for those days.
func habit(value string) string {
	value = strings.NewReplacer(" n ", " and ", "&", " and ", "+", " and ", "every day", "weekdays", "daily", "weekdays",
		"all weekdays", "weekdays", "best", "", "usually", "", "most", "").Replace(" " + strings.ToLower(value))
	return value
}

// proseField finds a field in running text: what it captures is the value.
type proseField struct {
	field   Field
	pattern *regexp.Regexp
}

var proseFields = []proseField{
	{Goals, regexp.MustCompile(`(?i)\b(?:my goals? (?:is|are)(?: to)?|i(?:'d| would) like (?:a mentor|help) (?:in|with|on|for|who can help me (?:get into|with))|want to (?:get better at|learn(?: about| more about)?|improve(?: at)?|move into|get into|work on|grow in)|get better at|looking for (?:a mentor|help) (?:in|with|on|for)|a mentor (?:in|for))\s+([^.\n;!?]+)`)},
	{Skills, regexp.MustCompile(`(?i)\b(?:i can (?:help|teach|offer|mentor)(?: people| others)?(?: with| on| in)?|happy to help (?:with|on)|my skills(?: are)?|can offer|i know a lot about|i(?:'d| would) (?:gladly )?(?:mentor|teach) (?:people )?(?:in|on))[:\s]+([^.\n;!?]+)`)},
	{Background, regexp.MustCompile(`(?i)\b(?:my background is|i work as|i(?:'m| am) an? (?:staff|senior|lead|principal|junior)?)\s*([^.,\n;!?]+)`)},
	{Capacity, regexp.MustCompile(`(?i)\b(?:happy to take|can take|i can have|take on|up to|at most|no more than)\s+(\w+)`)},
}

func fromProse(text string, asked Asked) map[Field]Act {
	found := map[Field]Act{}
	if strings.TrimSpace(text) == "" {
		return found
	}
	for _, p := range proseFields {
		if m := p.pattern.FindStringSubmatch(text); m != nil && (p.field != Background || roleIn(plain(m[1])) == "") {
			set(found, p.field, strings.TrimSpace(m[1]), asked)
		}
	}
	low := plain(text)
	switch {
	case has(low, []string{"both"}) && has(low, []string{"mentor", "mentee"}):
		set(found, Role, "both", asked)
	case has(low, []string{"like a mentor", "need a mentor", "want a mentor", "looking for a mentor", "find a mentor", "get a mentor", "as a mentee", "mentee", "me a mentor"}):
		set(found, Role, "mentee", asked)
	case has(low, []string{"as a mentor", "be a mentor", "as mentor", "like mentor", "to mentor", "mentor someone", "become a mentor", "mentoring others"}) || is(low, []string{"mentor"}):
		set(found, Role, "mentor", asked)
	}
	set(found, Languages, text, asked)
	if a := regexp.MustCompile(`(?i)\b(?:based (?:in|out of)|live in|living in|i(?:'m| am) in|im in|moved to|from|here in|in)\s+([\p{Lu}\p{L}][\p{L}' .-]{2,30})`).FindAllStringSubmatch(text, 8); a != nil {
		for _, m := range a {
			if _, ok := zoneIn(m[1]); ok {
				set(found, Zone, m[1], asked)
				break
			}
		}
	}
	for line := range strings.Lines(text) {
		if has(plain(line), []string{"free", "available", "avail", "best", "mornings", "evenings", "afternoons", "i can meet", "i can do", "usually", "most"}) {
			if set(found, Availability, line, asked); len(found[Availability].Week) > 0 {
				break
			}
		}
	}
	return found
}

// readEnrol reads the answer to an invitation, or a form filled in.
func readEnrol(passages []Passage, asked Asked) []Act {
	if acts := readProfile(passages, asked); len(acts) > 0 {
		return acts
	}
	return readMatch(join(passages), asked)
}

// readEcho reads the answer to "is this right?".
func readEcho(passages []Passage, asked Asked) []Act {
	all := join(passages)
	acts := readProfile(passages, asked)
	if len(acts) > 0 {
		return acts
	}
	return readMatch(all, asked)
}

// readFree reads a new mail that answers nothing.
func readFree(passages []Passage, asked Asked) []Act {
	all := join(passages)
	if !asked.Booked.IsZero() {
		if acts := readBooked(all, asked); len(acts) > 0 && acts[0].Kind != Ask && acts[0].Kind != Confirm {
			return acts
		}
	}
	if acts := readProfile(passages, asked); len(acts) > 0 {
		return acts
	}
	if strings.Contains(all, "?") {
		return []Act{{Kind: Ask, Text: strings.TrimSpace(all), Words: all}}
	}
	return nil
}

var everyWords = []struct {
	words []string
	days  int
}{
	{[]string{"every other week", "every two weeks", "every 2 weeks", "fortnightly", "biweekly", "bi weekly", "twice a month"}, 14},
	{[]string{"every week", "weekly", "once a week", "each week"}, 7},
	{[]string{"every three weeks", "every 3 weeks"}, 21},
	{[]string{"every month", "monthly", "once a month", "every four weeks", "every 4 weeks"}, 28},
}

var quietDays = regexp.MustCompile(`(?i)(?:quiet|silent|silence)[^.\n]{0,30}?(\d{1,3})\s*days|(\d{1,3})\s*days[^.\n]{0,20}(?:quiet|silent|silence)`)

// readAgreement reads the answer to how a pair wants to work.
func readAgreement(passages []Passage, asked Asked) []Act {
	all := join(passages)
	text := plain(all)
	var acts []Act
	for line := range strings.Lines(all) {
		if f, value, ok := labelled(line); ok && f == Goals && value != "" {
			acts = append(acts, Act{Kind: Agree, Field: Goals, Text: value, Words: line})
		}
	}
	for _, e := range everyWords {
		if has(text, e.words) {
			acts = append(acts, Act{Kind: Agree, Field: EveryDays, Number: e.days, Words: all})
			break
		}
	}
	for _, channel := range []string{"Zoom", "Teams", "Google Meet", "phone", "in person", "Skype", "Signal", "WhatsApp"} {
		if has(text, []string{strings.ToLower(channel)}) {
			acts = append(acts, Act{Kind: Agree, Field: Channel, Text: channel, Words: all})
			break
		}
	}
	if m := quietDays.FindStringSubmatch(all); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2])
		acts = append(acts, Act{Kind: Agree, Field: QuietDays, Number: n, Words: all})
	}
	if yes(text) || has(text, []string{"fine as it stands", "as it stands"}) {
		acts = append([]Act{{Kind: Accept, Words: all}}, acts...)
	}
	return acts
}
