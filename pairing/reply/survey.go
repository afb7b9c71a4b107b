package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// answerTo reads the words as the answer to one question of a survey. A skipped
// question gives nothing, a rating out of range or in doubt Unclear.
func answerTo(q Question, words string) []Act {
	words = strings.TrimSpace(words)
	ss := sentences(words)
	if words == "" || len(wordsOf(words)) <= 4 && says(ss, "skip") || q.Kind != FreeText && len(ss) > 0 && len(ss[0].tags) > 0 && ss[0].tags[0].meaning == "skip" && ss[0].tags[0].start == 0 && !ratingNumber.MatchString(words) && judge(ss) == silent || strings.Trim(words, "-–— .") == "" {
		return nil
	}
	if q.Kind != FreeText && skipped.MatchString(words) {
		return nil
	}
	unclear := []Act{{Kind: Unclear, Question: q.N, Words: words}}
	if q.Kind != FreeText {
		words = bracketed.ReplaceAllString(words, "$1") // "2 (he was away for 5 weeks)"
	}
	low, high := 1, 5
	switch q.Kind {
	case FreeText:
		if len(wordsOf(words)) <= 10 && says(ss, "later") && !says(ss, "unsure") && promisesAnswer.MatchString(words) {
			return []Act{{Kind: Later, Question: q.N, Words: words}}
		}
		return []Act{{Kind: Answer, Question: q.N, Text: words, Words: words}}
	case YesNo:
		v := judge(ss)
		if v != agreed && v != postponed && len(ss) > 0 && !unsure.MatchString(words) && (ss[0].words[0] == "not" || ss[0].words[0] == "no" || ss[0].words[0] == "nope") {
			v = refused
		}
		switch v {
		case agreed:
			return []Act{{Kind: Answer, Question: q.N, Text: "yes", Words: words}}
		case refused:
			return []Act{{Kind: Answer, Question: q.N, Text: "no", Words: words}}
		case postponed:
			return []Act{{Kind: Later, Question: q.N, Words: words}}
		case doubtful: // "yes, if there's cake": nothing hangs on it
			if marks, _ := marksIn(ss); len(marks) > 0 && marks[0].word == 0 && marks[0].verdict != doubtful && !says(ss, "unsure") {
				return []Act{{Kind: Answer, Question: q.N, Text: string(marks[0].verdict), Words: words}}
			}
		}
		return unclear
	case NPS:
		low, high = 0, 10
	}
	if _, leads := leadingRating(words, low, high); !leads && says(ss, "later") && counted.MatchString(words) && len(ratingNumber.FindAllString(words, 3)) == 1 {
		return []Act{{Kind: Later, Question: q.N, Words: words}} // "ask me again in 2 weeks"
	}
	n, ok := rating(words, low, high)
	if !ok {
		if len(wordsOf(words)) > 2 && says(ss, "later") {
			return []Act{{Kind: Later, Question: q.N, Words: words}}
		}
		return unclear
	}
	return []Act{{Kind: Answer, Question: q.N, Number: n, Words: words}}
}

// skipped opens with the word for leaving a question out.
var skipped = regexp.MustCompile(`(?i)^\W*(?:skip|pass|n/a)\b`)

// bracketed is a rating with its reason in brackets.
var bracketed = regexp.MustCompile(`^(\s*\d{1,2})\s*\([^()]*\)`)

// promisesAnswer is a later answer to this, and no text that speaks of later.
var promisesAnswer = regexp.MustCompile(`(?i)^\W*later\W*$|\b(?:i'll|ill|i will|will|let me|shall|can i|i'd|i (?:need|have) to (?:think|check|ask|look))\b|\b(?:answer|come back|get back|reply|tell you|ask me|gimme|give me|tomorrow)\b`)

// readSurvey reads the answers to a survey: numbered, between the lines, one a
// line, in one line of numbers, or in prose.
func readSurvey(passages []Passage, asked Asked) []Act {
	all := join(passages)
	ss := sentences(all)
	parts := numbered(passages, asked)
	for _, m := range shouldBe.FindAllStringSubmatch(all, 5) {
		if n, _ := strconv.Atoi(m[1]); parts[n] != "" {
			parts[n] = m[2] // "sorry, 2 should be a 3"
			for other, words := range parts {
				parts[other] = strings.TrimSpace(strings.Replace(words, m[0], "", 1))
			}
		}
	}
	if acts := rowOfNumbers(all, asked.Questions); acts != nil {
		return acts
	}
	if acts := yesNoRow(all, asked.Questions); acts != nil && len(parts) == 0 {
		return append(acts, saidToText(ss[1:], onlyTexts(asked.Questions))...)
	}
	ask, asking := question(ss)
	switch {
	case len(parts) == 0 && asking && !ratingNumber.MatchString(all) && !onlyText(asked.Questions):
		return []Act{ask}
	case len(parts) == 0 && len(asked.Questions) == 1 && asked.Questions[0].Kind == YesNo && !ofSurvey.MatchString(all):
	case len(parts) == 0 && (says(ss, "refuse") || !onlyText(asked.Questions) && len(wordsOf(all)) <= 14 && judge(ss) == refused && !says(ss, "later") && !ratingNumber.MatchString(all)):
		return []Act{{Kind: Decline, Words: all}}
	case len(parts) == 0 && len(wordsOf(all)) <= 20 && says(ss, "later") && !ratingNumber.MatchString(all) && !onlyText(asked.Questions):
		return []Act{{Kind: Later, Words: all}}
	}
	if len(parts) == 0 {
		parts = lineEach(all, asked.Questions)
	}
	var acts []Act
	later := false
	var over []sentence // what stands below a rating
	for _, q := range asked.Questions {
		words, ok := parts[q.N]
		if !ok {
			continue
		}
		words, later = withoutLater(words, later)
		if q.Kind == Rating5 || q.Kind == NPS {
			if first, rest, more := strings.Cut(words, "\n"); more {
				if _, any := ratingsIn(first, 10); any {
					words, over = first, append(over, sentences(rest)...)
				}
			}
		}
		acts = append(acts, answerTo(q, words)...)
	}
	if len(parts) == 0 {
		acts = inProse(ss, asked.Questions)
	}
	if later || len(parts) > 0 && says(loose(passages, asked.Questions), "later") || len(parts) == 0 && len(acts) > 0 && missing(acts, asked.Questions) && saysLaterLast(ss) {
		acts = append(acts, Act{Kind: Later, Words: all})
	}
	if len(parts) > 0 {
		over = append(over, loose(passages, asked.Questions)...)
	}
	if ask, ok := question(over); ok {
		acts = append(acts, ask)
	}
	return acts
}

// shouldBe corrects the answer to a question by its number.
var shouldBe = regexp.MustCompile(`(?i)(?:(?:sorry|oops|wait|correction)[,:.! ]*)?(?:question |number |no\.? ?|q|#)?\b(\d{1,2}) (?:should (?:be|read|have been)|must be|is actually|was meant to be|ought to be) (?:an? )?(\d{1,2})\b[.!]*`)

// ofSurvey shows that a no is one to the survey, not to its question.
var ofSurvey = regexp.MustCompile(`(?i)\b(?:survey|surveys|questionnaires?|questions|answer|answering|fill)\b`)

// forAll is one rating for every question: "5 for all three".
var forAll = regexp.MustCompile(`(?i)\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)s?\s+(?:for|to|on|in|across|at) (?:all|every|each|everything|the lot)\b|\b(\d{1,2}|two|three|four|five)s? (?:all round|all around|all the way|throughout|everywhere)\b|\b(?:all|alles|alle|straight|solid)(?: of (?:them|it)| three| four| the same)?(?: (?:are|is|a))? (\d{1,2}s?|(?:one|two|three|four|five)s?)\b|\b(\d{1,2}|one|two|three|four|five)s? across the board\b`)

// exceptAll is one rating for all questions but one: "4 for everything except
// network, that's a 2".
var exceptAll = regexp.MustCompile(`(?i)\b(\d{1,2}|two|three|four|five)s? (?:for|to|on|in) (?:all|every|each|everything|the lot)\b[^.;!?]*?\b(?:except|but|apart from|other than|besides|only)(?: for| the| my)* ([^,.;!?]{3,40}?)(?:,| -| –|:)? (?:which |that's |that |there |it's |is |gets |get |where |i'd |say |rather |a |an |only |just )*(\d{1,2}|one|two|three|four|five)\b`)

func allBut(all string, rated []Question) (acts []Act) {
	m := exceptAll.FindStringSubmatch(all)
	if m == nil {
		return nil
	}
	others := 0
	for _, q := range rated {
		words := m[1]
		if sharesTopic(m[2], q) {
			words, others = m[3], others+1
		}
		acts = append(acts, answerTo(q, words)...)
	}
	if others != 1 {
		return nil
	}
	return acts
}

// ratedOrdinal is a rating for a question by its place: "3 for the first".
var ratedOrdinal = regexp.MustCompile(`(?i)\b(\d{1,2}|one|two|three|four|five)(?:/5|/10)? (?:for|to|on) (?:the |number |question |no\.? |q)*(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|\d)\b`)

func byOrdinal(all string, questions []Question) (acts []Act) {
	ms := ratedOrdinal.FindAllStringSubmatch(all, 20)
	if len(ms) < 2 || len(ratingNumber.FindAllString(outOf.ReplaceAllString(all, ""), 40)) > 2*len(ms) {
		return nil
	}
	for _, m := range ms {
		n, ok := ordinals[strings.ToLower(m[2])]
		if !ok {
			n, _ = strconv.Atoi(m[2])
		}
		if n < 0 {
			n = len(questions)
		}
		if n < 1 || n > len(questions) {
			return nil
		}
		acts = append(acts, answerTo(questions[n-1], m[1])...)
	}
	return acts
}

// rowOfNumbers reads a row of as many numbers as there are ratings, and one
// rating for all.
func rowOfNumbers(all string, questions []Question) (acts []Act) {
	var rated []Question
	for _, q := range questions {
		if q.Kind == Rating5 || q.Kind == NPS {
			rated = append(rated, q)
		}
	}
	if len(rated) < 2 {
		return nil
	}
	if acts := allBut(all, rated); acts != nil {
		return acts
	}
	if acts := firstAndLast(all, rated); acts != nil {
		return acts
	}
	if acts := byOrdinal(all, questions); acts != nil {
		return acts
	}
	if m := forAll.FindStringSubmatch(all); m != nil && len(wordsOf(all)) <= 14 && len(ratingNumber.FindAllString(outOf.ReplaceAllString(all, ""), 3)) <= 1 {
		n, ok := firstNumber(wordsOf(strings.TrimSuffix(m[1]+m[2]+m[3]+m[4], "s")))
		if !ok {
			return nil
		}
		for _, q := range rated {
			acts = append(acts, answerTo(q, strconv.Itoa(n))...)
		}
		return acts
	}
	if m := andLast.FindStringSubmatch(all); m != nil && rated[len(rated)-1].Kind == NPS {
		for _, q := range rated[:len(rated)-1] {
			acts = append(acts, answerTo(q, m[1])...)
		}
		return append(acts, answerTo(rated[len(rated)-1], m[2])...)
	}
	numbers := row(all)
	if len(numbers) != len(rated) {
		return nil
	}
	for i, w := range numbers {
		acts = append(acts, answerTo(rated[i], w)...)
	}
	return acts
}

// withoutLater cuts a last line such as "rest later, running to a meeting".
func withoutLater(words string, later bool) (string, bool) {
	lines := strings.Split(words, "\n")
	for i, l := range lines {
		if i > 0 && says(sentences(l), "later") && len(wordsOf(l)) <= 14 {
			return strings.Join(lines[:i], "\n"), true
		}
	}
	return words, later
}

// loose are the sentences in no numbered line.
func loose(passages []Passage, questions []Question) (out []sentence) {
	for _, p := range passages {
		for line := range strings.Lines(p.Words) {
			if !numberedLine.MatchString(strings.TrimSpace(line)) && p.Below == "" {
				out = append(out, sentences(line)...)
			}
		}
	}
	return out
}

func saysLaterLast(ss []sentence) bool { return len(ss) > 0 && ss[len(ss)-1].has("later") }

func missing(acts []Act, questions []Question) bool { return len(acts) < len(questions) }

func onlyTexts(questions []Question) (out []Question) {
	for _, q := range questions {
		if q.Kind == FreeText {
			out = append(out, q)
		}
	}
	return out
}

func onlyText(questions []Question) bool {
	for _, q := range questions {
		if q.Kind != FreeText {
			return false
		}
	}
	return true
}

// inProse reads ratings out of running words: the only one for the only
// question, as many as there are questions in their order, or each beside a word
// of its question.
func inProse(ss []sentence, questions []Question) []Act {
	all := lineText(ss)
	var rated, texts []Question
	for _, q := range questions {
		if q.Kind == FreeText {
			texts = append(texts, q)
		} else {
			rated = append(rated, q)
		}
	}
	switch {
	case len(rated) == 1 && len(texts) == 0:
		return answerTo(rated[0], all)
	case len(rated) == 0 && len(texts) == 1:
		return answerTo(texts[0], strings.TrimSpace(textOf(ss)))
	}
	if acts := besideTopics(ss, rated); len(acts) > 0 && !(len(rated) == 1 && len(texts) == 1) {
		return append(acts, saidToText(ss, texts)...)
	}
	numbers := ratingNumber.FindAllString(outOf.ReplaceAllString(all, ""), 30)
	if len(numbers) == len(rated) && len(wordsOf(all)) <= 3*len(rated)+6 {
		var acts []Act
		for i, q := range rated {
			acts = append(acts, answerTo(q, numbers[i])...)
		}
		return acts
	}
	if len(numbers) == len(rated)-1 && len(numbers) > 1 && skipsLast(ss) {
		var acts []Act
		for i, n := range numbers {
			acts = append(acts, answerTo(rated[i], n)...)
		}
		return acts
	}
	if len(rated) == 1 {
		var rest []string
		for _, s := range ss {
			rest = append(rest, clauses(s.text)...)
		}
		if i, words, ok := ratedClause(rest); ok {
			acts := answerTo(rated[0], words)
			rest = append(rest[:i:i], rest[i+1:]...)
			if text := goalLine(rest); len(texts) == 1 && text != "" {
				acts = append(acts, answerTo(texts[0], text)...)
			}
			return acts
		}
	}
	return nil
}

// skipsLast reports whether the words leave the last question open: "4, 5, and
// for the third I have no opinion".
func skipsLast(ss []sentence) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		return (s.has("skip") || s.has("unsure")) && slices.ContainsFunc(s.words, func(w string) bool { return w == "last" || w == "third" || w == "3rd" || w == "fourth" || w == "other" })
	})
}

// saidToText gives the one question for text the sentences that share a word with
// it and rate nothing: "As for what to change: fewer forms".
func saidToText(ss []sentence, texts []Question) []Act {
	if len(texts) != 1 {
		return nil
	}
	for _, s := range ss {
		if _, any := ratingsIn(s.text, 10); any || s.asks {
			continue
		}
		for _, w := range wordsOf(texts[0].Text) {
			if len(w) >= 6 && !dull[w] && slices.Contains(s.words, w) {
				words := s.text
				if _, after, ok := strings.Cut(words, ": "); ok {
					words = after
				}
				return answerTo(texts[0], words)
			}
		}
	}
	return nil
}

// besideTopics gives each rating question the number in the clause that names
// what it asks about: guidance, skills, network.
func besideTopics(ss []sentence, rated []Question) []Act {
	var parts []string
	for _, s := range ss {
		parts = append(parts, topicBreak.Split(s.text, 20)...)
	}
	var acts []Act
	used := map[int]bool{}
	for _, q := range rated {
		for i, p := range parts {
			if used[i] || !sharesTopic(p, q) {
				continue
			}
			for n := i + 1; n < min(len(parts), i+4) && !used[n]; n++ { // "Guidance: very good, so a 4"
				if _, any := ratingsIn(instead.ReplaceAllString(p, " "), 10); any || len(wordsOf(parts[n])) > 8 || slices.ContainsFunc(rated, func(o Question) bool { return sharesTopic(parts[n], o) }) {
					break
				}
				if _, any := ratingsIn(parts[n], 10); any {
					used[n] = true
					p += " " + parts[n]
				}
			}
			if _, any := ratingsIn(p, 10); any {
				used[i] = true
				acts = append(acts, answerTo(q, p)...)
				break
			}
		}
	}
	if len(acts) < 2 && len(rated) > 1 && !(len(acts) == 1 && says(ss, "skip")) {
		return nil
	}
	return acts
}

var topicBreak = regexp.MustCompile(`[,;]\s+(?:and |but |so )?|\s+and\s+|\s+but\s+|\s[-–—]\s|:\s`)

// topics are the words by which people name what a question asks.
var topics = map[string][]string{
	"guidance": {"guidance", "guided", "advice", "direction", "next step"}, "skill": {"skill", "learnt", "learned", "ability"},
	"network": {"network", "contacts", "connections"}, "confiden": {"confiden", "self-assured"},
	"recommend": {"recommend", "colleague", "nps", "score"}, "perspective": {"perspective", "view", "horizon"},
}

func sharesTopic(part string, q Question) bool {
	part = strings.ToLower(part)
	asked := strings.ToLower(q.Text)
	for key, words := range topics {
		if strings.Contains(asked, key) && containsAny(part, words) {
			return true
		}
	}
	for _, w := range wordsOf(asked) {
		if len(w) >= 7 && !dull[w] && strings.Contains(part, w) {
			return true
		}
	}
	return false
}

var dull = wordSet("program programme session sessions between partner questions answers colleague yourself mentoring")
