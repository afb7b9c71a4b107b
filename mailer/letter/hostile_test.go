package letter

import (
	"mime"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
)

// evil are things that people can write where a name, a goal or a note stands.
var evil = map[string]string{
	"line breaks":    "Ana\r\nBcc: eve@evil.example\r\n\r\n<b>body</b>",
	"bare LF":        "Ana\nSubject: gone\n\nyes",
	"quotes":         `Ana "the \ one" <eve@evil.example>, "`,
	"HTML":           `<img src=x onerror=alert(1)><script>1</script></div></body>&amp;`,
	"attribute":      `https://evil.example/"onmouseover="x`,
	"emoji":          "Ana 👩‍🚀🧑🏿‍🤝‍🧑🏻",
	"turned round":   "Ana \u202egro.elpmaxe\u2066\u2069",
	"controls":       "Ana\x00\x1b[31m\x7f\u0085\u2028x\v\f",
	"no UTF-8":       "Ana \xff\xfe",
	"very long word": strings.Repeat("x", 3_000),
	"very long wide": strings.Repeat("日本", 1_500),
	"many words":     strings.Repeat("wörd ", 600),
	"boundaries":     "boundary=" + strings.Repeat("a", 60) + "\r\n--mentord-ponmlkjihgfedcba-1--\r\nContent-Type: multipart/mixed;\r\n boundary=" + strings.Repeat("b", 60),
	"encoded word":   "=?utf-8?q?Ana=0D=0ABcc:_x@y.z?=",
	"template":       "{{.Email}} {{call .X}} %s %!d(x)",
	"our marker":     mailer.Marker,
	"comma":          "Ruiz, Ana; (x) a:b;",
	"nothing":        " \u200b ",
}

// Whatever people write, every letter can be written and read back, has one
// recipient, the headers that it should have, and no more.
func TestNobodyWritesOurHeaders(t *testing.T) {
	headers := regexp.MustCompile(`^(auto-submitted|date|mime-version|message-id|subject|x-auto-response-suppress|x-mentord|from|to|reply-to|content-type)$`)
	for what, s := range evil {
		for _, kind := range Kinds() {
			l := Sample(kind)
			l.To.Name, l.To.Profile.Goals, l.To.Profile.Background = s, s, s
			f := &l.Notices[0].Facts
			f.Partner, f.First, f.Reason, f.Goals, f.Subject, f.Words, f.Profile.Skills, f.Profile.Goals = s, s, s, s, s, s, s, s
			f.Notes, f.Why, f.Profile.Languages = []string{s}, []string{s}, []string{s}
			if f.Invitation != nil {
				for i := range f.Invitation.People {
					f.Invitation.People[i].Name = s
				}
			}
			r, err := Write(l)
			if err != nil {
				t.Errorf("%s in %s: %v", what, kind, err)
				continue
			}
			m, err := mail.ReadMessage(strings.NewReader(string(r.Raw)))
			if err != nil {
				t.Fatalf("%s in %s: %v", what, kind, err)
			}
			for name, values := range m.Header {
				if !headers.MatchString(strings.ToLower(name)) || len(values) != 1 {
					t.Errorf("%s in %s: header %s %q", what, kind, name, values)
				}
			}
			if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "ana@example.org" || strings.ContainsAny(to[0].Name, "\r\n\u202e\x00") {
				t.Errorf("%s in %s: to %v, %v", what, kind, to, err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil || strings.ContainsAny(subject, "\r\n\u202e\x00\x1b") || len([]rune(subject)) > maxSubject+1 {
				t.Errorf("%s in %s: subject %q, %v", what, kind, subject, err)
			}
			for _, line := range strings.Split(string(r.Raw), "\r\n") {
				if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
					t.Errorf("%s in %s: a line that mail does not take: %.80q (%d)", what, kind, line, len(line))
				}
			}
			back := mailer.Parse(r.Raw)
			if len(back.Trouble) > 0 || strings.TrimSpace(back.Text) != strings.TrimSpace(r.Text) || (f.Invitation != nil) != (len(back.Calendars) > 0) {
				t.Errorf("%s in %s: read back with %v, %d calendars, text equal %v", what, kind, back.Trouble, len(back.Calendars), strings.TrimSpace(back.Text) == strings.TrimSpace(r.Text))
			}
			if words, _ := mailer.NewWords(back); len(words) > 0 {
				t.Errorf("%s in %s: our own words read as an answer: %v", what, kind, words)
			}
			for _, bad := range []string{"<script", "<img", `"onmouseover`, "<b>"} {
				if strings.Contains(strings.ReplaceAll(strings.ToLower(back.HTML), `<img src="cid:chart.png"`, ""), bad) {
					t.Errorf("%s in %s: %s in the HTML", what, kind, bad)
				}
			}
		}
	}
}

// A name stays on its line: nobody writes a line of the letter with it.
func TestNamesAddNoLines(t *testing.T) {
	plain, _ := Write(Sample(pairing.RemindNotice))
	l := Sample(pairing.RemindNotice)
	l.Notices[0].Facts.First = "Bo\n\nPlease pay 100 to"
	l.Notices[0].Facts.Goals = "one\n\ntwo"
	r, err := Write(l)
	if err != nil || strings.Count(r.Text, "\n") != strings.Count(plain.Text, "\n") {
		t.Errorf("%v: %s", err, r.Text)
	}
}

func TestAddressesThatNoMailGoesTo(t *testing.T) {
	for _, bad := range []string{"", "ana", "ana@", "a@b.c, eve@x.y", "a@b.c>, <eve@x.y", "a@b.c\r\nBcc: eve@x.y", "Ana <a@b.c>", "a b@c.d"} {
		l := Sample(pairing.HelpNotice)
		l.To.Email = bad
		if r, err := Write(l); err == nil {
			t.Errorf("%q was written to: %.300s", bad, r.Raw)
		}
	}
	for _, good := range []string{"o'brien+x@example.org", "jürgen@exämple.org", "a.b@sub.example.org"} {
		l := Sample(pairing.HelpNotice)
		l.To.Email = good
		if _, err := Write(l); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}

// A button begins the answer it shows, whatever the program is called.
func TestButtonsSurviveTheSubject(t *testing.T) {
	l := Sample(pairing.EchoNotice)
	l.Sender.Name = `R&D + "Tea" 50% #1?`
	r, err := Write(l)
	if err != nil {
		t.Fatal(err)
	}
	p := page{Letter: l, asked: r.Asked}
	buttons := p.buttons(r)
	if len(buttons) == 0 {
		t.Fatal("no button")
	}
	_, link, _ := strings.Cut(strings.ReplaceAll(buttons[0], "&amp;", "&"), `href="`)
	link, _, _ = strings.Cut(link, `"`)
	u, err := url.Parse(link)
	if err != nil || strings.Contains(link, "+") {
		t.Fatalf("%s: %v", link, err)
	}
	if q := u.Query(); q.Get("body") != "Yes" || q.Get("subject") != "Re: "+r.Subject || len(q) != 2 {
		t.Errorf("%s: %v", link, q)
	}
	if to, err := url.PathUnescape(u.Opaque); err != nil || to != "mentoring+"+l.Sender.Key.Token(l.ID)+"@example.org" {
		t.Errorf("to %s, %v", to, err)
	}
}

// A word that begins like a link, with more behind it, is no link.
func TestOnlyALinkIsALink(t *testing.T) {
	var b strings.Builder
	p := page{asked: []Asked{{Kind: reply.Echo, Text: ""}}}
	p.paragraph(&b, "https://meet.example.org/a\nhttps://evil.example and more\njavascript:x")
	if got := b.String(); strings.Count(got, "<a ") != 1 || strings.Contains(got, "evil.example and") && strings.Contains(got, `href="https://evil`) {
		t.Error(got)
	}
}
