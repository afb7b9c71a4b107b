package reply

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A verdict is what some sentences answer to a question that wants yes or no.
type verdict string

const (
	silent    verdict = "" // nothing was said to it
	agreed    verdict = "yes"
	refused   verdict = "no"
	postponed verdict = "later"
	doubtful  verdict = "doubt" // said, but not for sure
)

// A mark is one word of judgement, and where it stands.
type mark struct {
	verdict
	sentence, word int
	turn           bool // "but" or a new sentence stands before it
}

// judge weighs the yes, no and later in the sentences. What was taken back does
// not count; of two that disagree the last counts if it was reached by a turn
// ("I was going to say no, but go on then").
func judge(ss []sentence) verdict {
	marks, condition := marksIn(ss)
	last, doubt := silent, false
	clash := false // the last two disagree, with no turn between them
	for i, m := range marks {
		switch m.verdict {
		case doubtful:
			doubt = true
			continue
		case agreed:
			clash = last == refused && !m.turn
		case refused:
			clash = last == agreed && !m.turn
		}
		if last == postponed && (m.verdict == refused || i > 0 && m.sentence == marks[i-1].sentence) {
			continue // "not now, no", "ask me in May and I'll gladly look"
		}
		last = marks[i].verdict
	}
	switch {
	case clash:
		return doubtful
	case last == silent && doubt:
		return doubtful
	case last == agreed && (doubt && !firm(marks) && !resolved(marks) || condition):
		return doubtful
	case last == refused && doubt && !firm(marks):
		return doubtful
	}
	return last
}

// firm reports whether the first word of judgement opens the reply and the doubt
// is in another sentence.
func firm(marks []mark) bool {
	if n := len(marks) - 1; n > 0 && marks[n].verdict != doubtful && marks[n].word <= 1 && marks[n].sentence > marks[n-1].sentence {
		return true // "At first I was not sure. Yes."
	}
	if len(marks) == 0 || marks[0].verdict == doubtful || marks[0].word > 1 {
		return false
	}
	for _, m := range marks {
		if m.verdict == doubtful && m.sentence == marks[0].sentence {
			return false
		}
	}
	return true
}

// resolved reports whether the last word is a yes that was turned to: "I can't
// say anything against it, so yes".
func resolved(marks []mark) bool {
	last := marks[len(marks)-1]
	return last.verdict == agreed && last.turn && len(marks) > 1 && marks[len(marks)-2].verdict == doubtful
}

// marksIn finds the words of judgement, without those taken back. condition
// says that a yes hangs on an "if".
func marksIn(ss []sentence) (marks []mark, condition bool) {
	for n, s := range ss {
		if len(s.words) == 1 && s.words[0] == "in" {
			marks = append(marks, mark{agreed, n, 0, true})
		}
		turn := n > 0
		at := 0
		hangs, yes := false, false
		for _, t := range s.tags {
			for ; at < t.start; at++ {
				switch s.words[at] {
				case "but", "however", "though", "so", "aber", "mais", "pero", "mas", "yet", "still":
					turn = true
				}
			}
			var v verdict
			switch t.meaning {
			case "meant":
				if s.asks && s.words[t.start] == "wait" {
					continue // "or must I wait for you?"
				}
				if len(marks) > 0 {
					marks, condition = nil, false
				}
				turn = true
				continue
			case "yes":
				if s.words[t.end-1] == "in" && t.end < len(s.words) && !s.cut[t.end] && !joiner[s.words[t.end]] && strings.ContainsFunc(s.words[t.end], unicode.IsLetter) {
					continue // "I am in Accounts Payable"
				}
				v, yes = agreed, true
				if deniedYes(s, t) { // "don't sign me up", "of course not"
					v, yes = refused, false
				}
			case "weakyes":
				opens := t.start == 0 && t.end < len(s.words) && s.cut[t.end] && !s.asks // "Perfect, I know her a bit"
				if len(s.words) > 5 && !opens && !forMe(s.words) {
					continue
				}
				v, yes = agreed, true
			case "no":
				v = refused
			case "later":
				if s.denied(t) { // "I don't need more time"
					continue
				}
				v = postponed
			case "unsure":
				v = doubtful
			case "condition":
				hangs = true
				continue
			default:
				continue
			}
			if s.asks && t.start > 1 && (v != postponed || !again(s.words)) {
				continue // "would she be fine with evenings?"
			}
			marks = append(marks, mark{v, n, t.start, turn || len(marks) == 0})
			turn = false
		}
		condition = condition || hangs && yes && !s.asks
	}
	return marks, condition
}

// deniedYes reports whether the yes of the tag is denied: by a word right before
// it, or by a "not" right behind.
func deniedYes(s sentence, t tag) bool {
	for i := t.start - 1; i >= max(0, t.start-2) && !s.cut[i+1]; i-- {
		switch s.words[i] {
		case "don't", "dont", "not", "won't", "wouldn't", "didn't", "never", "can't", "cannot", "couldn't":
			return true
		case "please", "to", "be", "really", "just", "even":
		default:
			i = -1
		}
	}
	if t.end >= len(s.words) || s.cut[t.end] || s.words[t.end] != "not" {
		return false
	}
	return !slices.ContainsFunc(s.tags, func(o tag) bool { return o.start == t.end }) && (t.end+1 == len(s.words) || s.cut[t.end+1])
}

// again reports whether a question asks to be asked another time.
func again(words []string) bool {
	return strings.Contains(" "+strings.Join(words, " ")+" ", " ask me ") || strings.Contains(" "+strings.Join(words, " ")+" ", " back to me ") || slices.ContainsFunc(words, func(w string) bool {
		return w == "again" || w == "reply" || w == "answer" || w == "think" || w == "until" || w == "till" || w == "sleep"
	})
}

// joiner may follow "I'm in".
var joiner = wordSet("for with too thanks please as again this happy gladly definitely")

func forMe(words []string) bool {
	for i := 0; i+1 < len(words); i++ {
		switch words[i] + " " + words[i+1] {
		case "for me", "with me", "by me", "für mich", "pour moi", "para mí", "para mim", "für uns", "for us", "with us", "by us", "mir gut":
			return true
		}
	}
	return false
}

// readMatch reads the answer to "would you two like to be a pair?".
func readMatch(ss []sentence, asked Asked) []Act {
	words := textOf(ss)
	ask, asking := question(ss)
	var acts []Act
	v := judge(ss)
	if asked.Kind == Match && v != agreed && notThisOne.MatchString(words) {
		v = refused
	}
	if asked.Kind == Match && v != agreed && slices.ContainsFunc(ss, func(s sentence) bool { return s.has("rematch") && (s.asks || !asking) }) {
		v = refused // "can you find me someone else?"
	}
	switch v {
	case agreed:
		if asking && says(ss, "before") && !ss[0].has("yes") {
			return []Act{ask}
		}
		acts = append(acts, Act{Kind: Accept, Words: words})
	case refused:
		return []Act{{Kind: Decline, Text: words, Words: words}}
	case postponed:
		if other := slices.DeleteFunc(slices.Clone(ss), func(s sentence) bool { return s.has("later") }); asking {
			if ask, asking = question(other); asking {
				return []Act{ask} // "does she know Brazil? That would decide it"
			}
		}
		return []Act{{Kind: Later, Words: words}}
	case doubtful:
		if !asking {
			return nil
		}
	}
	if asking {
		acts = append(acts, ask)
	}
	if len(acts) > 0 && acts[0].Kind == Accept && asked.Kind == Match {
		acts = append(acts, timesBeside(ss, asked)...)
	}
	return acts
}

// apology tells of what was not done in time.
var apology = regexp.MustCompile(`(?i)\b(?:sorry|apologies)\b.*\b(?:didn't|did not|couldn't|not|late|slow|delay|missed)\b`)

// notThisOne refuses by name: "not Gareth please".
var notThisOne = regexp.MustCompile(`^\W*(?:(?i:please|sorry|thanks),? )*(?i:not) \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?,?(?: (?i:please|thanks|sorry|though|again))?[.!]*$`)

// telling2 tells of something else on a day: "I start my new role on Monday".
var telling2 = regexp.MustCompile(`(?i)\b(?:(?:i|we) (?:start|started|began|begin|saw|heard|read|met|watched|attended)|(?:his|her|their|my) (?:talk|first day|new role|new job|birthday|exam|interview)|told me)\b`)

// timesBeside gives the times named beside an answer, but not those of questions.
func timesBeside(ss []sentence, asked Asked) []Act {
	var plain []sentence
	for _, s := range ss {
		if !s.asks && !apology.MatchString(s.text) && !ofOthersOnly(s) && !telling2.MatchString(s.text) {
			plain = append(plain, s)
		}
	}
	text := lineText(plain)
	return timed(readTimes(text, asked), text)
}
