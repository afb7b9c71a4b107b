package letter

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"mentord/pairing"
)

//go:embed templates/*.txt
var templatesFS embed.FS

// Templates are a coordinator's own, by the notice that they are for. They take
// the place of ours: the first line is "Subject: …", a blank one, and the text, in
// the language of text/template.
type Templates map[pairing.NoticeKind]string

// Kinds are the notices that there are templates for.
func Kinds() (out []pairing.NoticeKind) {
	entries, err := fs.ReadDir(templatesFS, "templates")
	if err != nil {
		return nil // they are embedded
	}
	for _, e := range entries {
		out = append(out, pairing.NoticeKind(strings.TrimSuffix(e.Name(), ".txt")))
	}
	return out
}

// source is the template of a notice.
func (t Templates) source(kind pairing.NoticeKind) (string, error) {
	if text, ok := t[kind]; ok {
		return text, nil
	}
	text, err := fs.ReadFile(templatesFS, "templates/"+string(kind)+".txt")
	if err != nil {
		return "", fmt.Errorf("letter %s: no template for it: %w", kind, err)
	}
	return string(text), nil
}

// place finds where in a template an error of text/template is.
var place = regexp.MustCompile(`template: [a-z]+:(\d+)(?::(\d+))?: (?:executing "[a-z]+" at )?(.*)`)

// Check tries one template with made-up facts. Its error says where, why, and what
// to do; file names the template in it.
func Check(kind pairing.NoticeKind, file, text string) error {
	if _, err := fs.Stat(templatesFS, "templates/"+string(kind)+".txt"); err != nil {
		var known []string
		for _, k := range Kinds() {
			known = append(known, string(k)+".txt")
		}
		return fmt.Errorf("%s: there is no letter of that name: the names are %s", file, strings.Join(known, ", "))
	}
	first, rest, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(first, "Subject: ") || !strings.HasPrefix(strings.TrimLeft(rest, "\r"), "\n") {
		return fmt.Errorf("%s:1:1: a template begins with a line \"Subject: …\" and a blank one", file)
	}
	ours, err := try(kind, nil)
	if err != nil {
		return err
	}
	theirs, err := try(kind, Templates{kind: text})
	if err != nil {
		if m := place.FindStringSubmatch(err.Error()); m != nil {
			column := m[2]
			if column == "" {
				column = "1"
			}
			return fmt.Errorf("%s:%s:%s: %s", file, m[1], column, m[3])
		}
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(theirs.Asked) != len(ours.Asked) {
		return fmt.Errorf("%s: it asks %d questions, and this letter has to ask %d: write {{ask \"…?\"}} or {{items}} as ours does", file, len(theirs.Asked), len(ours.Asked))
	}
	return nil
}

func try(kind pairing.NoticeKind, t Templates) (Rendered, error) {
	l := Sample(kind)
	l.Sender.Templates = t
	return Write(l)
}
