package reply

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A sentence is what stands between two stops, as written and as words.
type sentence struct {
	text  string
	words []string // lower case, straight apostrophes, signs dropped
	cut   []bool   // before which words a comma or the like stands
	tags  []tag
	asks  bool // it ends in a question mark
	line  int  // of the passage
}

// has reports whether any of the meanings is said, and not denied.
func (s sentence) has(meanings ...meaning) bool {
	return slices.ContainsFunc(s.tags, func(t tag) bool { return slices.Contains(meanings, t.meaning) && !s.denied(t) })
}

// denied reports whether a "not" stands right before the words of the tag:
// "I don't want to cancel".
func (s sentence) denied(t tag) bool {
	switch t.meaning {
	case "asks", "later", "cancel", "move", "cantmake", "leave", "forget", "pause", "rematch", "concern", "undo", "refuse":
	default:
		return false
	}
	for i := t.start - 1; i >= max(0, t.start-4) && !s.cut[i+1]; i-- {
		switch s.words[i] {
		case "not", "don't", "dont", "won't", "never", "no", "nothing", "without", "nicht", "pas", "não", "nao", "didn't", "isn't", "wouldn't":
			return true
		}
	}
	return false
}

// says reports whether any sentence has the meaning.
func says(ss []sentence, meanings ...meaning) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool { return s.has(meanings...) })
}

// text joins what the sentences say.
func textOf(ss []sentence) string {
	var parts []string
	for _, s := range ss {
		parts = append(parts, s.text)
	}
	return strings.Join(parts, " ")
}

// maxWords is how many words of a reply are looked at for what they say. People
// write fewer; the rest is still kept as text.
const maxWords = 5000

// sentences cuts the text. A full stop inside a number or an abbreviation, and
// a line break that only folds a long line, do not end a sentence.
func sentences(text string) []sentence {
	var out []sentence
	words, from, line, began := 0, 0, 0, 0
	var end func(to int, asks bool)
	end = func(to int, asks bool) {
		piece := strings.TrimSpace(text[from:to])
		if loc := asksBehind.FindStringSubmatchIndex(text[from:to]); asks && loc != nil {
			at := from + loc[2] // "Friday is good, could you send me her number?"
			end(at, false)
			end(to, true)
			return
		}
		from = to
		if piece == "" || words > maxWords {
			return
		}
		s := sentence{text: piece, asks: asks, line: began}
		s.words, s.cut = wordsIn(piece)
		if len(s.words) == 0 {
			if n := len(out); n > 0 && asks {
				out[n-1].asks = true
			}
			return
		}
		words += len(s.words)
		s.asks = s.asks || !strings.HasSuffix(piece, "!") && asksByOrder(s.words, strings.HasSuffix(piece, "."))
		s.tags = tags(s.words, s.cut)
		out = append(out, s)
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\n':
			if !folded(text, from, i) {
				end(i, false)
				began = line + 1
			}
			line++
		case '!', '?', ';':
			j := i
			for j < len(text) && strings.IndexByte("!?", text[j]) >= 0 {
				j++
			}
			end(max(j, i+1), strings.ContainsRune(text[i:max(j, i+1)], '?'))
			i = max(j, i+1) - 1
		case '.':
			if stops(text, from, i) {
				end(i+1, false)
			}
		}
	}
	end(len(text), false)
	return out
}

// asksBehind finds where a question begins behind a statement and a comma.
var asksBehind = regexp.MustCompile(`(?i)^\s*\S+\s+\S+[^?]*?[,–—-] ?((?:and |but |also )?(?:(?:could|can|would|will) you (?:please |also |kindly |maybe )?(?:send|tell|give|share|forward|remind|resend|ask|check|add|let|explain)|what (?:is|are|do|does|should)|what's|who (?:is|are)|who's|where (?:is|are|do)|where's|is there|are there|do you know|does (?:he|she) |do (?:i|we) need|should i)\b)`)

// asksByOrder reports whether the words stand in the order of a question whose
// mark was left out: "how senior is this person", "can you send me his cv".
func asksByOrder(words []string, stopped bool) bool {
	for len(words) > 0 && openers[words[0]] {
		words = words[1:]
	}
	if len(words) < 4 || len(words) > 20 {
		return false
	}
	switch words[0] {
	case "how", "what", "who", "where", "when", "why", "which":
		if words[1] == "about" || words[1] == "a" || words[1] == "an" || words[1] == "i" || words[1] == "we" || words[1] == "you" || strings.HasPrefix(words[1], "i'") || strings.HasPrefix(words[1], "we'") {
			return false
		}
		return slices.ContainsFunc(words[1:min(5, len(words))], func(w string) bool { return verbOfQuestion[w] })
	}
	return !stopped && verbOfQuestion[words[0]] && subject[words[1]]
}

var (
	verbOfQuestion = wordSet("is are was were do does did can could will would shall should has have had must")
	subject        = wordSet("i you he she we they it there this that my his her")
)

// stops reports whether the full stop at i ends a sentence.
func stops(text string, from, i int) bool {
	if i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\n' && text[i+1] != '\t' && text[i+1] != '"' && text[i+1] != ')' {
		return false // "3.5", "p.m", "e.g."
	}
	word := text[from:i]
	if sp := strings.LastIndexAny(word, " \n\t("); sp >= 0 {
		word = word[sp+1:]
	}
	switch strings.ToLower(word) {
	case "no", "nr", "dr", "mr", "mrs", "ms", "prof", "e.g", "i.e", "etc", "approx", "ca", "p.m", "a.m", "st", "mon", "tue", "tues", "wed", "thu", "thurs", "fri", "sat", "sun",
		"jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "z.b", "bzw", "lun", "mer", "jeu", "ven", "seg", "ter", "qua", "qui", "sex", "vs":
		next, _, _ := strings.Cut(strings.TrimSpace(text[i+1:min(len(text), i+20)]), " ")
		if day := dayName(strings.ToLower(word)) && len(word) <= 5; day && next != "" && unicode.IsUpper([]rune(next)[0]) && !month[strings.ToLower(strings.Trim(next, ",.;"))] {
			return true // "Out of office Thurs & Fri. Wed works."
		}
		return strings.EqualFold(word, "no") && strings.TrimSpace(text[from:i]) == word || strings.TrimSpace(text[i+1:]) == ""
	}
	// "from 23.11. until 27.11."
	if d, m, ok := strings.Cut(word, "."); ok && isDigits(d) && isDigits(m) && len(word) <= 5 && i+2 < len(text) && unicode.IsLower(rune(text[i+2])) {
		return false
	}
	// "3. bis 14. August"
	if word != "" && strings.Trim(word, "0123456789") == "" && i+2 < len(text) {
		next, _, _ := strings.Cut(strings.TrimSpace(text[i+1:min(len(text), i+20)]), " ")
		if unicode.IsLower(rune(text[i+2])) || month[strings.ToLower(strings.Trim(next, ",.;"))] {
			return false
		}
	}
	return true
}

// folded reports whether the line break at i only folds a long line.
func folded(text string, from, i int) bool {
	start := strings.LastIndexByte(text[:i], '\n') + 1
	if i-start < 50 || i+1 >= len(text) {
		return false
	}
	c := text[i+1]
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' && !numberedLine.MatchString(text[i+1:min(len(text), i+40)])
}

// wordsOf gives the words of the text as the word files write them.
func wordsOf(text string) []string {
	words, _ := wordsIn(text)
	return words
}

// unstretched writes "yesss" as "yes".
func unstretched(w string) string {
	if len(w) < 4 {
		return w
	}
	out := make([]byte, 0, len(w))
	for i := range len(w) {
		if n := len(out); n >= 1 && i+1 < len(w) && w[i] == w[i+1] && w[i] == out[n-1] && w[i] >= 'a' && w[i] <= 'z' {
			for i+1 < len(w) && w[i] == w[i+1] {
				break
			}
			continue
		}
		out = append(out, w[i])
	}
	// Three in a row left two: they become one.
	if s := string(out); len(out) < len(w) {
		if n := len(s); s[n-1] == s[n-2] {
			return s[:n-1]
		}
		return s
	}
	return w
}

// wordsIn gives the words, and before which of them a comma or a bracket stands.
func wordsIn(text string) (words []string, breaks []bool) {
	broken, from := false, -1
	low := strings.ReplaceAll(strings.ToLower(text), "’", "'")
	end := func(to int) {
		if from < 0 {
			return
		}
		if w := unstretched(strings.Trim(low[from:to], "'-/")); w != "" {
			words, breaks = append(words, w), append(breaks, broken)
			broken = false
		} else {
			broken = true // a dash by itself
		}
		from = -1
	}
	for i, r := range low {
		if unicode.Is(unicode.So, r) { // each sign is a word of its own
			end(i)
			words, breaks, broken = append(words, string(r)), append(breaks, broken), false
			continue
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '-' || r == '/' {
			if from < 0 {
				from = i
			}
			continue
		}
		end(i)
		broken = broken || r == ',' || r == '(' || r == ')' || r == ':' || r == '.' || r == '\n' || r == '–' || r == '—' || r == '!' || r == '?'
	}
	end(len(low))
	return words, breaks
}
