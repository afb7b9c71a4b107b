package ics

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// golang-ical writes parameter values with backslashes, which no reader undoes,
// and never between quotes, so that a comma or a colon in a name breaks the
// address behind it. It is given a place for each name, in lines that are not
// folded yet; the name goes there between quotes (RFC 5545, section 3.2), and
// the lines are folded then.

// unfolded is longer than any line.
const unfolded = 1 << 20

func placeFor(n int) string { return "X-NAME-" + strconv.Itoa(n) + "-X" }

// named puts the names into their places, between quotes if they need them.
func named(text string, names []string) string {
	for n, name := range names {
		if strings.ContainsAny(name, ",;:") {
			name = `"` + name + `"`
		}
		text = strings.ReplaceAll(text, "CN="+placeFor(n), "CN="+name)
	}
	return text
}

// octetsALine is how long a line may be, without its end (RFC 5545, section 3.1).
const octetsALine = 75

// fold breaks lines that are too long, never inside a character.
func fold(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		limit := octetsALine
		for len(line) > limit {
			cut := limit
			for cut > 0 && !utf8.RuneStart(line[cut]) {
				cut--
			}
			b.WriteString(line[:cut] + "\r\n ")
			line, limit = line[cut:], octetsALine-1 // the blank counts
		}
		b.WriteString(line + "\r\n")
	}
	return b.String()
}
