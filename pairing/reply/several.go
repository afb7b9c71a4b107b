package reply

import (
	"regexp"
	"strconv"
	"strings"

	"mentord/calendar/phrase"
)

// numberedLine is a line that begins with the number of a question: "1.", "2)",
// "3 -", "Q1:" or a number and a blank.
var numberedLine = regexp.MustCompile(`^\s*(?:[Qq#]\s?)?(\d{1,2})\s*[.):\-]?\s+(\S.*)$|^\s*(\d{1,2})\s*[.):]\s*(\S.*)$`)

// inlineNumber finds the "2 " of "1 yes, 2 thurs after 4".
var inlineNumber = regexp.MustCompile(`[,;]\s*(\d{1,2})[.):]?\s+`)

// numbered gives the words that answer each question: those typed below its
// quoted line, and those behind its number.
func numbered(passages []Passage, questions []Question) map[int]string {
	known := map[int]bool{}
	for _, q := range questions {
		known[q.N] = true
	}
	out := map[int]string{}
	for _, p := range passages {
		if q, ok := questionIn(p.Below, questions); ok {
			out[q.N] = strings.TrimSpace(out[q.N] + "\n" + p.Words)
			continue
		}
		current := 0
		for line := range strings.Lines(spreadInline(p.Words, known)) {
			line = strings.TrimSpace(line)
			if m := numberedLine.FindStringSubmatch(line); m != nil {
				n, _ := strconv.Atoi(m[1] + m[3])
				if known[n] {
					current = n
					out[n] = strings.TrimSpace(m[2] + m[4])
					continue
				}
			}
			if current != 0 && line != "" {
				out[current] += "\n" + line
			} else {
				current = 0
			}
		}
	}
	return out
}

// spreadInline puts "1 yes, 2 thurs after 4, 3 5/5" on lines of their own, when
// the numbers run 1, 2, 3.
func spreadInline(words string, known map[int]bool) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(words), "\n")
	m := numberedLine.FindStringSubmatch(first)
	if m == nil {
		return words
	}
	next, _ := strconv.Atoi(m[1] + m[3])
	var b strings.Builder
	from := 0
	for _, loc := range inlineNumber.FindAllStringSubmatchIndex(first, 20) {
		n, _ := strconv.Atoi(first[loc[2]:loc[3]])
		if n != next+1 || !known[n] {
			continue
		}
		b.WriteString(first[from:loc[0]] + "\n")
		from, next = loc[2], n
	}
	return b.String() + first[from:] + "\n" + rest
}

// questionIn finds the question that a quoted line asks.
func questionIn(quoted string, questions []Question) (Question, bool) {
	text := plain(quoted)
	if len(text) < 3 {
		return Question{}, false
	}
	for _, q := range questions {
		if asked := plain(q.Text); strings.Contains(text, asked) || len(text) > 14 && strings.Contains(asked, strings.TrimSpace(text)) {
			return q, true
		}
	}
	return Question{}, false
}

// readSeveral reads the answers to a letter with several numbered questions.
func readSeveral(passages []Passage, asked Asked) []Act {
	var acts []Act
	parts := numbered(passages, asked.Questions)
	for _, q := range asked.Questions {
		words, ok := parts[q.N]
		if !ok {
			continue
		}
		for _, a := range readOne(q, words, asked) {
			a.Question = q.N
			acts = append(acts, a)
		}
	}
	if len(parts) > 0 {
		return acts
	}
	// No number anywhere: only what can belong to a single question is taken.
	all := join(passages)
	for _, q := range asked.Questions {
		switch q.Kind {
		case Slots:
			if count(asked.Questions, Slots) > 1 {
				continue // which of them would be a guess
			}
			if r := phrase.Read(all, times(asked)); !r.Empty() {
				for _, a := range readSlots(all, asked) {
					a.Question = q.N
					acts = append(acts, a)
				}
			}
		case Checkin:
			if count(asked.Questions, Checkin) > 1 {
				continue
			}
			for _, a := range didMeet(all, asked) {
				a.Question = q.N
				acts = append(acts, a)
			}
		}
	}
	if len(acts) == 0 {
		acts = []Act{{Kind: Unclear, Words: all}}
	}
	return acts
}

func count(questions []Question, kind QuestionKind) (n int) {
	for _, q := range questions {
		if q.Kind == kind {
			n++
		}
	}
	return n
}

// readOne reads the words as the answer to one question of any kind.
func readOne(q Question, words string, asked Asked) []Act {
	asked.Kind = q.Kind
	if q.Offered != nil {
		asked.Offered = q.Offered
	}
	var acts []Act
	switch q.Kind {
	case Checkin:
		acts = didMeet(words, asked)
	case Match, Echo:
		acts = readMatch(words, asked)
	case Slots:
		acts = readSlots(words, asked)
	case Booked:
		acts = readBooked(words, asked)
	case Agreement:
		acts = readAgreement([]Passage{{Words: words}}, asked)
	case Enrol:
		acts = readEnrol([]Passage{{Words: words}}, asked)
	default:
		return answerTo(q, words)
	}
	if len(acts) == 0 {
		return []Act{{Kind: Unclear, Words: words}}
	}
	return acts
}

// notYet is about the past: it must not turn the times behind it into excluded ones.
var notYet = regexp.MustCompile(`(?i)\bnot yet\b`)

// didMeet reads the answer to "did you meet?".
func didMeet(words string, asked Asked) []Act {
	text := plain(words)
	switch {
	case has(text, notYetWords):
		acts := []Act{{Kind: NotYet, Words: words}}
		if r := phrase.Read(notYet.ReplaceAllString(words, " "), times(asked)); len(r.Want) > 0 {
			acts = append(acts, Act{Kind: Can, Windows: r.Want, Words: words})
		}
		return acts
	case has(text, notMetWords), opens(text, []string{"no", "nope", "n"}):
		return []Act{{Kind: NotMet, Words: words}}
	case has(text, unsureWords):
		return []Act{{Kind: Unclear, Words: words}}
	case has(text, metWords), yes(text):
		return []Act{{Kind: Met, Words: words}}
	}
	return nil
}
