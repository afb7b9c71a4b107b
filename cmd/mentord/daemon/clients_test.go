package daemon_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/calendar/ics"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/store"
)

// thursday is when the sessions of these tests are, in UTC.
var thursday = time.Date(2027, 1, 14, 15, 0, 0, 0, time.UTC)

// A client is the answer of one calendar program in its own shape. In the mail,
// UID and N stand for the event's, From is Bo's address unless one is given.
type client struct {
	name, from string
	mail       string // header fields below From, a blank line, and the body
	want       ics.Status
	status     pairing.SessionStatus // Booked if empty
	queued     string                // what the coordinator's letter has to say
	proposed   time.Time             // the time put to the other
	confirm    bool                  // it bears no sign of the event: Bo's address is asked first
}

// vevent is an answer as most programs write it, with lines of their own.
func vevent(method, partstat string, lines ...string) string {
	return "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:" + method + "\nBEGIN:VEVENT\nUID:UID\nDTSTAMP:20270104T100500Z\nSEQUENCE:0\n" +
		"ORGANIZER:mailto:program@mentoring.example\nATTENDEE;PARTSTAT=" + partstat + ";CN=Bo:mailto:bo@mentoring.example\n" + strings.Join(append(lines, ""), "\n") + "END:VEVENT\nEND:VCALENDAR\n"
}

// root is a mail that is nothing but the calendar.
func root(method, object string) string {
	return "MIME-Version: 1.0\nContent-Type: text/calendar; charset=UTF-8; method=" + method + "\n\n" + object
}

// mixed is a mail of several parts, each with its header.
func mixed(kind string, parts ...string) string {
	var b strings.Builder
	b.WriteString("MIME-Version: 1.0\nContent-Type: multipart/" + kind + "; boundary=\"b-" + kind + "\"\n\n")
	for _, p := range parts {
		b.WriteString("--b-" + kind + "\n" + p + "\n")
	}
	return b.String() + "--b-" + kind + "--\n"
}

// nested is such a mail as a part of another.
func nested(kind string, parts ...string) string {
	return strings.TrimPrefix(mixed(kind, parts...), "MIME-Version: 1.0\n")
}

func part(kind, body string) string { return "Content-Type: " + kind + "\n\n" + body }

// base64Part is encoded by encoded, once the event's UID stands in it.
func base64Part(kind, body string) string {
	return "Content-Type: " + kind + "\nContent-Transfer-Encoding: base64\n\n\x01" + body + "\x02"
}

func encoded(mail string) string {
	for {
		before, rest, ok := strings.Cut(mail, "\x01")
		if !ok {
			return mail
		}
		body, after, _ := strings.Cut(rest, "\x02")
		var b strings.Builder
		for text := base64.StdEncoding.EncodeToString([]byte(body)); text != ""; {
			n := min(76, len(text))
			b.WriteString(text[:n] + "\n")
			text = text[n:]
		}
		mail = before + b.String() + after
	}
}

const (
	calendarType = "text/calendar; charset=utf-8; method=REPLY"
	exchange     = "BEGIN:VCALENDAR\nMETHOD:REPLY\nPRODID:Microsoft Exchange Server 2010\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:GMT Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n" +
		"BEGIN:VEVENT\nATTENDEE;PARTSTAT=ACCEPTED;CN=Bo Lund:mailto:Bo@Mentoring.Example\nCOMMENT;LANGUAGE=en-GB:\\n\nUID:UID\nSUMMARY;LANGUAGE=en-GB:Accepted: Mentoring\nDTSTART;TZID=GMT Standard Time:20270114T150000\nDTEND;TZID=GMT Standard Time:20270114T154500\nCLASS:PUBLIC\nPRIORITY:5\nDTSTAMP:20270104T100500Z\nTRANSP:OPAQUE\nSTATUS:CONFIRMED\nSEQUENCE:0\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nEND:VEVENT\nEND:VCALENDAR\n"
	exchangeCounter = "BEGIN:VCALENDAR\nMETHOD:COUNTER\nVERSION:2.0\nBEGIN:VEVENT\nATTENDEE_LINE\nUID:UID\nDTSTART;TZID=W. Europe Standard Time:20270115T110000\nDTEND;TZID=W. Europe Standard Time:20270115T114500\nDTSTAMP:20270104T100500Z\nSEQUENCE:0\nX-MS-OLK-ORIGINALSTART:20270114T150000Z\nX-MS-OLK-ORIGINALEND:20270114T154500Z\nEND:VEVENT\nEND:VCALENDAR\n"
)

var clients = []client{
	{name: "Exchange accepts: no organizer, a Windows zone, a prefix in the summary", want: ics.Accepted,
		mail: "Subject: Accepted: Mentoring\n" + mixed("alternative", part("text/plain", ""), base64Part(calendarType, exchange))},
	{name: "Exchange declines", want: ics.Declined, status: pairing.Moving,
		mail: "Subject: Declined: Mentoring\n" + root("REPLY", strings.ReplaceAll(exchange, "PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED"))},
	{name: "Exchange is tentative", want: ics.Tentative,
		mail: "Subject: Tentative: Mentoring\n" + root("REPLY", strings.ReplaceAll(exchange, "PARTSTAT=ACCEPTED", "PARTSTAT=TENTATIVE"))},
	{name: "Exchange proposes a time, an assistant sends it", want: ics.Tentative, proposed: time.Date(2027, 1, 15, 10, 0, 0, 0, time.UTC),
		mail: "Subject: New Time Proposed: Mentoring\n" + root("COUNTER", strings.Replace(exchangeCounter, "ATTENDEE_LINE", `ATTENDEE;PARTSTAT=TENTATIVE;SENT-BY="mailto:pa@mentoring.example":mailto:bo@mentoring.example`, 1))},
	{name: "Exchange proposes a time and names no attendee", want: "", proposed: time.Date(2027, 1, 15, 10, 0, 0, 0, time.UTC),
		mail: "Subject: New Time Proposed: Mentoring\n" + root("COUNTER", strings.Replace(exchangeCounter, "ATTENDEE_LINE\n", "", 1))},
	{name: "Google echoes the event", want: ics.Accepted,
		mail: "Subject: Accepted: Mentoring @ Thu\n" + mixed("mixed", nested("alternative", part("text/plain", "Bo Lund has accepted this invitation."), part("text/html", "<p>Bo Lund has accepted this invitation.</p>"), part(calendarType, vevent("REPLY", "ACCEPTED", "DTSTART:20270114T150000Z", "DTEND:20270114T154500Z", "STATUS:CONFIRMED", "SUMMARY:Mentoring"))), base64Part("application/ics; name=invite.ics", vevent("REPLY", "ACCEPTED")))},
	{name: "Google declines an event whose status stays confirmed", want: ics.Declined, status: pairing.Moving,
		mail: root("REPLY", vevent("REPLY", "DECLINED", "STATUS:CONFIRMED"))},
	{name: "Google carries a note in a parameter", want: ics.Accepted,
		mail: root("REPLY", strings.Replace(vevent("REPLY", "ACCEPTED"), ";CN=Bo", `;CN=Bo;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Hello\, looking forward"`, 1))},
	{name: "Google says no in the note of a yes", want: ics.Tentative,
		mail: root("REPLY", strings.Replace(vevent("REPLY", "ACCEPTED"), ";CN=Bo", `;CN=Bo;X-RESPONSE-COMMENT="sorry, I can't make it after all"`, 1))},
	{name: "Google proposes a time", want: ics.Tentative, proposed: time.Date(2027, 1, 15, 10, 0, 0, 0, time.UTC),
		mail: root("COUNTER", vevent("COUNTER", "TENTATIVE", "DTSTART:20270115T100000Z", "DTEND:20270115T104500Z"))},
	{name: "Apple attaches it, without a method in the type", want: ics.Accepted,
		mail: mixed("mixed", part("text/plain", ""), nested("related", part("text/html", "<br>"), "Content-Disposition: attachment; filename=iCal-1.ics\n"+part("text/calendar; name=iCal-1.ics; charset=utf-8", vevent("REPLY", "ACCEPTED"))), part("text/plain", ""))},
	{name: "Lightning puts it in twice", want: ics.Accepted,
		mail: mixed("mixed", nested("alternative", part("text/plain", ""), part(calendarType, vevent("REPLY", "ACCEPTED"))), base64Part("application/ics; name=invite.ics", vevent("REPLY", "ACCEPTED")))},
	{name: "KDE writes MAILTO and leaves the transfer encoding in", want: ics.Accepted,
		mail: root("REPLY", strings.NewReplacer("PARTSTAT=", "PARTSTAT=3D", "CN=Bo", "CN=3DBo", "mailto:", "MAILTO:").Replace(vevent("REPLY", "ACCEPTED")))},
	{name: "only the participation, no times", want: ics.Tentative,
		mail: root("REPLY", "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:UID\nDTSTAMP:20270104T100500Z\nATTENDEE;PARTSTAT=TENTATIVE:mailto:bo@mentoring.example\nEND:VEVENT\nEND:VCALENDAR\n")},
	{name: "several events with recurrence ids, in UTC and in a zone", want: ics.Accepted,
		mail: root("REPLY", vevent("REPLY", "ACCEPTED", "RECURRENCE-ID:20270114T150000Z")+vevent("REPLY", "ACCEPTED", "RECURRENCE-ID;TZID=Europe/Berlin:20270121T160000"))},
	{name: "passed on to somebody else", want: ics.Delegated, queued: "somebody else",
		mail: root("REPLY", strings.Replace(vevent("REPLY", "DELEGATED"), ";CN=Bo", `;DELEGATED-TO="mailto:eve@elsewhere.example";CN=Bo`, 1))},
	{name: "free/busy is no answer", want: "",
		mail: root("REPLY", "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VFREEBUSY\nUID:UID\nATTENDEE:mailto:bo@mentoring.example\nFREEBUSY:20270114T150000Z/PT1H\nEND:VFREEBUSY\nEND:VCALENDAR\n")},
	{name: "a stranger to whom it was forwarded", from: "eve@elsewhere.example", want: "", queued: "eve@elsewhere.example",
		mail: root("REPLY", strings.ReplaceAll(vevent("REPLY", "ACCEPTED"), "bo@mentoring", "eve@elsewhere"))},
	{name: "a stranger who names Bo", from: "eve@elsewhere.example", want: "", queued: "eve@elsewhere.example",
		mail: root("REPLY", vevent("REPLY", "DECLINED"))},
	{name: "winmail.dat, and a subject that says it", want: ics.Accepted, confirm: true,
		mail: "Subject: Accepted: Session 1 with Ana\n" + mixed("mixed", part("text/plain", ""), base64Part("application/ms-tnef; name=winmail.dat", "x\x9f\x3e\x22"))},
	{name: "a bounce with our invitation inside", from: "mailer-daemon@mentoring.example", want: "",
		mail: "Auto-Submitted: auto-replied\nSubject: Undelivered Mail\n" + strings.Replace(mixed("report", part("text/plain", "could not be delivered"), "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; carl@x.example\nAction: failed\nStatus: 5.1.1\n", part("message/rfc822", "From: program@mentoring.example\n"+root("REQUEST", vevent("REQUEST", "NEEDS-ACTION")))), "multipart/report;", "multipart/report; report-type=delivery-status;", 1)},
	{name: "our own invitation, sent back", want: "",
		mail: root("REQUEST", vevent("REQUEST", "ACCEPTED"))},
	{name: "broken: the method last, no end", want: ics.Accepted,
		mail: root("REPLY", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:UID\nDTSTAMP:20270104T100500Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@mentoring.example\nMETHOD:REPLY\n")},
	{name: "broken: blank lines between the lines", want: ics.Accepted,
		mail: root("REPLY", strings.ReplaceAll(vevent("REPLY", "ACCEPTED"), "\n", "\n\n"))},
	{name: "broken: a quote that is never closed", want: ics.Accepted,
		mail: root("REPLY", strings.Replace(vevent("REPLY", "ACCEPTED"), ";CN=Bo", `;CN="Bo`, 1))},
	{name: "broken: a line with no colon", want: ics.Accepted,
		mail: root("REPLY", vevent("REPLY", "ACCEPTED", "COMMENT no colon here"))},
	{name: "names in small letters", want: ics.Accepted,
		mail: root("REPLY", strings.NewReplacer("BEGIN:", "begin:", "ATTENDEE;PARTSTAT", "attendee;partstat", "METHOD", "method", "UID:", "uid:").Replace(vevent("REPLY", "ACCEPTED")))},
	{name: "the UID in other letters", want: ics.Accepted,
		mail: root("REPLY", strings.Replace(vevent("REPLY", "ACCEPTED"), "UID:UID", "UID:UPPER", 1))},
	{name: "subject in German, the object lost", status: pairing.Moving, confirm: true, mail: "Subject: Abgelehnt: Session 1\n\n"},
	{name: "subject in French, the object lost", want: ics.Accepted, confirm: true, mail: "Subject: =?utf-8?q?Accept=C3=A9?= : Session 1\n\n"},
	{name: "subject in Spanish, the object lost", status: pairing.Moving, confirm: true, mail: "Subject: Rechazado: Session 1\n\n"},
	{name: "Gnus writes charset twice", want: ics.Accepted,
		mail: "In-Reply-To: <x@y> (Mentoring's message of \"Mon\")\nMIME-Version: 1.0\nContent-Type: text/calendar; charset=utf-8; method=REPLY; charset=utf-8\n\n" + vevent("REPLY", "ACCEPTED")},
	{name: "PARTSTAT last, the address lost", want: ics.Accepted,
		mail: root("REPLY", strings.Replace(vevent("REPLY", "ACCEPTED"), "ATTENDEE;PARTSTAT=ACCEPTED;CN=Bo:mailto:bo@mentoring.example", "ATTENDEE;CN=Bo;PARTSTAT=ACCEPTED", 1))},
	{name: "nmh folds inside the address", want: ics.Accepted,
		mail: root("REPLY", strings.Replace(vevent("REPLY", "ACCEPTED"), "bo@mentoring", "bo@mento\n ring", 1))},
	{name: "Horde's capital METHOD and wrong times", want: ics.Accepted,
		mail: "MIME-Version: 1.0\nContent-Type: text/calendar; charset=utf-8; METHOD=REPLY\n\n" + vevent("REPLY", "ACCEPTED", "DTSTART;TZID=Europe/Berlin:20270114T150000")},
	{name: "a calendar in a part of no known type", want: ics.Accepted,
		mail: mixed("mixed", part("text/plain", ""), base64Part("application/octet-stream; name=reply", vevent("REPLY", "ACCEPTED")))},
	{name: "a decline with a time that would do", want: ics.Declined, status: pairing.Moving,
		mail: mixed("alternative", part("text/plain", "I could do Friday 15 January at 10 instead."), part(calendarType, vevent("REPLY", "DECLINED")))},
	{name: "a yes beside words that say no", want: ics.Tentative,
		mail: mixed("alternative", part("text/plain", "Sorry, I can't make it on Thursday."), part(calendarType, vevent("REPLY", "ACCEPTED")))},
	{name: "a floating time is proposed", want: ics.Tentative, queued: "could not be read",
		mail: root("COUNTER", vevent("COUNTER", "TENTATIVE", "DTSTART:20270115T100000", "DTEND:20270115T104500"))},
	{name: "a zone of the object's own", want: ics.Tentative, proposed: time.Date(2027, 1, 15, 8, 0, 0, 0, time.UTC),
		mail: root("COUNTER", strings.Replace(vevent("COUNTER", "TENTATIVE", `DTSTART;TZID="Customized Time Zone":20270115T100000`, `DTEND;TZID="Customized Time Zone":20270115T104500`), "BEGIN:VEVENT",
			"BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT", 1))},
	{name: "a counter to an event of another sequence", want: "",
		mail: root("COUNTER", strings.Replace(vevent("COUNTER", "TENTATIVE", "DTSTART:20270115T100000Z", "DTEND:20270115T104500Z"), "SEQUENCE:0", "SEQUENCE:7", 1))},
	{name: "PUBLISH is no answer", want: "", mail: root("PUBLISH", vevent("PUBLISH", "ACCEPTED"))},
}

// Every client's answer moves the session as its person meant, and nothing that
// is no answer moves it.
func TestAnswersOfManyClients(t *testing.T) {
	if len(clients) < 40 {
		t.Fatalf("there are %d clients", len(clients))
	}
	for i, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			id := h.booked(i)
			from := c.from
			if from == "" {
				from = bo
			}
			body := strings.NewReplacer("UID:UID", "UID:"+id+"@mentoring.example", "uid:UID", "uid:"+id+"@mentoring.example", "UID:UPPER", "UID:"+strings.ToUpper(id)+"@MENTORING.EXAMPLE").Replace(c.mail)
			body = encoded(body)
			raw := fmt.Sprintf("From: %s\nTo: %s\nDate: Mon, 04 Jan 2027 10:05:00 +0000\nMessage-ID: <client-%d@x>\n%s", from, program, i, body)
			write(t, h.post.SMTP, bo, []byte(strings.ReplaceAll(raw, "\n", "\r\n")))
			h.now = h.now.Add(10 * time.Minute)
			h.step()
			if c.confirm {
				all := letters(t, h.post.IMAP, bo)
				if len(all) != 1 || !strings.Contains(all[0].Subject, "was this from you") {
					t.Fatalf("Bo is not asked whether it was his: %d letters", len(all))
				}
				write(t, h.post.SMTP, bo, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nIn-Reply-To: <%s>\r\nMessage-ID: <y@x>\r\n\r\nyes\r\n", bo, program, all[0].MessageID))
				h.step()
			}
			s := h.session(id)
			if want := c.status; s.Status != want && (want != "" || s.Status != pairing.Booked) {
				t.Errorf("the session is %s", s.Status)
			}
			if s.Calendar[pairing.Mentee].Status != c.want {
				t.Errorf("Bo's calendar counts as %q, not %q", s.Calendar[pairing.Mentee].Status, c.want)
			}
			if !c.proposed.IsZero() && (len(s.Offer.Slots) != 1 || !s.Offer.Slots[0].Start.Equal(c.proposed)) {
				t.Errorf("put to Ana: %+v", s.Offer)
			}
			if !s.Slot.Start.Equal(thursday) {
				t.Errorf("the session is now at %s", s.Slot.Start)
			}
			told := ""
			for _, l := range letters(t, h.post.IMAP, mia) {
				told += l.Subject + "\n" + l.Text
			}
			if c.queued != "" && !strings.Contains(told, c.queued) {
				t.Errorf("the coordinator hears nothing of %q, only:\n%s", c.queued, told)
			}
		})
	}
}

// An answer from another account of the person's, by the token of their letter,
// binds nothing until their known address says that it was theirs.
func TestAnswerFromAnotherAccount(t *testing.T) {
	h := newHouse(t)
	id := h.booked(1)
	h.step()
	var invited mailer.Mail
	write(t, h.post.SMTP, bo, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nMessage-ID: <r@x>\r\n%s", bo, program, strings.ReplaceAll(strings.ReplaceAll(root("REFRESH", vevent("REFRESH", "NEEDS-ACTION")), "UID:UID", "UID:"+id+"@mentoring.example"), "\n", "\r\n")))
	h.step()
	for _, l := range letters(t, h.post.IMAP, bo) {
		if len(l.Calendars) > 0 {
			invited = l
		}
	}
	if invited.MessageID == "" {
		t.Fatal("Bo's calendar asked for the invitation once more, and got none")
	}
	answer := strings.ReplaceAll(strings.ReplaceAll(root("REPLY", strings.ReplaceAll(vevent("REPLY", "DECLINED"), "bo@mentoring.example", "bo@private.example")), "UID:UID", "UID:"+id+"@mentoring.example"), "\n", "\r\n")
	write(t, h.post.SMTP, bo, fmt.Appendf(nil, "From: bo@private.example\r\nTo: %s\r\nIn-Reply-To: <%s>\r\nMessage-ID: <a@x>\r\n%s", program, invited.MessageID, answer))
	h.step()
	if s := h.session(id); s.Status != pairing.Booked || s.Calendar[pairing.Mentee].Status != "" {
		t.Fatalf("before anybody confirmed it the session is %s, %+v", s.Status, s.Calendar)
	}
	all := letters(t, h.post.IMAP, bo)
	asked := all[len(all)-1]
	if !strings.Contains(asked.Subject, "was this from you") {
		t.Fatalf("Bo is not asked; the last letter is %q", asked.Subject)
	}
	write(t, h.post.SMTP, bo, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nIn-Reply-To: <%s>\r\nMessage-ID: <y@x>\r\n\r\nyes\r\n", bo, program, asked.MessageID))
	h.step()
	if s := h.session(id); s.Status != pairing.Moving || s.Calendar[pairing.Mentee].Status != ics.Declined {
		t.Errorf("confirmed, and the session is %s, %+v", s.Status, s.Calendar)
	}
}

// booked gives Ana and Bo a session on Thursday.
func (h *house) booked(n int) string {
	h.t.Helper()
	id := pairing.SessionID(fmt.Sprintf("s%dx", n))
	people := []pairing.Person{
		{ID: h.store.PersonID(ana), Name: "Ana Lima", Email: ana, Standing: pairing.Ready, Profile: pairing.Profile{Role: pairing.MentorRole, Zone: "Europe/Lisbon"}},
		{ID: h.store.PersonID(bo), Name: "Bo Lund", Email: bo, Standing: pairing.Ready, Profile: pairing.Profile{Role: pairing.MenteeRole, Zone: "Europe/Oslo"}},
	}
	pair := pairing.Pair{ID: "anabo22", People: [2]pairing.PersonID{people[0].ID, people[1].ID}, Status: pairing.Active, Yes: [2]bool{true, true}, Start: h.now, End: h.now.AddDate(0, 6, 0), Sessions: 1}
	session := pairing.Session{ID: id, Pair: pair.ID, N: 1, Status: pairing.Booked, Slot: calendar.Slot{Start: thursday, End: thursday.Add(45 * time.Minute)}}
	err := h.store.Update(context.Background(), h.now, func(t *store.Tx) error {
		return t.Save(pairing.Decision{People: people, Pairs: []pairing.Pair{pair}, Sessions: []pairing.Session{session}}, store.Cause{Event: "import"})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return string(id)
}

func (h *house) session(id string) (s pairing.Session) {
	h.t.Helper()
	err := h.store.Update(context.Background(), h.now, func(t *store.Tx) (err error) {
		s, _, err = t.Session(id)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}
