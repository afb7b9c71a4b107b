package letter

import (
	"bytes"
	"fmt"
	stdmail "net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"mentord/calendar/ics"
	"mentord/mailer"
	"mentord/pairing"
)

// A Sender is the program as its letters show it.
type Sender struct {
	Name        string         // of the program
	Mailbox     string         // address that is read
	Plus        bool           // the mailbox takes plus addresses
	Key         mailer.Key     // signs the tokens
	Marks       mailer.Key     // makes the marks of what is told; "" for none
	Program     string         // id, for the loop header
	Coordinator string         // name
	Zone        *time.Location // of the program
	Link        string         // conference link, {pair} is filled in
	Templates   Templates      // the coordinator's own
}

// A Letter is what goes into one letter to one person.
type Letter struct {
	ID        string // 16 characters, see mailer.Key
	To        pairing.Person
	Zone      *time.Location
	Notices   []pairing.Notice
	Questions map[pairing.QuestionID]pairing.Question // those that the notices ask
	Sender    Sender
	Now       time.Time
	Thread    []string // message ids of earlier letters of the same thread, newest last
	Original  []byte   // a mail to attach as it came
	Data      []byte   // all that is kept about the person, as text to attach
}

// A Rendered letter is ready to be sent.
type Rendered struct {
	MessageID string // without brackets
	Subject   string
	Text      string
	Asked     []Asked
	Raw       []byte
}

// Write renders a letter.
func Write(l Letter) (Rendered, error) {
	p := page{Letter: l}
	subject, body, err := p.text()
	if err != nil {
		return Rendered{}, err
	}
	for _, n := range l.Notices {
		if p.chart, err = chart(n.Facts.Sums); err != nil {
			return Rendered{}, err
		}
	}
	text := p.envelope(body)
	r := Rendered{MessageID: l.Sender.Key.MessageID(l.Sender.Mailbox, l.ID), Subject: subject, Text: text, Asked: p.asked}
	r.Raw, err = p.message(r)
	return r, err
}

// envelope puts the marker, the greeting and the footer around the body.
func (p *page) envelope(body string) string {
	var b strings.Builder
	b.WriteString(mailer.Marker + "\n\n")
	fmt.Fprintf(&b, "Hi %s,\n\n%s\n", name(p.To.First()), body)
	switch {
	case p.To.ID == pairing.Coordinator || p.To.ID == pairing.Concerns:
		fmt.Fprintf(&b, "\n%s\n", p.Sender.Name)
	case p.numbered:
		fmt.Fprintf(&b, "\nYou can answer between the lines, or by number: \"1 ..., 2 ...\".\n\n%s\nWrite UNDO to take back the last thing you told me, HELP to see what else there is. What I don't understand is read by a person.\n", p.Sender.Name)
	default:
		fmt.Fprintf(&b, "\n%s\nWrite UNDO to take back the last thing you told me, HELP to see what else there is. What I don't understand is read by a person.\n", p.Sender.Name)
	}
	return b.String()
}

// message builds the MIME mail, as calendars and answering machines want it.
func (p *page) message(r Rendered) ([]byte, error) {
	s := p.Sender
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	reply := s.Key.ReplyTo(s.Mailbox, p.ID, s.Plus)
	for _, a := range []string{s.Mailbox, p.To.Email, reply} {
		// One address and nothing else, or somebody's address would name more
		// people than the letter is for.
		if one, err := stdmail.ParseAddress("<" + a + ">"); err != nil || one.Address != a {
			return nil, fmt.Errorf("write letter %s: %q is not an address that mail can go to", p.ID, a)
		}
	}
	m.FromMailAddress(address(s.Name, s.Mailbox))
	m.ToMailAddress(address(p.To.FullName(), p.To.Email))
	m.ReplyToMailAddress(address(s.Name, reply))
	m.Subject(r.Subject)
	m.SetDateWithValue(p.Now)
	m.SetMessageIDWithValue(r.MessageID)
	auto := "auto-generated"
	if p.answers() {
		auto = "auto-replied"
	}
	m.SetGenHeader("Auto-Submitted", auto)
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetGenHeader(mailer.LoopHeader, s.Program)
	if s.Marks != "" {
		var told []string
		for _, n := range p.Notices {
			told = append(told, s.Marks.Mark(n.Key))
		}
		m.SetGenHeader(mailer.ToldHeader, strings.Join(told, " "))
	}
	if n := len(p.Thread); n > 0 {
		m.SetGenHeader("In-Reply-To", "<"+p.Thread[n-1]+">")
		m.SetGenHeader("References", "<"+strings.Join(p.Thread[max(0, n-20):], "> <")+">")
	}
	m.SetBodyString(mail.TypeTextPlain, r.Text)
	m.AddAlternativeString(mail.TypeTextHTML, p.html(r))
	if len(p.chart) > 0 {
		if err := m.EmbedReader(chartName, bytes.NewReader(p.chart), mail.WithFileContentType("image/png"), mail.WithFileContentID(chartName)); err != nil {
			return nil, fmt.Errorf("write letter %s: %w", p.ID, err)
		}
	}
	if part := p.invitation(); part != nil {
		data, err := ics.Write(*part)
		if err != nil {
			return nil, fmt.Errorf("write letter %s: %w", p.ID, err)
		}
		m.AddAlternativeString(mail.ContentType("text/calendar; method="+string(part.Method)), string(data))
		if err := m.AttachReader("invite.ics", bytes.NewReader(data), mail.WithFileContentType("application/ics")); err != nil {
			return nil, fmt.Errorf("write letter %s: %w", p.ID, err)
		}
	}
	if len(p.Original) > 0 {
		if err := m.AttachReader("original.eml", bytes.NewReader(p.Original), mail.WithFileContentType("application/octet-stream")); err != nil {
			return nil, fmt.Errorf("write letter %s: %w", p.ID, err)
		}
	}
	if len(p.Data) > 0 {
		if err := m.AttachReader("my-data.txt", bytes.NewReader(p.Data), mail.WithFileContentType("text/plain; charset=utf-8")); err != nil {
			return nil, fmt.Errorf("write letter %s: %w", p.ID, err)
		}
	}
	var out bytes.Buffer
	if _, err := m.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write letter %s: %w", p.ID, err)
	}
	return settleBoundaries(out.Bytes(), p.ID), nil
}

// answers reports whether the letter answers a mail of the person (RFC 3834).
func (p *page) answers() bool {
	for _, n := range p.Notices {
		switch n.Kind {
		case pairing.HelpNotice, pairing.StatusNotice, pairing.AckNotice, pairing.StaleNotice, pairing.PausedNotice, pairing.ResumedNotice,
			pairing.LeftNotice, pairing.ConfirmNotice, pairing.RematchNotice, pairing.MyDataNotice, pairing.AskedNotice, pairing.ForgetNotice, pairing.ErasedNotice, pairing.EchoNotice, pairing.FormNotice, pairing.ConcernAck:
			return true
		}
	}
	return false
}

// invitation is the calendar object of the letter, if one of its notices has one.
func (p *page) invitation() *ics.Invitation {
	for _, n := range p.Notices {
		c := n.Facts.Invitation
		if c == nil {
			continue
		}
		_, domain, _ := strings.Cut(p.Sender.Mailbox, "@")
		inv := &ics.Invitation{Method: c.Method, UID: string(c.UID) + "@" + domain, Sequence: c.Sequence, Stamp: c.Stamp, Slot: c.Slot, Alarm: c.Alarm,
			Location:  p.place(n.Facts),
			Organizer: ics.Attendee{Name: p.Sender.Name, Email: p.Sender.Mailbox}}
		names := make([]string, 0, 2)
		for _, who := range c.People {
			inv.Attendees = append(inv.Attendees, ics.Attendee{Name: who.Name, Email: who.Email, Status: who.Status})
			names = append(names, name(who.Name))
		}
		inv.Summary = "Mentoring: " + strings.Join(names, " and ")
		inv.Description = fmt.Sprintf("Session %d of %s. To move or cancel it, reply to the invitation in words.", n.Facts.N, p.Sender.Name)
		return inv
	}
	return nil
}

// boundary finds the boundaries that the library drew, where they are declared.
// Only its own look like this: what people write is encoded and has no such line.
var boundary = regexp.MustCompile(`Content-Type: multipart/[a-z]+;\r\n boundary="?([0-9a-f]{60})"?\r\n`)

// settleBoundaries puts boundaries made from the letter's id in the place of
// the random ones, so that the same letter is the same bytes.
func settleBoundaries(raw []byte, id string) []byte {
	for i, m := range boundary.FindAllSubmatch(raw, 10) {
		raw = bytes.ReplaceAll(raw, m[1], fmt.Appendf(nil, "mentord-%s-%d", id, i+1))
	}
	return raw
}
