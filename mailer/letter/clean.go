package letter

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"mentord/pairing"
)

// How much of what people wrote stands in one place of a letter, in characters.
const (
	maxName    = 80
	maxSubject = 150
	maxFact    = 500
)

// oneLine keeps what people wrote from breaking a header or a line of the letter.
func oneLine(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// visible drops what nobody sees: control characters, what is no UTF-8, and the
// signs that make the text around them read backwards. Lines stay lines.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff', unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), ""))
}

// forHeader keeps a text from being read as an encoded word (RFC 2047): what is
// plain ASCII goes into a header as it stands, and decodes in the reader's hands.
func forHeader(s string) string { return strings.ReplaceAll(s, "=?", "= ?") }

// atMost cuts a text to n characters.
func atMost(s string, n int) string {
	count := 0
	for i := range s {
		if count++; count > n {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}

func name(s string) string { return atMost(oneLine(s), maxName) }

// shown are the facts as a letter may show them: names and reasons on one line,
// so that nobody writes a line of the letter with their name.
func shown(f pairing.Facts) pairing.Facts {
	f.Partner, f.First, f.Email, f.Reason, f.Subject = name(f.Partner), name(f.First), oneLine(f.Email), atMost(oneLine(f.Reason), maxFact), atMost(oneLine(f.Subject), maxSubject)
	f.Goals, f.Words = atMost(oneLine(f.Goals), maxFact), visible(f.Words)
	f.Link = atMost(oneLine(f.Link), maxFact)
	f.Notes, f.Why, f.Unmatched = eachOnALine(f.Notes), eachOnALine(f.Why), eachOnALine(f.Unmatched)
	f.Draft = slices.Clone(f.Draft)
	for i, d := range f.Draft {
		f.Draft[i].Mentor, f.Draft[i].Mentee, f.Draft[i].Why = name(d.Mentor), name(d.Mentee), atMost(oneLine(d.Why), maxFact)
	}
	return f
}

func eachOnALine(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = atMost(oneLine(l), maxFact)
	}
	return out
}

// address is a mailbox for a header. The library puts the name between quotes
// as it stands, so one that holds a quote would make the letter fail.
func address(who, email string) *mail.Address {
	return &mail.Address{Name: forHeader(name(strings.NewReplacer(`"`, "", `\`, "").Replace(who))), Address: email}
}

// mailto is a link that begins a mail.
func mailto(to, subject, body string) string {
	// Blanks as %20: mail programs do not read a + as one. @ and : stand for themselves.
	escape := strings.NewReplacer("+", "%20", "%40", "@", "%3A", ":")
	quote := func(s string) string { return escape.Replace(url.QueryEscape(s)) }
	return "mailto:" + quote(to) + "?subject=" + quote(subject) + "&body=" + quote(body)
}
