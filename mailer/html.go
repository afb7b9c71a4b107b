package mailer

import (
	"strings"

	"golang.org/x/net/html"
)

// blockTags end a line of text.
var blockTags = map[string]bool{"p": true, "div": true, "br": true, "li": true, "tr": true, "h1": true, "h2": true, "h3": true,
	"table": true, "ul": true, "ol": true, "hr": true, "blockquote": true}

// voidTags never have an end tag.
var voidTags = map[string]bool{"br": true, "img": true, "hr": true, "meta": true, "link": true, "input": true, "col": true, "wbr": true}

// quoteMarks are the classes and ids by which clients mark what they quote;
// the ones that mark only its beginning end the mail there.
var (
	quoteMarks = []string{"gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote", "zmail_extra", "mentord-letter"}
	quoteEnds  = []string{"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "stopspelling"}
)

// htmlText gives the text of an HTML mail without what it quotes. It works on
// the token stream: linear, whatever is nested.
func htmlText(source string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	skip, depth := "", 0 // the tag being skipped, and how deep inside it
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return tidyText(b.String())
		}
		t := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if skip != "" {
				if t.Data == skip && kind == html.StartTagToken {
					depth++
				}
				continue
			}
			if marks(t, quoteEnds) {
				return tidyText(b.String())
			}
			quote := t.Data == "blockquote" || marks(t, quoteMarks)
			hidden := t.Data == "style" || t.Data == "script" || t.Data == "head" || t.Data == "title"
			if (quote || hidden) && kind == html.StartTagToken && !voidTags[t.Data] {
				skip, depth = t.Data, 1
				continue
			}
			if blockTags[t.Data] {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			if skip != "" {
				if t.Data == skip {
					if depth--; depth == 0 {
						skip = ""
					}
				}
				continue
			}
			if t.Data == "p" || t.Data == "div" || t.Data == "tr" || t.Data == "li" {
				b.WriteByte('\n')
			}
		case html.TextToken:
			if skip == "" {
				b.WriteString(strings.Join(strings.FieldsFunc(t.Data, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " "))
			}
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

// tidyText trims lines and joins runs of blank ones.
func tidyText(text string) string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\u00a0", " "), "\n") {
		line = strings.TrimSpace(line)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
