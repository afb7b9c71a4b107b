package mailer

import (
	"cmp"
	"regexp"
	"strings"
)

// isBounce reports whether the mail gives another one back: by its type, by
// who wrote it, or by a header. A person may forward a delivery report too.
func isBounce(m Mail) bool {
	_, is := bounceClass(m)
	return is
}

// bounceClass tells mail that came back from all other mail, and hard from soft: the
// delivery status (RFC 3464) where there is one, which is half of the time, else who
// wrote it and in which words. Neither alone is enough: people write about mail that
// failed, and postmasters about lunch.
func bounceClass(m Mail) (class Class, is bool) {
	h := m.Header
	kind, params := mediaType(h.Get("content-type"))
	report := kind == "multipart/report" && (params["report-type"] == "delivery-status" || params["report-type"] == "" && len(m.Report) > 0)
	auto := firstWord(h.Get("auto-submitted"))
	subject := plain(m.Subject)
	switch {
	case params["report-type"] == "feedback-report", auto == "auto-forwarded":
		return "", false
	case report && len(m.Report) > 0, len(m.Report) > 0 && (auto != "" && auto != "no" || fromDaemon(m)), h.Get("x-failed-recipients") != "":
		return side(m), true
	}
	if turned(subject) && len(m.Refers) > 0 && (auto == "" || auto == "no") && !report && !nullSender(m) && personal.MatchString(ownWords(m)) || challenge.MatchString(subject) {
		return "", false // postmasters are people too, and a machine that asks who we are has kept the letter
	}
	machine, words := daemonEvidence(m, auto, report), 0
	if machine == 0 && (turned(subject) || !anyOf(bounceWording()["subject"], subject)) { // "Re:", "Fwd:": a person goes on from one
		return "", false
	}
	said := serverWords(m)
	switch {
	case anyOf(bounceWording()["subject"], subject) && !turned(subject):
		words = 2
	case anyOf(bounceWording()["subject"], subject):
		words = 1
	}
	words += count(bounceWording()["body"], said, 2)
	if replyCode.MatchString(said) {
		words++
	}
	if len(m.Returned) > 0 || len(returnedIDs(m)) > 0 {
		words++
	}
	w := bounceWording()
	if anyOf(w["full"], said) || anyOf(w["hard"], said) || anyOf(w["blocked"], said) {
		words++
	}
	if cryptic.MatchString(said) && len(said) < 200 {
		words += 2
	}
	switch {
	case machine >= 4 && words >= 1, machine == 3 && words >= 2, machine == 2 && words >= 3, machine == 1 && words >= 4,
		words >= 5 && !personal.MatchString(said):
		return side(m), true
	}
	return "", false
}

var (
	// cryptic is a server's reply and nothing else.
	cryptic = regexp.MustCompile(`^(<?[^ ]{1,100}@[^ ]{1,100}>?:? )?[45]\d\d[ -]`)
	// personal is how people write of mail that failed, and servers don't.
	personal = regexp.MustCompile(`\?|\b(i|i'm|i've|me|my|mine|we|our|ich|mir|mein|meine|je|j'ai|mon|ma|mes|yo|mi|me|eu|meu|minha|io|mio|mia|ik|mijn|jag|min|jeg|ja|mój)\b`)
)

// daemonEvidence is how much speaks for a mail server as the writer.
func daemonEvidence(m Mail, auto string, report bool) (n int) {
	if nullSender(m) {
		n += 2
	}
	if daemonNamed(m) || strings.Contains(strings.ToLower(clip(m.Header.Get("from"), 500)), "mailer-daemon") {
		n += 2
	}
	if report {
		n += 2
	}
	if auto != "" && auto != "no" {
		n++
	}
	if p := firstWord(m.Header.Get("precedence")); p == "bulk" || p == "junk" {
		n++
	}
	for _, a := range m.From {
		if daemonTitle.MatchString(a.Name) || strings.HasPrefix(a.Email, "microsoftexchange") || robot.MatchString(localPart(a.Email)) {
			n++
			break
		}
	}
	if sender := strings.ToLower(m.Header.Get("return-path")); strings.Contains(sender, "bounce") || strings.Contains(sender, "owner-") || strings.Contains(sender, "daemon") {
		n++
	}
	return n
}

var (
	replyCode   = regexp.MustCompile(`\b[45]\.\d{1,2}\.\d{1,3}\b|\b(?:4[25]\d|5[05]\d)[ -]`)
	daemonTitle = regexp.MustCompile(`(?i)mail(er)?[ -]?(delivery|daemon|system|administrator|sieve|security|server|router|gateway)|delivery (system|subsystem|notification|agent)|postmaster|system administrator|mail administrator|internet mail|list ?(server|manager|owner)|content.?filter|correo|correio|courrier|messagerie|zustell|postfach|почт|メール|邮件|郵件|메일`)
	robot       = regexp.MustCompile(`(?i)^(root|mmdf|assp|antispam|posta-certificata|sympa|no-?_?reply|do-?not-?reply|donotreply|bounces?|listserv|majordomo|mailman|.*-bounces?|.*-owner|.*-request|owner-.*|imss|amavis|sieve|spam.*|quarantine|.*noreply.*|mail-?daemon|mailer|mailerdaemon|mdaemon|system|administrator|admin|mta|smtp|support|edv|ti)$`)
)

// turned reports whether the subject, in lower case, answers or forwards another mail.
func turned(subject string) bool { return replyPrefix.MatchString(subject) }

var replyPrefix = regexp.MustCompile(`^\s*(re|aw|sv|vs|antw|odp|ynt|fw|fwd|wg|tr|rv|enc|i|doorst|vl|πρθ|απ|転送|答复|回复|转发|回覆|轉寄|перенапр|отв|пересл)\s*(\[\d+\])?\s*[:：]`)

// side tells an address that does not work from one that does not work now. Codes are
// often wrong (a full box as 5.0.0), so the words of the other server count first, of
// its reply before those around it: a box that is full and a letter that is not liked
// are no fault of the address.
func side(m Mail) Class {
	w := bounceWording()
	subject := plain(m.Subject)
	switch {
	case strings.HasPrefix(subject, "hard bounce"):
		return HardBounce
	case strings.HasPrefix(subject, "soft bounce"):
		return SoftBounce
	}
	failed, code, reply := verdicts(m)
	if len(m.Report) > 0 && !failed && code != "" && !strings.HasPrefix(code, "5") {
		return SoftBounce // delayed, and still tried
	}
	for _, scope := range []string{reply, subject + " " + serverWords(m)} {
		scope = plain(scope)
		inScope := cmp.Or(statusCode.FindString(scope), code)
		switch {
		case scope == "":
		case strings.HasPrefix(inScope, "4") && inScope != "4.0.0":
			return SoftBounce
		case anyOf(w["surely"], scope):
			return HardBounce
		case anyOf(w["full"], scope):
			return SoftBounce
		case hardCode(inScope):
			return HardBounce
		case anyOf(w["blocked"], scope):
			return SoftBounce
		case anyOf(w["hard"], scope):
			return HardBounce
		case anyOf(w["temporary"], scope):
			return SoftBounce
		}
	}
	switch {
	case softCode(code), strings.HasPrefix(code, "4"):
		return SoftBounce
	case hardCode(code), strings.HasPrefix(code, "5"), failed:
		return HardBounce
	case len(m.Report) > 0:
		return SoftBounce
	}
	return HardBounce
}

// verdicts are what a delivery status says of those that failed: whether any did, the
// gravest status, and the other servers' replies.
func verdicts(m Mail) (failed bool, code, reply string) {
	for _, g := range m.Report {
		action := firstWord(g.Get("action"))
		status := statusCode.FindString(clip(g.Get("status"), 500))
		if action != "" && !strings.EqualFold(action, "failed") {
			if code == "" {
				code = status
			}
			continue
		}
		if action != "" {
			failed = true
		}
		if status != "" && (code == "" || status > code) {
			code = status
		}
		_, words, ok := strings.Cut(clip(g.Get("diagnostic-code"), 2_000), ";")
		if !ok {
			words = clip(g.Get("diagnostic-code"), 2_000)
		}
		reply += " " + words
	}
	return failed, code, strings.TrimSpace(reply)
}

// hardCode and softCode are the enhanced status codes (RFC 3463) that mean one thing.
func hardCode(code string) bool {
	switch code {
	case "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310", "5.7.124", "5.7.129", "5.7.133", "5.7.134", "5.7.136":
		return true
	}
	return false
}

func softCode(code string) bool {
	switch code {
	case "5.2.2", "5.2.3", "5.3.4", "5.3.1", "5.4.7", "5.4.300", "5.4.316", "5.4.317", "5.4.5":
		return true
	}
	return false
}

// serverWords are the words that come with a bounce, before the copy of our letter.
func serverWords(m Mail) string {
	text := m.Text
	if strings.TrimSpace(text) == "" {
		text = htmlText(clip(m.HTML, 30_000))
	}
	text = beforeCopy(text)
	if len(text) < 200 { // a part of its own may say more
		text += "\n" + clip(htmlText(clip(m.HTML, 20_000)), 4_000)
	}
	return plain(clip(text, 4_000))
}

// Failed are the addresses that a bounce speaks of, in lower case, and the
// other server's words.
func Failed(m Mail) (failed []string, why string) {
	for _, g := range m.Report {
		for _, name := range []string{"final-recipient", "original-recipient"} {
			_, a, ok := strings.Cut(g.Get(name), ";")
			if a = strings.ToLower(strings.Trim(clip(a, 320), " <>")); ok && strings.Contains(a, "@") {
				failed = append(failed, a)
			}
		}
		if d := g.Get("diagnostic-code"); d != "" && why == "" {
			_, why, _ = strings.Cut(d, ";")
		}
	}
	failed = append(failed, findAddresses(clip(m.Header.Get("x-failed-recipients"), maxField), 20)...)
	if m.Returned != nil {
		for _, a := range addresses(m.Returned["to"]) {
			failed = append(failed, a.Email)
		}
	}
	if len(failed) == 0 && isBounce(m) { // half of the servers say it in words only
		failed = findAddresses(beforeCopy(m.Text), 5)
	}
	if why = oneLine(why, 300); why == "" {
		why = oneLine(m.Subject, 300)
	}
	return failed, why
}

// beforeCopy is the text of a bounce without the copy of the mail that stands
// in it: it begins with that mail's header.
func beforeCopy(text string) string {
	text = clip(text, 8_000)
	at := 0
	for line := range strings.Lines(text) {
		bare := strings.TrimLeft(line, "> \t|")
		for _, start := range []string{"Return-Path:", "Received:", "DKIM-Signature:", "X-Mentord:", "MIME-Version:"} {
			if len(bare) >= len(start) && strings.EqualFold(bare[:len(start)], start) && at > 0 {
				return text[:at]
			}
		}
		at += len(line)
	}
	return text
}

// returnedIDs are the message ids of the mail that a bounce gives back, as a
// part of its own or as text below the server's words.
func returnedIDs(m Mail) (out []string) {
	if m.Returned != nil {
		return idsIn(m.Returned.Get("message-id"))
	}
	for line := range strings.Lines(clip(m.Text, maxField)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.EqualFold(strings.Trim(name, "> "), "message-id") && len(out) < 5 {
			out = append(out, firstID(value))
		}
	}
	return out
}

func clip(s string, n int) string { return s[:min(len(s), n)] }
