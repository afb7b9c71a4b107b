package mailer

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func mailOf(lines ...string) Mail { return Parse([]byte(strings.Join(lines, "\r\n"))) }

func said(m Mail) string {
	words, _ := NewWords(m)
	var out []string
	for _, w := range words {
		if w.Below != "" {
			out = append(out, "["+w.Below+"] "+w.Words)
		} else {
			out = append(out, w.Words)
		}
	}
	return strings.Join(out, " | ")
}

func TestNewWords(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"top posted", "2 please\n\nOn Mon, 7 Sep 2026 at 12:32, Mentoring <m@example.org> wrote:\n\n> Which?\n> 1) Mon", "2 please"},
		{"wrapped header", "Sure.\n\nOn Monday, September 7, 2026 at 12:32 PM Mentoring <m@example.org>\nwrote:\n\n> Which?", "Sure."},
		{"our marker", "yes\n\n" + Marker + "\nHi Ana,", "yes"},
		{"between the lines", "> 1. Did you meet?\nYes we did.\n> 2. How was it?\n4", "[1. Did you meet?] Yes we did. | [2. How was it?] 4"},
		{"outlook block", "Count me in!\n\n________________________________\nFrom: Mentoring <m@example.org>\nSent: Monday\nTo: Tricia\nSubject: in?\n\nHi", "Count me in!"},
		{"german outlook", "Ja, gerne\n\nMit freundlichen Grüßen\nJürgen\nTel. +49 711 5550\n\nVon: Mentoring\nGesendet: Montag\nAn: Kessler\nBetreff: in?\n\nHi", "Ja, gerne"},
		{"signature", "ok\n-- \nAna\n+44 20 7946 0852", "ok"},
		{"phone", "2pm\n\nSent from my iPhone", "2pm"},
		{"forward", "see below\n\n---------- Forwarded message ---------\nyes yes", "see below"},
		{"german header", "passt\n\nAm 07.09.2026 um 12:32 schrieb Mentoring:\n> Hi", "passt"},
		{"nothing new", "> only\n> quotes\n\nSent from my iPhone", ""},
	}
	for _, c := range cases {
		if got := said(Mail{Text: c.body}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHTMLOnly(t *testing.T) {
	m := mailOf("From: Ana <ana@example.org>", "Content-Type: text/html; charset=utf-8", "",
		`<html><head><style>p{}</style></head><body><div>Option&nbsp;2, <b>please</b></div><div class="gmail_quote">On Mon wrote:<blockquote>old</blockquote></div></body></html>`)
	if got := said(m); got != "Option 2, please" {
		t.Errorf("got %q", got)
	}
}

func TestParseTakesWhatComes(t *testing.T) {
	cases := []struct {
		name  string
		lines []string
		check func(Mail) bool
	}{
		{"charset twice", []string{`Content-Type: text/calendar; method=REPLY; charset=UTF-8; charset=utf-8`, "", "BEGIN:VCALENDAR", "END:VCALENDAR"}, func(m Mail) bool { return len(m.Calendars) == 1 }},
		{"comment in In-Reply-To", []string{`In-Reply-To: <a@b> ("x message of", <c@d>)`, "", "hi"}, func(m Mail) bool { return m.Refers[0] == "a@b" }},
		{"unknown charset", []string{"Content-Type: text/plain; charset=klingon-7", "", "hallo"}, func(m Mail) bool { return strings.Contains(m.Text, "hallo") && len(m.Trouble) == 1 }},
		{"no header", []string{"just some words", "and more"}, func(m Mail) bool { return strings.Contains(m.Text, "just some words") }},
		{"latin-1", []string{"Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: quoted-printable", "", "Gr=FC=DFe"}, func(m Mail) bool { return m.Text == "Grüße" }},
		{"unclosed multipart", []string{`Content-Type: multipart/mixed; boundary="x"`, "", "--x", "Content-Type: text/plain", "", "hello"}, func(m Mail) bool { return m.Text == "hello" }},
		{"empty", nil, func(m Mail) bool { return m.Text == "" && len(m.From) == 0 }},
	}
	for _, c := range cases {
		if m := mailOf(c.lines...); !c.check(m) {
			t.Errorf("%s: got %+v", c.name, m)
		}
	}
}

func TestParseIsBounded(t *testing.T) {
	var deep bytes.Buffer
	for i := range 10_000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	wide := bytes.Repeat([]byte("--b\r\n\r\nx\r\n"), 100_000)
	for name, raw := range map[string][]byte{
		"deep": deep.Bytes(), "wide": append([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n"), wide...),
		"quotes": append([]byte("\r\n"), bytes.Repeat([]byte(">"), 1<<20)...),
	} {
		m := Parse(raw)
		NewWords(m)
		if name != "quotes" && len(m.Trouble) == 0 {
			t.Errorf("%s: no trouble noted", name)
		}
	}
}

func TestRealRepliesOfClients(t *testing.T) {
	files, _ := filepath.Glob("testdata/clients/*.eml")
	if len(files) < 5 {
		t.Fatalf("only %d replies of real clients in testdata/clients", len(files))
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m := Parse(raw)
		if len(m.Calendars) == 0 || len(m.From) != 1 || Classify(m, "x") != Human {
			t.Errorf("%s: %d calendars, from %v, %s", f, len(m.Calendars), m.From, Classify(m, "x"))
		}
	}
}

func TestClasses(t *testing.T) {
	cases := []struct {
		name string
		m    Mail
		want Class
	}{
		{"person", mailOf("From: a@b.c", "Subject: Re: times", "", "2"), Human},
		{"vacation", mailOf("From: a@b.c", "Auto-Submitted: auto-replied (vacation)", "", "away"), AutoReply},
		{"worded vacation", mailOf("From: a@b.c", "Subject: Abwesenheitsnotiz: Mentoring", "", "weg"), AutoReply},
		{"forwarded by a rule", mailOf("From: a@b.c", "Auto-Submitted: auto-forwarded", "", "yes"), Human},
		{"list", mailOf("From: a@b.c", "List-Id: <x.y>", "", "hi"), Bulk},
		{"ours", mailOf("From: a@b.c", "X-Mentord: p1", "", "hi"), Looped},
		{"another mentord", mailOf("From: a@b.c", "X-Mentord: p2", "Auto-Submitted: auto-generated", "", "hi"), Bulk},
		{"dsn", mailOf("From: MAILER-DAEMON@b.c", `Content-Type: multipart/report; report-type=delivery-status; boundary=x`, "", "--x", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; b.c", "", "Final-Recipient: rfc822; who@b.c", "Action: failed", "Status: 5.1.1", "--x--"), HardBounce},
		{"delay", mailOf("From: MAILER-DAEMON@b.c", `Content-Type: multipart/report; boundary=x`, "", "--x", "Content-Type: message/delivery-status", "", "Final-Recipient: rfc822; who@b.c", "Action: delayed", "Status: 4.2.0", "--x--"), SoftBounce},
		{"qmail", mailOf("Return-Path: <>", "From: MAILER-DAEMON@b.c", "Subject: failure notice", "", "Sorry, no mailbox here by that name"), HardBounce},
	}
	for _, c := range cases {
		if got := Classify(c.m, "p1"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTokensAreOursAlone(t *testing.T) {
	k := Key("secret")
	const letter = "abcdefghijklmnop"
	address := k.ReplyTo("mentoring@example.org", letter, true)
	if local, _, _ := strings.Cut(address, "@"); len(local) > 64 {
		t.Errorf("local part has %d characters", len(local))
	}
	got, ok := k.Letter(Mail{To: []string{strings.ToUpper(address)}})
	if !ok || got != letter {
		t.Errorf("the token in %s was not found", address)
	}
	if got, ok := k.Letter(Mail{Refers: []string{k.MessageID("m@example.org", letter)}}); !ok || got != letter {
		t.Error("the token in the message id was not found")
	}
	if _, ok := Key("other").Letter(Mail{To: []string{address}}); ok {
		t.Error("another program's token was taken")
	}
}

func TestAuthentic(t *testing.T) {
	m := func(results string) Mail {
		return mailOf("From: ana@example.org", "Authentication-Results: "+results, "", "x")
	}
	cases := []struct {
		results string
		want    bool
	}{
		{"mx.us.example; dmarc=pass header.from=example.org", true},
		{"mx.us.example; dkim=pass header.d=example.org; spf=fail", true},
		{"mx.us.example; dkim=pass header.d=evil.example", false},
		{"mx.us.example; dmarc=fail (p=none; dmarc=pass) header.from=example.org", false},
		{`mx.us.example; spf=pass reason="; dmarc=pass "; dmarc=none`, false},
		{"mx.evil.example; dmarc=pass", false},
	}
	for _, c := range cases {
		if got := Authentic(m(c.results), "mx.us.example"); got != c.want {
			t.Errorf("%s: %v", c.results, got)
		}
	}
}

func TestScheduleEndsAfterFiveDays(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	first, tries := now, 0
	for n := 1; ; n++ {
		at, ok := NextTry(n, now)
		if !ok {
			break
		}
		if !at.After(now) {
			t.Fatalf("try %d is not later", n)
		}
		now, tries = at, n
	}
	if d := now.Sub(first); d < 4*24*time.Hour || d > 6*24*time.Hour {
		t.Errorf("%d tries over %v", tries, d)
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/clients/*.eml")
	for _, name := range files {
		raw, _ := os.ReadFile(name)
		f.Add(raw)
	}
	f.Add([]byte("From: a\r\nContent-Type: multipart/mixed; boundary=\"\r\n\r\n--\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Parse(raw)
		words, _ := NewWords(m)
		for _, w := range words {
			if strings.TrimSpace(w.Words) == "" {
				t.Error("an empty passage")
			}
		}
		Classify(m, "p")
		Failed(m)
		Key("k").Letter(m)
		Authentic(m, "mx")
		Signed(raw, m, "m@example.org", m.Date, func(string) ([]string, error) { return []string{"v=DKIM1; p=AAAA"}, nil })
		m.Marks()
		htmlText(string(raw))
	})
}
