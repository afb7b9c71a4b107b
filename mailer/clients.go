package mailer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What mail programs and habit put around the words of a person.
var (
	wrote       = regexp.MustCompile(`(?i)(wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|napisał\(?a?\)?|napsal\(?a?\)?|skrev|kirjoitti|yazdı|írta|написал\(?а?\)?|пишет|пише|έγραψε|のメール|写道|さんが書きました|작성:?).{0,40}[:\x{FF1A}]$`)
	quoteOpens  = regexp.MustCompile(`(?i)^\s*(on|am|le|el|em|il|op|dnia|w dniu|den|il giorno|\d{4}[年/.-]|.{1,60}<[^>]{1,200}@[^>]{1,200}>)`)
	forward     = regexp.MustCompile(`(?i)^\s*(-{2,20}|_{2,20})\s*(forwarded (message|by)|weitergeleitete nachricht|original message|ursprüngliche nachricht|message transféré|message d'origine|mensaje (reenviado|original)|messaggio (inoltrato|originale)|original nachricht|originalnachricht|mensagem (encaminhada|original)|doorgestuurd bericht|oorspronkelijk bericht|vidarebefordrat)|^begin forwarded message:`)
	phoneFooter = regexp.MustCompile(`(?i)^\s*(sent from (my|outlook|yahoo|mail|proton)|get outlook for|von meinem .{2,20} gesendet|envoyé de mon|enviado desde mi|enviado do meu|inviato da|verzonden vanaf|sent via|sent with proton|skickat från)`)
	clockOrYear = regexp.MustCompile(`\d[:.h]\d{2}|\b20\d{2}\b|\d[年月]`)
)

// Names in the block that Outlook puts over what it quotes without a >.
var (
	fromNames    = wordSet("from von de da van od från fra 差出人 发件人 寄件者 от від kimden feladó lähettäjä", "보낸 사람")
	subjectNames = wordSet("subject betreff objet asunto assunto oggetto onderwerp temat ämne emne 件名 主题 主旨 тема konu tárgy aihe předmět 제목")
	otherNames   = wordSet("sent date to cc gesendet datum an envoyé à enviado para inviato a data verzonden aan wysłano do skickat till sendt til 送信日時 宛先 日時 发送时间 收件人 日期 отправлено дата кому gönderme kime elküldve címzett lähetetty vastaanottaja odesláno komu", "보낸 날짜", "받는 사람", "date d'envoi")
)

// Words that close a mail. The sure ones are followed by a signature only; what
// may close a mail may also begin it.
var (
	sureClosings = []string{"best regards", "kind regards", "warm regards", "kindest regards", "many regards", "with regards", "with best regards", "with kind regards", "warmest regards",
		"best wishes", "kind wishes", "warm wishes", "with best wishes", "all the best", "sincerely", "yours sincerely", "yours truly", "regards", "mit freundlichen grüßen", "mit freundlichem gruß", "mit besten grüßen",
		"freundliche grüße", "viele grüße", "liebe grüße", "beste grüße", "herzliche grüße", "schöne grüße", "gruß", "grüße", "cordialement", "bien cordialement", "bien à vous", "saludos", "un saludo", "abraços", "atenciosamente",
		"cordiali saluti", "met vriendelijke groet", "pozdrawiam", "med vänlig hälsning", "thanking you", "warmly"}
	mayClose = wordSet("best thanks cheers love yours rgds br mfg lg vg thx", "thank you", "many thanks", "with thanks", "best thanks", "kind thanks", "thanks again", "thank you again", "thanks a lot", "warm thanks", "many thx")
)

// answerWords are words in capitals that look like a name and are an answer.
var answerWords = wordSet("yes no ok okay sure none either both any all help status leave pause resume undo cancel later maybe perfect great fine works works monday tuesday wednesday thursday friday saturday sunday " +
	"mon tue wed thu fri sat sun today tomorrow next option january february march april may june july august september october november december " +
	"ja nein gern gerne oui non sí si sim não nee nej nie tak montag dienstag mittwoch donnerstag freitag lundi mardi mercredi jeudi vendredi lunes martes miércoles jueves viernes i i'm i'd i'll we the my see please")

// wordSet is a set of words, and of phrases that hold blanks.
func wordSet(words string, phrases ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range append(strings.Fields(words), phrases...) {
		set[w] = true
	}
	return set
}

func isForward(line string) bool {
	first := strings.TrimLeft(line, " \t\u00a0")
	return first != "" && strings.IndexByte("-_bB", first[0]) >= 0 && forward.MatchString(clip(first, 200))
}

// headerName is the name of a header field that the line could be, as in
// "*Sent:* Monday"; "" when it is none.
func headerName(line string) string {
	line = clip(line, 80)
	name, _, ok := strings.Cut(strings.ReplaceAll(line, "\uff1a", ":"), ":")
	if !ok {
		return ""
	}
	return strings.ToLower(strings.Trim(name, "* \t\u00a0"))
}

// outlookHeader reports whether a block of From, Sent, To and Subject begins
// here. All of them have a subject; somebody who types "From: 3pm" has none.
func outlookHeader(lines []string) bool {
	if strings.HasPrefix(strings.TrimSpace(clip(lines[0], 100)), "______") && len(lines) > 1 {
		lines = lines[1:]
		if strings.TrimSpace(lines[0]) == "" && len(lines) > 1 {
			lines = lines[1:]
		}
	}
	if !fromNames[headerName(lines[0])] {
		return false
	}
	others, subject := 0, false
	for _, l := range lines[1:min(len(lines), 7)] {
		switch name := headerName(l); {
		case subjectNames[name]:
			subject = true
		case otherNames[name]:
			others++
		}
	}
	return subject && others >= 1
}

// quoteHeader reports whether "On …, … wrote:" begins here, wrapped over up to
// four lines; n is how many. Such a line names an address, a year or a time;
// without them, or in a language that we do not know, a quote must follow it.
func quoteHeader(lines []string, n *int) bool {
	if strings.TrimSpace(lines[0]) == "" {
		return false
	}
	joined := ""
	for i := 0; i < min(4, len(lines)); i++ {
		line := strings.TrimSpace(clip(lines[i], maxLine))
		if joined += " " + line; line == "" || len(joined) > 400 {
			return false
		}
		if !strings.HasSuffix(line, ":") && !strings.HasSuffix(line, "\uff1a") {
			continue
		}
		*n = i + 1
		dated := strings.Contains(joined, "@") || clockOrYear.MatchString(joined)
		follows := quoteFollows(lines[i+1:])
		if !dated && !follows { // the cheap questions first
			return false
		}
		verb, opens := wrote.MatchString(joined), quoteOpens.MatchString(joined)
		switch {
		case verb && opens && dated:
			return true
		case verb && i == 0, opens && dated, i == 0 && dated && strings.Contains(joined, "<"):
			return follows
		}
		return false
	}
	return false
}

func quoteFollows(lines []string) bool {
	for _, l := range lines[:min(len(lines), 3)] {
		if strings.TrimSpace(clip(l, maxLine)) != "" {
			return isQuote(l)
		}
	}
	return false
}

// isClosing reports whether the line surely closes a mail, or may.
func isClosing(line string) (sure, may bool) {
	line = strings.ToLower(strings.TrimSpace(line))
	if len(line) > 60 {
		return false, false
	}
	for _, c := range sureClosings {
		if rest, ok := strings.CutPrefix(line, c); ok {
			r, _ := utf8.DecodeRuneInString(rest)
			// "Regards, Ana" closes; "regards the second, no" does not.
			if rest == "" || !unicode.IsLetter(r) && r != ' ' && len(strings.Fields(rest)) <= 4 || strings.Contains(c, " ") && r == ' ' && len(strings.Fields(rest)) <= 3 {
				return true, true
			}
		}
	}
	return false, mayClose[strings.TrimRight(line, " ,.!:)-")]
}

func isPostscript(line string) bool {
	line = strings.ToLower(strings.TrimSpace(clip(line, 20)))
	for _, p := range []string{"ps:", "ps ", "p.s.", "pps", "p.p.s", "ps."} {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	return false
}
