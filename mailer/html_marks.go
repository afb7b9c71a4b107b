package mailer

import (
	"strings"

	"golang.org/x/net/html"
)

// What clients mark in the HTML that they write, by class, id or name.
var (
	// quoteMarks are on an element that is quoted, whole.
	quoteMarks = []string{"yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "mentord-letter", "isreplycontent", "__quoted_text__", "__headers__", "messagereplysection", "original_html", "nylas-quote", "ntes-mailmaster-quote", "aliyun_previous_quote", "ms-outlook-mobile-reference-message"}
	// quoteEnds mark only the beginning of what is quoted: all below is.
	quoteEnds = []string{"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "stopspelling", "olk_src_body_section", "_originalcontent", "_persistentheader", "zwchr", "moz-forward-container", "original-message-container", "body-separator-line", "quoted_header_editor", "hmmessage_quote"}
	// quoteAttributions are on the line over a quote.
	quoteAttributions = []string{"gmail_attr", "moz-cite-prefix", "reply-intro", "gmail_quote_attribution", "cite-prefix"}
	// signatureMarks are on a signature.
	signatureMarks = []string{"gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "ms-outlook-ios-signature", "protonmail_signature_block", "composer_signature", "applemailsignature", "signature_prefix", "_htmlsignature", "mobile_signature", "outlooksignature", "messagesignaturesection", "bloop_sign", "email-signature", "email_signature"}
	// outlookRules are the lines that Outlook draws over what it quotes.
	outlookRules = []string{"border-top:solid#e1e1e11.0pt", "border-top:solid#b5c4df1.0pt", "border-top:solid#b5c4dfpt", "border-top:1ptsolidrgb(225,225,225)", "border-top:1ptsolid#e1e1e1"}
)

// A role is what an element is in a mail.
type role int

const (
	typedRole       role = iota
	hiddenRole           // not shown
	quoteRole            // quoted
	endRole              // all from here on is quoted
	attributionRole      // the line over a quote
	openQuoteRole        // a line over a quote, then the quote, then perhaps an answer
	signatureRole
	prefixedRole // a quote between whose parts one may answer
)

// roleOf tells what an element is.
func roleOf(t html.Token) role {
	switch t.Data {
	case "html", "body": // whatever stands on them, they hold all of it
		return typedRole
	case "style", "script", "head", "title", "template", "noscript":
		return hiddenRole
	}
	var style, kind, marks string
	for _, a := range t.Attr {
		switch a.Key {
		case "class", "id", "name", "data-marker":
			mark := strings.ToLower(a.Val)
			// GMX and Outlook have short names for it, which must be all of it.
			switch {
			case mark == "quote" && a.Key == "name":
				return endRole
			case mark == "signature" || mark == "x_signature":
				return signatureRole
			}
			marks += " " + mark
		case "style":
			style = strings.Map(dropBlanks, strings.ToLower(a.Val))
		case "type":
			kind = strings.ToLower(a.Val)
		}
	}
	switch {
	case strings.Contains(style, "display:none"):
		return hiddenRole
	case containsAny(marks, quoteEnds), containsAny(style, outlookRules):
		return endRole
	case containsAny(marks, quoteAttributions):
		return attributionRole
	case containsAny(marks, quoteMarks):
		return quoteRole
	case containsAny(marks, signatureMarks):
		return signatureRole
	case t.Data == "blockquote":
		// What Gmail makes of an indented paragraph is no quote.
		if strings.Contains(style, "border:none") && kind != "cite" && !strings.Contains(marks, "gmail_quote") {
			return typedRole
		}
		return prefixedRole
	case strings.Contains(marks, "gmail_quote"):
		return openQuoteRole
	}
	return typedRole
}

func dropBlanks(r rune) rune {
	if r == ' ' || r == '\t' || r == '\n' {
		return -1
	}
	return r
}
