package reply

import (
	"regexp"
	"strings"
)

// fieldWord is what people call a field when they change it.
const fieldWord = `(role|city|town|time ?zone|location|goals?|skills?|background|languages?|hours|availability|max(?:imum)?|capacity|limit|(?:max(?:imum)? )?number of mentees|mentees?(?: at most| limit| maximum| max)?)`

// What puts a new value in the place of the old one.
var (
	changesField = regexp.MustCompile(`(?i)\b(?:change|set|make|update|correct|switch|put|limit)\s+(?:my |the |our )?` + fieldWord + `(?: from [^.;!?\n]{1,30}?)?\s*(?:to|as|into|at|:)+\s*:?\s*([^.;!?\n]{1,200})`)
	shouldField  = regexp.MustCompile(`(?i)\b(?:my |the )?` + fieldWord + ` (?:should|must|ought to|needs to) (?:be|read|say)\s*:?\s*([^.;!?\n]{1,200})`)
	addsField    = regexp.MustCompile(`(?i)\b(?:please )?add (?:my |the |a |to my )?` + fieldWord + `\s*:\s*([^.;!?\n]{1,200})`)
	notAnyMore   = regexp.MustCompile(`(?i)\bmy ` + fieldWord + ` (?:aren't|are not|isn't|is not|wasn't|weren't)\b[^.;!?\n]{1,60}?(?:,|;| -| –| but)\s*(?:they|it|but|that)?(?:'re|'s| are| is)? ?([^.;!?\n]{2,200})`)
	roundRole    = regexp.MustCompile(`(?i)\b(?:other way (?:a)?round|wrong way (?:a)?round|vice versa)\b[^.;!?\n]{0,20}\b(?:i'm|i am|me)\b[^.;!?\n]{0,12}\b(mentor|mentee)\b|\b(?:put me down as|make me|change me to|i should be|it should be|set me (?:as|to)) (?:an? |the )?(mentor|mentee|both)\b`)
	newCapacity  = regexp.MustCompile(`(?i)\b(?:change|not|from) (?:\d{1,2}|one|two|three|four|five|six) mentees?(?: at most)?,? ?(?:to|but|,)? ?(\d{1,2}|one|two|three|four|five|six)\b|\b(?:\d{1,2}|one|two|three|four|five|six) mentees?\b[^\d;!?\n]{0,40}\b(?:too many|too much|actually|make (?:it|that)|sorry)\b[^\d;!?\n]{0,30}?\b(\d{1,2}|one|two|three|four|five|six)\b`)
	// oldHours is the time that another is put in place of.
	oldHours = regexp.MustCompile(`(?i)\b(?:change|move|swap|switch) (?:my |the )?(?:mon|tues|wednes|thurs|fri|satur|sun)days? (?:to|for|into) |\b(?:mon|tues|wednes|thurs|fri|satur|sun)days? should be |\bmy (?:mon|tues|wednes|thurs|fri|satur|sun)day (?:slot |hours? |one )?(?:should|must|has to|needs to) (?:finish|end|stop|start|begin) at \d{1,2}(?:[:.]\d\d)?,? so |,? ?\bnot \d{1,2}(?:[:.]\d\d)? ?(?:-|–|to|till) ?\d{1,2}(?:[:.]\d\d)?,?|\b(?:i )?can(?:'t|not| not) (?:do )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: any ?more| any longer)?,? (?:but |only )*`)
)

// changes reads the words that put a new value in the place of an old one: "please
// change my city to Oslo", "not 3 mentees, 2", "my goals aren't X any more, they
// are Y". rest is what else was said.
func changes(found map[Field]Act, text string, asked Asked) (rest string) {
	for _, p := range []*regexp.Regexp{changesField, shouldField, addsField, notAnyMore} {
		for _, m := range p.FindAllStringSubmatch(text, 8) {
			if f, ok := fieldCalled(m[1]); ok {
				value := m[2]
				if f == Goals || f == Skills || f == Background {
					value = untilTurn(value)
				}
				if set(found, f, value, asked); found[f].Kind != "" {
					text = strings.Replace(text, m[0], " ", 1)
				}
			}
		}
	}
	if m := roundRole.FindStringSubmatch(text); m != nil {
		set(found, Role, m[1]+m[2], asked)
	}
	if m := newCapacity.FindStringSubmatch(text); m != nil && found[Capacity].Kind == "" {
		set(found, Capacity, m[1]+m[2], asked)
	}
	return oldHours.ReplaceAllString(text, " ")
}

// fieldCalled is the field of a word of fieldWord.
func fieldCalled(word string) (Field, bool) {
	switch word = strings.ToLower(word); {
	case word == "role":
		return Role, true
	case strings.HasPrefix(word, "goal"):
		return Goals, true
	case strings.HasPrefix(word, "skill"):
		return Skills, true
	case word == "background":
		return Background, true
	case strings.HasPrefix(word, "language"):
		return Languages, true
	case word == "hours", word == "availability":
		return Availability, true
	case word == "city", word == "town", word == "location", strings.HasPrefix(word, "time"):
		return Zone, true
	}
	return Capacity, true
}
