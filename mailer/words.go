package mailer

import (
	"regexp"
	"strings"
)

// Marker stands at the top of every letter that we send: everything from it on
// is ours.
const Marker = "· · · please reply above this line · · ·"

// A Passage is some of what the person typed, and the quoted line above it when
// they typed between the lines of our letter.
type Passage struct {
	Below string
	Words string
}

// A Cut is something that was left out of the words, and why.
type Cut struct {
	Why  string
	Text string
}

// NewWords gives what the person typed now: without quotes, the headers of
// quotes, signatures, footers and forwarded mail.
func NewWords(m Mail) (words []Passage, cuts []Cut) {
	text := m.Text
	if strings.TrimSpace(text) == "" {
		text = htmlText(m.HTML)
	}
	if m.Flowed {
		text = unflow(text)
	}
	r := trimmer{lines: strings.Split(text, "\n")}
	r.run()
	return r.words, r.cuts
}

// unflow joins the soft line breaks of format=flowed (RFC 3676).
func unflow(text string) string {
	var b strings.Builder
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		soft := strings.HasSuffix(line, " ") && line != "-- " && i+1 < len(lines) && strings.HasPrefix(line, ">") == strings.HasPrefix(lines[i+1], ">")
		b.WriteString(line)
		if !soft {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// A trimmer goes once over the lines of a mail.
type trimmer struct {
	lines  []string
	words  []Passage
	cuts   []Cut
	quoted string   // the last line of the quote above
	typed  []string // the passage being read
}

func (t *trimmer) run() {
	for i := 0; i < len(t.lines); {
		line := strings.TrimRight(t.lines[i], " \t\r")
		switch n := 0; {
		case isQuote(line):
			t.endPassage(true)
			if q := strings.TrimSpace(strings.TrimLeft(line, "> ")); q != "" {
				t.quoted = q
			}
			i++
		case strings.Contains(line, Marker), isForward(line), outlookHeader(t.lines[i:]):
			t.endPassage(true)
			t.cut("quoted or forwarded mail", t.lines[i:])
			i = len(t.lines)
		case quoteHeader(t.lines[i:], &n):
			t.endPassage(true)
			t.cut("header of a quote", t.lines[i:i+n])
			i += n
			// Clients that do not prefix what they quote put all of it below.
			if rest := t.lines[i:]; len(t.words) > 0 && !anyQuote(rest) {
				t.cut("quoted mail", rest)
				i = len(t.lines)
			}
		case line == "--" || line == "—" && i+1 < len(t.lines):
			n := 0
			for i+n < len(t.lines) && !isQuote(t.lines[i+n]) {
				n++
			}
			t.cut("signature", t.lines[i:i+n])
			i += n
		case phoneFooter.MatchString(line):
			t.cut("footer", t.lines[i:i+1])
			i++
		default:
			t.typed = append(t.typed, line)
			i++
		}
	}
	t.endPassage(false)
}

func (t *trimmer) cut(why string, lines []string) {
	if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
		t.cuts = append(t.cuts, Cut{why, text})
	}
}

// endPassage takes what was typed so far as one passage, without its greeting,
// its closing and the signature below that.
func (t *trimmer) endPassage(beforeQuote bool) {
	lines := t.typed
	t.typed = nil
	if len(t.words) > 0 || !beforeQuote || strings.TrimSpace(strings.Join(lines, "")) != "" {
		lines = t.withoutClosing(lines)
	}
	words := strings.TrimSpace(strings.Join(lines, "\n"))
	if words == "" {
		return
	}
	t.words = append(t.words, Passage{Below: t.quoted, Words: words})
	t.quoted = ""
}

// withoutClosing cuts "Best regards" and what stands below it, when that is
// near the end and not all there is.
func (t *trimmer) withoutClosing(lines []string) []string {
	for i, line := range lines {
		if i == 0 || !closing.MatchString(strings.TrimSpace(line)) || len(lines)-i > 10 {
			continue
		}
		t.cut("closing and signature", lines[i:])
		return lines[:i]
	}
	return lines
}

func isQuote(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), ">") }

func anyQuote(lines []string) bool {
	for _, l := range lines {
		if isQuote(l) {
			return true
		}
	}
	return false
}

var (
	wrote       = regexp.MustCompile(`(?i)(wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|napisał\(?a?\)?|skrev|のメール|写道|さんが書きました).{0,40}[::]\s*$`)
	quoteOpens  = regexp.MustCompile(`(?i)^\s*(on|am|le|el|em|il|op|dnia|w dniu|den|il giorno|\d{4}[年/.-]|.{1,60}<[^>]+@[^>]+>)`)
	forward     = regexp.MustCompile(`(?i)^\s*(-{2,}|_{2,})\s*(forwarded message|weitergeleitete nachricht|original message|ursprüngliche nachricht|message transféré|mensaje reenviado|messaggio inoltrato|original nachricht|mensagem encaminhada)|^begin forwarded message:`)
	headerFrom  = regexp.MustCompile(`(?i)^\s*\*?(from|von|de|da|van|od|från|fra|差出人|发件人)\s*:\*?\s*\S`)
	headerOther = regexp.MustCompile(`(?i)^\s*\*?(sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|wysłano|do|temat|skickat|till|ämne|sendt|til|emne|送信日時|宛先|件名|发送时间|收件人|主题)\s*:\*?\s*\S`)
	phoneFooter = regexp.MustCompile(`(?i)^\s*(sent from (my|outlook|yahoo|mail|proton)|get outlook for|von meinem .{2,20} gesendet|envoyé de mon|enviado desde mi|enviado do meu|inviato da|verzonden vanaf|sent via|sent with proton|skickat från)`)
	closing     = regexp.MustCompile(`(?i)^(best|kind|warm|many|with|all the)?\s*(regards|wishes|best|thanks|thank you|thx|cheers|sincerely|yours sincerely|yours|love|rgds|br|mfg|lg|vg)\s*[,.!]?$|^(kind|best|warm) regards|^(mit freundlichen grüßen|viele grüße|liebe grüße|beste grüße|gruß|cordialement|bien à vous|saludos|un saludo|abraços|atenciosamente|cordiali saluti|met vriendelijke groet|pozdrawiam|med vänlig hälsning|thanking you|warmly)\b`)
)

func isForward(line string) bool { return forward.MatchString(line) }

// outlookHeader reports whether a block of From, Sent, To and Subject begins here.
func outlookHeader(lines []string) bool {
	if strings.HasPrefix(strings.TrimSpace(lines[0]), "______") && len(lines) > 1 {
		lines = lines[1:]
	}
	if !headerFrom.MatchString(lines[0]) {
		return false
	}
	others := 0
	for _, l := range lines[1:min(len(lines), 6)] {
		if headerOther.MatchString(l) {
			others++
		}
	}
	return others >= 2
}

// quoteHeader reports whether "On …, … wrote:" begins here, wrapped over up to
// four lines; n is how many.
func quoteHeader(lines []string, n *int) bool {
	if !quoteOpens.MatchString(lines[0]) {
		return false
	}
	joined := ""
	for i := 0; i < min(4, len(lines)); i++ {
		if i > 0 && strings.TrimSpace(lines[i]) == "" {
			return false
		}
		joined += " " + strings.TrimSpace(lines[i])
		if len(joined) > 400 {
			return false
		}
		if wrote.MatchString(joined) {
			*n = i + 1
			return true
		}
	}
	return false
}
