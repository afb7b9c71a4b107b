package fit

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

//go:embed stop.txt
var stopWords string

//go:embed synonyms.txt
var commonSynonyms string

// A tongue is a language that texts are written in.
type tongue int

// tongues in the order in which a tie is decided: who writes only "SQL, Python"
// is taken to write English.
var tongues = []struct {
	code string
	stem func(*snowballstem.Env) bool
}{{"en", english.Stem}, {"de", german.Stem}, {"fr", french.Stem}, {"es", spanish.Stem}, {"pt", portuguese.Stem}}

// A term is one thing that a text speaks of.
type term struct {
	concept string // a stem, or the first name of its synonyms
	said    string // as the text has it
	goal    int    // in which of the goals of the text it stands, from 0
}

// A vocabulary knows what words mean the same. Once learned it does not change.
type vocabulary struct {
	stops   []map[string]bool     // by tongue
	phrases []map[string][]phrase // by tongue and first stem, the longest first
	near    map[string][]string   // concepts near to a concept
}

type phrase struct {
	stems   []string
	concept string
}

// builtin is the vocabulary of a program that adds nothing to it.
var builtin = sync.OnceValues(func() (*vocabulary, error) { return learnAll(nil) })

func newVocabulary(more []string) (*vocabulary, error) {
	if len(more) == 0 {
		return builtin()
	}
	return learnAll(more)
}

func learnAll(more []string) (*vocabulary, error) {
	v := &vocabulary{near: map[string][]string{}}
	for range tongues {
		v.stops = append(v.stops, map[string]bool{})
		v.phrases = append(v.phrases, map[string][]phrase{})
	}
	for line := range strings.Lines(stopWords) {
		code, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		for i, t := range tongues {
			if t.code == code {
				for _, w := range strings.Fields(words) {
					v.stops[i][w] = true
				}
			}
		}
	}
	for line := range strings.Lines(commonSynonyms) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			if err := v.learn(line); err != nil {
				return nil, err
			}
		}
	}
	for i, line := range more {
		if err := v.learn(line); err != nil {
			return nil, fmt.Errorf("pairing.synonyms %d: %w", i+1, err)
		}
	}
	for _, table := range v.phrases {
		for first := range table {
			slices.SortStableFunc(table[first], func(a, b phrase) int { return len(b.stems) - len(a.stems) })
		}
	}
	for _, names := range v.near {
		for i, name := range names {
			if known, n := v.concept(stems(fields(name), 0), 0); n > 0 {
				names[i] = known
			}
		}
	}
	return v, nil
}

// CheckSynonyms says which of the coordinator's lines is none.
func CheckSynonyms(lines []string) error {
	_, err := newVocabulary(lines)
	return err
}

// learn takes a line of synonyms. What a later line says of a word takes the
// place of what an earlier one said: the coordinator's lines come last.
func (v *vocabulary) learn(line string) error {
	if strings.ContainsAny(line, "\r\n") || !strings.ContainsAny(line, "=~") {
		return fmt.Errorf("%q joins nothing: write \"machine learning = ML ~ statistics\"", line)
	}
	parts := strings.Split(line, "~")
	same := strings.Split(parts[0], "=")
	concept := strings.ToLower(strings.TrimSpace(same[0]))
	for _, name := range same {
		if len(fields(name)) == 0 {
			return fmt.Errorf("%q has nothing on one side of a sign: write \"machine learning = ML ~ statistics\"", line)
		}
		for t := range tongues {
			words := stems(fields(name), tongue(t))
			table := v.phrases[t]
			known := func(p phrase) bool { return slices.Equal(p.stems, words) }
			if i := slices.IndexFunc(table[words[0]], known); i >= 0 {
				if name == same[0] {
					concept = table[words[0]][i].concept // more names for a thing that is known
					continue
				}
				table[words[0]] = slices.DeleteFunc(table[words[0]], known)
			}
			table[words[0]] = append(table[words[0]], phrase{words, concept})
		}
	}
	for _, other := range parts[1:] {
		if other = strings.ToLower(strings.TrimSpace(other)); other == "" {
			return fmt.Errorf("%q has nothing behind ~: write \"machine learning = ML ~ statistics\"", line)
		}
		v.near[concept] = append(v.near[concept], other)
	}
	return nil
}

// fields are the words of a text.
func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '+' && r != '#'
	})
}

func stems(words []string, t tongue) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = stem(strings.ToLower(w), t)
	}
	return out
}

// stem is the word without its endings. What is no word of a language, as C++ or
// 3D, stays as it is.
func stem(word string, t tongue) string {
	if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return word
	}
	env := snowballstem.NewEnv(word)
	tongues[t].stem(env)
	return env.Current()
}

// written is the language that a text is written in, by its commonest words.
func (v *vocabulary) written(words []string) tongue {
	best, most := tongue(0), 0
	for t := range tongues {
		n := 0
		for _, w := range words {
			if v.stops[t][strings.ToLower(w)] {
				n++
			}
		}
		if n > most {
			best, most = tongue(t), n
		}
	}
	return best
}

// separators end one goal and begin the next.
var separators = strings.NewReplacer(",", "\n", ";", "\n", ".\t", "\n", ". ", "\n", "!", "\n", "•", "\n", " and ", "\n", " und ", "\n", " et ", "\n", " y ", "\n", " e ", "\n", " then ", "\n")

// terms are what a text speaks of, each thing once, in its order.
func (v *vocabulary) terms(text string) (out []term) {
	t, goal := v.written(fields(text)), 0
	for clause := range strings.SplitSeq(separators.Replace(text), "\n") {
		words := fields(clause)
		stemmed := stems(words, t)
		found := false
		for i := 0; i < len(words); {
			concept, n := v.concept(stemmed[i:], t)
			if n <= 1 && !v.says(words, i, t) {
				i++
				continue
			}
			if n == 0 {
				concept, n = stemmed[i], 1
			}
			if !slices.ContainsFunc(out, func(x term) bool { return x.concept == concept }) {
				out = append(out, term{concept, strings.Join(words[i:i+n], " "), goal})
			}
			found = true
			i += n
		}
		if found {
			goal++
		}
	}
	return out
}

// says reports whether a word says something: no number, no stop word, unless that stands
// alone or with a capital, as Go and AI do.
func (v *vocabulary) says(words []string, i int, t tongue) bool {
	w := words[i]
	lower := strings.ToLower(w)
	switch {
	case strings.Trim(w, "0123456789") == "":
		return false
	case len(words) == 1:
		return true
	}
	return !(v.stops[t][lower] && (i == 0 || w == lower)) && (len(w) > 1 || w != lower)
}

// concept is the longest phrase that the stems begin with.
func (v *vocabulary) concept(stems []string, t tongue) (name string, n int) {
	for _, p := range v.phrases[t][stems[0]] {
		if len(stems) >= len(p.stems) && slices.Equal(stems[:len(p.stems)], p.stems) {
			return p.concept, len(p.stems)
		}
	}
	return "", 0
}
