package phrase

import (
	"embed"
	"strings"
	"sync"
)

// The words of each language are data: see words/en.txt for their form. English
// stands first where two languages share a word.
//
//go:embed words/*.txt
var wordFiles embed.FS

var languages = []string{"en", "de", "fr", "es", "pt"}

// maxForm is how many tokens one form may have.
const maxForm = 6

// A vocabulary is one language: what its forms mean to the grammar, and the
// words by which a text in it is known.
type vocabulary struct {
	always map[string][]string // form → words of the grammar
	spoken map[string][]string // forms that count only where the language is spoken
	marks  map[string]bool
}

var vocabularies = sync.OnceValue(func() []vocabulary {
	var all []vocabulary
	for _, language := range languages {
		data, err := wordFiles.ReadFile("words/" + language + ".txt")
		if err != nil {
			continue // embedded: a test reads them all
		}
		all = append(all, readVocabulary(string(data)))
	}
	return all
})

func readVocabulary(data string) vocabulary {
	v := vocabulary{map[string][]string{}, map[string][]string{}, map[string]bool{}}
	for line := range strings.Lines(data) {
		meaning, forms, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(meaning, "#") {
			continue
		}
		for form := range strings.SplitSeq(forms, ",") {
			form, only := strings.CutPrefix(strings.TrimSpace(form), "~")
			switch {
			case form == "":
			case meaning == "language":
				v.marks[form] = true
			case only:
				v.spoken[form] = strings.Fields(meaning)
			default:
				v.always[form] = strings.Fields(meaning)
			}
		}
	}
	return v
}

// spokenIn gives the language that most of the text's own words are in; 0 is
// English, also when nothing tells.
func spokenIn(ts []token, all []vocabulary) int {
	best, most := 0, 0
	for l, v := range all {
		count := 0
		for _, t := range ts {
			if _, own := v.always[t.text]; own || v.marks[t.text] {
				count++
			}
		}
		if count > most {
			best, most = l, count
		}
	}
	return best
}

// translate puts the words of the grammar in place of what was written, the
// longest form first: of the language of the text, then of English, then of the
// others. What no language knows stays, but for a slip in the name of a day.
func translate(ts []token) []token {
	all := vocabularies()
	order := []int{}
	spoken := spokenIn(ts, all)
	if len(all) > 0 {
		order = append(order, spoken)
	}
	for l := range all {
		if l != spoken {
			order = append(order, l)
		}
	}
	out := make([]token, 0, len(ts))
	for i := 0; i < len(ts); {
		meaning, n := lookUp(ts, i, all, order, spoken)
		if n == 0 {
			t := ts[i]
			i++
			if parts := compound(t.text, all); parts != nil {
				for _, word := range parts {
					out = append(out, token{word, -1, 0, t.start, t.end, t.text, false})
				}
				continue
			}
			if name, ok := misspelt(t.text); ok {
				t.text = name
			}
			out = append(out, t)
			continue
		}
		for _, word := range meaning {
			out = append(out, token{word, -1, 0, ts[i].start, ts[i+n-1].end, ts[i].text, ts[i].of || n == 1 && strings.HasSuffix(ts[i].text, "ings")})
		}
		i += n
	}
	return out
}

func lookUp(ts []token, i int, all []vocabulary, order []int, spoken int) (meaning []string, n int) {
	if ts[i].number >= 0 && ts[i].digits > 2 {
		return nil, 0
	}
	var forms [maxForm + 1]string
	longest := 0
	for n := 1; n <= maxForm && i+n <= len(ts); n++ {
		if n == 1 {
			forms[n] = ts[i].text
		} else {
			if ts[i+n-1].text == "\n" {
				break
			}
			forms[n] = forms[n-1] + " " + ts[i+n-1].text
		}
		longest = n
	}
	for n := longest; n >= 1; n-- {
		for _, l := range order {
			if m, ok := all[l].always[forms[n]]; ok {
				return m, n
			}
			if l == spoken {
				if m, ok := all[l].spoken[forms[n]]; ok {
					return m, n
				}
			}
		}
	}
	return nil, 0
}

// compound splits "Donnerstagabend" into its day and its part of the day.
func compound(word string, all []vocabulary) []string {
	if len(word) < 9 || len(word) > 30 {
		return nil
	}
	for _, v := range all[1:] {
		for i := 5; i+3 < len(word); i++ {
			day, part := v.always[word[:i]], v.always[word[i:]]
			if len(day) != 1 || len(part) != 1 {
				continue
			}
			_, isDay := weekdays[day[0]]
			if _, isPart := dayParts[part[0]]; isDay && isPart {
				return []string{day[0], part[0]}
			}
		}
	}
	return nil
}

// slips are the names in which a slip of the fingers is forgiven.
var slips = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow",
	"january", "february", "september", "october", "november", "december", "afternoon", "morning", "evening"}

// misspelt gives the one name that the word is a slip away from: one letter, or
// two in long words. The first letter must stand.
func misspelt(word string) (string, bool) {
	if len(word) < 5 || len(word) > 11 {
		return "", false
	}
	best, name := 3, ""
	for _, s := range slips {
		if s[0] != word[0] || len(s)-len(word) > 2 || len(word)-len(s) > 2 {
			continue
		}
		d := slipsBetween(word, s)
		if limit := 1 + len(s)/8; d > limit {
			continue
		}
		switch {
		case d < best:
			best, name = d, s
		case d == best:
			name = ""
		}
	}
	return name, name != ""
}

// slipsBetween is the restricted Damerau-Levenshtein distance of two short words.
func slipsBetween(a, b string) int {
	var rows [3][16]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		now, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
