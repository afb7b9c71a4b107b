package mailer

import "strings"

// unflow joins the soft line breaks of format=flowed (RFC 3676) between lines
// of one quote depth.
func unflow(text string) string {
	var b strings.Builder
	open, depth := false, 0 // a line that ended softly, and how deep it was quoted
	for i, line := range strings.Split(text, "\n") {
		bare := strings.TrimLeft(line, ">")
		d := len(line) - len(bare)
		if open && d == depth && bare != "-- " {
			line = strings.TrimPrefix(bare, " ") // stuffed, or the blank behind the >
		} else if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
		open, depth = strings.HasSuffix(bare, " ") && strings.TrimSpace(bare) != "--" && strings.TrimSpace(bare) != "", d
	}
	return b.String()
}
