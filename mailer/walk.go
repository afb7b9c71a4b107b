package mailer

import (
	"bytes"
	"strings"

	"mentord/calendar/ics"
)

// What is read of the parts of one mail at most, beside the limits of parse.go.
const (
	maxPartHeader = 64 << 10
	maxPartFields = 200
	maxMisses     = 10_000 // lines that begin like a boundary and are none
	maxObjects    = 20     // calendars
)

// A part is still to be read.
type part struct {
	header Header
	body   []byte
	depth  int
}

// A walker goes over the parts of a mail, with a stack of its own.
type walker struct {
	*Mail
	text, html strings.Builder
	calendars  int // octets of them
	scan       int // octets that may still be searched for boundaries: nesting must not multiply the work
	misses     int
}

// walk reads the parts in the order of the mail.
func (m *Mail) walk(h Header, body []byte) {
	w := walker{Mail: m, scan: 4*len(body) + maxText}
	stack := []part{{h, body, 0}}
	for count := 0; len(stack) > 0; count++ {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if count == maxParts || p.depth > maxDepth || w.misses > maxMisses {
			m.trouble("too many parts, or nested too deep: the rest was not read")
			break
		}
		kind, params := mediaType(p.header.Get("content-type"))
		if !strings.Contains(kind, "/") {
			kind = "text/plain"
		}
		if strings.HasPrefix(kind, "multipart/") {
			children := w.divide(p.body, boundaryOf(params, p.body), maxParts-count)
			for i := len(children) - 1; i >= 0; i-- {
				ch, cb, _ := splitHeader(children[i], maxPartHeader, maxPartFields)
				if kind == "multipart/digest" && ch.Get("content-type") == "" {
					ch["content-type"] = []string{"message/rfc822"}
				}
				stack = append(stack, part{ch, cb, p.depth + 1})
			}
			if len(children) > 0 {
				continue
			}
			// Something on the way took it apart: what is left is text.
			m.trouble("a multipart has no parts")
			kind = "text/plain"
		}
		w.leaf(kind, params, p)
	}
	m.Text, m.HTML = w.text.String(), w.html.String()
}

// boundaryOf is the boundary of a multipart; without one, the line that the
// body begins with is it.
func boundaryOf(params map[string]string, body []byte) string {
	if b := strings.TrimSpace(params["boundary"]); b != "" && b == oneLine(b, 255) {
		return b
	}
	line, _, _ := bytes.Cut(bytes.TrimLeft(body[:min(len(body), 500)], "\r\n"), []byte("\n"))
	if b, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("--")); ok {
		return string(b)
	}
	return ""
}

// divide cuts a multipart body at its boundary lines; one that is never closed
// ends with the body. It stops after limit parts.
func (w *walker) divide(body []byte, boundary string, limit int) (parts [][]byte) {
	if w.scan -= len(body); boundary == "" || w.scan < 0 {
		return nil
	}
	mark := []byte("\n--" + boundary)
	start := -1                   // of the part being read
	at := bytes.Index(body, mark) // of the line feed before a mark; -1 before the first line
	if bytes.HasPrefix(body, mark[1:]) {
		at = -1
	} else if at < 0 {
		return nil
	}
	for {
		end := len(body)
		if i := bytes.IndexByte(body[at+1:], '\n'); i >= 0 {
			end = at + 1 + i
		}
		tail := string(bytes.TrimRight(body[at+len(mark):end], " \t\r"))
		if tail == "" || tail == "--" {
			if start >= 0 {
				parts = append(parts, body[start:at+1])
			}
			start = min(end+1, len(body))
			if tail == "--" || len(parts) > limit {
				return parts
			}
		} else if w.misses++; w.misses > maxMisses {
			return parts
		}
		i := bytes.Index(body[end:], mark)
		if i < 0 {
			break
		}
		at = end + i
	}
	if start >= 0 && start < len(body) {
		parts = append(parts, body[start:])
	}
	return parts
}

// leaf takes in a part that has no parts of its own.
func (w *walker) leaf(kind string, params map[string]string, p part) {
	disposition, more := mediaType(p.header.Get("content-disposition"))
	name := oneLine(decodeWords(params["name"]), 255)
	if name == "" {
		name = oneLine(decodeWords(more["filename"]), 255)
	}
	attached := disposition == "attachment"
	// The first text is what was written; a later one with a name is a file
	// that the client shows in place.
	typed := p.depth == 0 || !attached && (name == "" || w.text.Len() == 0)
	switch {
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		if len(w.Report) < maxReports {
			w.report(decode(p))
		}
	case kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/global" || kind == "message/global-headers":
		if w.Returned == nil {
			w.Returned, _, _ = splitHeader(decode(p), maxPartHeader, maxPartFields)
		}
	case kind == "text/calendar" || kind == "application/ics" || strings.HasSuffix(strings.ToLower(name), ".ics") || !strings.HasPrefix(kind, "text/html") && beginsCalendar(p.body):
		w.calendar(kind, params, p)
	case kind == "text/plain" && typed:
		if w.text.Len() < maxText {
			if w.text.Len() > 0 {
				w.text.WriteByte('\n')
			}
			w.text.WriteString(w.Mail.text(p, params))
			w.Flowed = w.Flowed || strings.EqualFold(params["format"], "flowed")
		}
	case kind == "text/html" && typed:
		if w.html.Len() < maxText {
			w.html.WriteString(w.Mail.text(p, params))
		}
	case len(w.Files) < maxParts:
		if name == "" {
			name = oneLine(kind, 100)
		}
		w.Files = append(w.Files, name)
	}
}

// calendar takes in a part that should be an iCalendar object.
func (w *walker) calendar(kind string, params map[string]string, p part) {
	if len(w.Calendars) >= maxObjects || w.calendars > maxText {
		return
	}
	if params["charset"] == "" {
		params["charset"] = "utf-8" // as RFC 5545 has it
	}
	data := w.octets(p, params)
	if !ics.LooksLike(data) {
		w.Files = append(w.Files, oneLine(kind, 100))
		return
	}
	w.calendars += len(data)
	w.Calendars = append(w.Calendars, data)
}

// beginsCalendar reports whether a part of another type is a calendar object:
// not one that only speaks of it.
func beginsCalendar(body []byte) bool {
	head := bytes.TrimLeft(body[:min(len(body), 200)], "\ufeff \t\r\n")
	return len(head) > 15 && bytes.EqualFold(head[:15], []byte("BEGIN:VCALENDAR")) || bytes.HasPrefix(head, []byte("QkVHSU46VkNBTEVOREFS")) // the same in base64
}

// maxReports is how many groups of fields are read of delivery reports.
const maxReports = 100

// report reads the groups of fields of a delivery status.
func (m *Mail) report(body []byte) {
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	for group := range bytes.SplitSeq(body, []byte("\n\n")) {
		group = bytes.TrimLeft(group, "\n")
		if len(m.Report) == maxReports {
			return
		}
		if h, _, _ := splitHeader(group, maxPartHeader, maxPartFields); len(h) > 0 {
			m.Report = append(m.Report, h)
		}
	}
}
