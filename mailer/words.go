package mailer

import (
	"strings"
	"unicode"
)

// A Passage is some of what the person typed, and the quoted line above it when
// they typed between the lines of our letter. Words is what can answer us;
// Typed is all of it, with the "Best regards, Ana" that closes it.
type Passage struct {
	Below string
	Words string
	Typed string
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
//
// It goes over the lines twice. The trimmer finds where the words of others
// begin and end; what is left between them is a passage, which then loses what
// programs and habit put around it (see passage.go).
func NewWords(m Mail) (words []Passage, cuts []Cut) {
	text := m.Text
	if m.Flowed {
		text = unflow(text)
	}
	t := trimmer{lastQuote: -1}
	if isStub(text) && m.HTML != "" {
		if shown, left := htmlWords(m.HTML); shown != "" || strings.TrimSpace(text) == "" {
			text, t.cuts = shown, left
		}
	}
	if len(m.From) == 1 {
		t.writer = strings.ToLower(m.From[0].Name + " " + m.From[0].Email)
	}
	t.lines = strings.SplitN(clip(text, maxTyped), "\n", maxLines+1)
	if len(text) > maxTyped {
		t.cut("too long", []string{text[len(clip(text, maxTyped)):]})
	}
	if len(t.lines) > maxLines {
		t.cut("too long", t.lines[maxLines:])
		t.lines = t.lines[:maxLines]
	}
	t.look()
	t.run()
	return t.words, t.cuts
}

// isStub reports whether the text is there only to say that the mail is in HTML.
func isStub(text string) bool {
	if text = strings.TrimSpace(clip(text, 400)); text == "" {
		return true
	}
	text = strings.ToLower(text)
	return len(text) < 300 && strings.Contains(text, "html") &&
		(strings.Contains(text, "support") || strings.Contains(text, "view") || strings.Contains(text, "display") || strings.Contains(text, "enable") || strings.Contains(text, "client"))
}

// A trimmer goes once over the lines of a mail.
type trimmer struct {
	lines     []string
	short     []string // the lines, as far as they are compared, without blanks at the end
	quotes    []bool   // which lines are quoted
	fields    []int    // which could be a field of a header
	next      []int    // the first line at or below that is not empty
	writer    string   // name and address of who wrote it, in lower case
	lastQuote int      // index of the last quoted line
	words     []Passage
	cuts      []Cut
	quoted    string   // the last line of the quote above
	typed     []string // the passage being read
}

// look notes about every line what the others want to know, so that no line has
// to search the rest of the mail.
func (t *trimmer) look() {
	n := len(t.lines)
	t.short, t.quotes, t.fields, t.next = make([]string, n), make([]bool, n), make([]int, n), make([]int, n+1)
	for i, l := range t.lines {
		t.lines[i] = strings.TrimRight(l, " \t\r\u00a0")
		if strings.TrimRight(l, "\r") == delimiter {
			t.lines[i] = delimiter // its blank tells it from a dash
		}
		t.short[i] = clip(t.lines[i], maxLine)
		t.fields[i] = fieldKind(t.short[i])
	}
	for i := range t.short {
		if t.quotes[i] = isQuote(t.short, i); t.quotes[i] {
			t.lastQuote = i
		}
	}
	t.next[n] = n
	for i := n - 1; i >= 0; i-- {
		if t.next[i] = t.next[i+1]; strings.TrimSpace(t.short[i]) != "" {
			t.next[i] = i
		}
	}
}

// quoteFollows reports whether the next line that is not empty is quoted.
func (t *trimmer) quoteFollows(i int) bool {
	n := t.next[min(i, len(t.lines))]
	return n < len(t.lines) && t.quotes[n]
}

func (t *trimmer) run() {
	for i := 0; i < len(t.lines); {
		if t.quotes[i] {
			t.endPassage()
			from := i
			for ; i < len(t.lines) && t.quotes[i]; i++ {
				t.quote(quoteText(t.short[i]))
			}
			t.cut("quoted", t.lines[from:i])
		} else if n := t.marker(i); n > 0 {
			t.takeBack(addressLine)
			t.endPassage()
			t.cut("quoted letter of ours", t.lines[i:])
			i = len(t.lines)
		} else if n := t.separator(i); n > 0 {
			i = t.quoteBelow(i, n, "quoted or forwarded mail")
		} else if n := t.headerBlock(i); n > 0 {
			i = t.quoteBelow(i, n, "quoted or forwarded mail")
		} else if n := t.attribution(i); n > 0 {
			i = t.attributed(i, n)
		} else {
			t.typed = append(t.typed, t.lines[i])
			i++
		}
	}
	t.endPassage()
}

// quoteBelow cuts the n lines of a header, and all below unless the client
// prefixes what it quotes: then answers may stand below it.
func (t *trimmer) quoteBelow(i, n int, why string) int {
	t.endPassage()
	end := i + n
	if !t.quoteFollows(end) {
		end = len(t.lines)
	}
	t.cut(why, t.lines[i:end])
	return end
}

// attributed cuts "On …, … wrote:" and the quote below it, if that has no
// prefix. A quote may be indented instead.
func (t *trimmer) attributed(i, n int) int {
	if strings.HasPrefix(strings.TrimSpace(t.short[i]), "<") {
		t.takeBack(nameLine) // whose name the client put on a line of its own
	}
	t.endPassage()
	end := i + n
	t.cut("header of a quote", t.lines[i:end])
	if t.quoteFollows(end) || len(t.words) == 0 && t.lastQuote >= end {
		return end
	}
	body := end
	for end < len(t.lines) && (t.next[end] != end || t.short[end][0] == ' ' || t.short[end][0] == '\t') && !t.quotes[end] {
		end++
	}
	if t.next[body] >= end { // not indented
		end = len(t.lines)
	}
	t.cut("quoted mail", t.lines[body:end])
	return end
}

// takeBack cuts the line above if it is of a kind that belongs to what follows.
func (t *trimmer) takeBack(kind func(string) bool) {
	last := len(t.typed) - 1
	for last >= 0 && t.typed[last] == "" && kind(" ") {
		last--
	}
	if last >= 0 && len(t.typed[last]) <= 120 && kind(t.typed[last]) {
		t.cut("header of a quote", t.typed[last:])
		t.typed = t.typed[:last]
	}
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
