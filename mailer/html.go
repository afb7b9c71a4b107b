package mailer

import (
	"strings"

	"golang.org/x/net/html"
)

// blockTags end a line of text.
var blockTags = map[string]bool{"p": true, "div": true, "br": true, "li": true, "tr": true, "h1": true, "h2": true, "h3": true,
	"table": true, "ul": true, "ol": true, "hr": true, "blockquote": true, "pre": true, "h4": true, "section": true, "article": true}

// voidTags never have an end tag.
var voidTags = map[string]bool{"br": true, "img": true, "hr": true, "meta": true, "link": true, "input": true, "col": true, "wbr": true}

// Signs that htmlText puts around what is quoted, and before the lines over a
// quote; a mail cannot hold them, since control characters are dropped from its
// text.
const quoteStart, quoteEnd, overQuote = "\x02", "\x03", "\x04"

// htmlText gives the text of an HTML mail without what clients mark as theirs;
// what stands in a plain blockquote gets "> " before its lines, as in a text
// mail, so that answers between them keep their place. It works on the token
// stream: linear, whatever is nested.
func htmlText(source string) string {
	text, _ := htmlWords(source)
	return text
}

// htmlWords is htmlText, with what it left out.
func htmlWords(source string) (text string, cuts []Cut) {
	r := htmlReader{tokens: html.NewTokenizer(strings.NewReader(clip(source, 2*maxText)))}
	r.read()
	return tidyText(r.text.String()), r.cuts
}

// An htmlReader goes once over the tokens of an HTML mail.
type htmlReader struct {
	tokens *html.Tokenizer
	text   strings.Builder
	pre    int // how deep in text that keeps its lines

	skip  string // the tag being skipped, how deep inside it, and why
	depth int
	why   string
	left  strings.Builder // what is skipped

	over      string // the tag that stands over a quote, and how deep inside it
	overDepth int

	blockquotes []bool // which of the open ones are quotes
	cuts        []Cut
}

func (r *htmlReader) read() {
	for {
		switch kind := r.tokens.Next(); kind {
		case html.ErrorToken:
			r.endSkip()
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := startTag(r.tokens); !r.start(t, kind == html.StartTagToken && !voidTags[t.Data]) {
				r.rest()
				return
			}
		case html.EndTagToken:
			name, _ := r.tokens.TagName()
			r.end(string(name))
		case html.TextToken:
			into := &r.text
			if r.skip != "" {
				if into = &r.left; r.why == "" {
					continue
				}
			}
			writeText(into, html.UnescapeString(string(r.tokens.Raw())), r.pre > 0)
		}
	}
}

// start takes a start tag; it is false when all below is quoted.
func (r *htmlReader) start(t html.Token, opens bool) bool {
	if r.skip != "" {
		if t.Data == r.skip && opens {
			r.depth++
		}
		if blockTags[t.Data] {
			r.left.WriteByte('\n')
		}
		return true
	}
	role := roleOf(t)
	if role == endRole {
		return false
	}
	if r.over == t.Data && opens {
		r.overDepth++
	}
	if opens {
		switch role {
		case hiddenRole:
			r.skip, r.depth, r.why = t.Data, 1, ""
			return true
		case quoteRole:
			r.skip, r.depth, r.why = t.Data, 1, "quoted mail, as the client marks it"
			return true
		case signatureRole:
			r.skip, r.depth, r.why = t.Data, 1, "signature, as the client marks it"
			r.text.WriteByte('\n')
			return true
		}
	}
	if blockTags[t.Data] {
		r.text.WriteByte('\n')
		r.sign()
	}
	switch {
	case opens && (role == attributionRole || role == openQuoteRole):
		if r.over == "" {
			r.over, r.overDepth = t.Data, 1
		}
		r.text.WriteByte('\n')
		r.sign()
	case t.Data == "blockquote" && opens:
		r.blockquotes = append(r.blockquotes, role == prefixedRole)
		if role == prefixedRole {
			r.over = ""
			r.text.WriteString("\n" + quoteStart)
		}
	case t.Data == "pre" && opens:
		r.pre++
	}
	return true
}

// sign marks a line that stands over a quote.
func (r *htmlReader) sign() {
	if r.over != "" {
		r.text.WriteString(overQuote)
	}
}

func (r *htmlReader) end(tag string) {
	if r.skip != "" {
		if tag == r.skip {
			if r.depth--; r.depth == 0 {
				r.endSkip()
			}
		}
		return
	}
	switch {
	case tag == "blockquote":
		if n := len(r.blockquotes) - 1; n >= 0 {
			if r.blockquotes[n] {
				r.text.WriteString("\n" + quoteEnd)
			}
			r.blockquotes = r.blockquotes[:n]
		}
		r.text.WriteByte('\n')
	case tag == "pre":
		r.pre = max(0, r.pre-1)
		r.text.WriteByte('\n')
	case tag == "td" || tag == "th":
		r.text.WriteByte(' ')
	case blockTags[tag] && tag != "br":
		r.text.WriteByte('\n')
	}
	if tag == r.over {
		if r.overDepth--; r.overDepth == 0 {
			r.over = ""
			r.text.WriteByte('\n')
		}
	}
	if blockTags[tag] {
		r.sign()
	}
}

// rest keeps the text of what is quoted below.
func (r *htmlReader) rest() {
	r.skip, r.depth, r.why = "\x00", 1, "quoted mail, as the client marks it"
	r.read()
}

func (r *htmlReader) endSkip() {
	if text := tidyText(r.left.String()); text != "" {
		r.cuts = append(r.cuts, Cut{r.why, text})
	}
	r.left.Reset()
	r.skip = ""
}

// maxAttributes is how many attributes of one tag are looked at.
const maxAttributes = 50

// startTag reads a tag with its first attributes only.
func startTag(z *html.Tokenizer) html.Token {
	name, more := z.TagName()
	t := html.Token{Data: string(name)}
	for len(t.Attr) < maxAttributes && more {
		var key, value []byte
		key, value, more = z.TagAttr()
		t.Attr = append(t.Attr, html.Attribute{Key: string(key), Val: clip(string(value[:min(len(value), 500)]), 500)})
	}
	return t
}

// writeText writes text as a browser shows it: any run of blanks is one blank,
// but none is lost at the edge of a tag. Preformatted text keeps its lines.
func writeText(b *strings.Builder, text string, keepLines bool) {
	blank := false
	for _, r := range text {
		switch {
		case r == '\n' && keepLines:
			b.WriteByte('\n')
			blank = false
		case r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\f':
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
		case r < ' ' || r == 0x7f || r == '\u200b' || r == '\ufeff':
		default:
			b.WriteRune(r)
			blank = false
		}
	}
}

// tidyText trims lines, joins runs of blank ones, and marks what is quoted. A
// line over a quote is quoted too, unless it says that the rest is forwarded.
func tidyText(text string) string {
	var out []string
	depth, blank := 0, true
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\u00a0", " "), "\n") {
		line = strings.TrimSpace(line)
		over := false
		for line != "" && (line[:1] == quoteStart || line[:1] == quoteEnd || line[:1] == overQuote) {
			switch line[:1] {
			case quoteStart:
				depth++
			case quoteEnd:
				depth = max(0, depth-1)
			default:
				over = true
			}
			line = strings.TrimSpace(line[1:])
		}
		if line == "" && blank {
			continue
		}
		if blank = line == ""; !blank && (depth > 0 || over && !strings.HasPrefix(line, "---")) {
			line = "> " + line
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
