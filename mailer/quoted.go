package mailer

import (
	"regexp"
	"strings"
)

var (
	// promptCode is what follows a Python prompt, which looks like a quote three deep.
	promptCode = regexp.MustCompile(`^>>> ?(import |from |def |class |print|for |if |while |with |del |help\(|[\w.\[\]'"]+ ?([=(+*]|$))`)
	// initials are how some clients prefix what they quote: "AS> ", "Ana> ".
	initials = regexp.MustCompile(`^(\s{0,2}[A-Z][A-Za-z]{0,9}|\s{3,8}[A-Z]{2,3})>{1,3} \S`)
	moreThan = regexp.MustCompile(`^> ?\d+[^.)\d]`)
)

// isQuote reports whether the line is quoted: by a >, by a |, or by somebody's
// initials. What is typed can also begin with a >.
func isQuote(lines []string, i int) bool {
	line := strings.TrimLeft(lines[i], " \t\u00a0")
	if line == "" {
		return false
	}
	around := func(j int) string {
		if j < 0 || j >= len(lines) {
			return ""
		}
		return strings.TrimSpace(lines[j])
	}
	above, below := around(i-1), around(i+1)
	switch line[0] {
	case '>':
		switch {
		case promptCode.MatchString(clip(line, 80)):
			return isArrow(above) && !strings.HasPrefix(above, ">>>") || isArrow(below) && !strings.HasPrefix(below, ">>>")
		case strings.HasPrefix(line, ">From "): // as mailboxes keep a line that begins with From
			return isArrow(above) || isArrow(below) || strings.HasSuffix(above, ":")
		case moreThan.MatchString(clip(line, 20)): // a sentence that was wrapped before its >
			return isArrow(above) || isArrow(below) || len(above) < 40 || strings.ContainsAny(above[len(above)-1:], ".:?!,;")
		}
		return true
	case '|':
		// Not the row of a table, nor a pipe of commands.
		return strings.HasPrefix(lines[i], "|") && (line == "|" && (isBar(above) || isBar(below)) || isBar(line))
	}
	return line[0] >= 'A' && line[0] <= 'Z' && initials.MatchString(clip(lines[i], 40)) && !strings.HasPrefix(line, "SQL>")
}

func isArrow(line string) bool { return strings.HasPrefix(line, ">") }

func isBar(line string) bool {
	return strings.HasPrefix(line, "| ") && strings.Count(line, "|") == 1
}

// quoteText is a quoted line without its prefixes.
func quoteText(line string) string {
	line = strings.TrimSpace(line)
	if line != "" && line[0] != '>' && line[0] != '|' {
		if _, rest, ok := strings.Cut(line, ">"); ok {
			line = rest
		}
	}
	return strings.TrimSpace(strings.TrimLeft(line, ">| "))
}
