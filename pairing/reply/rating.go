package reply

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ratingWords are numbers in words, in the languages that we read.
var ratingWords = map[string]int{"zero": 0, "nought": 0, "naught": 0, "nil": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"null": 0, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
	"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
	"uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
	"dois": 2, "duas": 2, "três": 3, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10}

// stars are ratings drawn, fullMarks the highest in words.
var (
	stars     = regexp.MustCompile(`[⭐★]+`)
	fullMarks = regexp.MustCompile(`\b(?:full|top) marks\b`)
)

// outOf is the scale behind a rating: "/5", "out of ten", "von 5".
var outOf = regexp.MustCompile(`(?i)\s*(?:/|out of|outta|of|von|sur|de|su)\s*(?:a possible\s*)?(?:5|10|five|ten|fünf|zehn|cinq|dix|cinco|diez|dez)\b(?:\s*(?:points?|stars?|punkten?|possible))?`)

// instead is a number that the words put aside: "not a 10", "up from a 2".
var instead = regexp.MustCompile(`(?i)\b(?:not (?:quite )?(?:a |an )?|(?:it's|it is) no (?:a |an )?|up from (?:a |an )?|down from (?:a |an )?|was (?:like |about |maybe |only |just )?(?:a |an )?|from (?:a |an )?|started (?:as|at|with|out as) (?:a |an )?|used to be (?:a |an )?|rather than (?:a |an )?|instead of (?:a |an )?|would have been (?:a |an )?|last time (?:a |an |it was )?|can't give (?:a |it a )?|(?:would|'d) have (?:put|given|said|rated) [^.,;!?\d]{0,30}?(?:at |as )?(?:a |an )?|(?:would|could|might|'d) (?:be|have given) (?:a |an )?|(?:wouldn't|won't|would not|will not|can't|not|couldn't) (?:go |be |say )?(?:as high as|as far as|up to|all the way to|quite as high as) (?:a |an )?|(?:going|about|wanted|tempted) to (?:put|say|give|write)(?: it)? (?:a |an )?)(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b`)

// between opens a range, of which neither end is the rating: "anywhere from 4 to 5".
var between = regexp.MustCompile(`(?i)\b(?:anywhere|somewhere|something|anything|about|around) (?:from|between)\b`)

// atLast is the rating with which the words end: "if I could, 6, but I know. So 5."
var atLast = regexp.MustCompile(`(?is)[\d].*\b(?:i(?:'d)? (?:say|give(?: it)?)|so(?: it's| it is)?|let's say|make it|i'll go with)\s+(?:an? )?(\d+)\W*$`)

// corrected is a number that the writer takes back for another.
var corrected = regexp.MustCompile(`(?is)\d+[\s,.;:–—-]+(?:no|sorry|i mean|i meant|actually|rather|make that|correction|wait|oops)\b[^\d]*(\d+)`)

var ratingNumber = regexp.MustCompile(`\d+(?:[.,]\d+)?`)

// ratingsIn gives the ratings in the words; any says that there are numbers at all.
func ratingsIn(words string, high int) (found []string, any bool) {
	words = between.ReplaceAllString(strings.ToLower(words), " ")
	words = stars.ReplaceAllStringFunc(words, func(run string) string { return " " + strconv.Itoa(utf8.RuneCountInString(run)) + " " })
	words = outOf.ReplaceAllString(fullMarks.ReplaceAllString(words, " "+strconv.Itoa(high)+" "), "")
	if m := corrected.FindStringSubmatch(words); m != nil {
		words = m[1]
	}
	if m := atLast.FindStringSubmatch(words); m != nil {
		words = m[1]
	}
	if cut := instead.ReplaceAllString(words, " "); ratingNumber.MatchString(cut) || wordRating(cut) {
		words = cut
	}
	seen := map[string]bool{}
	for _, m := range ratingNumber.FindAllString(words, 10) {
		if !seen[m] {
			found, seen[m] = append(found, m), true
		}
	}
	if len(found) == 0 {
		for i, w := range wordsOf(words) {
			v, ok := ratingWords[w]
			if !ok || w == "one" && len(wordsOf(words)) > 3 && i > 0 {
				continue
			}
			if m := strconv.Itoa(v); !seen[m] {
				found, seen[m] = append(found, m), true
			}
		}
	}
	return found, len(found) > 0
}

func wordRating(words string) bool {
	for _, w := range wordsOf(words) {
		if _, ok := ratingWords[w]; ok && w != "one" {
			return true
		}
	}
	return false
}

// rating is the one number within low and high in the words; "4/5" is 4. Two
// different ones ("3 or 4") are none, and half a point is none.
func rating(words string, low, high int) (n int, ok bool) {
	found, _ := ratingsIn(words, high)
	if n, ok := leadingRating(words, low, high); ok && len(found) != 1 {
		return n, true
	}
	if len(found) != 1 {
		return 0, false
	}
	n, err := strconv.Atoi(found[0])
	return n, err == nil && n >= low && n <= high
}

// leading is a rating that opens the words, set off from what explains it: "9. In
// September I would have said 5", "10, I already told 3 colleagues".
var leading = regexp.MustCompile(`(?is)^\W*(?:(?:i'd say |i say |i give |give it |it's |a |an |about )*)(\d{1,2}|zero|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s*(?:/|out of)\s*(?:5|10|five|ten))?(?:\s*(?:[.,;:(–—]|-\s|\n)|,? i think\b| points?\b| because\b| as\b| since\b)(.*)$`)

// wavers puts another number beside the first: "4, maybe a 5".
var wavers = regexp.MustCompile(`(?i)\b(?:or|maybe|perhaps|rather|no|sorry|i mean(?:t)?|actually|make (?:that|it)|correction|wait|oops|between|well|hmm+)\b[^.!?]*?(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)`)

// nextTime speaks of another time: "a 7, maybe 8 next year".
var nextTime = regexp.MustCompile(`(?i)\b(?:next|last) (?:year|time|month|term|round)\b`)

// leadingRating is the number that opens the words, when what follows only
// explains it.
func leadingRating(words string, low, high int) (int, bool) {
	m := leading.FindStringSubmatch(words)
	if m == nil || wavers.MatchString(m[2]) && !nextTime.MatchString(m[2]) {
		return 0, false
	}
	if rest := strings.TrimSpace(m[2]); rest != "" && isDigits(strings.Trim(strings.Fields(rest)[0], ".,;/")) {
		return 0, false // "4, 5": another rating
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = ratingWords[strings.ToLower(m[1])]
	}
	return n, n >= low && n <= high
}

// numberPairs are lines of a question and its rating: "1-4", "2-5".
var numberPairs = regexp.MustCompile(`^\s*(\d{1,2})\s*[-–—]\s*(\d{1,2})\s*$`)

// A row of questions and ratings in one line: "Q1 3, Q2 2, Q3 5".
var (
	rowOfPairs = regexp.MustCompile(`(?i)^(?:q\d\s*[-:=.]?\s*\d{1,2}\W*){2,}$`)
	onePair    = regexp.MustCompile(`(?i)q(\d)\s*[-:=.]?\s*(\d{1,2})\W*`)
)

// spreadPairs writes "1-4" as "1: 4" where every line is such a pair, in order.
func spreadPairs(words string) string {
	if asked := strings.TrimSpace(words); rowOfPairs.MatchString(asked) {
		return onePair.ReplaceAllString(asked, "$1: $2\n")
	}
	var out []string
	for line := range strings.Lines(words) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		m := numberPairs.FindStringSubmatch(line)
		if m == nil || m[1] != strconv.Itoa(len(out)+1) {
			return words
		}
		out = append(out, m[1]+": "+m[2])
	}
	if len(out) < 2 {
		return words
	}
	return strings.Join(out, "\n")
}

// row is a rating for each question in one line or a line each: "4 4 5 3 and 9",
// "three, four, two", with a dash for what is left out. Empty means none.
func row(all string) (out []string) {
	all = strings.ReplaceAll(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(all), ".")), " and ", " ")
	dashes := strings.Contains(all, "\n")
	for _, w := range strings.FieldsFunc(all, func(r rune) bool { return strings.ContainsRune(" ,;/\t\n", r) || r == '-' && !dashes }) {
		switch v, word := ratingWords[strings.ToLower(w)]; {
		case isDigits(w):
			out = append(out, w)
		case word:
			out = append(out, strconv.Itoa(v))
		case strings.Trim(w, "-–—") == "" && dashes:
			out = append(out, "")
		default:
			return nil
		}
	}
	return out
}

// andLast is one rating for all questions, and another for the last.
var andLast = regexp.MustCompile(`(?i)^\W*(?:all|überall|only|nur|straight|solid)?(?: the)? (\d|one|two|three|four|five)s?\b(?: (?:for all|everywhere|throughout|für alle|for everything))?,?(?: and| but|,| und) (?:then )?(?:eine? |an? |with an? )?(\d{1,2}|six|seven|eight|nine|ten)\b(?: (?:for|für) (?:the last|die letzte|recommending|the recommendation)[\p{L} ]{0,20})?\W*$`)

// yesNoRow reads the answers to several questions of yes and no: "both yes",
// "yes, no", "yes to the first, no to the second".
func yesNoRow(all string, questions []Question) (acts []Act) {
	var asked []Question
	for _, q := range questions {
		if q.Kind == YesNo {
			asked = append(asked, q)
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(all), ".")
	if len(asked) < 2 || strings.Contains(first, "\n") {
		return nil
	}
	var said []string
	for _, w := range wordsOf(first) {
		switch w {
		case "yes", "yep", "yeah", "no", "nope":
			said = append(said, map[bool]string{true: "yes", false: "no"}[w[0] == 'y'])
		case "both":
			if len(asked) != 2 {
				return nil
			}
			said = append(said, "both")
		case "to", "the", "first", "second", "third", "1", "2", "3", "and", "for", "on", "question", "number", "one":
		default:
			return nil
		}
	}
	if len(said) == 2 && (said[0] == "both" || said[1] == "both") {
		v := strings.TrimPrefix(said[0]+said[1], "both")
		v = strings.TrimSuffix(v, "both")
		said = []string{v, v}
	}
	if len(said) != len(asked) {
		return nil
	}
	for i, q := range asked {
		if said[i] == "both" {
			return nil
		}
		acts = append(acts, Act{Kind: Answer, Question: q.N, Text: said[i], Words: all})
	}
	return acts
}

// firstSome is one rating for the first questions and one for the last: "the
// first three all 4, and the last one 10", "4 for the first four, 8 for the last".
var firstSome = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^\W*(?:the |my )?first (?P<n>two|three|four|five|six|\d)(?: questions?| ones)?(?:,? (?:all|are|each|get|a|an|:|-))* (?P<a>\d)s?\W+(?:and )?(?:the )?last(?: (?:one|question))?(?:,? (?:is|gets|a|an|:|-))* (?P<b>\d{1,2})\W*$`),
	regexp.MustCompile(`(?i)^\W*(?P<a>\d)s? (?:for|to|on) (?:all of )?(?:the )?first (?P<n>two|three|four|five|six|\d)\W+(?:and )?(?:an? )?(?P<b>\d{1,2}) (?:for|to|on) the last(?: one| question)?\W*$`),
}

func firstAndLast(all string, rated []Question) (acts []Act) {
	for _, p := range firstSome {
		m := p.FindStringSubmatch(strings.TrimSpace(all))
		if m == nil {
			continue
		}
		n, ok := ratingWords[strings.ToLower(m[p.SubexpIndex("n")])]
		if !ok {
			n, _ = strconv.Atoi(m[p.SubexpIndex("n")])
		}
		if n != len(rated)-1 {
			return nil
		}
		for _, q := range rated[:n] {
			acts = append(acts, answerTo(q, m[p.SubexpIndex("a")])...)
		}
		return append(acts, answerTo(rated[n], m[p.SubexpIndex("b")])...)
	}
	return nil
}
