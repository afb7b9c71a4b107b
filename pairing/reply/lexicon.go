package reply

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

// What people say is data, one file a language: see words/en.txt for the form.
//
//go:embed words/*.txt
var wordFiles embed.FS

// A meaning is what some words say, by its name in the word files.
type meaning string

// A tag is a meaning found in a sentence, over the words from start to end.
type tag struct {
	meaning    meaning
	start, end int
}

// A node is one word further along the forms of the lexicon.
type node struct {
	next map[string]*node
	gap  *node // up to three words of any kind, then on
	says []meaning
}

// maxGap is how many words a "*" may stand for.
const maxGap = 3

var lexicon = sync.OnceValue(func() *node {
	root := &node{next: map[string]*node{}}
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		return root // embedded: a test reads them all
	}
	for _, file := range files {
		data, err := wordFiles.ReadFile("words/" + file.Name())
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(data)) {
			name, forms, ok := strings.Cut(strings.TrimSpace(line), ":")
			if !ok || strings.HasPrefix(name, "#") {
				continue
			}
			for form := range strings.SplitSeq(forms, ",") {
				for _, words := range expand(strings.TrimSpace(form)) {
					root.add(strings.Fields(words), meaning(name))
				}
			}
		}
	}
	return root
})

// expand writes out the choices of a form: "i('m/ am) in" is two forms.
func expand(form string) []string {
	open := strings.IndexByte(form, '(')
	if open < 0 {
		return []string{form}
	}
	shut := open + strings.IndexByte(form[open:], ')')
	if shut < open {
		return []string{form}
	}
	choices := strings.Split(form[open+1:shut], "/")
	rest := form[shut+1:]
	if strings.HasPrefix(rest, "?") {
		choices, rest = append(choices, ""), rest[1:]
	}
	var out []string
	for _, choice := range choices {
		for _, tail := range expand(rest) {
			out = append(out, form[:open]+choice+tail)
		}
	}
	return out
}

func (n *node) add(words []string, m meaning) {
	if len(words) == 0 {
		return
	}
	for _, w := range words {
		var to **node
		if w == "*" {
			to = &n.gap
		} else {
			child := n.next[w]
			if child == nil {
				child = &node{next: map[string]*node{}}
				n.next[w] = child
			}
			n = child
			continue
		}
		if *to == nil {
			*to = &node{next: map[string]*node{}}
		}
		n = *to
	}
	for _, said := range n.says {
		if said == m {
			return
		}
	}
	n.says = append(n.says, m)
}

// longest gives the end of the longest form at words[i], and what it says; the
// word before a "*" never matches the end of the form by itself.
func (n *node) longest(words []string, breaks []bool, i, from int) (end int, says []meaning) {
	if len(n.says) > 0 {
		end, says = i, n.says
	}
	if i < len(words) && (i == from || !breaks[i]) {
		if child := n.next[words[i]]; child != nil {
			end, says = better(end, says)(child.longest(words, breaks, i+1, from))
		}
	}
	if n.gap != nil {
		if len(n.gap.says) > 0 && len(n.gap.next) == 0 && end < min(i+1, len(words)) {
			end, says = min(i+1, len(words)), n.gap.says
		}
		for skip := 0; skip <= maxGap && i+skip < len(words); skip++ {
			if breaks[i+skip] {
				break
			}
			if child := n.gap.next[words[i+skip]]; child != nil {
				end, says = better(end, says)(child.longest(words, breaks, i+skip+1, from))
			}
		}
	}
	return end, says
}

// better keeps the longer of two forms; two of the same length are both said.
func better(end int, says []meaning) func(int, []meaning) (int, []meaning) {
	return func(e int, s []meaning) (int, []meaning) {
		switch {
		case e > end:
			return e, s
		case e == end && len(s) > 0:
			return end, slices.Compact(slices.Sorted(slices.Values(slices.Concat(says, s))))
		}
		return end, says
	}
}

// tags finds the meanings in the words, the longest form at each. No form goes
// on behind a comma: breaks says before which words one stands.
func tags(words []string, breaks []bool) []tag {
	var out []tag
	root := lexicon()
	for i := 0; i < len(words); {
		end, says := root.longest(words, breaks, i, i)
		if end <= i {
			i++
			continue
		}
		for _, m := range says {
			out = append(out, tag{m, i, end})
		}
		i = end
	}
	return out
}
