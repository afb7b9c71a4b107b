package mailer

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
)

// charsetNames are names that clients write for charsets with another name.
var charsetNames = map[string]string{"utf8": "utf-8", "cp932": "shift_jis", "8859-1": "iso-8859-1", "cp-1252": "windows-1252", "cp-1251": "windows-1251", "cp-1250": "windows-1250"}

// charsetReader decodes by the charset's name. An unknown one is read as
// Windows-1252, which turns every octet into some character; known says so.
func charsetReader(name string, in io.Reader) (r io.Reader, known bool) {
	name = strings.ToLower(strings.Trim(name[:min(len(name), 60)], `'" `))
	if other, ok := charsetNames[name]; ok {
		name = other
	}
	if name == "" {
		return in, true
	}
	r, err := charset.Reader(name, in)
	if err == nil {
		return r, true
	}
	if r, err = charset.Reader("windows-1252", in); err != nil {
		return in, false
	}
	return r, false
}

// text decodes a part to UTF-8.
func (m *Mail) text(p part, params map[string]string) string {
	text := string(m.octets(p, params))
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\x00", "") // no database takes a NUL
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// octets decodes a part to UTF-8 that may be broken: a calendar may be folded
// in the middle of a character. Text that is UTF-8 needs no charset; text in
// none or an unknown one, that is not, is most often Windows-1252.
func (m *Mail) octets(p part, params map[string]string) []byte {
	data := decode(p)
	name := strings.ToLower(strings.Trim(params["charset"], `'" `))
	switch name {
	case "utf-8", "utf8":
		return data
	case "", "us-ascii", "ascii":
		if utf8.Valid(data) {
			return data
		}
		name = "windows-1252"
	}
	r, known := charsetReader(name, bytes.NewReader(data))
	if !known {
		m.trouble("unknown charset " + oneLine(name, 40))
		if utf8.Valid(data) {
			return data
		}
	}
	out, err := io.ReadAll(io.LimitReader(r, maxText))
	if err != nil && len(out) == 0 {
		return data
	}
	return out
}

// decode undoes the transfer encoding as far as it goes, up to maxText.
func decode(p part) []byte {
	encoding, _ := mediaType(strings.Trim(p.header.Get("content-transfer-encoding"), `"`))
	switch encoding {
	case "base64":
		return decodeBase64(p.body[:min(len(p.body), maxText*2)])
	case "quoted-printable":
		return decodeQuoted(p.body[:min(len(p.body), maxText*3)])
	}
	return p.body[:min(len(p.body), maxText)]
}

// decodeBase64 passes over signs that are no base64, as others do. After the
// padding only more base64 counts: what lists and scanners append in plain
// text would decode to rubbish.
func decodeBase64(body []byte) []byte {
	var out, run []byte
	padded := false
	flush := func() {
		part := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
		n, _ := base64.RawStdEncoding.Decode(part, run)
		out, run = append(out, part[:n]...), run[:0]
	}
	for line := range bytes.Lines(body) {
		line = bytes.TrimSpace(line)
		if padded && bytes.ContainsFunc(line, func(r rune) bool { return !inBase64(r) && r != '=' }) {
			break
		}
		for _, c := range line {
			switch {
			case inBase64(rune(c)):
				run = append(run, c)
			case c == '=' && len(run) > 0:
				padded = true
				flush()
			}
		}
	}
	flush()
	return out[:min(len(out), maxText)]
}

func inBase64(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '+' || r == '/'
}

// decodeQuoted undoes quoted-printable. What is no escape stays as it stands:
// the library's reader would give up there and lose the rest of the mail.
func decodeQuoted(body []byte) []byte {
	out := make([]byte, 0, min(len(body), maxText))
	for line := range bytes.Lines(body) {
		text := bytes.TrimRight(line, "\r\n")
		ending := line[len(text):]
		text = bytes.TrimRight(text, " \t")
		if soft := bytes.TrimSuffix(text, []byte("=")); len(soft) < len(text) && len(ending) > 0 {
			text, ending = soft, nil
		}
		for i := 0; i < len(text); i++ {
			if text[i] == '=' && i+2 < len(text) {
				if hi, lo := unhex(text[i+1]), unhex(text[i+2]); hi >= 0 && lo >= 0 {
					out = append(out, byte(hi<<4|lo))
					i += 2
					continue
				}
			}
			out = append(out, text[i])
		}
		if out = append(out, ending...); len(out) >= maxText {
			return out[:maxText]
		}
	}
	return out
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
