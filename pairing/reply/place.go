package reply

import (
	"regexp"
	"strings"

	"mentord/calendar/phrase"
)

// inPlace is a place named behind a preposition.
var inPlace = regexp.MustCompile(`(?i)\b(?:sit (?:in|at)|based (?:out of |in |at )|live (?:in|at)|living in|lives in|reside (?:in|at)|residing (?:in|at)|located (?:in|at)|i(?:'m| am) (?:now )?(?:in|from|at|of)|im (?:in|from)|moved? (?:back )?to|on|from|here in|out of|working from|city is|in|at|wohne in|bin aus|bin in|soy de|vengo de|je suis (?:à|de)|viens de|sou de|estou em|lebe in|komme aus|aus|habite (?:à|a)|vis à|à|vivo en|estoy en|moro em|vivo em|em|en)\s+(\p{L}[\p{L}' .-]{1,30})`)

// livesIn is where somebody lives now, which says more than where they are from.
var livesIn = regexp.MustCompile(`(?i)\b(?:(?:live|living|based|reside|residing|located|relocated|relocating|transferred|moved|now i(?:'m| am)) (?:from \p{Lu}[\p{L} ]{1,25}? )?(?:now )?(?:in|at|to|out of)|(?:moved|any more|anymore|actually|but|not \p{Lu}\p{L}+),? (?:but )?(?:now )?(?:in)?)\s+(\p{L}[\p{L}' .-]{1,30})`)

// places finds the city in the sentences: behind "in" and the like, or alone.
func places(found map[Field]Act, ss []sentence, asked Asked) {
	if _, ok := found[Zone]; ok {
		return
	}
	for _, s := range ss { // where they live says more than where they are from
		for _, m := range livesIn.FindAllStringSubmatch(s.text, 8) {
			if zone, ok := leadingCity(m[1]); ok && !s.asks && !inGoals(found, m[0]) {
				found[Zone] = Act{Kind: Profile, Field: Zone, Text: zone, Words: s.text}
				return
			}
		}
	}
	for _, s := range ss {
		if s.asks {
			continue
		}
		for _, m := range inPlace.FindAllStringSubmatchIndex(s.text, 8) {
			name := s.text[m[2]:m[3]]
			if inGoals(found, s.text[m[0]:m[3]]) {
				continue // "to open a branch in Spain"
			}
			lead := strings.ToLower(s.text[m[0]:m[2]])
			if strings.HasPrefix(lead, "not ") || negated(s.text[:m[0]]) {
				continue
			}
			if zone, ok := leadingCity(name); ok {
				found[Zone] = Act{Kind: Profile, Field: Zone, Text: zone, Words: s.text}
				return
			}
		}
		if i := strings.Index(strings.ToLower(s.text), " based"); i > 0 {
			name := s.text[:i]
			if sp := strings.LastIndexAny(name, ",;"); sp >= 0 {
				name = name[sp+1:]
			}
			if zone, ok := phrase.CityZone(strings.TrimSpace(name)); ok {
				found[Zone] = Act{Kind: Profile, Field: Zone, Text: zone, Words: s.text}
				return
			}
		}
		if len(s.words) <= 3 {
			if zone, ok := phrase.CityZone(stillThere.ReplaceAllString(strings.Trim(s.text, "*-• .,!"), "")); ok {
				found[Zone] = Act{Kind: Profile, Field: Zone, Text: zone, Words: s.text}
				return
			}
		}
		for part := range strings.SplitSeq(strings.NewReplacer(":", ",", ";", ",").Replace(s.text), ",") {
			part = strings.Trim(part, " .!")
			if zone, ok := phrase.CityZone(part); ok && len(part) > 3 && part[0] >= 'A' && part[0] <= 'Z' && !strings.EqualFold(part, "reading") {
				found[Zone] = Act{Kind: Profile, Field: Zone, Text: zone, Words: s.text}
				return
			}
		}
	}
}

// stillThere stands beside a city: "Calgary still".
var stillThere = regexp.MustCompile(`(?i)^still |,? (?:still|again|now|as before|based)$`)

// inGoals reports whether the words are part of a value that was read already.
func inGoals(found map[Field]Act, words string) bool {
	for _, f := range []Field{Goals, Skills, Background} {
		if strings.Contains(found[f].Text, words) {
			return true
		}
	}
	return false
}

func negated(before string) bool {
	ws := wordsOf(before)
	for _, w := range ws[max(0, len(ws)-2):] {
		if w == "not" || w == "no" || w == "longer" || w == "left" {
			return true
		}
	}
	return false
}

// everydayCity are cities that are words as well, when written small.
var everydayCity = wordSet("reading bath nice split mobile cork hull lund orange salt brest goa worms essen halle")

// leadingCity is the zone of the city with which the words begin.
func leadingCity(name string) (string, bool) {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '.' || r == ',' })
	for size := min(3, len(words)); size >= 1; size-- {
		if size == 1 && everydayCity[words[0]] {
			continue
		}
		if zone, ok := phrase.CityZone(strings.Join(words[:size], " ")); ok {
			return zone, true
		}
	}
	return "", false
}
