package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// agreementFields are the four questions about how a pair works together, by
// their number in the letter.
var agreementFields = map[int]Field{1: Goals, 2: EveryDays, 3: Channel, 4: QuietDays}

// everyWords are rhythms in words, in days.
var everyWords = []struct {
	pattern *regexp.Regexp
	days    int
}{
	{regexp.MustCompile(`(?i)\b(every other week|(?:each|every) second week|each other week|every other (?:mon|tues|wednes|thurs|fri|satur|sun)day|every other (?:mon|tue|wed|thu|fri)s?|every two weeks|every 2 weeks|each two weeks|once (?:in|every) (?:two|2) weeks|fortnight(?:ly)?|bi-?\s?weekly|twice a month|two times a month|every 14 days|all (?:two|2) weeks|alternate weeks|alle zwei wochen|alle 2 wochen|alle 14 tage|zweiwöchentlich|vierzehntägig|toutes les deux semaines|toutes les 2 semaines|tous les quinze jours|tous les 15 jours|cada dos semanas|cada 2 semanas|cada quince días|cada 15 días|quincenal|a cada duas semanas|a cada 2 semanas|quinzenal(?:mente)?|de quinze em quinze dias|a cada 15 dias)`), 14},
	{regexp.MustCompile(`(?i)\b(every (?:three|3|third|3rd) w(?:ee)?ks?|all (?:three|3) weeks|each (?:three|3) weeks|every 21 days|alle (?:drei|3) wochen|toutes les (?:trois|3) semaines|cada (?:tres|3) semanas|a cada (?:três|3) semanas)`), 21},
	{regexp.MustCompile(`(?i)\b(every (?:four|4|fourth|4th) w(?:ee)?ks?|all (?:four|4) weeks|each (?:four|4) weeks|every 28 days|monthly|once a month|every month|each month|once per month|alle (?:vier|4) wochen|monatlich|einmal im monat|toutes les (?:quatre|4) semaines|une fois par mois|tous les mois|mensuel(?:lement)?|cada (?:cuatro|4) semanas|una vez al mes|mensual(?:mente)?|cada mes|uma vez por mês|mensal(?:mente)?|todo mês|a cada (?:quatro|4) semanas)`), 28},
	{regexp.MustCompile(`(?i)\b(every (?:six|6) weeks|alle (?:sechs|6) wochen)`), 42},
	{regexp.MustCompile(`(?i)\b(every (?:five|5) weeks)`), 35},
	{regexp.MustCompile(`(?i)\b(weekly|every week|once a week|each week|once per week|(?:one|1) times? (?:by|per|a) week|every 7 days|wöchentlich|jede woche|einmal (?:pro|in der|die) woche|chaque semaine|toutes les semaines|une fois par semaine|hebdomadaire|cada semana|una vez (?:por|a la) semana|semanal(?:mente)?|toda semana|uma vez por semana|every (?:monday|tuesday|wednesday|thursday|friday))`), 7},
}

// everyN is "every 10 days", "every 5 weeks".
var everyN = regexp.MustCompile(`(?i)\b(?:once in|once every|every|each|alle|tous les|toutes les|cada|a cada)\s+(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(days?|tage|jours|días|dias|weeks?|wks?|wochen|semaines|semanas)\b|\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve) (days|weeks) (?:between|apart)\b`)

// everyFew is "every two", with the weeks left out.
var everyFew = regexp.MustCompile(`(?i)\bevery (two|three|four|2|3|4)\s*(?:[.,;!)]|$)`)

// twiceAWeek is the other meaning of "bi-weekly", put aside by the writer.
var twiceAWeek = regexp.MustCompile(`(?i)\b(?:not|too (?:much|often))[^.!?]{0,30}(?:twice a week|weekly|every week)`)

// every gives the rhythm in the words, in days; 0 when there is none.
func every(text string) int {
	text = twiceAWeek.ReplaceAllString(text, " ")
	if m := everyN.FindStringSubmatch(text); m != nil {
		m = []string{m[0], m[1] + m[3], m[2] + m[4]}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = ratingWords[strings.ToLower(m[1])]
		}
		if unit := strings.ToLower(m[2]); strings.HasPrefix(unit, "w") || strings.HasPrefix(unit, "sem") {
			n *= 7
		}
		return n
	}
	if m := everyFew.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = ratingWords[strings.ToLower(m[1])]
		}
		return 7 * n
	}
	for _, e := range everyWords {
		if e.pattern.MatchString(text) {
			return e.days
		}
	}
	return 0
}

// rejected is a sentence about what does not suit: "every 10 days is too much".
var rejected = regexp.MustCompile(`(?i)\b(too (?:much|often|many|little|long|short|rare)|not enough|madness|unrealistic|was the plan|used to|no longer)\b`)

// ofFrequency is a number for the second question: "for number 2, use 21 days".
var ofFrequency = regexp.MustCompile(`(?i)\b(?:number|point|question|no\.?|#) ?2\b[^.;!?\n]{0,20}?\b(\d{1,2}|two|three|four|five|six|ten) (days|weeks)\b`)

// tooLittle is said of a number that another is put in place of.
var tooLittle = regexp.MustCompile(`(?i)\btoo (?:short|long|few|many|little|soon|early|late)\b`)

// otherThan is what the writer puts aside for something else.
var otherThan = regexp.MustCompile(`(?i)\b(?:rather than|instead of|not)\s+(?:\w+\s?){1,3}`)

// putAside is what somebody else proposed, or what does not suit: "Jurek proposed
// Teams, but", "no video please", "video is out", "we don't like Teams, so".
var putAside = regexp.MustCompile(`(?i)^\W*[\p{L}]+ (?:proposed|suggested|wants|wanted|prefers|would like) [^,.;]{2,30},? but\b|\b(?:no|without|don't (?:like|want|have|use)|do not (?:like|want|have|use)|hate|instead of|rather than|than|not) (?:every |the )?(?:video|teams|zoom|skype|phone|calls?|whats ?app|(?:two|three|four|2|3|4|14|7|\d+) (?:weeks|days)|fortnightly|weekly|week|monthly)\b|\b(?:video|teams|zoom|skype|phone|whats ?app) (?:is|are) (?:out|no good|not)\b|\b\d+ days (?:is|are) too (?:long|short|many|few)`)

// channels are the ways to meet, the longer names first.
var channels = regexp.MustCompile(`(?i)\b(google meet|microsoft teams|ms teams|in[- ]person|face[- ]to[- ]face|phone calls?|telephone|by phone|on the phone|video calls?|video[- ]?chat|video|zoom|teams|skype|signal|whats ?app|facetime|jitsi|webex|slack|telegram|hangouts|phone|coffee|lunch|walk(?:ing)?|office|téléphone|visio|en personne|telefon(?:isch)?|persönlich|vor ort|presencial(?:mente)?|en persona|teléfono|pessoalmente|telefone|discord|cafeteria|canteen)\b`)

// meetingRoom is the address of the pair's own room.
var meetingRoom = regexp.MustCompile(`https?://[^\s<>"]+`)

// quietWords show that a number of days is about silence.
var quietWords = regexp.MustCompile(`(?i)\b(quiet|silent|silence|nothing (?:is )?heard|not (?:been )?heard|haven't heard|hear nothing|no contact|no sign of life|no word|no news|goes? dark|radar|radio|meldet|melden|hört|yell|shout|communication|remind (?:both|us|me)|disappears?|vanish(?:es)?|unresponsive|don't (?:reply|answer|respond)|doesn't (?:reply|answer|respond)|no (?:reply|answer|response)|funkstille|schweigt|still|stille|silencieux|silencieuse|nouvelles?|silencio|silêncio|sumir|calad[oa]|number 4|no\. ?4|point 4|#4|question 4|nudge|poke|write to (?:us|both)|write us|prod|ping us|chase|remind us|heard from|hear from)\b`)

var daysIn = regexp.MustCompile(`(?i)\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|a|ein|eine|une|un|una|uma|zwei|drei|deux|trois|dos|tres|duas|três|einer)\s*(days?|tagen?|jours|días|dias|weeks?|wochen?|semaines?|semanas?|months?|fortnight)\b`)

// daysOf is the number of days in the words: "10 days", "two weeks".
func daysOf(text string) (int, bool) {
	m := daysIn.FindStringSubmatch(text)
	if m == nil {
		if n, err := strconv.Atoi(strings.Trim(strings.TrimSpace(text), ".")); err == nil && n > 0 && n < 200 {
			return n, true
		}
		if strings.Contains(strings.ToLower(text), "fortnight") {
			return 14, true
		}
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		if n = ratingWords[strings.ToLower(m[1])]; n == 0 {
			n = 1
		}
	}
	switch unit := strings.ToLower(m[2]); {
	case strings.HasPrefix(unit, "w"), strings.HasPrefix(unit, "sem"):
		n *= 7
	case strings.HasPrefix(unit, "month"):
		n *= 30
	case unit == "fortnight":
		n *= 14
	}
	return n, true
}

// readAgreement reads the answer to how a pair wants to work.
func readAgreement(passages []Passage, asked Asked) []Act {
	all := join(passages)
	found := map[Field]Act{}
	set := func(f Field, words string, free bool) {
		if a, ok := agreeAct(f, words, free); ok && (found[f].Kind == "" || f == EveryDays && !free) {
			found[f] = a
		}
	}
	var prose []string
	for _, p := range passages {
		if f, ok := agreementBelow(p.Below); ok {
			set(f, p.Words, true)
			continue
		}
		for line := range strings.Lines(spreadInline(numberInside.ReplaceAllString(p.Words, "\n$1) "), map[int]bool{1: true, 2: true, 3: true, 4: true})) {
			line = strings.TrimSpace(line)
			if f, value, ok := agreementLabel(line); ok {
				if head, tail, more := strings.Cut(value, ". "); more && f == Goals && (every(tail) > 0 || channels.MatchString(tail)) {
					value, prose = head, append(prose, tail)
				}
				set(f, value, true)
				continue
			}
			if m := numberedLine.FindStringSubmatch(line); m != nil && asked.Kind != Several {
				n, _ := strconv.Atoi(m[1] + m[3])
				if f, ok := agreementFields[n]; ok && len(m[1]+m[3]) == 1 {
					set(f, m[2]+m[4], true)
					continue
				}
			}
			prose = append(prose, line)
		}
	}
	ss := sentences(strings.Join(prose, "\n"))
	for _, s := range ss {
		if s.asks && !proposes.MatchString(s.text) {
			continue
		}
		text := otherThan.ReplaceAllString(putAside.ReplaceAllString(s.text, " "), " ")
		quiet, tooMuch := quietWords.MatchString(text), rejected.MatchString(text)
		skipped := false
		for _, part := range agreementParts(text) {
			switch {
			case quiet && (daysIn.MatchString(part) || makeThat.MatchString(part)) && every(part) == 0:
				if m := makeThat.FindString(text); m != "" {
					part = m
				}
				set(QuietDays, part, false)
			case tooMuch && !skipped && every(part) > 0:
				skipped = true
			default:
				set(EveryDays, part, false)
			}
			if !tooMuch || every(part) == 0 {
				set(Channel, part, false)
			}
		}
		if m := agreeGoals.FindStringSubmatch(s.text); m != nil {
			set(Goals, m[1]+m[2], true)
		}
	}
	if m := ofFrequency.FindStringSubmatch(all); m != nil && found[EveryDays].Kind == "" {
		set(EveryDays, "every "+m[1]+" "+m[2], false) // "for number 2, use 21 days"
		delete(found, QuietDays)
	}
	if place.MatchString(found[Channel].Text) {
		for _, c := range channels.FindAllString(all, 8) {
			if !place.MatchString(c) { // "great craic at our first coffee", then "in person"
				found[Channel] = Act{Kind: Agree, Field: Channel, Text: strings.TrimPrefix(strings.TrimPrefix(c, "by "), "on the "), Words: all}
				break
			}
		}
	}
	if m := makeThat.FindStringSubmatch(all); m != nil && found[QuietDays].Kind != "" && tooLittle.MatchString(all) {
		set := found[QuietDays] // "seven days I find too short, please make it 21"
		set.Number, _ = strconv.Atoi(m[1])
		found[QuietDays] = set
	}
	var acts []Act
	for _, f := range []Field{Goals, EveryDays, Channel, QuietDays} {
		if a, ok := found[f]; ok {
			acts = append(acts, a)
		}
	}
	ask, asking := question(slices.DeleteFunc(slices.Clone(ss), func(s sentence) bool {
		return proposes.MatchString(s.text) && (every(s.text) > 0 || channels.MatchString(s.text))
	}))
	v := judge(ss)
	switch {
	case v == postponed && (len(acts) == 0 || len(acts) == 1 && place.MatchString(acts[0].Text)): // "we're having lunch Monday, we'll settle it there"
		return []Act{{Kind: Later, Words: all}}
	case v == refused && len(acts) == 0 && !asking:
		return []Act{{Kind: Decline, Words: all}}
	case says(ss, "rest") || wholeBut.MatchString(all), v == agreed && (len(acts) == 0 || settles(ss)) && !(asking && len(acts) == 0 && says(ss, "before")):
		acts = append([]Act{{Kind: Accept, Words: all}}, acts...)
	}
	if asking {
		acts = append(acts, ask)
	}
	return acts
}

// wholeBut accepts everything but what follows: "agreed, except the silence",
// "the agreement is fine. Only for point 2 …".
var wholeBut = regexp.MustCompile(`(?i)\b(?:agreed|agree|fine|good|grand|okay|right|correct|great|perfect)[,.;:]?\s+(?:as [\w' ]{2,25}[,.;:] )?(?:but |and )?(?:only|except|just|apart from|bar|other than|but for)\b`)

// proposes is a question that is an answer: "could we meet weekly?"
var proposes = regexp.MustCompile(`(?i)\b(?:can|could|shall|may|should) we\b|\bhow about\b|\bwhat about\b|\bmaybe\b`)

// numberInside is the number of a question inside a sentence: "2) weekly and 4) 30 days".
var numberInside = regexp.MustCompile(`\s(?:and\s+|,\s*)?([1-4])\)\s`)

// place is a way to meet that only says where.
var place = regexp.MustCompile(`(?i)^(?:office|lunch|coffee|cafeteria|canteen)$`)

// makeThat is a number put in place of the one that was suggested.
var makeThat = regexp.MustCompile(`(?i)\b(?:make|change|use|set|rather|prefer)\s+(?:it|that|this)?\s*(?:to )?(\d{1,3})\b`)

// agreementParts cuts "weekly, on Teams, and if one of us is quiet for two weeks".
func agreementParts(text string) []string {
	return agreementBreak.Split(text, 20)
}

var agreementBreak = regexp.MustCompile(`(?i)[,;]\s+|\s+and\s+(?:if|when|after|for)\b|\s+but\s+|\s[-–—]\s|\.\s`)

// agreeGoals finds the goals in running words.
var agreeGoals = regexp.MustCompile(`(?i)\bwhat (?:i|we)(?:'d| would)? (?:like|want) to (?:achieve|reach|get) is (?:to )?([^.\n;!?]{3,200})|\b(?:(?:our|my|the|main) )?(?:goals?|objectives?|aims?|targets?|ziele?|objectifs?|objetivos?|metas?)\s*(?:for (?:us|me|both) |together )?(?:(?:is|are|would be|will be|ist|sind|est|sont|es|son|é|são)\s*(?:to\b|that\b|:)?|:|=|-)\s*([^.\n;!?]{3,200})`)

// settles reports whether the words agree to the whole, not only to one point:
// "all good with me, just use 7 days".
func settles(ss []sentence) bool {
	for _, s := range ss {
		for _, t := range s.tags {
			if t.meaning == "yes" || t.meaning == "rest" {
				switch strings.Join(s.words[t.start:t.end], " ") {
				case "ok", "okay", "sure", "yes", "y", "yep", "yeah", "ja", "oui", "sí", "si", "sim", "happy to", "happy with", "looking forward", "deal", "let's do it", "right", "exactly", "k", "ya", "love to", "works for us", "works for me", "exact", "klar", "passt", "gerne", "gern", "claro", "vale", "suits me", "correct", "certo":
					continue
				}
				return true
			}
		}
	}
	return false
}

// agreeAct reads the value of one field.
func agreeAct(f Field, words string, free bool) (Act, bool) {
	words = strings.Trim(strings.TrimSpace(words), ".;,")
	a := Act{Kind: Agree, Field: f, Words: words}
	if keepsDefault(words) {
		return a, false
	}
	switch f {
	case EveryDays:
		if a.Number = every(words); a.Number == 0 && free {
			a.Number, _ = daysOf(words)
		}
		return a, a.Number > 0
	case QuietDays:
		n, ok := daysOf(words)
		if m := makeThat.FindStringSubmatch(words); m != nil {
			n, _ = strconv.Atoi(m[1])
			ok = n > 0
		}
		if ws := wordsOf(words); !ok && free && len(ws) <= 6 {
			n, ok = firstNumber(ws)
		}
		a.Number = n
		return a, ok
	case Channel:
		m := channels.FindString(words)
		if said := channels.FindAllString(words, 5); len(said) > 1 && place.MatchString(m) {
			m = said[1] // "at her office, in person"
		}
		if room := meetingRoom.FindString(words); room != "" {
			a.Text = strings.TrimRight(room, ".,;:!?)")
			return a, true
		}
		if m == "" {
			if !free || words == "" || len(wordsOf(words)) > 12 {
				return a, false
			}
			m = words
		}
		if free {
			m = words
		}
		a.Text = strings.TrimPrefix(strings.TrimPrefix(m, "by "), "on the ")
		return a, true
	}
	a.Text = words
	return a, words != ""
}

// keepsDefault reports whether an answer only agrees to what was suggested.
func keepsDefault(words string) bool {
	ss := sentences(words)
	return len(wordsOf(words)) <= 3 && len(ss) == 1 && ss[0].has("yes", "weakyes", "skip", "keep") && every(words) == 0 && !channels.MatchString(words) && !daysIn.MatchString(words) && !strings.ContainsAny(words, "0123456789")
}

func agreementLabel(line string) (Field, string, bool) {
	line = strings.TrimLeft(line, "-*•> 0123456789.)")
	label, value, ok := strings.Cut(line, ":")
	if !ok {
		label, value, ok = strings.Cut(line, " - ")
	}
	if !ok || strings.TrimSpace(value) == "" {
		return "", "", false
	}
	switch strings.Join(wordsOf(label), " ") {
	case "goals", "goal", "our goals", "our goal", "objective", "objectives", "aim", "aims", "ziel", "ziele", "objectif", "objectifs", "objetivo", "objetivos":
		return Goals, value, true
	case "how often", "frequency", "rhythm", "often", "every", "how often do you meet", "häufigkeit", "fréquence", "frecuencia", "frequência":
		return EveryDays, value, true
	case "how", "channel", "where", "place", "medium", "wie", "comment", "cómo", "como":
		return Channel, value, true
	case "quiet", "silence", "quiet days", "if quiet", "days", "if one goes quiet":
		return QuietDays, value, true
	}
	return "", "", false
}

// agreementBelow gives the field that a quoted line of the letter asks for.
func agreementBelow(quoted string) (Field, bool) {
	low := strings.ToLower(quoted)
	switch {
	case strings.Contains(low, "quiet"):
		return QuietDays, true
	case strings.Contains(low, "how often"):
		return EveryDays, true
	case strings.Contains(low, "video, phone") || strings.Contains(low, "how:") || strings.Contains(low, "in person?"):
		return Channel, true
	case strings.Contains(low, "goals"):
		return Goals, true
	}
	return "", false
}
