package mailer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands in a signature and seldom in a sentence.
var (
	contact = regexp.MustCompile(`(?i)(\+\d[\d ().\-/]{6,}|\(\d{2,5}\) ?\d{3}|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|\b0\d{2,5}[ /-]\d{3}|^\W{0,3}(t|m|p|f|d|e|w|o|c|tel|tél|telefon|teléfono|telefone|telephone|phone|ph|mobile|mobil|móvil|cell|cel|fax|office|direct|email|e-mail|mail|web|website|skype|twitter|linkedin|github|blog|www|тел|моб)\b ?[.:|] ?\S|https?://|www\.\S|\S@\S+\.\S|\[cid:|\[image|<image\d|linkedin\.com|twitter\.com|\b(postcode|p\.?o\.? box)\b)`)
	title   = regexp.MustCompile(`(?i)(^|[^\p{L}])(director|directeur|directrice|direttore|direktor|manager|engineer|developer|architect|president|vice president|vp|ceo|cto|cfo|coo|cio|founder|co-founder|partner|consultant|analyst|designer|editor|professor|prof|lecturer|researcher|dr|phd|ph\.d|msc|mba|beng|ceng|head of|chief|lead|senior|junior|assistant|coordinator|administrator|officer|secretary|specialist|supervisor|sales|marketing|engineering|human resources|support|department|dept|division|faculty|institute|institut|university|université|universität|universidad|universidade|università|college|school|laborator\p{L}{1,3}|leiter|leiterin|abteilungsleiter|abteilungsleiterin|geschäftsführer|geschäftsführerin|abteilung|responsable|gerente|jefe|jefa|chef|responsabile|ingénieur|ingeniero|ingegnere|kierownik|dyrektor|avdelning|ltd|limited|inc|llc|llp|plc|corp|corporation|gmbh|ag|kg|e\.v|sarl|s\.l|s\.a|sa|srl|s\.r\.l|spa|s\.p\.a|b\.v|bv|nv|oy|ab|as|a/s|aps|s\.r\.o|sp\. z o\.o|group|company|team|pronouns|he/him|she/her|they/them|registered)([^\p{L}]|$)`)
	street  = regexp.MustCompile(`(?i)(\d{1,4}[a-z]?,? (\p{L}+ ){1,3}(street|st|road|rd|avenue|ave|lane|drive|square|place|court|blvd|boulevard|suite)\b|\p{L}+(straße|strasse|str\.|weg|platz|allee|gasse|gatan|gade|vej|straat|laan|katu) \d|\b\d{5}(-\d{4})? \p{Lu}\p{L}+|\p{L}, [A-Z]{2} \d{5}|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b(rue|calle|c/|via|rua|ul\.|av\.|avenida|plaza|piazza) )`)
)

// delimiter stands over a signature (RFC 3676). Many clients lose its blank.
const delimiter = "-- "

// maxSignature is how many lines of text a signature has at most.
const maxSignature = 30

// withoutDelimited leaves out the signature below a "-- ", and below any other
// ruled line if what stands there is a signature.
func (t *trimmer) withoutDelimited(lines []string) []string {
	last := -1 // the lowest "-- "
	for i, l := range lines {
		if strings.TrimSpace(l) == "--" {
			last = i
		}
	}
	for i, l := range lines {
		if !isRule(l) {
			continue
		}
		below, texts := lines[i+1:], 0
		if len(below) > 3*maxSignature {
			continue
		}
		for _, b := range below {
			if strings.TrimSpace(b) != "" {
				texts++
			}
		}
		if texts == 0 || texts > maxSignature {
			continue
		}
		sure := i == last && l == delimiter || strings.TrimSpace(l) == "--" && (!anyProse(below) || i == last && looksSigned(below))
		if sure || t.isSignature(below) {
			t.cut("signature", lines[i:])
			return lines[:i]
		}
	}
	return lines
}

// isSignature reports whether the lines below a rule are a name, and what stands
// below one. Two plain names in a row, or a day, could be an answer.
func (t *trimmer) isSignature(lines []string) bool {
	named, contacts, titles, texts := false, 0, 0, 0
	for _, l := range lines {
		if l = strings.TrimSpace(l); l == "" || isRule(l) {
			continue
		}
		if texts++; texts > 12 || isProse(l) || strings.HasSuffix(l, "?") || strings.HasSuffix(l, ":") {
			return false
		}
		if texts == 1 {
			head, _, _ := strings.Cut(clip(l, 200), ",")
			head, _, _ = strings.Cut(head, "|")
			named = isName(head)
		}
		if contact.MatchString(clip(l, 200)) {
			contacts++
		}
		if title.MatchString(clip(l, 200)) || street.MatchString(clip(l, 200)) {
			titles++
		}
		if hasAnswer(l) {
			return false
		}
	}
	return named && (contacts+titles > 0 && texts > 1 || texts <= 4 && texts > 1 && len(strings.Fields(firstText(lines))) > 1 || texts == 1 && t.isWriter(firstText(lines))) || contacts >= 2
}

// withoutBlock leaves out a signature that has no ruled line above it. It stands
// below a closing or a name: both were typed, and stay.
func (t *trimmer) withoutBlock(lines []string) []string {
	texts, from, first := 0, len(lines), 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	for from > first && texts < 16 {
		if from--; strings.TrimSpace(lines[from]) != "" {
			texts++
		}
	}
	for i := from; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" || isPostscript(line) {
			continue
		}
		sure, may := isClosing(line)
		start := -1
		switch {
		case sure || may:
			start = t.belowClosing(lines, i+1)
		case i > first && (t.isWriter(line) || isName(line)):
			start = t.belowName(lines, i, first)
		}
		if start >= 0 && start < len(lines) && t.blockBelow(lines[start:], sure || may, t.writer == "" || t.isWriter(line)) {
			t.cut("signature", lines[start:])
			return lines[:start]
		}
	}
	return lines
}

// belowClosing gives where a signature could begin below "Best regards": behind
// the name that closes, unless that name begins the signature.
func (t *trimmer) belowClosing(lines []string, i int) int {
	gap := i
	for i < len(lines) && strings.TrimSpace(lines[i]) == "" {
		i++
	}
	if i == len(lines) || !isName(lines[i]) {
		return i
	}
	next := i + 1
	for next < len(lines) && strings.TrimSpace(lines[next]) == "" {
		next++
	}
	if i > gap && next == i+1 && len(strings.Fields(lines[i])) > 1 {
		return i // "Ana Souza" and her title, set apart from the closing
	}
	return next
}

// belowName gives where a signature could begin at a name that stands alone
// below the text: a first name was typed, and the signature is below it.
func (t *trimmer) belowName(lines []string, i, first int) int {
	if above := strings.TrimSpace(lines[i-1]); above != "" {
		return -1
	}
	for above := i - 1; above >= first; above-- {
		if l := strings.TrimSpace(lines[above]); l != "" {
			if strings.HasSuffix(l, ":") {
				return -1
			}
			break
		}
	}
	if next := i + 1; next < len(lines) && strings.TrimSpace(lines[next]) == "" {
		for next < len(lines) && strings.TrimSpace(lines[next]) == "" {
			next++
		}
		return next
	}
	if len(strings.Fields(lines[i])) == 1 {
		return i + 1
	}
	return i
}

// blockBelow reports whether the lines to the end are a signature: short ones
// with a title or a telephone. Below a closing, or the writer's own name, one
// of these is enough.
func (t *trimmer) blockBelow(lines []string, closed, own bool) bool {
	contacts, titles, others := 0, 0, 0
	for _, l := range lines {
		if l = strings.TrimSpace(l); l == "" || isRule(l) {
			continue
		}
		switch {
		case isPostscript(l), isProse(l), strings.HasSuffix(l, "?"), strings.HasSuffix(l, ":") && len(l) > 20:
			return false
		case contact.MatchString(clip(l, 200)):
			contacts++
		case title.MatchString(clip(l, 200)) || street.MatchString(clip(l, 200)):
			titles++
		case utf8.RuneCountInString(l) > 60 || hasAnswer(l):
			return false
		default:
			others++
		}
	}
	if closed {
		return contacts+titles > 0 && others <= 4+contacts+titles
	}
	return contacts+titles >= 2 && others <= contacts+titles+1 || contacts > 0 && others <= 2 && own
}

// isProse reports whether the line is part of a sentence: many words, most of
// them small, and none of the signs that a signature has.
func isProse(line string) bool {
	line = clip(line, 300)
	words, small := strings.Fields(line), 0
	if len(words) >= 16 {
		return true
	}
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			small++
		}
	}
	if strings.Contains(line, "|") || contact.MatchString(line) && small < 5 {
		return false
	}
	end := strings.HasSuffix(line, ".") || strings.HasSuffix(line, "!")
	return len(words) >= 8 && 2*small > len(words) || len(words) >= 4 && 2*small > len(words) && end
}

// looksSigned reports whether the lines begin with a name, or hold an address
// or a telephone.
func looksSigned(lines []string) bool {
	head, _, _ := strings.Cut(firstText(lines), ",")
	if isName(head) {
		return true
	}
	for _, l := range lines {
		if contact.MatchString(clip(l, 200)) {
			return true
		}
	}
	return false
}

func anyProse(lines []string) bool {
	for _, l := range lines {
		if isProse(l) {
			return true
		}
	}
	return false
}

// particles stand in names in small letters.
var particles = wordSet("de da do dos das del della di du la le van von der den ten ter bin al el af av zu zum y e of and")

// isName reports whether the line is a name and no more: one to five words in
// capitals, with no sign of a sentence and none of an answer.
func isName(line string) bool {
	line = strings.TrimLeft(strings.TrimSpace(line), "-~*\u2013\u2014 ")
	if line = strings.TrimRight(line, "*,. "); line == "" || len(line) > 60 || strings.ContainsAny(line, "?!:;@/\\<>[]{}=+\"|_&%0123456789") {
		return false
	}
	words := strings.Fields(line)
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		small := unicode.IsLower(r)
		if !unicode.IsLetter(r) && r != '(' || small && !particles[w] || small && i == len(words)-1 || answerWords[strings.ToLower(strings.Trim(w, ".,"))] {
			return false
		}
		// Scripts without capitals: a name is short.
		if !small && !unicode.IsUpper(r) && utf8.RuneCountInString(line) > 8 {
			return false
		}
	}
	return len(words) <= 5
}

// isWriter reports whether the line is the writer's own name.
func (t *trimmer) isWriter(line string) bool {
	words := strings.Fields(strings.ToLower(line))
	return t.writer != "" && isName(line) && len(words) > 0 && len(words[0]) > 1 && strings.Contains(t.writer, words[0])
}

// hasAnswer reports whether the line holds a day or a word that could answer us.
func hasAnswer(line string) bool {
	words := strings.FieldsFunc(strings.ToLower(clip(line, 200)), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	if len(words) > 5 {
		return false
	}
	for _, w := range words {
		if answerWords[w] && w != "i" && w != "the" && w != "we" && w != "my" && w != "any" && w != "all" && w != "help" && w != "option" && w != "next" && w != "none" {
			return true
		}
	}
	return false
}

func firstText(lines []string) string {
	for _, l := range lines {
		if strings.TrimSpace(l) != "" {
			return strings.TrimSpace(l)
		}
	}
	return ""
}
