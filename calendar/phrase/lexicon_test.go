package phrase

import (
	"strings"
	"testing"
)

// TestWordFiles reads every line of every language.
func TestWordFiles(t *testing.T) {
	if got := len(vocabularies()); got != len(languages) {
		t.Fatalf("%d of %d languages can be read", got, len(languages))
	}
	for _, language := range languages {
		data, err := wordFiles.ReadFile("words/" + language + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		v := readVocabulary(string(data))
		if len(v.always) < 60 || len(v.marks) < 10 {
			t.Errorf("%s has %d forms and %d words to know it by", language, len(v.always), len(v.marks))
		}
		for _, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "december", "tomorrow"} {
			named := false
			for _, forms := range []map[string][]string{v.always, v.spoken} {
				for _, m := range forms {
					named = named || strings.Join(m, " ") == day
				}
			}
			if !named {
				t.Errorf("%s has no word for %s", language, day)
			}
		}
		for form := range v.always {
			if words := strings.Fields(form); len(words) > maxForm {
				t.Errorf("%s: the form %q has more than %d words", language, form, maxForm)
			}
		}
	}
}

func TestSlipsOfTheFingers(t *testing.T) {
	for word, want := range map[string]string{"thrusday": "thursday", "wendesday": "wednesday", "tommorow": "tomorrow", "firday": "friday", "septmber": "september"} {
		if got, _ := misspelt(word); got != want {
			t.Errorf("%q is read as %q", word, got)
		}
	}
	for _, word := range []string{"money", "someday", "match", "holiday", "fridge"} {
		if got, ok := misspelt(word); ok {
			t.Errorf("%q is read as %q", word, got)
		}
	}
}
