package phrase

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a word, a number or a sign; after translate, a word of the grammar.
// Start and end are byte offsets.
type token struct {
	text       string // in lower case
	number     int    // of a number token; -1 else
	digits     int    // how many digits the number was written with
	start, end int
	raw        string // as written, in lower case
	of         bool   // it was written with a 's
}

// tokens cuts the text. Letters, digits and signs never share a token, so
// "3pm" gives "3" and "pm", "16-18h" four tokens; an apostrophe stays in its word.
func tokens(text string) []token {
	var out []token
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		start := i
		switch {
		case unicode.IsDigit(r) && r < utf8.RuneSelf:
			for i < len(text) && text[i] >= '0' && text[i] <= '9' {
				i++
			}
			n, err := strconv.Atoi(text[start:i])
			if err != nil || i-start > 6 {
				n = -1 // too long to be a time: an id or a phone number
			}
			out = append(out, token{text[start:i], n, i - start, start, i, text[start:i], false})
		case unicode.IsLetter(r):
			for i < len(text) {
				r, size = utf8.DecodeRuneInString(text[i:])
				if !unicode.IsLetter(r) && !apostrophe(text, i, r) {
					break
				}
				i += size
			}
			word := strings.ReplaceAll(strings.ToLower(text[start:i]), "’", "'")
			of := false
			if len(word) > 4 && !contracted[word] {
				word, of = strings.CutSuffix(word, "'s") // "Tuesday's no good"
			}
			for _, verb := range []string{"'d", "'ll"} {
				if name, ok := strings.CutSuffix(word, verb); ok && (strings.HasSuffix(name, "day") || strings.HasSuffix(name, "week") || strings.HasSuffix(name, "month")) {
					word = name // "next week'd be better"
				}
			}
			out = append(out, token{word, -1, 0, start, i, word, of})
		case unicode.IsSpace(r) && r != '\n':
			i += size
		default:
			i += size
			sign := text[start:i]
			if sign == "–" || sign == "—" || sign == "−" {
				sign = "-"
			}
			out = append(out, token{sign, -1, 0, start, i, sign, false})
		}
	}
	return out
}

// contracted are the words that keep their 's: it is no day's.
var contracted = map[string]bool{"let's": true, "that's": true, "what's": true, "who's": true, "she's": true, "here's": true, "there's": true, "how's": true, "where's": true, "when's": true}

// apostrophe reports whether the rune at i is one between two letters.
func apostrophe(text string, i int, r rune) bool {
	if r != '\'' && r != '’' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
	return unicode.IsLetter(next)
}

// at is the text of the i-th token, "" outside the list.
func at(ts []token, i int) string {
	if i < 0 || i >= len(ts) {
		return ""
	}
	return ts[i].text
}

// num is the i-th token's number, or -1.
func num(ts []token, i int) int {
	if i < 0 || i >= len(ts) {
		return -1
	}
	return ts[i].number
}

// glued reports whether token i follows token i-1 with nothing in between.
func glued(ts []token, i int) bool {
	return i > 0 && i < len(ts) && ts[i-1].end == ts[i].start
}
