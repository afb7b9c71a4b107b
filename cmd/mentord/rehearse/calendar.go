package rehearse

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"mentord/calendar/ics"
	"mentord/mailer"
)

// considerInvitation answers as the actor's calendar does: it takes an update
// or a cancel in silence, and answers a request once for each sequence.
func (a *Actor) considerInvitation(mail mailer.Mail, now time.Time) []Deed {
	answers, err := ics.Read(mail.Calendars[0])
	if err != nil || answers[0].Method != ics.Request {
		return nil
	}
	uid, sequence := answers[0].UID, fmt.Sprint(answers[0].Sequence)
	if a.events[uid] == sequence || a.Ghost || a.chance(a.Ignores) {
		return nil
	}
	a.events[uid] = sequence
	at := a.later(now)
	if a.chance(a.Moves) {
		words := a.pick("Could we move this to another time? Tuesday or Wednesday after 2 would work.", "Sorry, I can't make it. Any morning next week would be fine instead.")
		return []Deed{{At: at, Actor: a, Note: "writes: " + oneLine(words), Raw: func(now time.Time) []byte { return a.reply(mail, words, now) }}}
	}
	status, note := "ACCEPTED", "accepts the invitation in the calendar"
	counter := false
	switch {
	case a.chance(a.Declines):
		status, note = "DECLINED", "declines the invitation in the calendar"
	case a.chance(a.Tentative):
		status, note = "TENTATIVE", "answers maybe in the calendar"
	case a.chance(a.Counters):
		counter, note = true, "proposes another time from the calendar"
	}
	return []Deed{{At: at, Actor: a, Note: note, Raw: func(now time.Time) []byte { return a.calendarReply(mail, status, counter, now) }}}
}

var eventLine = regexp.MustCompile(`(?m)^(UID|SEQUENCE|DTSTART|DTEND|SUMMARY):(.*?)\r?$`)

// calendarReply writes the answer in the dialect of the actor's client.
func (a *Actor) calendarReply(to mailer.Mail, status string, counter bool, now time.Time) []byte {
	event := map[string]string{}
	for _, m := range eventLine.FindAllStringSubmatch(unfold(string(to.Calendars[0])), -1) {
		event[m[1]] = m[2]
	}
	start, end := event["DTSTART"], event["DTEND"]
	method := "REPLY"
	if counter {
		method = "COUNTER"
		s, _ := time.Parse("20060102T150405Z", start)
		e, _ := time.Parse("20060102T150405Z", end)
		start, end = s.Add(2*time.Hour).Format("20060102T150405Z"), e.Add(2*time.Hour).Format("20060102T150405Z")
		status = "TENTATIVE"
	}
	lines := []string{"BEGIN:VCALENDAR", "PRODID:-//" + a.Client + "//EN", "VERSION:2.0", "METHOD:" + method, "BEGIN:VEVENT"}
	attendee := fmt.Sprintf("ATTENDEE;CN=%s;PARTSTAT=%s;ROLE=REQ-PARTICIPANT:mailto:%s", a.Name, status, a.Address)
	subject := map[string]string{"ACCEPTED": "Accepted: ", "DECLINED": "Declined: ", "TENTATIVE": "Tentative: "}[status]
	switch a.Client {
	case "outlook": // no ORGANIZER, a prefix in the summary, the address in capitals
		if counter {
			subject = "New Time Proposed: "
		}
		lines = append(lines, strings.ReplaceAll(attendee, "mailto:", "MAILTO:"), "COMMENT;LANGUAGE=en-US:\\n", "UID:"+event["UID"], "SUMMARY;LANGUAGE=en-US:"+subject+event["SUMMARY"])
	case "apple":
		lines = append(lines, "UID:"+event["UID"], attendee, "SUMMARY:"+event["SUMMARY"])
	default:
		lines = append(lines, "ORGANIZER:mailto:"+to.From[0].Email, "UID:"+event["UID"], attendee, "STATUS:CONFIRMED", "SUMMARY:"+event["SUMMARY"])
	}
	lines = append(lines, "DTSTART:"+start, "DTEND:"+end, "DTSTAMP:"+now.UTC().Format("20060102T150405Z"), "SEQUENCE:"+event["SEQUENCE"], "END:VEVENT", "END:VCALENDAR", "")
	object := strings.Join(lines, "\r\n")
	reply := to
	reply.Subject = strings.TrimPrefix(subject+to.Subject, "Re: ")
	if a.Client == "apple" { // an attachment without method=
		return a.mail(reply, now, "Content-Type: multipart/mixed; boundary=\"apple\"\r\n",
			"--apple\nContent-Type: text/plain\n\n\n--apple\nContent-Type: text/calendar; name=reply.ics\nContent-Disposition: attachment; filename=reply.ics\n\n"+object+"\n--apple--\n")
	}
	return a.mail(reply, now, "Content-Type: multipart/alternative; boundary=\"alt\"\r\n",
		"--alt\nContent-Type: text/plain\n\n"+a.Name+" has answered.\n--alt\nContent-Type: text/calendar; charset=\"UTF-8\"; method="+method+"\n\n"+object+"\n--alt--\n")
}

func unfold(s string) string { return strings.ReplaceAll(s, "\r\n ", "") }
