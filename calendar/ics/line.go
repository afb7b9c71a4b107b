package ics

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"net/url"
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

// maxParams is how many parameters of one line are read.
const maxParams = 100

// lines unfolds the object and splits it into content lines. It is tolerant: a
// blank line is passed over, a line with no colon keeps its name only, and a
// quote that is never closed is none. Unfolding comes before anything that looks
// at characters: a fold may stand in the middle of one.
func lines(data []byte) []line {
	data = bytes.ReplaceAll(data, []byte("\r\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\n "), nil)
	data = bytes.ReplaceAll(data, []byte("\n\t"), nil)
	data = bytes.ReplaceAll(data, []byte("\x00"), nil)
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.Contains(data, []byte("PARTSTAT=3D")) { // left over from the transfer encoding
		if plain, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(data))); err == nil {
			data = plain
		}
	}
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
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
	quotes := strings.Count(raw, `"`)%2 == 0
	head, value := cut(raw, ':', quotes)
	l := line{value: value}
	name, rest := cut(head, ';', quotes)
	l.name = strings.ToUpper(strings.TrimSpace(name))
	for rest != "" && len(l.params) < maxParams {
		var param string
		param, rest = cut(rest, ';', quotes)
		key, val, _ := strings.Cut(param, "=")
		if l.params == nil {
			l.params = map[string]string{}
		}
		l.params[strings.ToUpper(strings.TrimSpace(key))] = strings.Trim(val, `" `)
	}
	return l
}

// cut cuts s at the first sep; where quotes count, not between them.
func cut(s string, sep byte, quotes bool) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = quotes && !quoted
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
	value = strings.ToLower(strings.Trim(value, "\" \t"))
	value, scheme := strings.CutPrefix(value, "mailto:")
	value, _, _ = strings.Cut(value, "?") // mailto:a@b?subject=...
	if plain, err := url.PathUnescape(value); scheme && err == nil {
		value = plain // mailto:ana%2Bwork@example.org
	}
	value = strings.Trim(value, "<> ")
	if strings.Count(value, "@") != 1 || strings.ContainsAny(value, " \t\r\n;,<>\x00") {
		return ""
	}
	return value
}
