package mailer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The footers that phones and mail programs put below what is typed: words for
// "sent from", and the name of a device or of a program. A sentence that only
// speaks of a phone begins in another way.
var (
	sentFrom = []string{"sent from ", "sent with ", "sent via ", "sent using ", "sent by ", "sent on ", "message sent ", "this message was sent ", "this email was sent ", "this e-mail was sent ", "this mail was sent ", "email sent ", "mail sent ", "get outlook for ", "get bluemail for ", "get yahoo ", "get gmail ", "get spark ", "get aquamail ", "get the ",
		"typed on ", "typed with ", "typed from ", "written on ", "written with ", "dictated ", "composed on ", "composed with ", "tapped on ", "thumbed ", "posted from ", "posted via ", "delivered by ", "from my ", "download outlook",
		"von mein", "gesendet von", "gesendet mit", "gesendet über", "gesendet aus", "verschickt von", "verschickt mit", "geschickt von", "geschickt mit", "diese nachricht wurde ", "diese e-mail wurde ", "diese email wurde ", "diese mail wurde ", "outlook für ", "holen sie sich ",
		"envoyé", "envoyee", "provenance ", "obtenir ", "obtenez ", "télécharge", "outlook pour ", "expédié ", "enviad", "desde mi ", "mensaje enviado", "obtén ", "obtener ", "descarg", "outlook para ", "obter ", "obtenha ", "baixar ", "transferir o ", "inviat", "messaggio inviato", "scarica ", "ottieni ", "outlook per ",
		"verzonden ", "verstuurd", "gestuurd ", "outlook voor ", "ontvang outlook ", "wysłan", "pobierz ", "outlook dla ", "skickat ", "skickad ", "hämta ", "sendt ", "send fra ", "hent ", "lähetetty ", "hanki ", "odesláno ", "odoslané ", "odoslano ", "získat ", "отправлен", "послано ", "надіслан", "відправлен", "скачать ",
		"発信", "发自", "發自", "从我的", "從我的", "傳送自", "来自", "來自", "送信元", "나의 ", "내 ", "trimis ", "poslano ", "küldve", "elküldve", "στάλθηκε", "iphone", "ipad"}
	sentEnds = []string{"gönderildi", "dan gönder", "から送信", "で送信", "에서 보냄", "에서 전송"}
	// alsoText may begin a sentence as well: such a footer is short, and alone.
	alsoText = []string{"from my", "iphone", "ipad", "get the", "hent ", "내 ", "来自", "來自"}
	devices  = []string{"iphon", "ipad", "ipod", " ios", "apple watch", "macbook", "android", "galaxy", "samsung", "blackberry", "black berry", "outlook", "windows", "yahoo", "gmail", "proton", "phone", "telefon", "teléfono", "téléphone", "mobil", "móvil", "móbil", "cell", "tablet", "pixel", "xiaomi", "redmi", "huawei", "honor", "oneplus", "oppo", "nokia", "htc", "verizon", "t-mobile", "at&t", "sprint", "sony", "xperia", " lg ", "motorola", " moto ", "handy", "device", "handheld", "treo", "palm", "nexus", "kindle", " nine", "newton",
		"mailbird", "mailspring", "spark", "superhuman", "thunderbird", "k-9", "k9", "fairmail", "bluemail", "aquamail", " aol", "airmail", " hey ", "gmx", "web.de", "t-online", " mail ", "email app", "mail-app", "posteo", "mailbox", "zimbra", "roundcube", "horde", "evolution", " mutt", "telekom", " orange", "free.fr", "laposte", "libero", "tiscali", "virgilio", "seznam", "wp.pl", " onet", "interia", "mail.ru", "yandex", "яндекс", "почт", "телефон", "айфон", "手机", "手機", "携帯", "スマートフォン", "휴대폰", "스마트폰", "wireless", " 4g", " 5g", " lte", "tutanota", " tuta ", "fastmail", "hushmail", "missive"}
	excuses    = regexp.MustCompile(`(?i)^\W{0,3}(please |kindly |so |sorry |and |thus |hence |bitte |merci d)?,? ?(excuse|pardon|forgive|ignore|sorry for|apologies for|entschuldigen sie|verzeih|excus|disculp|desculp|perdon|scus|expect|apolog)\w* .{0,30}(brevity|typo|terse|spelling|autocorrect|auto-correct|errors|mistakes|kürze|tippfehler|fautes|brièveté|brevedad|errores|erros|brevi)`)
	footerLink = regexp.MustCompile(`(?i)^[<(\[]?https?://\S{1,300}[>)\]]?$`)
)

// withoutFooters leaves out "Sent from my iPhone", wherever it stands.
func (t *trimmer) withoutFooters(lines []string) []string {
	out := make([]string, 0, len(lines))
	for i := 0; i < len(lines); i++ {
		if !isFooter(lines, i) {
			out = append(out, lines[i])
			continue
		}
		end := i + 1
		for end < len(lines) && (footerLink.MatchString(strings.TrimSpace(clip(lines[end], 400))) || excuses.MatchString(clip(lines[end], 120))) {
			end++
		}
		t.cut("footer", lines[i:end])
		i = end - 1
		out = trimRules(out)
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			out = append(out, "")
		}
	}
	return out
}

// isFooter reports whether a line is the footer of a device. It is the last of
// its paragraph: a sentence goes on.
func isFooter(lines []string, i int) bool {
	line := strings.Trim(lines[i], "*_ \t\u00a0-\u2013\u2014<>[]()\u200e\ufeff")
	if len(line) < 6 || len(line) > 160 {
		return false
	}
	sent := isSentFrom(line)
	if !sent && !excuses.MatchString(line) {
		return false
	}
	below := ""
	if i+1 < len(lines) {
		below = strings.TrimSpace(clip(lines[i+1], 120))
	}
	if strings.HasSuffix(line, "?") || strings.HasSuffix(line, ":") || strings.Count(line, ". ") > 1 {
		return false
	}
	ends := below == "" || isRule(below) || footerLink.MatchString(below) || excuses.MatchString(below) || isClosed(line, below)
	if !ends {
		return false
	}
	above := i == 0 || strings.TrimSpace(lines[i-1]) == ""
	if !sent {
		return above && i > 0 && len(line) < 100
	}
	// "Sent from my desk, is easier than my phone" is a sentence.
	if head, tail, ok := strings.Cut(line, ", "); ok && tail != "" {
		r, _ := utf8.DecodeRuneInString(tail)
		if unicode.IsLower(r) && !excuses.MatchString(tail) && (len(strings.Fields(tail)) > 3 || !hasDevice(head)) {
			return false
		}
	}
	if startsAny(strings.ToLower(line), alsoText) {
		if !above || len(strings.Fields(line)) > 7 || strings.HasSuffix(line, ".") {
			return false
		}
	}
	alone := above && below == "" && startsAny(strings.ToLower(line), []string{"sent from my ", "sent from a "})
	return alone && len(strings.Fields(line)) <= 8 || hasDevice(line) && len(strings.Fields(line)) <= 16
}

// isClosed reports whether the line below a footer is no more of a sentence: it
// is a footer too, or begins with a capital while the footer ends like one.
func isClosed(line, below string) bool {
	if isSentFrom(below) {
		return true
	}
	return strings.HasSuffix(line, ".") && len(strings.Fields(line)) <= 8 || len(strings.Fields(line)) <= 4 && below[0] >= 'A' && below[0] <= 'Z'
}

func isSentFrom(line string) bool {
	line = strings.ToLower(strings.TrimLeft(clip(line, 160), "*_ \t([<>-"))
	return startsAny(line, sentFrom) || containsAny(line, sentEnds)
}

func hasDevice(line string) bool {
	return containsAny(" "+strings.ToLower(strings.Trim(line, ".!"))+" ", devices)
}
