package reply

import (
	"strings"
	"testing"
)

// meanings are all that the code asks for.
var meanings = wordSet(`yes weakyes no aside later unsure condition meant before asks cancel keep move cantmake confirm latesay met notmet notyet
	concern mydata forget noterase undo leave resume pause rematch status help all none skip refuse rest greeting thanks`)

// TestWordFiles reads every line of every language: a slip in one would
// otherwise go unseen.
func TestWordFiles(t *testing.T) {
	files, err := wordFiles.ReadDir("words")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d word files: %v", len(files), err)
	}
	for _, file := range files {
		data, err := wordFiles.ReadFile("words/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		forms := 0
		for n, line := range strings.Split(string(data), "\n") {
			if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			name, list, ok := strings.Cut(line, ":")
			if !ok || !meanings[name] {
				t.Errorf("%s:%d: %q is no meaning", file.Name(), n+1, name)
			}
			for form := range strings.SplitSeq(list, ",") {
				form = strings.TrimSpace(form)
				if form == "" || form != strings.ToLower(form) || strings.Count(form, "(") != strings.Count(form, ")") || strings.ContainsAny(form, "|[]{}") {
					t.Errorf("%s:%d: the form %q is not well written", file.Name(), n+1, form)
				}
				forms++
			}
		}
		if forms < 50 {
			t.Errorf("%s has only %d forms", file.Name(), forms)
		}
	}
}

func TestLongestFormWins(t *testing.T) {
	for text, want := range map[string]meaning{"no problem": "yes", "no thanks": "no", "I would not say no": "yes", "not now": "later", "can't make it": "cantmake",
		"ja gerne": "yes", "leider nicht": "no", "je confirme": "confirm", "no puedo ir": "cantmake", "ainda não": "notyet", "please cancel our session": "cancel"} {
		s := sentences(text)
		if len(s) != 1 || !s[0].has(want) {
			t.Errorf("%q does not say %q: %v", text, want, s)
		}
	}
	if s := sentences("I don't want to cancel"); s[0].has("cancel") {
		t.Error("what is denied was read")
	}
}
