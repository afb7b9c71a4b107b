package mailer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var corpus = flag.String("corpus", "testdata/words.jsonl", "a file of mails with the new words expected, one JSON object a line; or, for TestClassify, a folder of mails with its labels.tsv")

// A wordsCase is one line of a corpus: a raw mail, or only the text of one, and
// the words that its writer typed.
type wordsCase struct {
	ID   string `json:"id"`
	Raw  string `json:"raw"`
	Text string `json:"text"`
	Want string `json:"want"`
}

// TestCorpus scores the new words against a corpus, by lines, blanks at their
// ends and empty ones aside. It fails below the bar that our own corpus holds.
func TestCorpus(t *testing.T) {
	if info, err := os.Stat(*corpus); err == nil && info.IsDir() {
		return // a folder is for TestClassify
	}
	scoreWords(t, *corpus)
}

// TestUnseen scores mails that nobody looked into while the rules were made.
func TestUnseen(t *testing.T) { scoreWords(t, "testdata/unseen.jsonl") }

func scoreWords(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases, exact, wanted, got, leaked, lost int
	scanner := bufio.NewScanner(bytes.NewReader(data))
	scanner.Buffer(nil, 64<<20)
	for n := 1; scanner.Scan(); n++ {
		if len(bytes.TrimSpace(scanner.Bytes())) == 0 {
			continue
		}
		var c wordsCase
		if err := json.Unmarshal(scanner.Bytes(), &c); err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		m := Mail{Text: strings.ReplaceAll(c.Text, "\r\n", "\n")}
		if c.Raw != "" {
			m = Parse([]byte(c.Raw))
		}
		var typed []string
		passages, cuts := NewWords(m)
		for _, p := range passages {
			typed = append(typed, p.Typed)
		}
		have, want := corpusLines(strings.Join(typed, "\n")), corpusLines(c.Want)
		leak, loss := without(have, want), without(want, have)
		cases, wanted, got = cases+1, wanted+len(want), got+len(have)
		leaked, lost = leaked+len(leak), lost+len(loss)
		if slices.Equal(have, want) {
			exact++
			continue
		}
		t.Logf("%s\n leak %q\n loss %q\n cuts %q", c.ID, leak, loss, cuts)
	}
	if cases == 0 {
		t.Fatal("no cases")
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	right, leak, loss := share(exact, cases), share(leaked, got), share(lost, wanted)
	fmt.Printf("corpus: %d cases, exact %.1f %%, leak %.1f %%, loss %.1f %%\n", cases, right, leak, loss)
	if right < 90 || leak > 5 || loss > 5 {
		t.Error("below the bar: exact at least 90 %, leak and loss at most 5 %")
	}
}

// corpusLines are the lines that count.
func corpusLines(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " ")); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// without gives the lines of a that b does not have, each as often as it is missing.
func without(a, b []string) (out []string) {
	left := map[string]int{}
	for _, l := range b {
		left[l]++
	}
	for _, l := range a {
		if left[l]--; left[l] < 0 {
			out = append(out, l)
		}
	}
	return out
}
