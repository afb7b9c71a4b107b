package mailer

import (
	"strings"
	"unicode"
)

// Marker stands at the top of every letter that we send: everything from it on
// is ours.
const Marker = "· · · please reply above this line · · ·"

// markerWords are what is left of the Marker, and of the markers of other
// programs, by clients that know no dots.
var markerWords = []string{"please reply above this line", "reply above this line", "please type your reply above this line",
	"type your reply above this line", "write your reply above this line", "please write above this line", "write above this line"}

// marker gives how many lines a marker has that begins here: a client may wrap
// it. One that is mentioned in a sentence has other words around it.
func (t *trimmer) marker(i int) int {
	joined := ""
	for n := 0; n < 3 && i+n < len(t.short) && !t.quotes[i+n]; n++ {
		line := t.short[i+n]
		if len(line) > 200 || n > 0 && line == "" {
			return 0
		}
		joined += " " + line
		words := strings.Join(strings.Fields(strings.ToLower(joined)), " ")
		if at := strings.Index(words, "above this line"); at >= 0 {
			if isMarker(words) {
				return n + 1
			}
			return 0
		}
		// Only what could still become one is joined with the next line.
		if !strings.Contains(words, "please") && strings.IndexFunc(words, isASCIILetter) >= 0 || signs(words) == 0 {
			return 0
		}
	}
	return 0
}

// isMarker reports whether the words of a line are a marker, with no more than
// ornaments around it: as many before as behind, or none.
func isMarker(words string) bool {
	for _, m := range markerWords {
		before, after, ok := strings.Cut(words, m)
		if !ok || len(before) > 60 || len(after) > 60 {
			continue
		}
		if strings.IndexFunc(before, isASCIILetter) >= 0 || strings.IndexFunc(after, isASCIILetter) >= 0 {
			continue
		}
		if a, b := signs(before), signs(after); a >= 2 && b >= 2 || a == 0 && b == 0 && m == markerWords[0] {
			return true
		}
	}
	return false
}

// signs counts what is neither a blank nor a letter at the beginning.
func signs(s string) (n int) {
	for _, r := range s {
		if isASCIILetter(r) {
			break
		}
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
