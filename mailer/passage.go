package mailer

import "strings"

// endPassage takes what was typed so far as one passage, without what programs
// put below it. A closing alone, below a quote, belongs to the passage before.
func (t *trimmer) endPassage() {
	lines := t.typed
	t.typed = nil
	lines = t.withoutNotices(lines)
	lines = t.withoutDelimited(lines)
	lines = t.withoutFooters(lines)
	lines = t.withoutBlock(lines)
	lines = trimRules(lines)
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	typed := strings.TrimSpace(strings.Join(lines, "\n"))
	if typed == "" {
		return
	}
	if last := len(t.words) - 1; last >= 0 && len(t.words[last].Typed) < maxLine && !asks(t.quoted) && t.onlyCloses(lines) {
		t.words[last].Typed += "\n" + typed
		return
	}
	words := strings.TrimSpace(strings.Join(t.withoutClosing(lines), "\n"))
	t.words = append(t.words, Passage{Below: t.quoted, Words: words, Typed: typed})
	t.quoted = ""
}

// asks reports whether a quoted line asks for something, be it for a name.
func asks(quoted string) bool {
	return strings.HasSuffix(quoted, "?") || strings.HasSuffix(quoted, ":")
}

// onlyCloses reports whether the lines are "Best regards, Ana" and no more.
func (t *trimmer) onlyCloses(lines []string) bool {
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	lines = lines[first:]
	sure, may := isClosing(lines[0])
	return (sure || may && len(lines) > 1) && len(lines) <= 4 && t.signed(lines[1:]) || t.isOwnName(lines)
}

// trimRules leaves out empty lines and ruled ones at the end, which belong to
// what stood below.
func trimRules(lines []string) []string {
	for len(lines) > 0 {
		if last := lines[len(lines)-1]; strings.TrimSpace(last) != "" && !isRule(last) {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isRule reports whether the line is ruled: two or more of the same sign, or
// one long dash.
func isRule(line string) bool {
	line = strings.Join(strings.Fields(clip(line, 200)), "")
	if line == "\u2014" || line == "\u2013" {
		return true
	}
	for _, c := range []string{"-", "_", "*", "=", "~", "#", "\u2014", "\u2013", "\u2500", "\u2501"} {
		if len(line) >= 2*len(c) && strings.Trim(line, c) == "" {
			return true
		}
	}
	return false
}

// paragraphEnd gives the first empty line at or below i.
func paragraphEnd(lines []string, i int) int {
	for i < len(lines) && strings.TrimSpace(lines[i]) != "" {
		i++
	}
	return i
}
