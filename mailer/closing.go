package mailer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that close a mail. The sure ones are followed by a signature only; what
// may close a mail may also begin it.
var (
	sureClosings = []string{"best regards", "kind regards", "warm regards", "kindest regards", "many regards", "with regards", "with best regards", "with kind regards", "with warm regards", "warmest regards", "cordial regards",
		"best wishes", "kind wishes", "warm wishes", "with best wishes", "all the best", "sincerely", "yours sincerely", "yours truly", "yours faithfully", "sincerely yours", "respectfully", "regards", "take care", "thanks and regards", "thanks & regards", "thanks and best regards",
		"mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit besten grüßen", "mit besten grüssen", "mit lieben grüßen", "mit herzlichen grüßen", "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "liebe grüße", "liebe grüsse", "beste grüße", "beste grüsse", "besten gruß", "lieben gruß", "herzliche grüße", "schöne grüße", "gruß", "grüße", "grüsse",
		"cordialement", "bien cordialement", "très cordialement", "bien à vous", "bien à toi", "amicalement", "salutations", "meilleures salutations", "sincères salutations", "à bientôt", "saludos", "un saludo", "saludos cordiales", "un cordial saludo", "atentamente", "un abrazo", "abraços", "abraço", "um abraço", "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos",
		"cordiali saluti", "distinti saluti", "un saluto", "saluti", "a presto", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "hartelijke groet", "groeten", "groetjes", "groet", "pozdrawiam", "z poważaniem", "serdecznie pozdrawiam", "med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "vänligen", "hälsningar", "mvh",
		"med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "vennlig hilsen", "mange hilsner", "hilsen", "ystävällisin terveisin", "terveisin", "terveisiä", "s pozdravem", "s přátelským pozdravem", "с уважением", "с наилучшими пожеланиями", "з повагою", "saygılarımla", "selamlar", "sevgiler", "üdvözlettel", "thanking you", "warmly", "よろしくお願いいたします", "よろしくお願いします", "此致", "祝好", "감사합니다", "드림"}
	mayClose = wordSet("best thanks cheers love yours rgds br mfg lg vg thx ty tks danke merci gracias obrigado obrigada grazie bedankt dziękuję tack tak kiitos děkuji спасибо teşekkürler besos bises ciao hugs", "thank you", "many thanks", "with thanks", "best thanks", "kind thanks", "thanks again", "thank you again", "thanks a lot", "warm thanks", "many thx", "thanks so much", "thank you so much", "thank you very much", "thanks in advance", "vielen dank", "danke und gruß", "besten dank", "merci d'avance", "muchas gracias", "mille grazie", "tusen tack", "mange tak", "talk soon", "see you", "see you soon", "bis bald", "bis dann", "à plus")
)

// answerWords are words in capitals that look like a name and are an answer.
var answerWords = wordSet("yes no ok okay sure none either both any all help status leave pause resume undo cancel later maybe perfect great fine works monday tuesday wednesday thursday friday saturday sunday " +
	"mon tue wed thu fri sat sun today tomorrow next option january february march april may june july august september october november december morning afternoon evening " +
	"ja nein gern gerne oui non sí si sim não nee nej nie tak montag dienstag mittwoch donnerstag freitag lundi mardi mercredi jeudi vendredi lunes martes miércoles jueves viernes i i'm i'd i'll we the my see please thanks thank hi hello dear guten bonjour hola hallo olá oi ciao hej moin servus grüezi bonsoir buenos buenas bom boa gruß salut coucou goedemorgen dag zoom teams phone video telefon skype")

// wordSet is a set of words, and of phrases that hold blanks.
func wordSet(words string, phrases ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range append(strings.Fields(words), phrases...) {
		set[w] = true
	}
	return set
}

// withoutClosing leaves out "Best regards" and the name below it, when that is
// near the end and not all there is. "Thanks!" may also stand before the
// answer: then what is below must look like a name. A postscript stays.
func (t *trimmer) withoutClosing(lines []string) []string {
	first := 0
	for first < len(lines) && lines[first] == "" {
		first++
	}
	for i := max(first+1, len(lines)-10); i < len(lines); i++ {
		sure, may := isClosing(lines[i])
		if !sure && !(may && t.signed(lines[i+1:])) && !t.isOwnName(lines[i:]) && !closesWithName(lines[i:]) {
			continue
		}
		end := i
		for end < len(lines) && !isPostscript(lines[end]) {
			end++
		}
		t.cut("closing and name", lines[i:end])
		return append(lines[:i:i], lines[end:]...)
	}
	return t.withoutLooseName(lines)
}

// withoutLooseName leaves out a name that stands by itself below a sentence, with
// what little follows it: to the person it is no answer, whoever's name it is.
func (t *trimmer) withoutLooseName(lines []string) []string {
	said := false // a line that is more than a word or two
	for i, l := range lines {
		if i > 0 && said && strings.TrimSpace(lines[i-1]) == "" && isName(l) && len(lines)-i <= 7 && looselySigned(lines[i:]) {
			t.cut("name", lines[i:])
			return lines[:i]
		}
		said = said || len(strings.Fields(l)) >= 4 || strings.ContainsAny(strings.TrimSpace(l), ".!?") && !strings.HasSuffix(strings.TrimSpace(l), ":")
	}
	return lines
}

// looselySigned reports whether nothing that could be an answer follows the name.
func looselySigned(lines []string) bool {
	full := len(strings.Fields(lines[0])) > 1
	for _, l := range lines[1:] {
		l = strings.TrimSpace(l)
		if isPostscript(l) || isProse(l) || strings.HasSuffix(l, "?") || !full && (hasAnswer(l) || strings.ContainsAny(l, "0123456789") && !contact.MatchString(l)) {
			return false
		}
	}
	return true
}

// closesWithName reports whether the lines are "Thanks, Ana" and no more.
func closesWithName(lines []string) bool {
	if len(lines[0]) > 60 || firstText(lines[1:]) != "" {
		return false
	}
	head, name, ok := strings.Cut(lines[0], ",")
	return ok && mayClose[strings.ToLower(strings.TrimSpace(head))] && isName(name)
}

// isOwnName reports whether the lines are a name below the text and no more:
// that of the writer, or one with a dash before it.
func (t *trimmer) isOwnName(lines []string) bool {
	name := strings.TrimSpace(lines[0])
	for _, l := range lines[1:] {
		if strings.TrimSpace(l) != "" {
			return false
		}
	}
	bare := strings.TrimLeft(name, "-~\u2013\u2014 ")
	if !isName(bare) {
		return false
	}
	words := strings.Fields(strings.ToLower(bare))
	return len(words[0]) > 1 && strings.Contains(t.writer, strings.Trim(words[0], ".,")) || len(bare) < len(name)
}

// signed reports whether the lines are nothing, or begin with a name: that of
// the writer, or up to four words in capitals that are no answer.
func (t *trimmer) signed(lines []string) bool {
	for i, l := range lines {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		words := strings.FieldsFunc(l, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' })
		if len(words) == 0 || len(words) > 4 || i > 2 {
			return false
		}
		if strings.Contains(t.writer, strings.ToLower(words[0])) && len(words[0]) > 1 {
			return true
		}
		for _, w := range words {
			if r := []rune(w)[0]; unicode.IsLower(r) || answerWords[strings.ToLower(w)] {
				return false
			}
		}
		return !strings.ContainsFunc(l, unicode.IsDigit) && !strings.ContainsAny(l, "?:")
	}
	return true
}

// isClosing reports whether the line surely closes a mail, or may.
func isClosing(line string) (sure, may bool) {
	line = strings.ToLower(strings.TrimSpace(clip(line, 100)))
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
