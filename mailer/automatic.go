package mailer

import (
	"regexp"
	"strings"
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
// (RFC 3834, RFC 3464) and, where senders ignore those, by wording.
func Classify(m Mail, program string) Class {
	h := m.Header
	auto := strings.ToLower(h.Get("auto-submitted"))
	precedence := strings.ToLower(h.Get("precedence"))
	subject := strings.ToLower(m.Subject)
	switch {
	case h.Get(strings.ToLower(LoopHeader)) == program && program != "", len(h["received"]) > maxReceived:
		return Looped
	case len(m.Report) > 0:
		return reportClass(m)
	case fromDaemon(m) && bounceSubject.MatchString(subject):
		return wordedBounce(m)
	case h.Get("x-failed-recipients") != "":
		return wordedBounce(m)
	case len(m.Calendars) > 0 && auto == "":
		return Human // an answer to an invitation, whoever pressed the button
	case strings.HasPrefix(auto, "auto-replied"), h.Get("x-autoreply") != "", h.Get("x-autorespond") != "",
		strings.Contains(h.Get("x-auto-response-suppress"), "All") && awaySubject.MatchString(subject),
		awaySubject.MatchString(subject):
		return AutoReply
	case auto != "" && auto != "no" && !strings.HasPrefix(auto, "auto-forwarded"):
		return Bulk
	case h.Get("list-id") != "", h.Get("list-post") != "", precedence == "list", precedence == "bulk", precedence == "junk",
		h.Get("feedback-type") != "", strings.Contains(h.Get("content-type"), "disposition-notification"):
		return Bulk
	case h.Get("return-path") == "<>" || fromDaemon(m):
		return wordedBounce(m)
	}
	return Human
}

var (
	awaySubject   = regexp.MustCompile(`(?i)^(re: |aw: )?(automatic reply|auto[- ]?reply|autoreply|out of (the )?office|ooo\b|abwesen|automatische antwort|réponse automatique|absence|respuesta automática|fuera de la oficina|resposta automática|ausência|risposta automatica|fuori sede|automatisch antwoord|afwezig|autosvar|frånvaro|automatyczna odpowiedź|自動応答|自动回复|vacation)`)
	bounceSubject = regexp.MustCompile(`(?i)(undeliver|delivery (status|failure|has failed|incomplete)|returned mail|failure notice|mail delivery|nicht zustellbar|unzustellbar|non remis|no entregado|não entregue|delayed mail|could not be delivered|rejected)`)
	softWords     = regexp.MustCompile(`(?i)(mailbox (is )?full|quota|over ?quota|temporar|delayed|will retry|still trying|try again|greylist|4\.\d\.\d|\b4[25]\d[ -])`)
	statusCode    = regexp.MustCompile(`\b([245])\.\d{1,3}\.\d{1,3}\b`)
)

func fromDaemon(m Mail) bool {
	if m.Header.Get("return-path") == "<>" {
		return true
	}
	for _, a := range m.From {
		local, _, _ := strings.Cut(a.Email, "@")
		switch local {
		case "mailer-daemon", "postmaster", "mail-daemon", "mdaemon":
			return true
		}
	}
	return false
}

// reportClass reads a delivery status: failed with a 5 is hard, but a full box
// (5.2.2) is not; anything else waits.
func reportClass(m Mail) Class {
	class := SoftBounce
	for _, g := range m.Report {
		if !strings.EqualFold(strings.TrimSpace(g.Get("action")), "failed") {
			continue
		}
		code := statusCode.FindString(g.Get("status"))
		if strings.HasPrefix(code, "5") && code != "5.2.2" && !strings.Contains(g.Get("diagnostic-code"), "5.2.2") {
			class = HardBounce
		}
	}
	return class
}

func wordedBounce(m Mail) Class {
	if softWords.MatchString(m.Subject + "\n" + m.Text) {
		return SoftBounce
	}
	return HardBounce
}

// Failed are the addresses that a bounce speaks of, in lower case, and the
// other server's words.
func Failed(m Mail) (addresses []string, why string) {
	for _, g := range m.Report {
		for _, name := range []string{"final-recipient", "original-recipient"} {
			_, a, ok := strings.Cut(g.Get(name), ";")
			if a = strings.ToLower(strings.Trim(a, " <>")); ok && strings.Contains(a, "@") {
				addresses = append(addresses, a)
			}
		}
		if d := g.Get("diagnostic-code"); d != "" && why == "" {
			_, why, _ = strings.Cut(d, ";")
			why = strings.TrimSpace(why)
		}
	}
	for _, a := range bareAddress.FindAllString(m.Header.Get("x-failed-recipients"), 20) {
		addresses = append(addresses, strings.ToLower(a))
	}
	if m.Returned != nil {
		addresses = append(addresses, emails(m.Returned["to"])...)
	}
	if why == "" {
		why = m.Subject
	}
	return addresses, why[:min(len(why), 300)]
}

func emails(values []string) (out []string) {
	for _, a := range addresses(values) {
		out = append(out, a.Email)
	}
	return out
}
