package mailer

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"strings"
	"time"
	"unicode"
)

// A Header is the header fields of a mail or a part: names in lower case,
// values unfolded but not decoded, in the order of the mail.
type Header map[string][]string

// Get is the first value of the field, "" without one.
func (h Header) Get(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Text is the first value with its encoded words (RFC 2047) decoded, on one line.
func (h Header) Text(name string) string { return oneLine(decodeWords(h.Get(name)), maxShown) }

// What is read of header fields at most: real ones are far below.
const (
	maxFields = 5_000    // of a mail
	maxField  = 64 << 10 // octets of a list of addresses or ids, or a Content-Type
	maxShown  = 2_000    // octets of a subject or another text that is shown
)

// splitHeader cuts the header off the body and reads fields of it up to the
// limits; what goes beyond them is passed over, never taken for body. A line
// that is no field ends up in trouble, not in the way.
func splitHeader(raw []byte, maxBytes, fields int) (h Header, body []byte, trouble bool) {
	h = Header{}
	name, seen := "", 0
	var value []byte // of the field being read: its folded lines are gathered once, not joined one by one
	flush := func() {
		if name != "" {
			h[name] = append(h[name], string(bytes.TrimSpace(value)))
		}
		name = ""
	}
	for at := 0; at < len(raw); {
		line, rest, _ := bytes.Cut(raw[at:], []byte("\n"))
		next := len(raw) - len(rest)
		if at > maxBytes || len(line) > maxBytes || seen > fields {
			flush()
			return h, afterHeader(raw[max(0, at-1):]), true
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		switch {
		case len(line) == 0:
			flush()
			return h, rest, trouble
		case line[0] == ' ' || line[0] == '\t':
			// Folded, and only ever part of the field above: one that follows a
			// malformed line belongs to that.
			switch {
			case name != "":
				value = append(append(value, ' '), bytes.TrimSpace(line)...)
			case seen == 0 && !trouble:
				return h, raw, true // no header at all: all of it is text
			default:
				trouble = true
			}
		default:
			flush()
			field, v, ok := bytes.Cut(line, []byte(":"))
			field = bytes.TrimSpace(field)
			switch {
			case bytes.HasPrefix(line, []byte("From ")) && seen == 0: // mbox
			case !ok || len(field) == 0 || len(field) > 200 || bytes.ContainsAny(field, " \t"):
				trouble = true
				if seen == 0 {
					return h, raw, true
				}
			default:
				seen++
				name = strings.ToLower(string(field))
				value = append(value[:0], v...)
			}
		}
		at = next
	}
	flush()
	return h, nil, trouble
}

// afterHeader is what follows the first empty line.
func afterHeader(raw []byte) []byte {
	if i := bytes.Index(raw, []byte("\n\r\n")); i >= 0 {
		if j := bytes.Index(raw[:i], []byte("\n\n")); j >= 0 {
			return raw[j+2:]
		}
		return raw[i+3:]
	}
	if i := bytes.Index(raw, []byte("\n\n")); i >= 0 {
		return raw[i+2:]
	}
	return nil
}

func decodeWords(s string) string {
	s = s[:min(len(s), maxField)]
	out, err := wordDecoder().DecodeHeader(s)
	if err != nil {
		out = s
	}
	return strings.ToValidUTF8(out, "\uFFFD")
}

func wordDecoder() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) {
		r, _ := charsetReader(name, in)
		return r, nil
	}}
}

// oneLine keeps what a stranger put into a header from doing more than being
// read: no line breaks, control characters or marks that turn the text round,
// and not more than max octets.
func oneLine(s string, max int) string {
	if len(s) > 4*max {
		s = s[:4*max]
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > max {
		s = s[:max]
	}
	return strings.ToValidUTF8(s, "")
}

// idsIn are the message ids in a field: found by their brackets, because
// clients put comments and line breaks between them. One that stands there
// alone may lack its brackets.
func idsIn(field string) (out []string) {
	field = field[max(0, len(field)-maxField):] // of a long list the last are the nearest
	for s := field; ; {
		_, rest, ok := strings.Cut(s, "<")
		if !ok {
			break
		}
		end := strings.IndexAny(rest[:min(len(rest), 251)], "<> \t")
		if end > 0 && rest[end] == '>' {
			out = append(out, oneLine(rest[:end], 250))
		}
		s = rest[max(0, end):]
	}
	if bare := strings.TrimSpace(field); len(out) == 0 && len(bare) <= 250 && strings.Count(bare, "@") == 1 && !strings.ContainsAny(bare, "<> \t\"") {
		out = append(out, oneLine(bare, 250))
	}
	return out
}

// firstID is the first message id of the field, "" without one.
func firstID(field string) string {
	if found := idsIn(field[:min(len(field), 2_000)]); len(found) > 0 {
		return found[0]
	}
	return ""
}

func date(value string) time.Time {
	t, err := mail.ParseDate(value[:min(len(value), 200)])
	if err != nil {
		return time.Time{}
	}
	return t
}

// MessageID is the message id of a raw mail, without parsing its body.
func MessageID(raw []byte) string {
	h, _, _ := splitHeader(raw[:min(len(raw), maxHeader)], maxHeader, maxFields)
	return firstID(h.Get("message-id"))
}

// Sender is the address in From of a raw header, in lower case; "" for none, and the
// first where there are several.
func Sender(raw []byte) string {
	h, _, _ := splitHeader(raw[:min(len(raw), maxHeader)], maxHeader, maxFields)
	if from := addresses(h["from"]); len(from) > 0 {
		return from[0].Email
	}
	return ""
}
