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

// quoteMarks are the classes and ids by which clients mark what they quote;
// the ones that mark only its beginning end the mail there.
var (
	quoteMarks = []string{"gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote", "zmail_extra", "mentord-letter"}
	quoteEnds  = []string{"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "stopspelling"}
)

// Signs that htmlText puts around what is quoted; a mail cannot hold them, since
// control characters are dropped from its text.
const quoteStart, quoteEnd = "\x02", "\x03"

// htmlText gives the text of an HTML mail without what clients mark as theirs;
// what stands in a plain blockquote gets "> " before its lines, as in a text
// mail, so that answers between them keep their place. It works on the token
// stream: linear, whatever is nested.
func htmlText(source string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source[:min(len(source), 2*maxText)]))
	skip, depth := "", 0 // the tag being skipped, and how deep inside it
	pre := 0             // how deep in text that keeps its lines
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return tidyText(b.String())
		}
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			t := startTag(z)
			if skip != "" {
				if t.Data == skip && kind == html.StartTagToken {
					depth++
				}
				continue
			}
			if marks(t, quoteEnds) {
				return tidyText(b.String())
			}
			hidden := t.Data == "style" || t.Data == "script" || t.Data == "head" || t.Data == "title"
			if (hidden || marks(t, quoteMarks)) && kind == html.StartTagToken && !voidTags[t.Data] {
				skip, depth = t.Data, 1
				continue
			}
			if blockTags[t.Data] {
				b.WriteByte('\n')
			}
			switch t.Data {
			case "blockquote":
				b.WriteString(quoteStart)
			case "pre":
				pre++
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if skip != "" {
				if tag == skip {
					if depth--; depth == 0 {
						skip = ""
					}
				}
				continue
			}
			switch {
			case tag == "blockquote":
				b.WriteString("\n" + quoteEnd)
			case tag == "pre":
				pre = max(0, pre-1)
				b.WriteByte('\n')
			case tag == "td" || tag == "th":
				b.WriteByte(' ')
			case blockTags[tag] && tag != "br":
				b.WriteByte('\n')
			}
		case html.TextToken:
			if skip == "" {
				writeText(&b, html.UnescapeString(string(z.Raw())), pre > 0)
			}
		}
	}
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
		t.Attr = append(t.Attr, html.Attribute{Key: string(key), Val: string(value[:min(len(value), 500)])})
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

func marks(t html.Token, names []string) bool {
	for _, a := range t.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for _, n := range names {
			if strings.Contains(strings.ToLower(a.Val), n) {
				return true
			}
		}
	}
	return false
}

// tidyText trims lines, joins runs of blank ones, and marks what is quoted.
func tidyText(text string) string {
	var out []string
	depth, blank := 0, true
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\u00a0", " "), "\n") {
		line = strings.TrimSpace(line)
		for strings.HasPrefix(line, quoteStart) || strings.HasPrefix(line, quoteEnd) {
			if line[:1] == quoteStart {
				depth++
			} else {
				depth = max(0, depth-1)
			}
			line = strings.TrimSpace(line[1:])
		}
		if line == "" && blank {
			continue
		}
		if blank = line == ""; !blank && depth > 0 {
			line = "> " + line
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
