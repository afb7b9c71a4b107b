package mailer

import (
	"regexp"
	"strings"

	"mentord/calendar/ics"
)

// A Class says what kind of sender a mail has.
type Class string

// The classes. Only a Human is ever answered.
const (
	Human      Class = "human"
	AutoReply  Class = "auto-reply"  // out of office and the like
	HardBounce Class = "hard-bounce" // the address does not work
	SoftBounce Class = "soft-bounce" // not now; the other server goes on trying, or the box is full
	Bulk       Class = "bulk"        // a list or a machine that expects nothing
	Looped     Class = "loop"        // our own, or on its way round for too long
)

// maxReceived is how many servers a mail may have passed: more is a loop.
const maxReceived = 50

// LoopHeader names the header that all our letters carry, with the id of the
// program that sent them.
const LoopHeader = "X-Mentord"

// Classify tells people from machines by the rules that mail has for it
// (RFC 3834, RFC 3464) and, where senders ignore those, by wording. In doubt it
// is a person: an answer to a machine is a nuisance, a person who is not heard
// is lost.
func Classify(m Mail, program string) Class {
	h := m.Header
	loop := h.Get(strings.ToLower(LoopHeader))
	auto := firstWord(h.Get("auto-submitted"))
	precedence := firstWord(h.Get("precedence"))
	subject := strings.ToLower(m.Subject)
	switch {
	case loop == program && program != "", len(h["received"]) > maxReceived:
		return Looped
	case len(m.Report) > 0 && isBounce(m):
		return reportClass(m)
	case fromDaemon(m) && bounceSubject.MatchString(subject), h.Get("x-failed-recipients") != "":
		return wordedBounce(m)
	case loop == "" && answersInvitation(m, auto):
		return Human // whoever pressed the button
	case auto == "auto-replied", says(h.Get("x-autoreply")), says(h.Get("x-autorespond")), precedence == "auto_reply",
		awayMachine.MatchString(subject),
		awayWords.MatchString(subject) && markedAutomatic(h, auto, precedence):
		return AutoReply
	case auto != "" && auto != "no" && auto != "auto-forwarded":
		return Bulk
	case h.Get("list-id") != "", h.Get("list-post") != "", precedence == "list", precedence == "bulk", precedence == "junk",
		h.Get("feedback-type") != "", strings.Contains(strings.ToLower(h.Get("content-type")), "disposition-notification"):
		return Bulk
	case fromDaemon(m) && bounceWords.MatchString(opening(m)):
		return wordedBounce(m)
	case nullSender(m):
		return AutoReply // no bounce, and no answer is wanted
	case daemonNamed(m, "mailer-daemon", "mail-daemon", "mdaemon"):
		return SoftBounce
	}
	return Human
}

// firstWord is the value of a field without its comment and parameters.
func firstWord(value string) string {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(value)), ";")
	word, _, _ = strings.Cut(word, "(")
	word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
	return word
}

func says(value string) bool { return value != "" && firstWord(value) != "no" }

// markedAutomatic reports whether any header hints that a machine wrote.
func markedAutomatic(h Header, auto, precedence string) bool {
	return auto != "" && auto != "no" || precedence == "bulk" || precedence == "junk" || h.Get("return-path") == "<>" ||
		strings.Contains(strings.ToLower(h.Get("x-auto-response-suppress")), "all")
}

// answersInvitation reports whether a calendar answers for a person. Google
// marks its replies as auto-generated, so the calendar's method counts for more.
func answersInvitation(m Mail, auto string) bool {
	for _, object := range m.Calendars {
		answers, _ := ics.Read(object)
		for _, a := range answers {
			if a.Method == ics.Reply || a.Method == ics.Counter {
				return true
			}
		}
	}
	return len(m.Calendars) > 0 && (auto == "" || auto == "no")
}

var (
	// awayMachine is what only machines put before a subject. A person who
	// answers one has Re: in front of it.
	awayMachine = regexp.MustCompile(`^\W{0,3}(automatic (reply|response)|auto[- ]?(reply|response|responder|matic reply)\b|autoreply|out of (the )?office (reply|auto|notification|message|response)|out of (the )?office: (re|aw|fw|fwd|sv|antw|vs):|` +
		`automatische antwort|abwesenheits(notiz|nachricht|meldung|assistent|mitteilung)|réponse automatique|notification d'absence|message d'absence|respuesta automática|resposta automática|resposta automàtica|risposta automatica|` +
		`automatisch antwoord|autosvar|automatisk svar|automatiskt svar|automaattinen vastaus|automatyczna odpowiedź|automatická odpověď|automatikus válasz|otomatik yanıt|răspuns automat|αυτόματη απάντηση|` +
		`автоматический ответ|автоматична відповідь|자동 회신|자동 응답|自動応答|自動返信|自动回复|自动答复|自動回覆)`)
	// awayWords are also what people write themselves: they need a header beside them.
	awayWords     = regexp.MustCompile(`^((re|aw): )?(out of (the )?office|ooo\b|abwesen|absence|absent|fuera de la oficina|ausência|ausencia|fuori sede|assenza|afwezig|frånvaro|fravær|nieobecność|不在|vacation|on (leave|vacation|holiday)|away\b)`)
	bounceSubject = regexp.MustCompile(`(undeliver|delivery (status|failure|has failed|incomplete)|returned mail|returned to sender|failure notice|mail delivery|nicht zustellbar|unzustellbar|non remis|no entregado|não entregue|delayed mail|could not be delivered|message rejected|mail rejected)`)
	bounceWords   = regexp.MustCompile(`(?i)(undeliver|not be delivered|delivery (to|has|of|failed|failure|status)|no such (user|mailbox|address|recipient)|user unknown|unknown user|mailbox (is )?(full|unavailable|not found|disabled)|no mailbox|does not exist|permanent (fatal )?error|could not deliver|unable to deliver|returned to sender|[45]\.\d\.\d{1,3}\b|\b[45][05]\d[ -])`)
	softWords     = regexp.MustCompile(`(?i)(mailbox (is )?full|quota|over ?quota|temporar|delayed|will retry|still trying|try again|greylist|\b4\.\d\.\d|\b4[25]\d[ -])`)
	statusCode    = regexp.MustCompile(`\b([245])\.\d{1,3}\.\d{1,3}\b`)
)

func nullSender(m Mail) bool { return strings.TrimSpace(m.Header.Get("return-path")) == "<>" }

// fromDaemon reports whether a mail server wrote, or somebody who calls
// themselves one.
func fromDaemon(m Mail) bool {
	return nullSender(m) || daemonNamed(m, "mailer-daemon", "postmaster", "mail-daemon", "mdaemon")
}

func daemonNamed(m Mail, names ...string) bool {
	for _, a := range m.From {
		for _, name := range names {
			if localPart(a.Email) == name {
				return true
			}
		}
	}
	return false
}

// opening is what a mail begins with, where a bounce says what is the matter.
// Below it may stand a letter of ours, whose words mean nothing here.
func opening(m Mail) string {
	text := m.Text
	if strings.TrimSpace(text) == "" {
		text = htmlText(m.HTML)
	}
	return m.Subject + "\n" + text[:min(len(text), 2_000)]
}
