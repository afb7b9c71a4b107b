package ics

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A line is one content line (RFC 5545, section 3.1), names in capitals.
type line struct {
	name   string
	params map[string]string
	value  string
}

// maxLines bounds the work on a hostile object; real replies have under 200.
const maxLines = 5_000

// lines unfolds the object and splits it into content lines. It is tolerant: a
// blank line is passed over, a line with no colon keeps its name only, and a
// quote that is never closed ends with the line.
func lines(data []byte) []line {
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\n "), nil)
	data = bytes.ReplaceAll(data, []byte("\n\t"), nil)
	var out []line
	for raw := range bytes.SplitSeq(data, []byte("\n")) {
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		if len(out) == maxLines {
			break
		}
		out = append(out, split(string(raw)))
	}
	return out
}

// split takes NAME;PARAM=value;PARAM="quoted: value":VALUE apart.
func split(raw string) line {
	head, value := cutUnquoted(raw, ':')
	l := line{value: value, params: map[string]string{}}
	name, rest := cutUnquoted(head, ';')
	l.name = strings.ToUpper(strings.TrimSpace(name))
	for rest != "" {
		var param string
		param, rest = cutUnquoted(rest, ';')
		key, val, _ := strings.Cut(param, "=")
		l.params[strings.ToUpper(strings.TrimSpace(key))] = strings.Trim(val, `" `)
	}
	return l
}

// cutUnquoted cuts s at the first sep that is not between double quotes.
func cutUnquoted(s string, sep byte) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// unescape undoes the escapes of TEXT values (RFC 5545, section 3.3.11).
func unescape(text string) string {
	return strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(text)
}

// address is the mail address in a CAL-ADDRESS value, in lower case; "" when
// there is none.
func address(value string) string {
	value = strings.ToLower(strings.TrimSpace(value))
	value = strings.TrimPrefix(value, "mailto:")
	value = strings.Trim(value, "<> ")
	if strings.Count(value, "@") != 1 || strings.ContainsAny(value, " \t;,") {
		return ""
	}
	return value
}
