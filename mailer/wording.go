package mailer

import (
	"embed"
	"strings"
	"sync"
)

//go:embed wording/*.txt
var wordingFiles embed.FS

// A phrase is some words in lower case, and words that follow them soon.
type phrase []string

// gap is how far apart, in bytes, the parts of a phrase may be.
const gap = 60

// wording reads a file of phrases, by section.
func wording(name string) map[string][]phrase {
	text, err := wordingFiles.ReadFile("wording/" + name)
	if err != nil {
		return nil
	}
	sections, section := map[string][]phrase{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			var p phrase
			for part := range strings.SplitSeq(line, "*") {
				if part != "" {
					p = append(p, part)
				}
			}
			sections[section] = append(sections[section], p)
		}
	}
	return sections
}

var (
	bounceWording = sync.OnceValue(func() map[string][]phrase { return wording("bounce.txt") })
	awayWording   = sync.OnceValue(func() map[string][]phrase { return wording("away.txt") })
)

// in reports whether the text, in lower case, holds the phrase.
func (p phrase) in(text string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], p[0])
		if at < 0 {
			return false
		}
		from += at + len(p[0])
		rest, found := text[from:], true
		for _, part := range p[1:] {
			near := strings.Index(rest[:min(len(rest), gap+len(part))], part)
			if near < 0 {
				found = false
				break
			}
			rest = rest[near+len(part):]
		}
		if found {
			return true
		}
	}
}

// count is how many of the phrases the text holds, up to most.
func count(phrases []phrase, text string, most int) (n int) {
	for _, p := range phrases {
		if p.in(text) {
			if n++; n == most {
				break
			}
		}
	}
	return n
}

func anyOf(phrases []phrase, text string) bool { return count(phrases, text, 1) > 0 }

// begins reports whether the text begins with one of the phrases, as words of its own.
func begins(phrases []phrase, text string) bool {
	for _, p := range phrases {
		if rest, ok := strings.CutPrefix(text, p[0]); ok && len(p) == 1 && (rest == "" || !letter(rest)) {
			return true
		}
	}
	return false
}

// letter reports whether the text begins with a letter of a word that goes on; in
// scripts without blanks every word does, and that is no reason.
func letter(text string) bool { return text[0] >= 'a' && text[0] <= 'z' }

// plain is text for looking for phrases: lower case, one blank between words.
func plain(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("’", "'", "\u00a0", " ", "`", "'").Replace(text)), " "))
}
