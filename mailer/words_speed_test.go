package mailer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

// repeats are what a mail may repeat to make every line look like the beginning
// of something.
var repeats = []string{">", ">\n", "> q\nyes\n", "> q\nBest regards\n", "On On On ", "On On On\n", "On\n", "On Mon, 2 Mar 2026, x <a@b.c>\n", "On Mon, 2 Mar 2026 <\n", "On 1.1.2027 10:00, a@b.c wrote:\n", "On 1.1.2027 10:00, a@b.c wrote:\nx\n",
	"Bo <a@b.c> wrote:\n", "From:\n", "From: a@b.c\n", "From: a@b.c\n\n", "From: x\nTo: y\n", "Subject: x\n", "----\n", "-----Original\n", "----- x -----\n", "-- \nBo\n", "--\n", "__\nBo\n\n", "\u2014\n", "Best regards\n", "Thanks,\nBo\n", "Bo Lim\n\n", "Bo\n+44 20 7946 0000\n",
	"this message is confidential\n", "this message is confidential, delete it, intended for x\n\n", "Caution: from outside\n", "to unsubscribe from\n", "x mailing list\n", "Sent from my iPhone\n", "Sent from my\n", "please reply above\n", "\u00b7 \u00b7 please\n", "| x\n", ">>> x(\n", "Ana> x\n", "a\n", "\n", " ", "x ", "\u3042", "<", "<a@b.c>", "<a@b.c> wrote:\n", "@", ":\n"}

// The time for an octet is the same in a small mail and in a large one. It is
// the best of a few tries, and the limit is wide: quadratic work is a hundred
// times slower.
func TestTimeForAnOctetIsFlat(t *testing.T) {
	best := func(m Mail, n int) float64 {
		least := time.Hour
		for range 3 {
			start := time.Now()
			NewWords(m)
			least = min(least, time.Since(start))
		}
		return float64(least.Nanoseconds()) / float64(n)
	}
	for n, r := range repeats {
		for _, kind := range []string{"text", "HTML", "flowed"} {
			if kind != "text" && n%5 != 0 {
				continue
			}
			mail := func(n int) Mail {
				text := strings.Repeat(r, n/len(r))
				switch kind {
				case "HTML":
					return Mail{HTML: "<pre>" + strings.ReplaceAll(text, ">", "&gt;")}
				case "flowed":
					return Mail{Text: strings.ReplaceAll(text, "\n", " \n"), Flowed: true}
				}
				return Mail{Text: text}
			}
			small, large := best(mail(10<<10), 10<<10), best(mail(1<<20), 1<<20)
			if large > 8*small+200 {
				t.Errorf("%s of %q: %.0f ns an octet in 10 KB, %.0f in 1 MB", kind, r, small, large)
			}
		}
	}
}

func BenchmarkNewWords(b *testing.B) {
	for _, r := range []string{">", "On On On\n", "From: a@b.c\n", "On 1.1.2027 10:00, a@b.c wrote:\n", "Best regards\n"} {
		for _, n := range []int{10 << 10, 100 << 10, 1 << 20} {
			b.Run(fmt.Sprintf("%.8q/%d", r, n), func(b *testing.B) {
				m := Mail{Text: strings.Repeat(r, n/len(r))}
				b.SetBytes(int64(n))
				for b.Loop() {
					NewWords(m)
				}
			})
		}
	}
}

// Whatever is read: no panic, the same twice, and nothing that is not in the mail.
func FuzzNewWords(f *testing.F) {
	for _, table := range []map[string]string{forms, moreForms} {
		for _, marked := range table {
			text, _ := typedIn(marked)
			f.Add([]byte("From: Bo Lim <bo@example.org>\r\n\r\n" + text))
		}
	}
	files, _ := filepath.Glob("testdata/clients/*.eml")
	for _, name := range files {
		raw, _ := os.ReadFile(name)
		f.Add(raw)
	}
	f.Add([]byte("Content-Type: text/html\r\n\r\n<div class=gmail_quote>x<blockquote>y</blockquote>z</div><p id=Signature>s"))
	f.Add([]byte("Content-Type: text/plain; format=flowed\r\n\r\na \n> b \n> c\nd \n-- \ne"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Parse(raw)
		words, cuts := NewWords(m)
		again, same := NewWords(m)
		if fmt.Sprint(words, cuts) != fmt.Sprint(again, same) {
			t.Fatal("not the same twice")
		}
		text := squeezed(m.Text) + "\n" + squeezed(htmlText(m.HTML))
		if m.Flowed {
			text += "\n" + squeezed(unflow(m.Text))
		}
		for _, w := range words {
			if strings.TrimSpace(w.Words) == "" {
				t.Error("an empty passage")
			}
			for line := range strings.SplitSeq(w.Typed, "\n") {
				if !strings.Contains(text, squeezed(line)) {
					t.Errorf("%q is not in the mail", line)
				}
			}
			for line := range strings.SplitSeq(w.Words, "\n") {
				if !strings.Contains(w.Typed, strings.TrimSpace(line)) {
					t.Errorf("%q was not typed: %q", line, w.Typed)
				}
			}
		}
	})
}

func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
