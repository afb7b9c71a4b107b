package mailer

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-message/charset"
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

// Text is the first value with its encoded words (RFC 2047) decoded.
func (h Header) Text(name string) string { return decodeWords(h.Get(name)) }

// splitHeader cuts the header off the body. A line that is no field ends up in
// trouble, not in the way.
func splitHeader(raw []byte) (h Header, body []byte, trouble bool) {
	h = Header{}
	name := ""
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		switch {
		case len(line) == 0:
			return h, rest, trouble
		case (line[0] == ' ' || line[0] == '\t') && name != "":
			values := h[name]
			values[len(values)-1] += " " + string(bytes.TrimSpace(line))
		default:
			field, value, ok := bytes.Cut(line, []byte(":"))
			field = bytes.TrimSpace(field)
			switch {
			case bytes.HasPrefix(line, []byte("From ")) && len(h) == 0: // mbox
			case !ok || len(field) == 0 || bytes.ContainsAny(field, " \t"):
				trouble = true
				if len(h) == 0 {
					return h, raw, true // no header at all: all of it is text
				}
			default:
				name = strings.ToLower(string(field))
				h[name] = append(h[name], string(bytes.TrimSpace(value)))
			}
		}
		raw = rest
	}
	return h, nil, trouble
}

func decodeWords(s string) string {
	d := mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) { return charset.Reader(name, in) }}
	out, err := d.DecodeHeader(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ToValidUTF8(out, "\uFFFD")
}

// An Address is a mailbox: a name to show and an address in lower case.
type Address struct{ Name, Email string }

var bareAddress = regexp.MustCompile(`[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}`)

// addresses reads a list of mailboxes; where it is malformed, every address
// that can be found in it.
func addresses(values []string) (out []Address) {
	for _, v := range values {
		p := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) { return charset.Reader(name, in) }}}
		if list, err := p.ParseList(v); err == nil {
			for _, a := range list {
				out = append(out, Address{a.Name, strings.ToLower(a.Address)})
			}
			continue
		}
		for _, a := range bareAddress.FindAllString(v, 50) {
			out = append(out, Address{"", strings.ToLower(a)})
		}
	}
	return out
}

var messageID = regexp.MustCompile(`<([^<>\s]{1,250})>`)

// ids are the message ids in the fields: found by their brackets, because
// clients put comments and line breaks between them.
func ids(values ...string) (out []string) {
	for _, v := range values {
		for _, m := range messageID.FindAllStringSubmatch(v, 60) {
			out = append(out, m[1])
		}
	}
	return out
}

func date(value string) time.Time {
	t, err := mail.ParseDate(value)
	if err != nil {
		return time.Time{}
	}
	return t
}

// mediaType reads a Content-Type leniently: a parameter that stands twice, a
// missing quote or a stray sign never hides the type, as it does with
// mime.ParseMediaType. The first of two equal parameters counts.
func mediaType(value string) (kind string, params map[string]string) {
	params = map[string]string{}
	kind, rest, _ := strings.Cut(value, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	for rest != "" {
		var param string
		param, rest = cutParam(rest)
		key, v, ok := strings.Cut(param, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		if _, twice := params[key]; !ok || twice || key == "" {
			continue
		}
		params[key] = strings.Trim(strings.TrimSpace(v), `"`)
	}
	return kind, params
}

func cutParam(s string) (param, rest string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			quoted = !quoted
		case '\\':
			i++
		case ';':
			if !quoted {
				return s[:i], s[i+1:]
			}
		}
	}
	return s, ""
}

// Addresses reads a list of mailboxes as people write it.
func Addresses(list string) []Address { return addresses([]string{list}) }

// MessageID is the message id of a raw mail, without parsing its body.
func MessageID(raw []byte) string {
	h, _, _ := splitHeader(raw[:min(len(raw), maxHeader)])
	if found := ids(h.Get("message-id")); len(found) > 0 {
		return found[0]
	}
	return ""
}
