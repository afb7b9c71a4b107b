package mailer

import (
	"fmt"
	"io"
	"net/url"
	"strings"
)

// mediaType reads a Content-Type leniently: a parameter that stands twice, a
// missing quote or semicolon, a comment or a stray sign never hides the type,
// as it does with mime.ParseMediaType. The first of two equal parameters
// counts. Names and values that RFC 2231 split or encoded are put together.
func mediaType(value string) (kind string, params map[string]string) {
	value = value[:min(len(value), maxField)]
	params = map[string]string{}
	end := strings.IndexAny(value, ";( \t")
	if end < 0 {
		end = len(value)
	}
	kind, rest := strings.ToLower(value[:end]), value[end:]
	for rest != "" && len(params) < 100 {
		var param string
		param, rest = cutParam(rest)
		key, v, ok := strings.Cut(param, "=")
		if words := strings.Fields(key); len(words) > 0 { // text/plain charset=x, text/plain (new) ; charset=x
			key = strings.ToLower(words[len(words)-1])
		} else {
			key = ""
		}
		if _, twice := params[key]; !ok || twice || key == "" {
			continue
		}
		params[key] = unquote(strings.TrimSpace(v))
	}
	for key := range params {
		if name, _, ok := strings.Cut(key, "*"); ok && params[name] == "" {
			params[name] = joinParam(params, name)
		}
	}
	return kind, params
}

// joinParam puts together name*, or name*0, name*1* and so on (RFC 2231).
func joinParam(params map[string]string, name string) string {
	if v, ok := params[name+"*"]; ok {
		return decodeParam(v)
	}
	joined, encoded := "", false
	for i := range 100 {
		v, ok := params[fmt.Sprintf("%s*%d", name, i)]
		if !ok {
			if v, ok = params[fmt.Sprintf("%s*%d*", name, i)]; !ok {
				break
			}
			encoded = true
		}
		joined += v
	}
	if encoded {
		return decodeParam(joined)
	}
	return joined
}

// decodeParam undoes charset'language'percent-encoding.
func decodeParam(v string) string {
	name, text, ok := strings.Cut(v, "'")
	if _, after, more := strings.Cut(text, "'"); ok && more {
		v = after
	} else {
		name = ""
	}
	if plain, err := url.PathUnescape(v); err == nil {
		v = plain
	}
	r, _ := charsetReader(name, strings.NewReader(v))
	out, _ := io.ReadAll(io.LimitReader(r, maxField))
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// unquote takes the quotes off a value, or what a missing one left of it.
func unquote(v string) string {
	if !strings.HasPrefix(v, `"`) {
		if i := strings.IndexAny(v, " \t("); i >= 0 { // a comment behind it
			v = v[:i]
		}
		return strings.Trim(v, `"`)
	}
	var b strings.Builder
	for i := 1; i < len(v); i++ {
		switch {
		case v[i] == '"':
			return b.String()
		case v[i] == '\\' && i+1 < len(v):
			i++
		}
		b.WriteByte(v[i])
	}
	return b.String()
}

// cutParam cuts at the first semicolon outside of quotes. A quote that is never
// closed is none.
func cutParam(s string) (param, rest string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		case s[i] == ';' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	if quoted {
		param, rest, _ = strings.Cut(s, ";")
		return param, rest
	}
	return s, ""
}
