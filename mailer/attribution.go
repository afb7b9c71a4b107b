package mailer

import (
	"regexp"
	"strings"
	"unicode"
)

// wroteVerbs say in the header of a quote that somebody wrote.
var wroteVerbs = []string{"wrote", "writes", "written by", "schrieb", "geschrieben", "schreibt", "a écrit", "a ecrit", "écrivait", "escribió", "escribio", "va escriure", "escreveu", "escrita por", "ha scritto", "scrive:", "schreef", "geschreven", "het volgende", "napisał", "napsal", "pisze", "píše", "napísal", "skrev", "skrifaði",
	"kirjoitti", "yazdı", "yazmış", "írta", "написал", "пишет", "пише", "написав", "έγραψε", "のメール", "さんは書きました", "さんが書きました", "さんのメッセージ", "wrote", "写道", "寫道", "撰写", "写：", "작성", "님이 쓴", "a scris", "je napisao", "je napisala", "rašė", "kirjutas", "viết", "menulis", "כתב", "كتب", "เขียน", "đã viết", "написа", "rakstīja"}

// wordOpens begin a header of a quote: "On", in other languages.
var wordOpens = []string{"on ", "am ", "le ", "el ", "em ", "en ", "il ", "op ", "dnia ", "w dniu ", "den ", "dne ", "dňa ", "il giorno ", "på ", "在 ", "在", "於 ", "al ", "a(z) ", "ngày ", "pada ", "la data ", "vào ", "στις ", "el dia "}

var (
	// dateOpens is a date that a line begins with, with a weekday before it at most.
	dateOpens = regexp.MustCompile(`^\p{L}{0,12}\.?,? ?\(?\d{1,4}[./年 -]`)
	addressIn = regexp.MustCompile(`[<(\[] ?(mailto: ?)?[^<>()\s]{1,200}@[^<>()\s]{1,200} ?[>)\]]`)
	datedName = regexp.MustCompile(`^\d{4}[/-]\d{1,2}[/-]\d{1,2}[ ,T].{0,120}<\s?[^<>\s]{1,200}@[^<>\s]{1,200}>:?$`)
	selfWrote = regexp.MustCompile(`(?i)(^|[^\p{L}])(i|we|you|he|she|they|ich|wir|er|sie|je|tu|il|elle|ik|jag|jeg) (just |also |then |had |once |recently |hab |habe |ai )?(wrote|schrieb|skrev|schreef|geschrieben|geschreven)|(schrieb|skrev|schreef) (ich|jag|jeg|ik|sie|er|du)([^\p{L}]|$)`)
)

// maxAttribution is how long a header of a quote is at most, over all its lines.
const maxAttribution = 420

// attribution gives how many lines "On …, … wrote:" has that begins here: up to
// six, since clients wrap it anywhere. Such a line names an address, a year or a
// time; without them, or in a language that we do not know, a quote must follow.
func (t *trimmer) attribution(i int) int {
	first := strings.Trim(t.short[i], "* \t\u00a0_\u200e")
	if first == "" || len(first) > maxAttribution {
		return 0
	}
	worded := opensWithWord(first)
	dated := dateOpens.MatchString(clip(first, 40))
	open := strings.LastIndexByte(first, '<') > strings.LastIndexByte(first, '>')
	address := strings.Contains(first, "@") && strings.Contains(first, "<")
	wraps := worded || dated && hasYear(first) || dated && day.MatchString(first) || open || address
	joined := ""
	for n := 0; n < 6 && i+n < len(t.short); n++ {
		line := strings.Trim(t.short[i+n], "* \t\u00a0_\u200e")
		if n > 0 {
			quoted := t.quotes[i+n]
			if quoted { // a client that prefixed the second line of its own header
				line = quoteText(line)
			}
			switch {
			case !wraps || len(line)+len(joined) > maxAttribution:
				return 0
			case line == "":
				// An empty line may stand before the address only.
				if below := t.next[i+n]; below != i+n+1 || below == len(t.short) || !strings.HasPrefix(t.short[below], "<") {
					return 0
				}
				continue
			case opensWithWord(line) && (strings.HasSuffix(line, ":") || hasYear(line)), endsSentence(joined):
				return 0 // what is above is a sentence that somebody typed
			case quoted && !(n < 3 && isColon(line) && containsAny(strings.ToLower(line), wroteVerbs)):
				return 0
			}
			joined += " "
		}
		joined += line
		if isColon(line) {
			if t.isAttribution(joined, n+1, worded, dated, t.quoteFollows(i+n+1)) {
				return n + 1
			}
			// A clock that was wrapped at its colon goes on.
			if !unicode.IsDigit(rune(joined[max(0, len(joined)-2)])) {
				return 0
			}
		} else if n < 4 && t.withoutColon(joined, n+1, worded, dated, i+n+1) {
			return n + 1
		}
	}
	return 0
}

// isAttribution judges a line that ends with a colon.
func (t *trimmer) isAttribution(joined string, lines int, worded, dated, follows bool) bool {
	address := addressIn.MatchString(joined)
	aYear, aClock, aDay := hasYear(joined), clock.MatchString(joined), day.MatchString(joined)
	time := aYear || aClock || aDay
	if !follows && !address && !time && !strings.Contains(joined, "@") {
		return false
	}
	verb := containsAny(strings.ToLower(joined), wroteVerbs)
	if verb && !address && selfWrote.MatchString(joined) {
		return false
	}
	switch {
	case verb && (worded || dated) && (address || aYear || aDay), verb && address && time:
		return true
	case verb && lines == 1 && (aDay || aYear) && aClock && len(joined) < 120:
		return true // "Ana Souza/Org wrote on 02/03/2026 16:05:12:"
	case verb && address && lines <= 2: // "Ana <ana@x.y> wrote:" and no more
		return follows || strings.IndexAny(joined, "<([") < 60
	case dated && address && aClock:
		return follows || aYear
	case !follows:
		return false
	case lines > 1:
		return verb && (time || address) || address && time
	}
	return verb && len(joined) < 160 || address || worded && time || aYear && aClock
}

// withoutColon judges a line that ends with no colon: "2013/5/1 Ana <a@b.c>",
// or a client that writes none. But for the first, a quote must follow.
func (t *trimmer) withoutColon(joined string, lines int, worded, dated bool, below int) bool {
	if dated && datedName.MatchString(joined) {
		return true
	}
	if !t.quoteFollows(below) {
		return false
	}
	lower := strings.ToLower(joined)
	switch {
	case (worded || dated) && (hasYear(joined) || clock.MatchString(joined)) && (strings.HasSuffix(lower, "wrote") || strings.HasSuffix(lower, "schrieb") || strings.HasSuffix(lower, "写道") || strings.HasSuffix(lower, "écrit")):
		return true
	case dated && addressIn.MatchString(joined) && strings.HasSuffix(joined, ">"):
		return true
	case lines == 1 && fieldKind(joined) == fieldFrom && strings.Contains(joined, "@"):
		return true
	}
	return false
}

// hasYear asks the cheap question first.
func hasYear(line string) bool {
	return strings.ContainsAny(line, "0123456789") && year.MatchString(line)
}

func opensWithWord(line string) bool { return startsAny(strings.ToLower(clip(line, 20)), wordOpens) }

func isColon(line string) bool {
	return strings.HasSuffix(line, ":") || strings.HasSuffix(line, "\uff1a")
}

// endsSentence reports whether a line ends a sentence rather than breaks off:
// "Mon., 2 Mar." breaks off.
func endsSentence(line string) bool {
	if strings.HasSuffix(line, "?") || strings.HasSuffix(line, "!") {
		return true
	}
	rest, ok := strings.CutSuffix(line, ".")
	if !ok {
		return false
	}
	last := rest[strings.LastIndexByte(rest, ' ')+1:]
	return len(last) >= 5 && !strings.ContainsAny(last, ".0123456789")
}

// addressLine reports whether the line is a name with an address, and no more.
func addressLine(line string) bool {
	line = strings.TrimSpace(line)
	if line == "" {
		return true
	}
	at := strings.IndexByte(line, '<')
	return at >= 0 && at < 60 && strings.Contains(line[at:], "@") && (strings.HasSuffix(line, ">") || strings.HasSuffix(line, ">:"))
}

// nameLine reports whether the line could be the name that a header broke off at.
func nameLine(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && !strings.ContainsAny(line[len(line)-1:], ".?!:") && len(strings.Fields(line)) <= 8
}
