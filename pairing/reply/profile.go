package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// labels are the words of our form, and of people who rewrite it, by field.
var labels = map[Field][]string{
	Role: {"role", "mentor mentee or both", "mentor or mentee", "rolle", "rôle", "rol", "papel", "i am", "joining as"},
	Goals: {"goals", "goal", "my goal", "my goals", "what would you like to work on", "what would you like to work on goals", "work on", "i want to learn", "topics i want", "want to learn", "to learn", "would like to learn", "looking for", "i want",
		"objective", "objectives", "aim", "aims", "ziel", "ziele", "objectif", "objectifs", "objetivo", "objetivos", "meta", "metas", "i'd like to work on", "focus", "need help with", "interests", "want to", "i want to", "would like to", "i would like to", "i'd like to", "my objective", "my objectives", "my aim", "my wish"},
	Skills: {"skills", "skill", "what can you offer", "skills you can offer", "what can you offer skills", "topics i can help with", "i can help with", "can help with", "what i can teach", "what i can offer", "my skills", "can teach", "can offer", "i can offer", "i offer", "offer", "offering",
		"topics", "expertise", "strengths", "fähigkeiten", "kompetenzen", "kenntnisse", "compétences", "competencias", "habilidades", "competências", "fields", "my fields", "areas", "subjects", "good at", "i'm good at", "themen", "i can teach", "happy to help with", "my subjects", "my topics", "my areas", "my offer", "my expertise", "my strengths", "subjects", "i know about", "ask me about"},
	Background:   {"background", "about me", "my background", "job", "experience", "work", "occupation", "profession", "hintergrund", "parcours", "formation", "experiencia", "experiência", "position", "current role", "title", "day job", "bio", "my experience", "my job", "my work", "my profession"},
	Languages:    {"languages", "language", "languages you speak", "sprachen", "sprache", "langues", "langue", "idiomas", "idioma", "línguas", "i speak", "speak"},
	Zone:         {"city", "city or time zone", "time zone", "timezone", "tz", "zone", "location", "based in", "where", "stadt", "ort", "wohnort", "ville", "ciudad", "cidade", "place", "home", "based", "city time zone"},
	Availability: {"when are you usually free", "free", "availability", "available", "avail", "usually free", "times", "when", "hours", "days", "my hours", "zeiten", "verfügbar", "verfügbarkeit", "disponibilités", "disponibilité", "dispo", "disponibilidad", "disponibilidade", "horario", "horarios", "horários", "best times", "schedule", "free times", "usually"},
	Capacity:     {"capacity", "mentees at most", "how many mentees at most", "if mentor how many mentees at most", "how many mentees", "mentees", "max mentees", "max", "number of mentees", "kapazität", "at most", "how many", "no of mentees", "maximum"},
}

// fieldOrder is the order of the form.
var fieldOrder = []Field{Role, Goals, Skills, Background, Languages, Zone, Availability, Capacity}

// labelled splits "Goals: speak up more" and gives the field that it names.
func labelled(line string) (Field, string, bool) {
	line = strings.TrimLeft(line, "-*•> 0123456789.)#")
	label, value, ok := strings.Cut(line, ":")
	if !ok {
		if label, value, ok = strings.Cut(line, " - "); !ok {
			if label, value, ok = strings.Cut(line, " = "); !ok {
				return "", "", false
			}
		}
	}
	if f, ok := fieldOf(label); ok {
		return f, strings.TrimSpace(value), true
	}
	if m := correctedLabel.FindStringSubmatch(label); m != nil { // "all good except the role: mentor"
		if f, ok := fieldOf(m[1]); ok {
			return f, strings.TrimSpace(value), true
		}
	}
	return "", "", false
}

// correctedLabel is a label behind words that single it out.
var correctedLabel = regexp.MustCompile(`(?i)^[\p{L} ,']{0,40}\b(?:except|only|but|just|apart from|besides) (?:for )?(?:the|my) ([\p{L} ]{2,25})$`)

// labelInside is a label inside a line: ". City:", ", skills =", "? " behind one.
var labelInside = regexp.MustCompile(`([.;,|!]\s+|\s/\s|\s[-–]\s)([\p{L} ]{2,30}?)\s?([:=?]\s)`)

// spreadLabels puts the labels of a form that was written in one line on lines of
// their own, and the parts of "mentee / goal is … / Leeds / English".
func spreadLabels(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		inside := false
		line = labelInside.ReplaceAllStringFunc(line, func(match string) string {
			m := labelInside.FindStringSubmatch(match)
			if _, ok := fieldOf(m[2]); !ok || m[3][0] == '?' && len(wordsOf(m[2])) > 2 {
				return match
			}
			inside = true
			return strings.TrimRight(m[1], " /-–") + "\n" + m[2] + ": "
		})
		if parts := strings.Split(line, " / "); len(parts) > 2 {
			line = strings.Join(parts, "\n")
		}
		if !inside {
			b.WriteString(sentenceAfterShort(line))
			continue
		}
		for _, s := range sentences(line) { // in running text a value ends with its sentence
			b.WriteString(s.text + "\n")
		}
	}
	return b.String()
}

// sentenceAfterShort puts what follows the value of a short field on a line of
// its own: "Languages: Polish, English. Evenings work."
func sentenceAfterShort(line string) string {
	f, value, ok := labelled(strings.TrimSpace(line))
	if !ok || f != Role && f != Languages && f != Zone && f != Capacity {
		return line
	}
	if i := strings.Index(value, ". "); i > 2 {
		return line[:strings.Index(line, value)+i] + "\n" + value[i+2:] + "\n"
	}
	return line
}

func fieldOf(label string) (Field, bool) {
	if i := strings.IndexByte(label, '('); i >= 0 {
		label = label[:i]
	}
	text := strings.Join(wordsOf(strings.Trim(label, "*_ ")), " ")
	for _, f := range fieldOrder {
		if slices.Contains(labels[f], text) {
			return f, true
		}
	}
	return "", false
}

// readProfile gives the profile acts in the passages: from the lines of the
// form, from answers below a quoted question, and from prose.
func readProfile(passages []Passage, asked Asked) []Act {
	found := map[Field]Act{}
	var prose []string
	if acts := byFormNumber(passages, asked); acts != nil {
		return acts
	}
	for _, p := range passages {
		if f, ok := below(p.Below); ok && len(p.Below) > 0 {
			if !judged(p.Words) {
				set(found, f, p.Words, asked)
			}
			continue
		}
		open := Field("") // a label whose value may go on in the next line
		for line := range strings.Lines(spreadLabels(p.Words)) {
			line = strings.TrimSpace(line)
			if f, value, ok := labelled(line); ok {
				if open = f; value != "" {
					set(found, f, value, asked)
				}
				continue
			}
			if open != "" && line != "" {
				if a, ok := found[open]; ok && continues(a, line) {
					set(found, open, a.Words+" "+line, asked)
					continue
				} else if !ok {
					set(found, open, line, asked)
					continue
				}
			}
			open = ""
			prose = append(prose, line)
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

// formOrder is the order of the numbered form.
var formOrder = []Field{Role, Goals, Skills, Languages, Zone, Availability, Capacity}

// byFormNumber reads "1. mentor, 2. -, 3. contract law …" as the form by number.
func byFormNumber(passages []Passage, asked Asked) (acts []Act) {
	if len(passages) != 1 {
		return nil
	}
	found, next := map[Field]Act{}, 1
	for line := range strings.Lines(passages[0].Words) {
		if m := numberedLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil && m[1]+m[3] == strconv.Itoa(next) && next <= len(formOrder) {
			set(found, formOrder[next-1], m[2]+m[4], asked)
			next++
		}
	}
	if next != len(formOrder)+1 || found[Role].Text == "" {
		return nil
	}
	for _, f := range fieldOrder {
		if a, ok := found[f]; ok {
			acts = append(acts, a)
		}
	}
	return acts
}

// continues reports whether the line goes on with the value before it: it was
// folded, so it begins in lower case.
func continues(a Act, line string) bool {
	return line[0] >= 'a' && line[0] <= 'z' && (a.Text != "") && len(a.Words) > 40
}

// judged reports whether the words only say yes to a line of the profile.
func judged(words string) bool {
	ss := sentences(words)
	return len(wordsOf(words)) <= 3 && judge(ss) == agreed && !says(ss, "no")
}

// below gives the field that a quoted line of our form asks for.
func below(quoted string) (Field, bool) {
	quoted = strings.TrimLeft(quoted, "> 0123456789.)-*")
	if label, _, ok := strings.Cut(quoted, ":"); ok {
		if f, ok := fieldOf(label); ok {
			return f, true
		}
	}
	quoted = strings.Trim(quoted, " ?:")
	if f, ok := fieldOf(quoted); ok {
		return f, true
	}
	text := " " + strings.Join(wordsOf(quoted), " ") + " "
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
	value = strings.Trim(strings.TrimSpace(value), ".,; ")
	value = notButThis.ReplaceAllString(value, "")
	if f == Goals {
		value = goalLead.ReplaceAllString(value, "")
	}
	if m := readsAs.FindStringSubmatch(value); m != nil && strings.HasPrefix(strings.ToLower(value), "should") {
		value, _, _ = strings.Cut(m[1], ", not ") // "skills: should be Python and SQL, not Perl"
	}
	for _, lead := range []string{"to: ", "to be ", "just "} {
		value = strings.TrimPrefix(value, lead)
	}
	act := Act{Kind: Profile, Field: f, Words: value}
	words := wordsOf(value)
	switch f {
	case Role:
		if act.Text = roleIn(words); act.Text == "" {
			return
		}
	case Zone:
		zone, ok := zoneIn(fromPlace.ReplaceAllString(value, ""))
		if !ok {
			return
		}
		act.Text = zone
	case Languages:
		if act.List = languagesIn(wordsOf(weakLanguage.ReplaceAllString(value, " "))); len(act.List) == 0 {
			return
		}
		act.List = withUnknown(act.List, value)
	case Capacity:
		n, ok := firstNumber(words)
		if !ok {
			return
		}
		act.Number = n
	case Availability:
		if act.Week = phrase.Usual(withoutReason(value)); len(act.Week) == 0 {
			return
		}
	default:
		value = strings.TrimSuffix(strings.TrimSuffix(value, " please"), " pls")
		if value == "" || len(words) == 0 || len(words) <= 2 && slices.Contains([]string{"none", "n/a", "na", "no", "nothing", "-"}, strings.Join(words, " ")) {
			return
		}
		act.Text = value
	}
	found[f] = act
}

// fromPlace is where somebody was before: "from Hamburg to Vienna".
var fromPlace = regexp.MustCompile(`\bfrom \p{Lu}[\p{L} ]{1,25}? (?:to|over to) `)

// goalLead stands before the goal itself: "a shift to HR analytics".
var goalLead = regexp.MustCompile(`(?i)^(?:be better at|get started (?:with|in|on) |get going (?:with|in) |(?:an? )(?:shift|move|switch|transition|change) (?:in)?to|(?:to )?cross over (?:in)?to)\s+`)

// notButThis is what the writer puts aside: "not sales but service design".
var notButThis = regexp.MustCompile(`(?i)^not [^,]{1,60}? but (?:rather |also )?`)

// withoutReason cuts what explains the hours: "Tue 16-18, I coach on Mondays".
func withoutReason(value string) string {
	for _, sign := range []string{", I ", ", i ", ", I've ", ", i've ", ", I’ve ", " because ", " since I ", " as I ", ", as "} {
		if before, after, ok := strings.Cut(value, sign); ok && !containsAny(strings.ToLower(after), []string{"can ", "free", "also", "could", "available", "prefer"}) {
			value = before
		}
	}
	return value
}

// roleIn is the role that short words name: "both", "as a mentor".
func roleIn(words []string) string {
	var mentor, mentee bool
	for i, w := range words {
		not := i > 0 && (words[i-1] == "not" || words[i-1] == "no") || i > 1 && (words[i-2] == "not" || words[i-2] == "kein")
		switch w {
		case "both", "beides", "beide", "les", "ambos", "ambas":
			if w != "les" || at(words, i+1) == "deux" {
				return "both"
			}
		case "mentor", "mentors", "mentora", "mentorin", "mentore", "mentoring":
			mentor = mentor || !not
		case "mentee", "mentees", "mentoree", "mentoré", "mentorée", "mentorada", "mentorado":
			mentee = mentee || !not
		}
	}
	switch {
	case mentor && mentee:
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
	words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" ,;./()\n!?:", r) })
	words = words[:min(len(words), 60)]
	for i := range words {
		for size := min(3, len(words)-i); size >= 1; size-- {
			if zone, ok := phrase.CityZone(strings.Join(words[i:i+size], " ")); ok {
				return zone, true
			}
		}
	}
	return "", false
}

// languageNames are languages by their English names, and what they are called
// in the languages that we read.
var languageNames = map[string]string{"catalán": "Catalan", "català": "Catalan", "catalão": "Catalan", "gallego": "Galician", "euskera": "Basque", "neerlandés": "Dutch", "holländisch": "Dutch", "chino": "Chinese", "japonés": "Japanese", "ruso": "Russian", "twi": "Twi", "akan": "Akan", "amharic": "Amharic", "tigrinya": "Tigrinya", "farsi": "Farsi", "persian": "Persian", "catalan": "Catalan", "basque": "Basque", "galician": "Galician", "estonian": "Estonian", "latvian": "Latvian", "lithuanian": "Lithuanian",
	"slovak": "Slovak", "slovenian": "Slovenian", "croatian": "Croatian", "serbian": "Serbian", "bulgarian": "Bulgarian", "icelandic": "Icelandic", "maori": "Maori", "nepali": "Nepali", "sinhala": "Sinhala", "khmer": "Khmer", "lao": "Lao", "burmese": "Burmese", "mongolian": "Mongolian",
	"breton": "Breton", "cree": "Cree", "navajo": "Navajo", "inuktitut": "Inuktitut", "ojibwe": "Ojibwe", "occitan": "Occitan", "corsican": "Corsican", "frisian": "Frisian", "sami": "Sami", "faroese": "Faroese", "belarusian": "Belarusian", "bosnian": "Bosnian", "uzbek": "Uzbek", "dari": "Dari", "lingala": "Lingala", "malagasy": "Malagasy", "quechua": "Quechua", "guarani": "Guarani", "guaraní": "Guarani", "sindhi": "Sindhi", "bhojpuri": "Bhojpuri", "javanese": "Javanese", "hokkien": "Hokkien", "hakka": "Hakka", "samoan": "Samoan", "tongan": "Tongan", "fijian": "Fijian", "yiddish": "Yiddish",
	"somali": "Somali", "xhosa": "Xhosa", "sotho": "Sotho", "tswana": "Tswana", "shona": "Shona", "kinyarwanda": "Kinyarwanda", "luganda": "Luganda", "wolof": "Wolof", "pashto": "Pashto", "kurdish": "Kurdish", "armenian": "Armenian", "georgian": "Georgian", "azerbaijani": "Azerbaijani", "kazakh": "Kazakh", "albanian": "Albanian", "macedonian": "Macedonian", "maltese": "Maltese", "luxembourgish": "Luxembourgish", "filipino": "Filipino", "bahasa": "Indonesian", "cebuano": "Cebuano", "kikuyu": "Kikuyu", "oromo": "Oromo", "assamese": "Assamese", "odia": "Odia", "konkani": "Konkani", "creole": "Creole", "flemish": "Flemish", "scots": "Scots", "gaelic": "Gaelic",
	"englisch": "English", "anglais": "English", "inglés": "English", "ingles": "English", "inglês": "English", "deutsch": "German", "allemand": "German", "alemán": "German", "alemão": "German", "alemao": "German",
	"französisch": "French", "français": "French", "francais": "French", "francés": "French", "frances": "French", "francês": "French", "spanisch": "Spanish", "espagnol": "Spanish", "español": "Spanish", "espanol": "Spanish", "castellano": "Spanish", "espanhol": "Spanish",
	"portugiesisch": "Portuguese", "portugais": "Portuguese", "portugués": "Portuguese", "portugues": "Portuguese", "português": "Portuguese", "italienisch": "Italian", "italien": "Italian", "italiano": "Italian", "niederländisch": "Dutch", "néerlandais": "Dutch",
	"polnisch": "Polish", "polonais": "Polish", "russisch": "Russian", "russe": "Russian", "türkisch": "Turkish", "arabisch": "Arabic", "arabe": "Arabic", "árabe": "Arabic", "chinois": "Chinese", "chinesisch": "Chinese", "japonais": "Japanese", "japanisch": "Japanese"}

// plainLanguages are the languages whose English name is all that is needed.
var plainLanguages = []string{"English", "German", "French", "Spanish", "Portuguese", "Italian", "Dutch", "Polish", "Swedish", "Danish",
	"Norwegian", "Finnish", "Japanese", "Chinese", "Mandarin", "Cantonese", "Korean", "Hindi", "Tamil", "Telugu", "Bengali", "Marathi",
	"Urdu", "Punjabi", "Gujarati", "Kannada", "Malayalam", "Arabic", "Hebrew", "Turkish", "Greek", "Russian", "Ukrainian", "Czech",
	"Hungarian", "Romanian", "Swahili", "Yoruba", "Igbo", "Hausa", "Zulu", "Afrikaans", "Vietnamese", "Thai", "Indonesian", "Malay", "Tagalog", "Irish", "Welsh"}

// languagesIn are the languages named, in their order, by their English names.
func languagesIn(words []string) (out []string) {
	for _, w := range words {
		name, ok := languageNames[w]
		for _, n := range plainLanguages {
			if strings.EqualFold(n, w) {
				name, ok = n, true
			}
		}
		if ok && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// withUnknown adds what stands in a list of languages and is none that we know:
// a word in capitals between commas.
func withUnknown(known []string, value string) []string {
	for part := range strings.SplitSeq(strings.NewReplacer(" and ", ",", "&", ",", "+", ",", ";", ",", "/", ",").Replace(value), ",") {
		part = strings.Trim(part, " .")
		if len(part) > 2 && !strings.Contains(part, " ") && part[0] >= 'A' && part[0] <= 'Z' && len(languagesIn(wordsOf(part))) == 0 {
			known = append(known, part)
		}
	}
	return known
}

func firstNumber(words []string) (int, bool) {
	for _, w := range words {
		n := 0
		for _, r := range w {
			if r < '0' || r > '9' {
				n = -1
				break
			}
			n = min(n*10+int(r-'0'), 1000)
		}
		if n >= 0 && n <= 20 {
			return n, true
		}
		if n, ok := ratingWords[w]; ok {
			return n, true
		}
		switch w {
		case "couple", "pair":
			return 2, true
		case "single", "ein", "eine", "einen", "un", "une", "uma", "um", "una":
			return 1, true
		}
	}
	return 0, false
}
