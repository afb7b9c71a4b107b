package mailer

import "strings"

// What a disclaimer speaks of, by its ideas, in many languages. A person may
// speak of one or two of them, but not of three in one paragraph that begins
// like a disclaimer.
var disclaimerIdeas = [][]string{
	{"confidential", "vertraulich", "confidentiel", "confidencia", "riservat", "confidenzial", "vertrouwelijk", "poufn", "konfidenti", "fortrolig", "luottamuks", "důvěrn", "dôvern", "конфиденц", "конфіденц", "gizli", "bizalmas", "機密", "机密", "保密", "기밀"},
	{"if you received this", "meant for", "written for", "named person", "named recipient", "addressed to", "unintended", "reached you", "wrong recipient", "if you have received this", "intended", "addressee", "recipient", "adressat", "empfänger", "destinataire", "destinatari", "destinatár", "bestemd", "geadresseerde", "adresat", "mottagare", "modtager", "mottaker", "vastaanottaj", "příjemc", "príjemc", "получател", "адресат", "alıcı", "címzett", "受信者", "收件人", "수신"},
	{"in error", "wrongly", "not meant", "wrong recipient", "by mistake", "mistake", "irrtümlich", "versehentlich", "par erreur", "por error", "por engano", "por erro", "equivocad", "per errore", "abusiv", "ten onrechte", "abusievelijk", "omył", "misstag", "ved en fejl", "ved feil", "virheell", "omyl", "по ошибке", "помилк", "hata", "tévedés", "誤って", "误收", "错误"},
	{"delete", "printout", "copy you hold", "any copy", "intimate us", "let the sender", "to the sender", "notify", "destroy", "vernicht", "lösch", "informieren sie", "benachrichtig", "détrui", "supprim", "avert", "elimin", "borr", "notif", "apag", "distrugg", "cancell", "verwijder", "usunąć", "usuń", "radera", "slett", "slet ", "poista", "smaž", "vymaž", "удал", "видал", "silin", "töröl", "削除", "删除", "삭제"},
	{"unauthori", "is private", "prohibited", "disclos", "disseminat", "distribut", "copying", "unbefugt", "nicht gestattet", "weitergabe", "interdit", "divulg", "prohibid", "proibid", "vietat", "verboden", "zabron", "förbjud", "forbudt", "kielletty", "zakáz", "запрещ", "yasak", "tilos", "禁止"},
	{"privileged", "rechtlich geschützt", "legally"},
	{"binding", "views expressed", "not necessarily", "unverbindlich", "n'engage"},
	{"attachment", "anhänge", "anlagen", "pièces jointes", "adjunto", "anexo", "allegat", "bijlage", "opinions", "liability", "viruses", "załącznik", "bilag", "přílo", "вложени"},
}

// The bits of two of the ideas.
const recipients, privileged = 1 << 1, 1 << 5

// disclaimerOpens begin a line that a disclaimer may begin with.
var disclaimerOpens = []string{"confidential", "this e-mail", "this email", "this mail", "this message", "this communication", "this transmission", "this electronic", "this and any", "the information", "the content", "the above", "disclaimer", "notice", "important", "privileged", "legal", "if you are not", "not meant for you", "wrong recipient", "should you not", "if wrongly", "if it has reached", "if this has reached", "if you have received", "all information", "information in this", "information contained", "privacy", "e-mail", "email", "nb:", "note:", "warning", "please note",
	"diese e-mail", "diese email", "diese mail", "diese nachricht", "der inhalt", "die information", "die in dieser", "wichtig", "vertraulich", "hinweis", "haftung", "ce message", "ce courri", "ce mail", "cet e-mail", "cet email", "cette ", "les informations", "l'information", "avis", "este ", "esta ", "la información", "la informacion", "aviso", "a informa", "as informa", "em caso", "il presente", "questo messaggio", "questa e", "le informazioni", "avviso", "ai sensi", "il contenuto", "dit bericht", "dit e-mail", "deze e-mail", "deze mail", "de informatie", "de inhoud",
	"ta wiadomość", "niniejsz", "treść", "wiadomość", "informacje", "detta ", "den här", "denne ", "dette ", "denna ", "tämä", "tato ", "tento ", "informace", "это ", "настоящ", "данн", "цей ", "bu e-posta", "bu ileti", "bu mesaj", "ez az", "本メール", "このメール", "本邮件", "此邮件", "本郵件", "이 메일", "본 메일"}

// ownMail begins a line that speaks of the mail itself, as only a disclaimer does.
var ownMail = []string{"this e-mail", "this email", "this mail", "this message", "this communication", "this transmission", "confidential"}

// notYou begins a line for whom a mail was not meant.
var notYou = []string{"if you are not the person", "if you're not the person", "if you are not the intended recipient", "if you are not the addressee", "if you are not the named", "unintended recipient", "if you received this by mistake", "if you received this in error", "if you have received this by mistake", "if this reached you by mistake"}

// listOpens begin the footer of a mailing list or of a forum.
var listOpens = []string{"you received this message because", "you are receiving this", "you're receiving this", "you have received this message because", "you received this email because", "you received this because", "you're subscribed to", "to unsubscribe from", "to unsubscribe,", "to unsubscribe send", "to unsubscribe:", "to unsubscribe or", "to unsubscribe click", "to unsubscribe, e-mail", "unsubscribe:", "unsubscribe from", "unsubscribe here", "to view this discussion", "to post to this group", "to post a message", "for more options, visit", "for more options visit", "visit this group", "reply to this email directly",
	"reply to this email to respond", "to respond, reply", "to manage your", "manage your subscription", "manage your notification", "to stop receiving", "this email was sent to", "this message was sent to", "to change your settings", "to subscribe or unsubscribe", "list info:", "list archives:", "view this message online", "view this email in your browser", "sie erhalten diese", "sie haben diese nachricht erhalten, weil", "vous recevez ce", "vous avez reçu ce message car", "pour vous désabonner", "recibes este", "has recibido este mensaje porque", "você recebeu esta mensagem porque", "hai ricevuto questo messaggio perché", "u ontvangt dit", "abmelden:"}

// scannedBy are the words of programs that look for viruses.
var scannedBy = []string{"checked for viruses", "virus-free", "virus free", "virenfrei", "no virus found", "no viruses found", "scanned for viruses", "scanned by mailscanner", "scanned for spam", "auf viren geprüft", "auf viren überprüft", "auf viren getestet", "sans virus", "absence de virus", "antivirus avast", "avast antivirus", "libre de virus", "sin virus", "livre de vírus", "sem vírus", "privo di virus", "virusvrij", "gecontroleerd op virussen", "wolny od wirusów", "sprawdzona pod kątem", "believed to be clean", "checked by avg", "www.avast.com", "avg.com", "wirusów", "fritt från virus"}

// printedBy ask not to print.
var printedBy = []string{"consider the environment", "think before you print", "before printing", "before you print", "denken sie an die umwelt", "an die umwelt, bevor", "bevor sie diese e-mail ausdrucken", "pensez à l'environnement", "pensez à l’environnement", "avant d'imprimer", "avant d’imprimer", "antes de imprimir", "prima di stampare", "denk aan het milieu", "tänk på miljön", "pomyśl o środowisku", "save paper", "save a tree"}

// bannerOpens begin the warning that a company puts over mail from outside,
// and bannerIdeas are what it says.
var (
	bannerOpens = []string{"caution", "warning", "[external", "external", "[ext", "attention", "achtung", "vorsicht", "warnung", "this email", "this e-mail", "this message", "you don't often get", "some people who received", "[extern", "extern", "diese e-mail", "diese nachricht", "ce message", "cet e-mail", "prudence", "precaución", "atención", "atenção", "cuidado", "attenzione", "let op", "[externe", "be careful", "notice", "* external", "***external", "security"}
	bannerIdeas = []string{"originated outside", "originated from outside", "from outside", "outside of", "outside your", "outside the", "external email", "external e-mail", "external mail", "external sender", "external source", "external]", "externe e-mail", "externer absender", "externen absender", "außerhalb", "extérieur", "expéditeur externe", "correo externo", "remitente externo", "fuera de la", "fora da", "mittente esterno", "esterna", "externe afzender", "van buiten", "don't often get email", "don’t often get email", "extern]"}
)

// withoutNotices leaves out what no person types: banners above the words,
// disclaimers, and the footers of lists and of programs.
func (t *trimmer) withoutNotices(lines []string) []string {
	out := make([]string, 0, len(lines))
	text := 0 // paragraphs that were kept
	for i := 0; i < len(lines); {
		if strings.TrimSpace(lines[i]) == "" {
			out = append(out, lines[i])
			i++
			continue
		}
		end := paragraphEnd(lines, i)
		start, why := notice(lines[i:end], text == 0 && len(t.words) == 0)
		out = append(out, lines[i:i+start]...)
		if why == "" {
			text++
			i = end
			continue
		}
		if start > 0 {
			text++
		}
		stop := end
		switch {
		case why == "banner":
			if strings.HasPrefix(lines[i], "[") && strings.HasSuffix(lines[i], "]") {
				stop = i + 1
			}
		case why == "disclaimer" && text > 0: // only more of it stands below
			stop = len(lines)
		}
		out = trimRules(out)
		t.cut(why, lines[i+start:stop])
		i = stop
		if why == "footer of a list" { // its links stand in paragraphs of their own
			for n := i; n < len(lines); n = i {
				for n < len(lines) && strings.TrimSpace(lines[n]) == "" {
					n++
				}
				end := paragraphEnd(lines, n)
				if n == end || end-n > 3 || !strings.Contains(strings.Join(lines[n:end], " "), "://") {
					break
				}
				t.cut(why, lines[n:end])
				i = end
			}
		}
	}
	return out
}

// notice tells at which of a paragraph's lines a notice begins, and of what
// kind it is; start is all of them if there is none.
func notice(lines []string, top bool) (start int, why string) {
	start = len(lines)
	ideas := 0
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.ToLower(strings.TrimLeft(clip(lines[i], 3*maxLine), "*_-=\u2013\u2014#> \t\u00a0\"("))
		for bit, words := range disclaimerIdeas {
			if ideas&(1<<bit) == 0 && containsAny(line, words) {
				ideas |= 1 << bit
			}
		}
		rest := len(lines) - i
		switch {
		case (ones(ideas) >= 3 || ones(ideas) == 2 && startsAny(line, ownMail) && (strings.Contains(line, "if you are not") || ideas&privileged != 0)) && startsAny(line, disclaimerOpens),
			ideas&recipients != 0 && startsAny(strings.TrimPrefix(strings.TrimPrefix(line, "disclaimer: "), "notice: "), notYou):
			start, why = i, "disclaimer"
		case top && rest <= 8 && (i == 0 || i == 1 && isRule(lines[0])) && startsAny(line, bannerOpens) && containsAny(strings.ToLower(clip(strings.Join(lines, " "), maxLine)), bannerIdeas):
			start, why = i, "banner"
		case startsAny(line, listOpens) && !strings.HasSuffix(line, "?"), i > 0 && isRule(lines[i-1]) && (strings.Contains(line, "mailing list") || strings.Contains(line, "unsubscribe")),
			strings.Contains(line, "mailing list") && rest > 1 && rest < 5 && len(line) < 80 && isAddress(lines[i+1]), strings.Contains(line, "mailing list -- "):
			start, why = i, "footer of a list"
		case rest <= 4 && len(line) < 250 && containsAny(line, scannedBy):
			start, why = i, "footer of a scanner"
		case rest <= 3 && containsAny(line, printedBy) && startsLikeAppeal(line):
			start, why = i, "footer"
		}
	}
	for start > 0 && start < len(lines) && isRule(lines[start-1]) {
		start--
	}
	return start, why
}

func startsLikeAppeal(line string) bool {
	return startsAny(strings.TrimLeft(line, "p\U0001f333\U0001f332 "), []string{"please", "lease", "think", "consider", "before", "save", "bitte", "denken", "pensez", "avant", "antes", "por favor", "prima", "denk", "tänk", "pomyśl", "s'il", "bevor", "respect"})
}

func isAddress(line string) bool {
	line = strings.TrimSpace(line)
	return !strings.Contains(line, " ") && (strings.Contains(line, "@") || strings.Contains(line, "://"))
}

func ones(bits int) (n int) {
	for ; bits != 0; bits &= bits - 1 {
		n++
	}
	return n
}
