package mailer

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

func rep(s string, n int) string { return strings.Repeat(s, n) }

// bombs are mails that are meant to keep us busy, by what they do.
func bombs() map[string]string {
	const plain = "From: a@b.c\r\nContent-Type: text/plain\r\n\r\n"
	count := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	nested := count(20, "Content-Type: multipart/mixed; boundary=b%[1]d\r\n\r\n--b%[1]d\r\n")
	out := map[string]string{
		"30 MB of text":           plain + rep("some words here\r\n", 30<<20/17),
		"30 MB of base64":         "Content-Transfer-Encoding: base64\r\n\r\n" + rep("QUJDREVGR0hJSktM\r\n", 30<<20/18),
		"no base64 at all":        "Content-Transfer-Encoding: base64\r\n\r\n" + rep("=*()!-\r\n", 1<<19),
		"only equal signs":        "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + rep("=", 3<<20),
		"100,000 parts":           "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + rep("--b\r\n\r\nx\r\n", 100_000),
		"nested, then 30 MB":      nested + rep("--b\r\n", 6<<20),
		"one boundary, nested":    rep("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 10_000),
		"almost boundaries":       "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + rep("--bx\r\n", 4<<20),
		"500 texts":               "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + rep("--b\r\n\r\n"+rep("x y\n", 500)+"\r\n", 499),
		"500 calendars":           "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + rep("--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"+rep("x:y\n", 5_000)+"\r\n", 499),
		"500 reports":             "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + rep("--b\r\nContent-Type: message/delivery-status\r\n\r\n"+rep("Action: failed\n\n", 3_000)+"\r\n", 499),
		"parts that are header":   "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + rep("--b\r\n"+rep("X: y\r\n", 5_000), 499),
		"header without end":      rep("X: yyyyyyyyyyyyyyyyyyyyyy\r\n", 1<<20),
		"300,000 folds":           "Subject: a\r\n" + rep(" x\r\n", 300_000) + "\r\n",
		"100,000 field names":     count(100_000, "X%d: y\r\n") + "\r\nhi",
		"70,000 To fields":        rep("To: a@b.c, d@e.f\r\n", 70_000) + "\r\n",
		"from of encoded words":   "From: " + rep("=?utf-8?q?x?= <a@b.c>,\r\n ", 30_000) + "\r\n\r\n",
		"no address in from":      "From: " + rep("&", 1<<20) + "\r\n\r\n",
		"references":              "References: " + rep("<a@b>\r\n ", 70_000) + "\r\n\r\n",
		"date":                    "Date: " + rep("=", 1<<20) + "\r\n\r\n",
		"50,000 parameters":       "Content-Type: text/plain" + count(50_000, "; a%d=b") + "\r\n\r\nhi",
		"100,000 attributes":      "Content-Type: text/html\r\n\r\n<a " + count(100_000, " a%d=b") + ">",
		"quote headers":           plain + rep("On Mon, x <a@b.c>\nfoo foo foo\nbar bar\n", 1<<14),
		"quote headers, no quote": plain + rep("x\nOn a wrote:\n", 1<<16) + "> q",
		"dated quote headers":     plain + rep("x\nOn 1.1.2027 10:00, a@b.c wrote:\n", 1<<15) + "> q",
		"outlook headers":         plain + rep("From: x\n", 1<<17),
		"utf-16 of 0xff":          "Content-Type: text/plain; charset=utf-16\r\n\r\n" + rep("\xff", 1<<20),
		"japanese escapes":        "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + rep("\x1b$B", 1<<19),
		"comments in results":     "From: a@b.c\r\nAuthentication-Results: mx; dmarc=" + rep("(", 900_000) + "\r\n\r\n",
		"bounce":                  "From: mailer-daemon@x\r\nSubject: failure notice\r\n\r\n" + rep("4 45 4.1 tempor quot ", 1<<15),
	}
	for _, c := range []string{">", "<", "(", ";", `"`, `\`, "-", "_", " ", "On a\n", "—\n", "Best regards\n", "<!--", "<div>", "<blockquote>", "&#x"} {
		out[fmt.Sprintf("text of %q", c)] = plain + rep(c, 1<<20/len(c))
		out[fmt.Sprintf("HTML of %q", c)] = "Content-Type: text/html\r\n\r\n" + rep(c, 1<<20/len(c))
	}
	return out
}

// Every hostile mail is read in 100 ms and 64 MB. What is counted is what is allocated,
// which is the same on a busy machine; the time is the best of four (quadratic work took
// 5 s and more).
func TestBombsAreReadQuickly(t *testing.T) {
	for name, raw := range bombs() {
		mail := []byte(raw)
		var before, after runtime.MemStats
		took := time.Hour
		for range 30 { // the best of many: the machine may be busy, and once is enough to show that it can
			runtime.ReadMemStats(&before)
			start := time.Now()
			m := Parse(mail)
			NewWords(m)
			Classify(m, "p")
			Failed(m)
			Key("k").Letter(m)
			Authentic(m, "mx")
			MessageID(mail)
			took = min(took, time.Since(start))
			runtime.ReadMemStats(&after)
			if took < 100*time.Millisecond {
				break
			}
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 64 || took > 100*time.Millisecond {
			t.Errorf("%s: %v and %d MB for %d MB of mail", name, took, mb, len(raw)>>20)
		}
	}
}

func TestHeaderMisreadings(t *testing.T) {
	k := Key("secret")
	token := k.MessageID("m@example.org", "abcdefghijklmnop")
	cases := []struct {
		name string
		raw  string
		ok   func(Mail) bool
	}{
		{"fold below a malformed line is no field", "Subject: a\r\nno field here\r\n From: eve@x.y\r\n\r\nhi", func(m Mail) bool { return len(m.From) == 0 && m.Subject == "a" }},
		{"the same address twice", "From: ana@example.org <ana@example.org>\r\n\r\n", func(m Mail) bool { return len(m.From) == 1 }},
		{"two senders", "From: ana@example.org\r\nFrom: eve@x.y\r\n\r\n", func(m Mail) bool { return len(m.From) == 2 }},
		{"address as a name", "From: \"bo@example.org\" <eve@x.y>\r\n\r\n", func(m Mail) bool { return len(m.From) == 1 && m.From[0].Email == "eve@x.y" }},
		{"raw latin-1 name", "From: J\xfcrgen <j@x.y>\r\n\r\n", func(m Mail) bool {
			return m.From[0].Email == "j@x.y" && strings.HasPrefix(m.From[0].Name, "J")
		}},
		{"line break in a name", "From: =?utf-8?q?Ana=0D=0ABcc:_eve?= <a@x.y>\r\n\r\n", func(m Mail) bool { return m.From[0].Name == "Ana Bcc: eve" }},
		{"text turned round", "From: =?utf-8?q?Ana_=E2=80=AEeve?= <a@x.y>\r\nSubject: a=?utf-8?q?=00?=b\r\n\r\n", func(m Mail) bool { return m.From[0].Name == "Ana eve" && !strings.Contains(m.Subject, "\x00") }},
		{"unknown charset in a name", "From: =?klingon?q?Ana?= <a@x.y>\r\n\r\n", func(m Mail) bool { return m.From[0].Name == "Ana" }},
		{"nearest of many references", "References: " + rep("<old@x>\r\n ", 200) + "<" + token + ">\r\n\r\n", func(m Mail) bool { _, ok := k.Letter(m); return ok && m.Refers[0] == token }},
		{"id without brackets", "In-Reply-To: " + token + "\r\n\r\n", func(m Mail) bool { _, ok := k.Letter(m); return ok }},
		{"header over a megabyte is no text", "X: " + rep("x", 1<<20) + "\r\nY: z\r\n\r\nhello", func(m Mail) bool { return m.Text == "hello" && len(m.Trouble) == 1 }},
		{"a letter attached by a person is not answered", "From: a@x.y\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nlook\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <" + token + ">\r\n\r\nx\r\n--b--", func(m Mail) bool { _, ok := k.Letter(m); return !ok && m.Returned != nil }},
		{"a letter that comes back is found", "From: MAILER-DAEMON@x.y\r\nSubject: failure notice\r\n\r\n<bo@example.org>:\nno such user\n\n--- copy\nReturn-Path: <m@example.org>\nMessage-ID: <" + token + ">\n", func(m Mail) bool {
			_, ok := k.Letter(m)
			failed, _ := Failed(m)
			return ok && len(failed) == 1 && failed[0] == "bo@example.org"
		}},
	}
	for _, c := range cases {
		if m := Parse([]byte(c.raw)); !c.ok(m) {
			t.Errorf("%s: from %v, subject %q, refers %d, trouble %v, text %.40q", c.name, m.From, m.Subject, len(m.Refers), m.Trouble, m.Text)
		}
	}
}

func TestPartMisreadings(t *testing.T) {
	cases := []struct{ name, raw, text string }{
		{"no semicolon", "Content-Type: text/plain charset=iso-8859-1\r\n\r\nGr\xfc\xdfe", "Grüße"},
		{"comment in the type", "Content-Type: text/plain (plain text); charset=iso-8859-1 (latin)\r\n\r\nGr\xfc\xdfe", "Grüße"},
		{"no charset but latin-1", "Content-Type: text/plain\r\n\r\nGr\xfc\xdfe", "Grüße"},
		{"charset between quotes of the wrong kind", "Content-Type: text/plain; charset='utf-8'\r\n\r\nGrüße", "Grüße"},
		{"byte order mark", "\r\n\ufeff2 please", "2 please"},
		{"NUL", "\r\n2\x00 please", "2 please"},
		{"equal sign that is no escape", "Content-Transfer-Encoding: quoted-printable\r\n\r\na=b, 2=\r\n pl=65ase\x0c!", "a=b, 2 please\x0c!"},
		{"footer below base64", "Content-Transfer-Encoding: base64\r\n\r\nMiBwbGVhc2U=\r\n____\r\nThis is a list (footer)\r\n", "2 please"},
		{"base64 twice", "Content-Transfer-Encoding: \"base64\"\r\n\r\nMiA=\r\ncGxlYXNl\r\n", "2 please"},
		{"boundary by RFC 2231", "Content-Type: multipart/mixed; boundary*0=ab; boundary*1=cd\r\n\r\n--abcd\r\n\r\nyes\r\n--abcd--", "yes\n"},
		{"boundary missing", "Content-Type: multipart/mixed\r\n\r\n--abcd\r\n\r\nyes\r\n--abcd--", "yes\n"},
		{"boundary never closed by a quote", "Content-Type: multipart/mixed; boundary=\"ab; x=y\r\n\r\n--ab\r\n\r\nyes\r\n--ab--", "yes\n"},
		{"boundary that is nowhere", "Content-Type: multipart/mixed; boundary=zz\r\n\r\nyes", "yes"},
		{"boundary with a line break", "Content-Type: multipart/mixed; boundary*=utf-8''a%0Ab\r\n\r\n--a\nb\nyes", "b\nyes"},
		{"digest", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n\r\nyes\r\n--b--", ""},
		{"file shown in place", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee file\r\n--b\r\nContent-Type: text/plain; name=notes.txt\r\nContent-Disposition: inline\r\n\r\nyes\r\n--b--", "see file\n"},
		{"attachment that is all", "Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nyes", "yes"},
		{"talk of a calendar", "\r\nmy file says BEGIN:VCALENDAR", "my file says BEGIN:VCALENDAR"},
	}
	for _, c := range cases {
		if m := Parse([]byte(c.raw)); m.Text != c.text {
			t.Errorf("%s: got %q, want %q; %v %v", c.name, m.Text, c.text, m.Files, m.Trouble)
		}
	}
	if _, p := mediaType("a/b; name*0*=utf-8''J%C3%BC; name*1=rgen.ics"); p["name"] != "Jürgen.ics" {
		t.Errorf("name by RFC 2231: %q", p["name"])
	}
	folded := "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:\xc3\r\n \xbc\r\n"
	if m := Parse([]byte(folded)); len(m.Calendars) != 1 || !strings.Contains(string(m.Calendars[0]), "\xc3\r\n \xbc") {
		t.Errorf("a character that is folded in the middle was broken: %q", m.Calendars)
	}
}

func TestWhatIsQuotedAndWhatIsNot(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"thanks before the answer", "Hi Mia,\n\nThanks!\n\nOption 2 please.", "Hi Mia,\n\nThanks!\n\nOption 2 please."},
		{"thanks, then a day", "Hello\n\nThank you,\nTuesday\n", "Hello\n\nThank you,\nTuesday"},
		{"thanks and a name", "2 please\n\nThanks,\nAna", "2 please"},
		{"thanks and a name in small letters", "2 please\n\nthx\nana", "2 please"},
		{"thanks alone", "Thanks!", "Thanks!"},
		{"sure closing and telephone", "2 please\n\nKind regards, Ana\n+44 20 7946 0852", "2 please"},
		{"german closing", "Ja\n\nGruß\nJürgen\n0711 5550", "Ja"},
		{"postscript", "2 please\n\nBest regards\nAna\n\nPS: not on Friday", "2 please\n\nPS: not on Friday"},
		{"regards as a verb", "Hi,\nas regards the second\nregards the second, no", "Hi,\nas regards the second\nregards the second, no"},
		{"from and to of a time", "I can\nFrom: 3pm\nTo: 4pm\nDate: Friday", "I can\nFrom: 3pm\nTo: 4pm\nDate: Friday"},
		{"somebody wrote, and it goes on", "Sure.\nOn Monday Bo wrote:\nhe can't", "Sure.\nOn Monday Bo wrote:\nhe can't"},
		{"on a day, wrapped", "On Tuesday at 3 it works.\nAs I wrote:\nany time", "On Tuesday at 3 it works.\nAs I wrote:\nany time"},
		{"header in a language we don't know", "ok\n\nMentoring <m@example.org> rašė 2027-02-01 10:00:\n> 1) yes", "ok"},
		{"header without a date", "ok\n\nNorthwind Mentoring wrote:\n\n> 1) yes", "ok"},
		{"marker without its dots", "ok\n\n? ? ? please reply above this line ? ? ?\nyes", "ok"},
		{"quote after a tab", "ok\n\t> yes", "ok"},
		{"question wrapped in the quote", "> 1. Did you and your mentor meet for session 2 as the two of you had\n> agreed?\nyes\n> 2. How was it?\n4", "[1. Did you and your mentor meet for session 2 as the two of you had agreed?] yes | [2. How was it?] 4"},
		{"bottom posting", "On Mon, 7 Sep 2026 at 12:32, M <m@example.org> wrote:\n> Which?\n\n2 please", "[Which?] 2 please"},
		{"russian outlook", "да\n\nОт: Mentoring\nОтправлено: понедельник\nКому: Ana\nТема: x\n\nyes", "да"},
	}
	for _, c := range cases {
		m := Mail{Text: c.body, From: []Address{{"Ana Ruiz", "ana@example.org"}}}
		if got := said(m); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := said(Mail{Flowed: true, Text: "2 \nplease\n> a \n> b\nno\n-- \nAna"}); got != "2 please | [a b] no" {
		t.Errorf("flowed: got %q", got)
	}
}

func TestHTMLMisreadings(t *testing.T) {
	cases := []struct{ name, html, want string }{
		{"blank before a tag", "Option\n<b>2</b> please", "Option 2 please"},
		{"cells", "<table><tr><td>yes</td><td>2</td></tr></table>", "yes 2"},
		{"heading", "<h1>Hi</h1>yes", "Hi\nyes"},
		{"between quotes", "<blockquote>1. Did you meet?</blockquote>yes<blockquote>2. How was it?</blockquote>4", "[1. Did you meet?] yes | [2. How was it?] 4"},
		{"preformatted", "<pre>ok\n\nMon, 1 Feb 2027, M &lt;m@example.org&gt;:\n&gt; yes</pre>", "ok"},
		{"signs of ours", "\x03\x02no", "no"},
		{"old letter", `<div>2</div><div class="mentord-letter">yes</div>`, "2"},
	}
	for _, c := range cases {
		if got := said(Mail{HTML: c.html}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPeopleAreNoMachines(t *testing.T) {
	reply := "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c\r\nEND:VEVENT\r\nEND:VCALENDAR"
	report := "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; who@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n"
	cases := []struct {
		name, raw string
		want      Class
	}{
		{"absence", "From: a@b.c\r\nSubject: Absence next week\r\n\r\nI'm away", Human},
		{"vacation", "From: a@b.c\r\nSubject: Vacation plans\r\n\r\n3-14 Aug", Human},
		{"out of office, typed", "From: a@b.c\r\nSubject: Re: Out of office on Thursday\r\nIn-Reply-To: <x@y>\r\n\r\ncan we move?", Human},
		{"ooo, typed", "From: a@b.c\r\nSubject: OOO 3-14 Aug\r\n\r\n", Human},
		{"answer to a machine's answer", "From: a@b.c\r\nSubject: Re: Automatic reply: times\r\n\r\n2", Human},
		{"auto-submitted: no, with more", "From: a@b.c\r\nAuto-Submitted: no; by hand\r\n\r\n2", Human},
		{"auto-submitted: NO (comment)", "From: a@b.c\r\nAuto-Submitted: NO (really)\r\n\r\n2", Human},
		{"x-autoreply: no", "From: a@b.c\r\nX-Autoreply: no\r\n\r\n2", Human},
		{"a postmaster who writes", "From: postmaster@b.c\r\nSubject: Re: times\r\n\r\nTuesday is good", Human},
		{"rejected offer", "From: a@b.c\r\nSubject: I rejected the invitation\r\n\r\n", Human},
		{"calendar that a provider marks", "From: a@b.c\r\nAuto-Submitted: auto-generated\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n" + reply, Human},
		{"report passed on by a person", "From: a@b.c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nwhat is this?\r\n--x\r\n" + report + "--x--", Human},
		{"out of office with a header", "From: a@b.c\r\nSubject: Out of office\r\nX-Auto-Response-Suppress: All\r\n\r\n", AutoReply},
		{"out of office before our subject", "From: a@b.c\r\nSubject: Out of Office: Re: A time to meet Bo\r\n\r\n", AutoReply},
		{"danish", "From: a@b.c\r\nSubject: Automatisk svar: En tid\r\n\r\n", AutoReply},
		{"null sender, no bounce", "Return-Path: <>\r\nFrom: a@b.c\r\nSubject: Re: times\r\n\r\nI am on leave.", AutoReply},
		{"null sender, bounce", "Return-Path: <>\r\nFrom: system@b.c\r\nSubject: Notice\r\n\r\n550 no such user here", HardBounce},
		{"words of our letter in a hard bounce", "From: mailer-daemon@b.c\r\nSubject: failure notice\r\n\r\nno such user\n" + rep("x\n", 2_000) + "try again, quota", HardBounce},
		{"code in the diagnosis only", "From: x@b.c\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed (bad)\r\nDiagnostic-Code: smtp; 550 5.1.1 who?\r\n--x--", HardBounce},
	}
	for _, c := range cases {
		if got := Classify(Parse([]byte(c.raw)), "p"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestVerdictsThatASenderWrote(t *testing.T) {
	for results, want := range map[string]bool{
		"mx; dmarc=pass (all well (really)) header.from=example.org": true,
		"mx 1; dkim/1=pass header.d=example.org":                     true,
		"mx; spf=fail smtp.mailfrom=x dmarc=pass":                    false,
		"mx; spf=fail dkim=pass header.d=example.org":                false,
		"mx; dmarc=fail header.from=x; spf=none \"; dmarc=pass":      false,
		"mx; dmarc=fail (\\) ; dmarc=pass":                           false,
		"mx; dkim=pass header.d=x.y header.d=example.org":            false,
	} {
		if m := mailOf("From: ana@example.org", "Authentication-Results: "+results, "", "x"); Authentic(m, "mx") != want {
			t.Errorf("%s: want %v", results, want)
		}
	}
	for _, from := range []string{`"x@example.org"@evil.example`, "ana"} {
		if m := mailOf("From: "+from, "Authentication-Results: mx; dmarc=pass header.from=example.org", "", "x"); Authentic(m, "mx") {
			t.Errorf("%s was taken for example.org", from)
		}
	}
}
