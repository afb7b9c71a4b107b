package mailer

import "strings"

// isBounce reports whether the mail gives another one back: by its type, by
// who wrote it, or by a header. A person may forward a delivery report too.
func isBounce(m Mail) bool {
	kind, params := mediaType(m.Header.Get("content-type"))
	return kind == "multipart/report" && (len(m.Report) > 0 || params["report-type"] == "delivery-status") ||
		fromDaemon(m) || m.Header.Get("x-failed-recipients") != "" ||
		len(m.Report) > 0 && firstWord(m.Header.Get("auto-submitted")) != "" && firstWord(m.Header.Get("auto-submitted")) != "no"
}

// reportClass reads a delivery status: failed with a 5 is hard, but a full box
// (5.2.2) is not; anything else waits.
func reportClass(m Mail) Class {
	class := SoftBounce
	for _, g := range m.Report {
		if !strings.EqualFold(firstWord(g.Get("action")), "failed") {
			continue
		}
		code := statusCode.FindString(clip(g.Get("status"), 500))
		if code == "" {
			code = statusCode.FindString(clip(g.Get("diagnostic-code"), 500))
		}
		if strings.HasPrefix(code, "5") && code != "5.2.2" && !strings.Contains(g.Get("diagnostic-code"), "5.2.2") {
			class = HardBounce
		}
	}
	return class
}

func wordedBounce(m Mail) Class {
	if softWords.MatchString(opening(m)) {
		return SoftBounce
	}
	return HardBounce
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
	text = clip(text, 4_000)
	at := 0
	for line := range strings.Lines(text) {
		for _, start := range []string{"Return-Path:", "Received:", "From:", "Message-ID:", "DKIM-Signature:"} {
			if len(line) >= len(start) && strings.EqualFold(line[:len(start)], start) {
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
