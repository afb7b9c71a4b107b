package mailer

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"
	"time"

	"github.com/emersion/go-message/charset"

	"mentord/calendar/ics"
)

// What is read of one mail at most. Real mail peaks at depth 7 and 17 parts.
const (
	maxDepth  = 20
	maxParts  = 500
	maxHeader = 1 << 20
	maxText   = 1 << 20 // of each of text, HTML and calendar
)

// A Mail is one mail, read as far as it goes.
type Mail struct {
	Header    Header
	From      []Address // more than one is suspect
	To        []string  // every address that it was sent or delivered to, in lower case
	Subject   string
	MessageID string
	Refers    []string  // message ids in In-Reply-To and References, nearest first
	Date      time.Time // zero without one
	Text      string    // of the first text/plain parts, decoded
	Flowed    bool      // Text is format=flowed
	HTML      string
	Calendars [][]byte // iCalendar objects, by type or by their first line
	Report    []Header // groups of fields of a delivery status (RFC 3464)
	Returned  Header   // header of the mail that a bounce gives back
	Files     []string // names of attachments
	Trouble   []string // what was wrong with it
}

// Parse reads a mail. It never fails and never takes more than linear time.
func Parse(raw []byte) Mail {
	var m Mail
	head := raw[:min(len(raw), maxHeader)]
	h, body, bad := splitHeader(head)
	if len(raw) > len(head) {
		body = raw[len(head)-len(body):]
	}
	if bad {
		m.Trouble = append(m.Trouble, "a header line is malformed")
	}
	m.Header = h
	m.From = addresses(h["from"])
	for _, name := range []string{"to", "cc", "delivered-to", "x-delivered-to", "x-envelope-to", "envelope-to", "x-original-to"} {
		for _, a := range addresses(h[name]) {
			m.To = append(m.To, a.Email)
		}
	}
	m.Subject = strings.Join(strings.Fields(h.Text("subject")), " ")
	if id := ids(h.Get("message-id")); len(id) > 0 {
		m.MessageID = id[0]
	}
	m.Refers = ids(h.Get("in-reply-to"))
	refs := ids(h.Get("references"))
	for i := len(refs) - 1; i >= 0; i-- {
		m.Refers = append(m.Refers, refs[i])
	}
	m.Date = date(h.Get("date"))
	m.walk(h, body)
	return m
}

// A part is still to be read.
type part struct {
	header Header
	body   []byte
	depth  int
}

// walk reads the parts in the order of the mail, with a stack of its own.
func (m *Mail) walk(h Header, body []byte) {
	stack := []part{{h, body, 0}}
	for count := 0; len(stack) > 0; count++ {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if count == maxParts || p.depth > maxDepth {
			m.Trouble = append(m.Trouble, "too many parts, or nested too deep: the rest was not read")
			return
		}
		kind, params := mediaType(p.header.Get("content-type"))
		if kind == "" || !strings.Contains(kind, "/") {
			kind = "text/plain"
		}
		switch {
		case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
			children := divide(p.body, params["boundary"], maxParts-count)
			for i := len(children) - 1; i >= 0; i-- {
				ch, cb, _ := splitHeader(children[i])
				stack = append(stack, part{ch, cb, p.depth + 1})
			}
		default:
			m.leaf(kind, params, p)
		}
	}
}

// divide cuts a multipart body at its boundary lines; one that is never closed
// ends with the body. It stops after limit parts.
func divide(body []byte, boundary string, limit int) (parts [][]byte) {
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(body); {
		end := bytes.IndexByte(body[at:], '\n')
		next := len(body)
		if end >= 0 {
			next = at + end + 1
		}
		line := bytes.TrimRight(body[at:next], " \t\r\n")
		if bytes.HasPrefix(line, mark) && (len(line) == len(mark) || string(line[len(mark):]) == "--") {
			if start >= 0 {
				parts = append(parts, body[start:at])
			}
			start = next
			if len(line) > len(mark) || len(parts) > limit {
				return parts
			}
		}
		at = next
	}
	if start >= 0 && start < len(body) {
		parts = append(parts, body[start:])
	}
	return parts
}

// leaf takes in a part that has no parts of its own.
func (m *Mail) leaf(kind string, params map[string]string, p part) {
	_, disposition := mediaType("x;" + p.header.Get("content-disposition"))
	name := decodeWords(params["name"])
	if name == "" {
		name = decodeWords(disposition["filename"])
	}
	attached := strings.HasPrefix(strings.ToLower(p.header.Get("content-disposition")), "attachment")
	switch {
	case kind == "message/delivery-status":
		m.report(decode(p))
	case kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/global":
		if m.Returned == nil {
			m.Returned, _, _ = splitHeader(decode(p))
		}
	case kind == "text/calendar" || kind == "application/ics" || strings.HasSuffix(strings.ToLower(name), ".ics") || !strings.HasPrefix(kind, "text/html") && looksLikeCalendar(p):
		if data := m.text(p, params); ics.LooksLike([]byte(data)) {
			m.Calendars = append(m.Calendars, []byte(data))
		}
	case kind == "text/plain" && !attached:
		if len(m.Text) < maxText {
			if m.Text != "" {
				m.Text += "\n"
			}
			m.Text += m.text(p, params)
			m.Flowed = m.Flowed || strings.EqualFold(params["format"], "flowed")
		}
	case kind == "text/html" && !attached:
		if len(m.HTML) < maxText {
			m.HTML += m.text(p, params)
		}
	default:
		if name == "" {
			name = kind
		}
		m.Files = append(m.Files, name)
	}
}

func looksLikeCalendar(p part) bool {
	return ics.LooksLike(p.body[:min(len(p.body), 200)])
}

// report reads the groups of fields of a delivery status.
func (m *Mail) report(body []byte) {
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	for group := range bytes.SplitSeq(body, []byte("\n\n")) {
		group = bytes.TrimLeft(group, "\n")
		if len(m.Report) == 100 {
			return
		}
		if h, _, _ := splitHeader(group); len(h) > 0 {
			m.Report = append(m.Report, h)
		}
	}
}

// text decodes a part to UTF-8. An unknown charset is read as UTF-8, with the
// bytes that are none replaced.
func (m *Mail) text(p part, params map[string]string) string {
	data := decode(p)
	if name := params["charset"]; name != "" && !strings.EqualFold(name, "utf-8") && !strings.EqualFold(name, "us-ascii") {
		if r, err := charset.Reader(name, bytes.NewReader(data)); err != nil {
			m.Trouble = append(m.Trouble, "unknown charset "+strings.ToValidUTF8(name[:min(len(name), 40)], "?"))
		} else if out, err := io.ReadAll(io.LimitReader(r, maxText)); err == nil {
			data = out
		}
	}
	text := strings.ToValidUTF8(string(data), "\uFFFD")
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// decode undoes the transfer encoding as far as it goes, up to maxText.
func decode(p part) []byte {
	body := p.body
	switch strings.ToLower(strings.TrimSpace(p.header.Get("content-transfer-encoding"))) {
	case "base64":
		body = body[:min(len(body), maxText*2)]
		clean := bytes.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/' {
				return r
			}
			return -1
		}, body)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
		n, _ := base64.RawStdEncoding.Decode(out, clean)
		return out[:min(n, maxText)]
	case "quoted-printable":
		out, _ := io.ReadAll(io.LimitReader(quotedprintable.NewReader(bytes.NewReader(body[:min(len(body), maxText*3)])), maxText))
		return out
	}
	return body[:min(len(body), maxText)]
}
