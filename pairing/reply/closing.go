package reply

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// namesLikeYes are first names that are a yes in one of our languages.
var namesLikeYes = wordSet("jo dale si sim vale bora")

// closing is a line that only takes leave. What confirms a session that is
// booked ("see you then") is left alone there.
var (
	closing = regexp.MustCompile(`(?i)^\W*(?:have (?:a|an) [\p{L} ]{0,30}|enjoy (?:your|the) [\p{L} ]{2,20}|happy (?:monday|tuesday|wednesday|thursday|friday|weekend|holidays|new year|easter|christmas|diwali|eid)|lots of love|love|best|best (?:from|of luck|wishes|regards)[\p{L} ]{0,30}|all the best|take care|stay well|have fun` +
		`|bonne (?:journée|soirée|semaine|fin de [\p{L}]+|continuation)|bon week-?end|schöne[nrs]? [\p{L}]+(?: noch)?|bis (?:bald|später|nächste woche)|que (?:tengáis|tengas|tenga|tengan) [\p{L} ]{3,25}|buen (?:día|fin de semana)|feliz [\p{L} ]{3,20}|bo[ma] (?:dia|tarde|noite|semana|fim de semana)|à bientôt|hasta (?:luego|pronto)|até (?:logo|breve|já))[.! ]*$`)
	seeYou = regexp.MustCompile(`(?i)^\W*(?:speak (?:soon|then|later)|talk (?:to you )?(?:soon|later|then)|see you(?: next week| then| soon| later| around)?|until (?:then|next time|soon)|catch (?:you|up) (?:later|soon))[.! ]*$`)
)

// withoutClosing cuts from the end of the words a name that would read as a yes,
// and a line that takes leave.
func withoutClosing(words string, booked bool) string {
	lines := strings.Split(strings.TrimRight(words, " \t\r\n"), "\n")
	typed := 0
	for _, l := range lines {
		if strings.TrimSpace(l) != "" {
			typed++
		}
	}
	// The last three lines may be a greeting, a name and what belongs to it.
	for i := len(lines) - 1; i > 0 && i >= len(lines)-4 && typed > 1; i-- {
		l := strings.TrimSpace(lines[i])
		if l == "" {
			continue
		}
		if closing.MatchString(l) || !booked && seeYou.MatchString(l) {
			return strings.TrimRight(strings.Join(lines[:i], "\n"), "\n ")
		}
		if ws := strings.Fields(strings.Trim(l, ".,!-– ")); len(ws) == 1 && namesLikeYes[strings.ToLower(ws[0])] && unicode.IsUpper([]rune(ws[0])[0]) && i == len(lines)-1 {
			return withoutClosing(strings.Join(lines[:i], "\n"), booked)
		}
		if len(strings.Fields(l)) > 4 || !slices.ContainsFunc([]rune(l), unicode.IsUpper) || strings.ContainsAny(l, "0123456789?") {
			return words
		}
	}
	return words
}

// requested is a polite question that asks for a change: "can you change my role
// to both?" wants no answer, but the change.
var requested = regexp.MustCompile(`(?i)(^|[.!\n] ?|, )((?:please |and |also |hi,? )*)(?:can|could|would|will|may) (?:you|u|i|we) (?:please |kindly |also |maybe |just )*(?:mind )?((?:chang(?:e|ing)|set(?:ting)?|mak(?:e|ing)|put(?:ting)?|add(?:ing)?|updat(?:e|ing)|correct(?:ing)?|switch(?:ing)?)\b[^.?!\n]{3,120})(?:\?|$|\n)`)

// allWell is a "no" to a question about mistakes: "no, that's all correct".
var allWell = regexp.MustCompile(`(?i)^\W*(?:no|nope|nah|nothing),? ((?:that's|it's|thats|its|that is|it is|is)? ?(?:all|everything|leave it)\b)`)

// asRequest writes such a question as the request that it is.
func asRequest(words string) string {
	return requested.ReplaceAllStringFunc(words, func(m string) string {
		p := requested.FindStringSubmatch(m)
		if low := " " + strings.ToLower(p[3]) + " "; containsAny(low, []string{" if ", " later ", " any time ", " again ", " when "}) {
			return m // it asks whether one could
		}
		verb, rest, _ := strings.Cut(p[3], " ")
		if v, ok := strings.CutSuffix(strings.ToLower(verb), "ing"); ok {
			switch v {
			case "chang", "mak", "updat":
				v += "e"
			case "sett", "putt":
				v = v[:3]
			}
			verb = v
		}
		return p[1] + p[2] + "please " + verb + " " + rest + "."
	})
}
