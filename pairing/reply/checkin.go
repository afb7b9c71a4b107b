package reply

import (
	"regexp"
	"slices"
	"strings"
)

// notYet is about the past: it must not turn the times behind it into excluded ones.
var notYet = regexp.MustCompile(`(?i)\bnot yet\b|\bnoch nicht\b|\bpas encore\b|\bainda n[ãa]o\b|\b(?:todav[íi]a|a[úu]n) no\b`)

// didMeet reads the answer to "did you meet?".
func didMeet(ss []sentence, asked Asked) []Act {
	words := lineText(ss)
	met, notMet, notYetMet := says(ss, "met"), says(ss, "notmet"), says(ss, "notyet")
	notMet = notMet && !(met && firstOf(ss, "met", "notmet") == "met")
	opens := silent
	if marks, _ := marksIn(ss[:min(1, len(ss))]); len(marks) > 0 && marks[0].word <= 1 {
		opens = marks[0].verdict
	}
	v := judge(ss)
	switch {
	case notYetMet && !(opens == agreed && met) && !(met && !notMet && firstOf(ss, "met", "notyet") == "met"):
		return append([]Act{{Kind: NotYet, Words: words}}, newDate(ss, asked)...)
	case opens == refused && !(met && thanked(ss)), notMet && opens != agreed, v == refused && !met && opens != agreed:
		if date := newDate(ss, asked); len(date) > 0 { // "no, but we will on Monday at 10"
			return append([]Act{{Kind: NotYet, Words: words}}, date...)
		}
		return []Act{{Kind: NotMet, Words: words}}
	case opens == agreed, met && !notMet:
		return []Act{{Kind: Met, Words: words}}
	case says(ss, "unsure"):
		return []Act{{Kind: Unclear, Words: words}}
	case v == agreed:
		return []Act{{Kind: Met, Words: words}}
	case v == postponed:
		return []Act{{Kind: Later, Words: words}}
	}
	return nil
}

// newDate is when they will meet instead. A clause that tells of it is read by
// itself where the whole names nothing: "not this time, we'll try again Monday".
func newDate(ss []sentence, asked Asked) []Act {
	words := postponedTo.ReplaceAllString(notYet.ReplaceAllString(lineText(ss), " "), "$1 to")
	if r := readTimes(words, asked); len(r.Want) > 0 {
		return []Act{{Kind: Can, Windows: r.Want, Words: words}}
	}
	for _, part := range clauses(words) {
		if r := readTimes(part, asked); len(r.Want) > 0 && sentences(part)[0].has("notyet") {
			return []Act{{Kind: Can, Windows: r.Want, Words: part}}
		}
	}
	return nil
}

// postponedTo is where "until" says the day of the new date.
var postponedTo = regexp.MustCompile(`(?i)\b((?:put|pushed|moved|postponed|delayed|deferred|rescheduled|shifted|bumped)(?: (?:it|us|this))?(?: off| back| out)?) (?:until|till)\b`)

// thanked reports whether the no that opens the words praises: "no complaints".
func thanked(ss []sentence) bool {
	switch strings.Join(ss[0].words[:min(2, len(ss[0].words))], " ") {
	case "no complaints", "no problems", "no issues", "no notes", "nothing but", "no regrets":
		return true
	}
	return false
}

// firstOf is which of the meanings is said first.
func firstOf(ss []sentence, meanings ...meaning) meaning {
	for _, s := range ss {
		for _, t := range s.tags {
			if slices.Contains(meanings, t.meaning) && !s.denied(t) {
				return t.meaning
			}
		}
	}
	return ""
}

// readCheckin reads the answer to "did you meet?", "how was it, 1 to 5?" and
// "a line on your goals?": numbered, a line each, or in prose.
func readCheckin(passages []Passage, asked Asked) []Act {
	parts := numbered(passages, asked)
	if m := yesRated.FindStringSubmatch(strings.TrimSpace(join(passages))); m != nil && !strings.HasSuffix(m[3], "?") && !noGoalLine.MatchString(m[3]) && len(parts) == 0 && len(asked.Questions) == 3 && asked.Questions[1].Kind == Rating5 && asked.Questions[2].Kind == FreeText {
		parts = map[int]string{asked.Questions[0].N: m[1], asked.Questions[1].N: m[2], asked.Questions[2].N: m[3]}
	}
	if len(parts) == 0 {
		parts = lineEach(join(passages), asked.Questions)
	}
	if len(parts) == 0 {
		return checkinProse(sentences(join(passages)), asked)
	}
	var acts []Act
	for _, q := range asked.Questions {
		words, ok := parts[q.N]
		switch {
		case !ok:
		case q.Kind == Checkin || q.Kind == YesNo && q.N == 1:
			acts = append(acts, didMeet(sentences(words), asked)...)
		default:
			acts = append(acts, answerTo(q, words)...)
		}
	}
	return acts
}

// yesRated is the three answers in a row: "yes 5 his feedback was gold".
var yesRated = regexp.MustCompile(`(?i)^(yes|yep|yeah|yup|sure|we did|did)[,.]? ([1-5]) (\p{L}{3,}(?:\s+\S+){2,})$`)

// checkinProse reads the three answers in running words. What is left beside
// "yes" and the rating is the line on the goals, when it says something.
func checkinProse(ss []sentence, asked Asked) []Act {
	acts := didMeet(ss, asked)
	if len(acts) > 0 && acts[0].Kind != Met && acts[0].Kind != Unclear {
		return acts
	}
	if len(acts) == 0 && !says(ss, "unsure") {
		// "5, great talk" says that they met
		var parts []string
		for _, s := range ss {
			parts = append(parts, clauses(s.text)...)
		}
		_, _, rated := ratedClause(parts)
		if _, ok := rating(onTheClock.ReplaceAllString(lineText(ss), ""), 1, 5); !ok && !rated {
			if ask, ok := question(ss); ok {
				return []Act{ask}
			}
			return nil
		}
		acts = []Act{{Kind: Met, Words: lineText(ss), Sure: Inferred}}
	}
	if len(acts) == 0 || acts[0].Kind != Met {
		return acts
	}
	var before, rest []string
	rated := false
	narrated := withoutOtherRatings(lineText(ss))
	if m := corrected.FindStringSubmatch(narrated); m != nil { // "I give a 3. No, let me be fair, it's a 4"
		narrated = strings.Replace(narrated, m[0], m[1], 1)
	}
	if m := atLast.FindStringSubmatch(narrated); m != nil {
		narrated = strings.Replace(narrated, m[0], m[1], 1)
	}
	for _, s := range sentences(narrated) {
		if !s.asks {
			rest = append(rest, clauses(s.text)...)
		}
	}
	for _, q := range asked.Questions {
		switch q.Kind {
		case Rating5:
			if n, words, found := ratedClause(rest); found {
				before, rest, rated = rest[:n], rest[n+1:], true
				if len(rest) > 0 && says(sentences(rest[0]), "unsure") {
					if _, any := ratingsIn(rest[0], 5); any {
						words, rest = words+" or "+rest[0], rest[1:] // "a 4, maybe a 5"
					}
				}
				acts = append(acts, answerTo(q, words)...)
			}
		case FreeText:
			text := ""
			if rated {
				text = goalLine(rest)
			}
			if text == "" {
				text = goalLine(slices.DeleteFunc(slices.Concat(before, rest), func(p string) bool { return !ofGoals.MatchString(p) }))
			}
			if text != "" && !(len(wordsOf(text)) <= 4 && says(sentences(text), "skip")) {
				acts = append(acts, Act{Kind: Answer, Question: q.N, Text: text, Words: text})
			}
		}
	}
	if !rated && says(ss, "later") {
		acts = append(acts, Act{Kind: Later, Words: lineText(ss)})
	}
	if ask, ok := question(ss); ok {
		acts = append(acts, ask)
	}
	return acts
}

// clauses cuts a sentence at commas, dashes and joining words before a rating.
func clauses(text string) []string {
	var out []string
	for part := range strings.SplitSeq(clauseBreak.ReplaceAllString(text, "\n"), "\n") {
		if part = strings.Trim(part, " ,;:-–—."); part != "" {
			out = append(out, part)
		}
	}
	return out
}

var clauseBreak = regexp.MustCompile(`[,;:]\s+|\s/\s|\s[-–—]+\s|\s\(|\)\s`)

// ratedClause finds the clause that rates.
func ratedClause(parts []string) (index int, words string, ok bool) {
	for i, p := range parts {
		p = counted.ReplaceAllString(onTheClock.ReplaceAllString(p, ""), "")
		if _, any := ratingsIn(p, 5); any {
			return i, p, true
		}
	}
	return 0, "", false
}

// withoutOtherRatings drops the ratings that are put aside ("that was a 3", "she'd
// say 5"), when one is left.
func withoutOtherRatings(text string) string {
	text = between.ReplaceAllString(text, " ")
	cut := othersSay.ReplaceAllString(instead.ReplaceAllString(text, " "), " ")
	if _, any := ratingsIn(counted.ReplaceAllString(onTheClock.ReplaceAllString(cut, ""), ""), 5); any {
		return cut
	}
	return text
}

// othersSay is a rating that somebody else would give, or that was given before.
var othersSay = regexp.MustCompile(`(?i)[,;(]?\s*\b(?:(?:he|she|they)(?:'d| would) (?:say|give(?: it)?)(?: an?)? \d|last time i (?:gave|said) \d\)?)`)

// onTheClock is a number that is a time of day: "at 4", "3pm".
var onTheClock = regexp.MustCompile(`(?i)\b(?:(?:at|until|till|from|met|around|half) \d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?\b|\d{1,2}(?:[:.]\d{2})? ?[ap]m\b|\d{1,2}:\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)\b)`)

// counted is a number that counts something: "for 15 minutes", "3 conferences".
var counted = regexp.MustCompile(`(?i)\b(\d+|one|two|three|four|five)\s+(min|minutes?|mins|hours?|hrs?|days?|weeks?|months?|times?|people|conferences?|pages?|jobs?|things?|interviews?|of (?:my|our|the)|more|new|case|applications?|companies|sessions?|years?|drafts?|goals?|things|questions?|options?|offers?|steps?|chapters?|slides?|ideas?|tasks?|topics?|points? to)\b`)

// goalLine joins the clauses that may be the line on the goals: all but
// politeness, doubt, and what tells of the meeting itself.
func goalLine(parts []string) string {
	var kept []string
	for i, p := range parts {
		ss := sentences(p)
		if len(ss) == 0 {
			continue
		}
		if goalLabel.MatchString(p) && i+1 < len(parts) {
			return strings.Join(parts[i+1:], ", ")
		}
		low := strings.ToLower(p)
		switch {
		case noGoalLine.MatchString(p), ofFit.MatchString(p), private.MatchString(p): // what they think of each other is not for the other
		case strings.HasPrefix(low, "but "), strings.HasPrefix(low, "so "), strings.HasPrefix(low, "through "), strings.HasPrefix(low, "because "), strings.HasPrefix(low, "as "), strings.HasPrefix(low, "and that"), strings.HasPrefix(low, "that's"), strings.HasPrefix(low, "sorry"):
		case ss[0].has("met", "notmet") && telling.MatchString(p), ss[0].has("unsure"):
		case ss[0].has("thanks", "greeting") && len(ss[0].words) < 4:
		default:
			kept = append(kept, p)
		}
	}
	text := strings.Join(kept, ", ")
	if len(wordsOf(text)) < 3 {
		return ""
	}
	return text
}

// ofGoals are words of work on goals, by which a line on them is known where
// nothing else shows it.
var ofGoals = regexp.MustCompile(`(?i)\b(?:goals?|next step|working on|my (?:cv|resume|portfolio|presentation|application|thesis|project|plan|draft|pitch|talk|interview|certification|exam)|finished|applied|applying|signed up|practis|practic|learnt|learned|prepared|drafted|wrote|started|booked|shortlist|progress|ziel|objectif|objetivo|meta)`)

// noGoalLine is what people write around their rating, and no line on goals.
var noGoalLine = regexp.MustCompile(`(?i)^/\p{L}+$|^\d out of \d$|^[\d +()-]{7,}$|^(?:and |but )?(?:speak soon|talk soon|though\b|although\b|no\b|yes\b|we met\b|thanks?\b|thank you\b|sorry\b|forgot\b|apologies\b|out of\b|not an? \d|last time\b|or \d|(?:he|she|they|i|we)(?:'d| would|'ll) (?:say|give)\b.*\d|i'd say$|from me$|\d.*from me$)`)

// goalLabel announces the line on the goals; telling tells of the meeting.
var (
	goalLabel = regexp.MustCompile(`(?i)^(?:\w+ ){0,3}(?:goals?|ziele?|objectifs?|objetivos?|metas?)$`)
	telling   = regexp.MustCompile(`(?i)^(?:yes|yep|yeah|ja|oui|sí|sim|we|i|wir|nous|on)\b`)
)

// lineEach pairs the lines of the words with the questions, when there is one
// line for each and the ones for ratings are short.
func lineEach(all string, questions []Question) map[int]string {
	var lines []string
	for l := range strings.Lines(all) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasSuffix(l, ",") {
			lines = append(lines, l)
		}
	}
	if len(lines) != len(questions) || len(lines) < 2 {
		return nil
	}
	out := map[int]string{}
	for i, q := range questions {
		switch q.Kind {
		case Rating5, NPS:
			if _, any := ratingsIn(lines[i], 10); !any {
				return nil
			}
		case Checkin, YesNo:
			if ss := sentences(lines[i]); len(wordsOf(lines[i])) > 8 || judge(ss) == silent && !says(ss, "met", "notmet", "notyet") {
				return nil
			}
		}
		out[q.N] = lines[i]
	}
	return out
}
