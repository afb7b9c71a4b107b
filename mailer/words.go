package mailer

import (
	"strings"
	"unicode"
)

// Marker stands at the top of every letter that we send: everything from it on
// is ours.
const Marker = "· · · please reply above this line · · ·"

// markerWords is what is left of the Marker by clients that know no dots.
const markerWords = "please reply above this line"

// A Passage is some of what the person typed, and the quoted line above it when
// they typed between the lines of our letter.
type Passage struct {
	Below string
	Words string
}

// A Cut is something that was left out of the words, and why.
type Cut struct {
	Why  string
	Text string
}

// What is read of the text of one mail at most. People type less; the rest is a
// log, a list, or meant to keep us busy.
const (
	maxLines = 10_000
	maxTyped = 512 << 10
	maxLine  = 1_000 // octets of one line that are compared with what clients write
)

// NewWords gives what the person typed now: without quotes, the headers of
// quotes, signatures, footers and forwarded mail.
func NewWords(m Mail) (words []Passage, cuts []Cut) {
	text := m.Text
	if strings.TrimSpace(text) == "" {
		text = htmlText(m.HTML)
	}
	if m.Flowed {
		text = unflow(text)
	}
	r := trimmer{lines: strings.SplitN(clip(text, maxTyped), "\n", maxLines+1), lastQuote: -1}
	if len(m.From) == 1 {
		r.writer = strings.ToLower(m.From[0].Name + " " + m.From[0].Email)
	}
	if len(text) > maxTyped {
		r.cut("too long", []string{text[maxTyped:]})
	}
	if len(r.lines) > maxLines {
		r.cut("too long", r.lines[maxLines:])
		r.lines = r.lines[:maxLines]
	}
	r.run()
	return r.words, r.cuts
}

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

// A trimmer goes once over the lines of a mail.
type trimmer struct {
	lines     []string
	writer    string // name and address of who wrote it, in lower case
	lastQuote int    // index of the last line that begins with >
	words     []Passage
	cuts      []Cut
	quoted    string   // the last line of the quote above
	typed     []string // the passage being read
}

func (t *trimmer) run() {
	for i, l := range t.lines {
		if isQuote(l) {
			t.lastQuote = i
		}
	}
	for i := 0; i < len(t.lines); {
		line := strings.TrimRight(t.lines[i], " \t\r\u00a0")
		short := line[:min(len(line), maxLine)]
		switch n := 0; {
		case isQuote(line):
			t.endPassage()
			t.quote(strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "> ")))
			i++
		case strings.Contains(line, Marker), strings.Contains(short, markerWords), isForward(short), outlookHeader(t.lines[i:]):
			t.endPassage()
			t.cut("quoted or forwarded mail", t.lines[i:])
			i = len(t.lines)
		case quoteHeader(t.lines[i:], &n):
			t.endPassage()
			t.cut("header of a quote", t.lines[i:i+n])
			i += n
			// Clients that do not prefix what they quote put all of it below.
			if len(t.words) > 0 && t.lastQuote < i {
				t.cut("quoted mail", t.lines[i:])
				i = len(t.lines)
			}
		case line == "--" || line == "—" && i+1 < len(t.lines):
			n := 0
			for i+n < len(t.lines) && !isQuote(t.lines[i+n]) {
				n++
			}
			t.cut("signature", t.lines[i:i+n])
			i += n
		case phoneFooter.MatchString(clip(short, 100)):
			t.cut("footer", t.lines[i:i+1])
			i++
		default:
			t.typed = append(t.typed, line)
			i++
		}
	}
	t.endPassage()
}

// quote keeps the last quoted line. A client that wraps what it quotes breaks a
// long question in two: then its beginning is kept as well.
func (t *trimmer) quote(line string) {
	switch before := t.quoted; {
	case line == "":
	case len(before) >= 55 && len(before) < 400 && !strings.ContainsAny(before[len(before)-1:], ".?!:") && !unicode.IsDigit(rune(line[0])):
		t.quoted = before + " " + line
	default:
		t.quoted = line
	}
}

func (t *trimmer) cut(why string, lines []string) {
	if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
		t.cuts = append(t.cuts, Cut{why, text})
	}
}

// endPassage takes what was typed so far as one passage, without its closing
// and the signature below that.
func (t *trimmer) endPassage() {
	lines := t.typed
	t.typed = nil
	words := strings.TrimSpace(strings.Join(t.withoutClosing(lines), "\n"))
	if words == "" {
		return
	}
	t.words = append(t.words, Passage{Below: t.quoted, Words: words})
	t.quoted = ""
}

// withoutClosing cuts "Best regards" and the signature below it, when that is
// near the end and not all there is. "Thanks!" may also stand before the
// answer: then what is below must look like a name. A postscript stays.
func (t *trimmer) withoutClosing(lines []string) []string {
	first := 0
	for first < len(lines) && lines[first] == "" {
		first++
	}
	for i := max(first+1, len(lines)-10); i < len(lines); i++ {
		sure, may := isClosing(lines[i])
		if !sure && !(may && t.signed(lines[i+1:])) {
			continue
		}
		end := i
		for end < len(lines) && !isPostscript(lines[end]) {
			end++
		}
		t.cut("closing and signature", lines[i:end])
		return append(lines[:i:i], lines[end:]...)
	}
	return lines
}

// signed reports whether the lines are nothing, or begin with a name: that of
// the writer, or up to four words in capitals that are no answer.
func (t *trimmer) signed(lines []string) bool {
	for i, l := range lines {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		words := strings.FieldsFunc(l, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' })
		if len(words) == 0 || len(words) > 4 || i > 2 {
			return false
		}
		if strings.Contains(t.writer, strings.ToLower(words[0])) && len(words[0]) > 1 {
			return true
		}
		for _, w := range words {
			if r := []rune(w)[0]; unicode.IsLower(r) || answerWords[strings.ToLower(w)] {
				return false
			}
		}
		return !strings.ContainsFunc(l, unicode.IsDigit) && !strings.ContainsAny(l, "?:")
	}
	return true
}

func isQuote(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line[:min(len(line), maxLine)], " \t\u00a0"), ">")
}
