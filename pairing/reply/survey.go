package reply

import (
	"regexp"
	"strconv"
	"strings"
)

// answerTo reads the words as the answer to one question of a survey. A skipped
// question gives nothing, a rating out of range or in doubt Unclear.
func answerTo(q Question, words string) []Act {
	words = strings.TrimSpace(words)
	text := plain(words)
	if words == "" || is(text, skipWords) {
		return nil
	}
	low, high := 1, 5
	switch q.Kind {
	case FreeText:
		return []Act{{Kind: Answer, Question: q.N, Text: words, Words: words}}
	case YesNo:
		switch {
		case has(text, unsureWords):
			return []Act{{Kind: Unclear, Question: q.N, Words: words}}
		case no(text) || opens(text, []string{"not"}):
			return []Act{{Kind: Answer, Question: q.N, Text: "no", Words: words}}
		case yes(text):
			return []Act{{Kind: Answer, Question: q.N, Text: "yes", Words: words}}
		}
		return []Act{{Kind: Unclear, Question: q.N, Words: words}}
	case NPS:
		low, high = 0, 10
	}
	n, ok := rating(words, low, high)
	if !ok {
		return []Act{{Kind: Unclear, Question: q.N, Words: words}}
	}
	return []Act{{Kind: Answer, Question: q.N, Number: n, Words: words}}
}

var ratingWords = map[string]int{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

var ratingNumber = regexp.MustCompile(`\d+`)

// rating is the one number within low and high in the words; "4/5" is 4. Two
// different ones ("3 or 4") are none.
func rating(words string, low, high int) (n int, ok bool) {
	words = strings.ToLower(words)
	for _, of := range []string{"/" + strconv.Itoa(high), "out of " + strconv.Itoa(high), "of " + strconv.Itoa(high)} {
		words = strings.ReplaceAll(words, of, "")
	}
	found := map[int]bool{}
	for _, m := range ratingNumber.FindAllString(words, 10) {
		if v, err := strconv.Atoi(m); err == nil {
			found[v] = true
		}
	}
	if len(found) == 0 {
		for _, w := range strings.Fields(plain(words)) {
			if v, ok := ratingWords[w]; ok && w != "one" {
				found[v] = true
			}
		}
	}
	if len(found) != 1 {
		return 0, false
	}
	for v := range found {
		n = v
	}
	return n, n >= low && n <= high
}

// readSurvey reads the answers to a survey: numbered, between the lines, or in
// one line of numbers.
func readSurvey(passages []Passage, asked Asked) []Act {
	all := join(passages)
	text := plain(all)
	switch {
	case has(text, refuseWords):
		return []Act{{Kind: Decline, Words: all}}
	case len(text) < 80 && has(text, laterWords):
		return []Act{{Kind: Later, Words: all}}
	}
	var acts []Act
	parts := numbered(passages, asked.Questions)
	for _, q := range asked.Questions {
		if words, ok := parts[q.N]; ok {
			acts = append(acts, answerTo(q, words)...)
		}
	}
	if len(parts) == 0 {
		acts = inProse(all, asked.Questions)
	}
	return acts
}

// inProse gives a single rating to a single rating question, and leaves the
// rest to the one question that wants text.
func inProse(all string, questions []Question) []Act {
	var rated, texts []Question
	for _, q := range questions {
		switch q.Kind {
		case FreeText:
			texts = append(texts, q)
		default:
			rated = append(rated, q)
		}
	}
	switch {
	case len(rated) == 1:
		acts := answerTo(rated[0], all)
		if len(texts) == 1 && len(strings.Fields(all)) > 3 {
			acts = append(acts, answerTo(texts[0], all)...)
		}
		return acts
	case len(rated) == 0 && len(texts) == 1:
		return answerTo(texts[0], all)
	}
	if numbers := ratingNumber.FindAllString(all, 20); len(numbers) == len(rated) && len(strings.Fields(all)) <= 2*len(rated) {
		var acts []Act
		for i, q := range rated {
			acts = append(acts, answerTo(q, numbers[i])...)
		}
		return acts
	}
	return nil
}

// readCheckin reads the answer to "did you meet?", "how was it, 1 to 5?" and
// "a line on your goals?".
func readCheckin(passages []Passage, asked Asked) []Act {
	all := join(passages)
	parts := numbered(passages, asked.Questions)
	if len(parts) == 0 {
		return checkinProse(all, asked)
	}
	var acts []Act
	for _, q := range asked.Questions {
		words, ok := parts[q.N]
		switch {
		case !ok:
		case q.Kind == Checkin || q.Kind == YesNo && q.N == 1:
			acts = append(acts, didMeet(words, asked)...)
		default:
			acts = append(acts, answerTo(q, words)...)
		}
	}
	return acts
}

func checkinProse(all string, asked Asked) []Act {
	acts := didMeet(all, asked)
	if len(acts) == 0 || acts[0].Kind != Met {
		return acts
	}
	for _, q := range asked.Questions {
		if q.Kind == Rating5 {
			if n, ok := rating(all, 1, 5); ok {
				acts = append(acts, Act{Kind: Answer, Question: q.N, Number: n, Words: all})
			}
		}
	}
	return acts
}
