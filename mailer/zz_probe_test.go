package mailer

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

func probes() map[string][]byte {
	out := map[string][]byte{}
	rep := func(s string, n int) string { return strings.Repeat(s, n) }
	add := func(name, s string) { out[name] = []byte(s) }
	plain := "From: a@b.c\r\nContent-Type: text/plain\r\n\r\n"
	add("30MB text", plain+rep("word word word word\r\n", 30<<20/21))
	add("30MB b64", "Content-Transfer-Encoding: base64\r\n\r\n"+rep("QUJDREVGR0hJSktM\r\n", 30<<20/18))
	add("30MB b64 garbage", "Content-Transfer-Encoding: base64\r\n\r\n"+rep("=*()!-\r\n", 30<<20/8))
	add("30MB qp", "Content-Transfer-Encoding: quoted-printable\r\n\r\n"+rep("=C3=BC=\r\n", 30<<20/9))
	add("qp one line", "Content-Transfer-Encoding: quoted-printable\r\n\r\n"+rep("=", 3<<20))
	add("qp trailing blanks", "Content-Transfer-Encoding: quoted-printable\r\n\r\n"+rep("a "+rep(" ", 4000)+"\r\n", 800))
	add("30MB attachments", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\nContent-Type: image/png\r\n\r\n"+rep("AAAA", 100000)+"\r\n", 75))
	add("100k parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\n\r\nx\r\n", 100000))
	add("500 text parts 60k", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\n\r\n"+rep("x y\n", 15000)+"\r\n", 499))
	add("500 text parts 2k each", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\n\r\n"+rep("x y\n", 500)+"\r\n", 499))
	add("500 html parts 2k each", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\nContent-Type: text/html\r\n\r\n"+rep("x y\n", 500)+"\r\n", 499))
	add("500 calendars 60k", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"+rep("x:y\n", 15000)+"\r\n", 499))
	add("500 bounces headers 60k", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\nContent-Type: message/delivery-status\r\n\r\n"+rep("Action: failed\n\n", 3500)+"\r\n", 499))
	var deep strings.Builder
	for i := 0; i < 10000; i++ {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	add("deep 10000", deep.String())
	add("deep 20 + 30MB", deep.String()[:1200]+rep("--b\r\n", 6<<20))
	add("same boundary deep", rep("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 10000))
	// each level holds 500 sub parts that are all 30MB? impossible; wide then deep
	add("prefix boundary", "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+rep("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n", 100000))
	for _, c := range []string{">", "<", "(", ";", "\"", "\\", "=", "-", "_", " ", "\t", "\n", "&", "<!--", "<div>", "<blockquote>", "> ", ">\n", "On a\n", "On x <a@b> ", "From: x\n", "--\n", "—\n", "Best regards\n", "On \n", "\r", "\x00", "\xff", "&#x", "=?utf-8?q?x?= ", "<a b c d e f g h i j ", "a=b "} {
		n := 1 << 20 / len(c)
		add(fmt.Sprintf("body %q", c), plain+rep(c, n))
		add(fmt.Sprintf("html %q", c), "Content-Type: text/html\r\n\r\n"+rep(c, n))
		add(fmt.Sprintf("flowed %q", c), "Content-Type: text/plain; format=flowed\r\n\r\n"+rep(c, n))
		d := strings.ReplaceAll(c, "\n", "\r\n ")
		for _, h := range []string{"From", "To", "Subject", "References", "Content-Type", "Content-Disposition", "Authentication-Results", "Date", "Message-ID", "X-Failed-Recipients", "Auto-Submitted", "Content-Transfer-Encoding", "In-Reply-To"} {
			add(fmt.Sprintf("%s %q", h, c), h+": "+rep(d, n)+"\r\n\r\nhi")
		}
		add(fmt.Sprintf("ct param %q", c), "Content-Type: text/plain; x=\""+rep(d, n)+"\r\n\r\nhi")
		add(fmt.Sprintf("AR %q", c), "From: a@b.c\r\nAuthentication-Results: mx; dmarc=pass "+rep(d, n)+"\r\n\r\nhi")
	}
	add("folds 1MB", "Subject: a\r\n"+rep(" \r\n", 1<<18)+"\r\n")
	add("folds 1MB x", "Subject: a\r\n"+rep(" x\r\n", 1<<18)+"\r\n")
	add("from folds", "From: a\r\n"+rep(" x@y.z,\r\n", 1<<17)+"\r\n")
	add("100k headers", rep("X: y\r\n", 1<<17)+"\r\n")
	add("distinct headers", func() string {
		var b strings.Builder
		for i := 0; i < 100000; i++ {
			fmt.Fprintf(&b, "X%d: y\r\n", i)
		}
		return b.String() + "\r\nhi"
	}())
	add("many from", rep("From: a@b.c\r\n", 1<<16)+"\r\n")
	add("many to", rep("To: a@b.c, d@e.f\r\n", 1<<16)+"\r\n")
	add("group", "From: "+rep("a:", 1<<18)+"\r\n\r\n")
	add("long refs", "References: "+rep("<a@b>\r\n ", 1<<16)+"\r\n\r\n")
	add("ids unclosed", "References: "+rep("<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1<<14)+"\r\n\r\n")
	add("from local", "From: ("+rep("a", 1<<20)+"\r\n\r\n")
	add("from local2", "From: (,"+rep("a.", 1<<18)+"@\r\n\r\n")
	add("no header end", rep("X: yyyyyyyyyyyyyyyyyyyyyy\r\n", 1<<20))
	add("many ctparams", "Content-Type: text/plain"+rep("; a=b", 1<<17)+"\r\n\r\nhi")
	add("distinct ctparams", func() string {
		var b strings.Builder
		for i := 0; i < 50000; i++ {
			fmt.Fprintf(&b, "; a%d=b", i)
		}
		return "Content-Type: text/plain" + b.String() + "\r\n\r\nhi"
	}())
	add("html attrs", "Content-Type: text/html\r\n\r\n<a "+func() string {
		var b strings.Builder
		for i := 0; i < 100000; i++ {
			fmt.Fprintf(&b, " a%d=b", i)
		}
		return b.String()
	}()+">")
	add("html classes", "Content-Type: text/html\r\n\r\n"+rep("<p class='"+rep("x", 1000)+"'>", 1000))
	add("html class big", "Content-Type: text/html\r\n\r\n<p "+rep("class='"+rep("X", 10)+"' ", 50000)+">")
	add("quote headers", plain+rep("On Mon, x <a@b.c>\nfoo foo foo\nbar bar\n", 1<<15))
	add("quote headers2", plain+rep("On "+rep("x", 90)+"\n", 10000))
	add("wrote", plain+"On "+rep("wrote ", 1<<17))
	add("wrote lines", plain+rep("On "+rep("wrote ", 15)+"\n", 1<<13))
	add("anyquote", plain+rep("On a wrote:\nx\n", 1<<16)+"> q")
	add("anyquote2", plain+rep("x\nOn a wrote:\n", 1<<16)+"> q")
	add("closings", plain+rep("x\nBest regards\n>q\n", 1<<15))
	add("utf-16", "Content-Type: text/plain; charset=utf-16\r\n\r\n"+rep("\xff", 1<<20))
	add("iso-2022-jp", "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"+rep("\x1b$B", 1<<19))
	add("gb18030", "Content-Type: text/plain; charset=gb18030\r\n\r\n"+rep("\x81", 1<<20))
	add("hz", "Content-Type: text/plain; charset=hz-gb-2312\r\n\r\n"+rep("~{", 1<<19))
	add("hz", "Content-Type: text/plain; charset=utf-7\r\n\r\n"+rep("+AGE-", 1<<18))
	add("encoded words", "Subject: "+rep("=?utf-8?q?x?=\r\n ", 1<<16)+"\r\n\r\n")
	add("encoded words from", "From: "+rep("=?utf-8?q?x?= <a@b.c>,\r\n ", 1<<15)+"\r\n\r\n")
	add("bounce words", "From: mailer-daemon@x\r\nSubject: failure notice\r\n\r\n"+rep("4 45 4.1 temporary full mailboxi quot ", 1<<15))
	return out
}

func TestProbe(t *testing.T) {
	for name, raw := range probes() {
		runtime.GC()
		var a, b runtime.MemStats
		runtime.ReadMemStats(&a)
		start := time.Now()
		m := Parse(raw)
		d1 := time.Since(start)
		NewWords(m)
		d2 := time.Since(start)
		Classify(m, "p")
		Failed(m)
		Key("k").Letter(m)
		Authentic(m, "mx")
		MessageID(raw)
		d3 := time.Since(start)
		runtime.ReadMemStats(&b)
		if d3 > 40*time.Millisecond || b.TotalAlloc-a.TotalAlloc > 64<<20 {
			t.Logf("%-40.40s %8.2fMB parse %6dms words %6dms rest %6dms alloc %dMB", name, float64(len(raw))/1e6, d1.Milliseconds(), (d2 - d1).Milliseconds(), (d3 - d2).Milliseconds(), (b.TotalAlloc-a.TotalAlloc)>>20)
		}
		if d3 > 20*time.Second {
			t.Fatal("too long")
		}
	}
	_ = bytes.Equal
}
