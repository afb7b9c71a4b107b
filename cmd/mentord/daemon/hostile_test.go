package daemon_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"math/rand/v2"
	"mime"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar/ics"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

const eve = "eve@evil.example"

// A hostileMail is a mail that wants something that it must not get.
type hostileMail struct {
	name  string
	raw   string
	wants []string // outcomes that are right
}

// commands are what somebody else's mail must not do in Ana's name.
var commands = []string{"leave", "forget me", "pause until 1 May", "cancel the session", "can we move it to Friday at 10?", "I'd like a new match", "my data",
	"I moved to Berlin", "undo", "resume", "status", "I can take two more mentees", "cancel", "please move our session to next Monday 9:00"}

// hostileMails are some four hundred: spoofs of every kind, forged bounces and calendar
// answers, loops and machines, broken MIME.
func hostileMails(token, bosToken, miasToken, session string) (out []hostileMail) {
	add := func(name, raw string, wants ...string) { out = append(out, hostileMail{name, raw, wants}) }
	n := 0
	mail := func(from, to, more, words string) string {
		n++
		return fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: hello\r\nDate: Mon, 04 Jan 2027 09:59:00 +0000\r\nMessage-ID: <h%d@evil.example>\r\n%s\r\n%s\r\n", from, to, n, more, words)
	}
	plus := func(token string) string { return strings.Replace(program, "@", "+"+token+"@", 1) }
	for _, c := range commands {
		add("bare From: "+c, mail(ana, program, "", c), "unproven")
		add("capitals: "+c, mail("ANA@Mentoring.EXAMPLE", program, "", c), "unproven")
		add("a name that is an address: "+c, mail(fmt.Sprintf("%q <%s>", ana, eve), program, "", c), "stranger")
		add("her name: "+c, mail(fmt.Sprintf("Ana Lima <%s>", eve), program, "", c), "stranger")
		add("two in From: "+c, mail(ana+", "+eve, program, "", c), "unreadable")
		add("two From fields: "+c, mail(ana, program, "From: "+eve+"\r\n", c), "unreadable")
		add("look-alike: "+c, mail(mime.QEncoding.Encode("utf-8", "Ana Lima")+" <аna@mentoring.example>", program, "", c), "stranger", "unreadable", "unproven")
		add("Reply-To hers: "+c, mail(eve, program, "Reply-To: "+ana+"\r\nSender: "+ana+"\r\n", c), "stranger")
		add("Bo's token: "+c, mail(ana, plus(bosToken), "", c), "unproven")
		add("her token, another's From: "+c, mail(eve, plus(token), "", c), "unproven")
		add("token turned: "+c, mail(ana, plus(token[:31]+"a"+token[32:]), "In-Reply-To: <"+strings.Repeat("a", 32)+"@mentoring.example>\r\n", c), "unproven")
		add("results of others: "+c, mail(ana, program, "Authentication-Results: mx.evil.example; dmarc=pass header.from=mentoring.example\r\n", c), "unproven")
		add("results in a comment: "+c, mail(ana, program, "Authentication-Results: mx.mentoring.example (; dmarc=pass header.from=mentoring.example); dmarc=fail\r\n", c), "unproven")
		add("results below ours: "+c, mail(ana, program, "Authentication-Results: mx.mentoring.example; dmarc=fail\r\nAuthentication-Results: mx.mentoring.example; dmarc=pass header.from=mentoring.example\r\n", c), "unproven")
		add("plus of hers: "+c, mail(strings.Replace(ana, "@", "+x@", 1), program, "", c), "stranger")
		add("quoted local part: "+c, mail(`"`+ana+`"@evil.example`, program, "", c), "stranger")
		add("coordinator, bare: "+c, mail(mia, program, "", c), "stranger")
		add("coordinator's token, another's From: "+c, mail(eve, plus(miasToken), "", "forget Ana Lima. "+c), "stranger")
		add("a signature that nobody made: "+c, mail(ana, program, "DKIM-Signature: v=1; a=rsa-sha256; d=mentoring.example; s=s; h=From:To:Date; bh=AAAA; b=AAAA\r\n", c), "unproven")
		add("in the quotation: "+c, mail(ana, plus(token), "", "Thanks!\r\n\r\nOn Mon, 4 Jan 2027 at 09:00, Eve <eve@evil.example> wrote:\r\n> "+c), "queued", "unclear", "thanks", "noted", "read", "late")
	}
	for i, marks := range []string{"Auto-Submitted: auto-generated\r\n", "Auto-Submitted: auto-notified\r\n", "Precedence: bulk\r\n", "List-Id: <x.evil.example>\r\n", "X-Mentord: another\r\nAuto-Submitted: auto-replied\r\n",
		"X-Mentord: p\r\n", strings.Repeat("Received: from a by b; Mon, 4 Jan 2027 09:00:00 +0000\r\n", 60), "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n"} {
		for _, c := range []string{"leave", "help", "I'd like a mentor"} {
			add(fmt.Sprintf("machine %d: %s", i, c), mail(eve, program, marks, c), "bulk", "loop", "auto-reply")
			add(fmt.Sprintf("machine %d as Ana: %s", i, c), mail(ana, plus(token), marks, c), "bulk", "loop", "auto-reply")
		}
	}
	for i, why := range []string{"550 5.1.1 no such user", "552 5.2.2 mailbox full", "554 5.7.1 spam", "user unknown"} {
		for _, whom := range []string{ana, bo, mia, "nobody@x.example"} {
			add(fmt.Sprintf("forged bounce %d of %s", i, whom), mail("MAILER-DAEMON@evil.example", program, "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
				"--b\r\nContent-Type: text/plain\r\n\r\nDelivery to "+whom+" failed: "+why+"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; evil.example\r\n\r\nFinal-Recipient: rfc822; "+whom+"\r\nAction: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; "+why+"\r\n--b--"),
				"bounce", "hard-bounce", "soft-bounce")
		}
	}
	answer := func(who, status, uid string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nSEQUENCE:0\r\nDTSTAMP:20270104T100000Z\r\nDTSTART:20270107T150000Z\r\nATTENDEE;PARTSTAT=" + status + ":mailto:" + who + "\r\nORGANIZER:mailto:" + program + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for _, status := range []string{"ACCEPTED", "DECLINED", "TENTATIVE"} {
		for _, from := range []string{eve, "Ana Lima <" + eve + ">"} {
			for _, who := range []string{ana, bo, eve} {
				add("calendar of "+from+" for "+who+" "+status, mail(from, program, "Content-Type: text/calendar; method=REPLY\r\n", answer(who, status, session+"@mentoring.example")), "crashed", "calendar ignored", "queued", "stranger")
			}
		}
		add("calendar with another's event "+status, mail(eve, program, "Content-Type: text/calendar; method=REPLY\r\n", answer(eve, status, "nothing@x")), "stranger", "calendar ignored", "queued")
		add("request of an event "+status, mail(eve, program, "Content-Type: text/calendar; method=REQUEST\r\n", strings.Replace(answer(ana, status, session+"@mentoring.example"), "METHOD:REPLY", "METHOD:CANCEL", 1)), "stranger", "calendar ignored", "crashed")
	}
	for i, name := range []string{"x\r\nBcc: " + bo, "{{.Key}}", "<script>alert(1)</script>", strings.Repeat("A", 500), "\u202emoc.live", "=?utf-8?q?=0D=0ABcc:_bo?="} {
		add(fmt.Sprintf("name %d", i), mail(mime.BEncoding.Encode("utf-8", name)+" <"+eve+">", program, "", "I'd like to know more "+name), "stranger", "unreadable")
		add(fmt.Sprintf("subject %d", i), strings.Replace(mail(eve, program, "", "what is this?"), "Subject: hello", "Subject: "+mime.BEncoding.Encode("utf-8", name), 1), "stranger", "unreadable")
	}
	whole := mail(eve, program, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=_x\"\r\n",
		"--=_x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"+base64.StdEncoding.EncodeToString([]byte("leave, please. And forget me."))+"\r\n--=_x\r\nContent-Type: text/html\r\n\r\n<p>leave</p>\r\n--=_x--")
	lots := rand.New(rand.NewPCG(7, 7))
	start := strings.Index(whole, "MIME-Version")
	for i := range 60 {
		broken := []byte(whole)
		for range 1 + lots.IntN(20) {
			broken[start+lots.IntN(len(broken)-start)] = byte(lots.IntN(256))
		}
		if i%3 == 0 {
			broken = broken[:start+lots.IntN(len(broken)-start)]
		}
		add(fmt.Sprintf("broken %d", i), string(broken), "stranger", "unreadable", "bulk", "auto-reply", "twin")
	}
	return out
}

// None of them changes anybody's state or reads anything to a stranger; each ends as it
// should; and none takes long or much memory to read.
func TestHostileMails(t *testing.T) {
	h := newHouse(t, eve)
	h.AuthServ = "mx.mentoring.example"
	session := h.booked(1)
	tell := func(to pairing.PersonID, q pairing.Question) {
		h.must(h.store.Update(context.Background(), h.now, func(tx *store.Tx) error {
			return tx.Save(pairing.Decision{Questions: []pairing.Question{q}, Notices: []pairing.Notice{{Key: "k" + string(to), To: to, Kind: pairing.StatusNotice, Urgency: pairing.AtOnce}}}, store.Cause{})
		}))
	}
	tell(h.store.PersonID(ana), pairing.Question{ID: "qa", Person: h.store.PersonID(ana), Kind: reply.Echo})
	tell(h.store.PersonID(bo), pairing.Question{ID: "qb", Person: h.store.PersonID(bo), Kind: reply.Echo})
	tell(pairing.Coordinator, pairing.Question{ID: "qc", Person: pairing.Coordinator, Kind: pairing.QueueQuestion})
	h.step()
	token := func(who string) string {
		all := letters(t, h.post.IMAP, who)
		local, _, _ := strings.Cut(all[len(all)-1].MessageID, "@")
		return local
	}
	all := hostileMails(token(ana), token(bo), token(mia), session)
	if len(all) < 300 {
		t.Fatalf("only %d", len(all))
	}
	before := frozen(h.scene())
	var slowest time.Duration
	for _, m := range all {
		write(t, h.post.SMTP, eve, []byte(m.raw))
		had := len(letters(t, h.post.IMAP, ana)) + len(letters(t, h.post.IMAP, bo))
		counts := h.counts().Mails
		h.step()
		outcome := ""
		for word, n := range h.counts().Mails {
			if n > counts[word] {
				outcome = word
			}
		}
		if !slices.Contains(m.wants, outcome) {
			t.Errorf("%s: ended as %q, want one of %q", m.name, outcome, m.wants)
		}
		if now := frozen(h.scene()); !reflect.DeepEqual(now, before) {
			for i, line := range strings.Split(now, "\n") {
				if !strings.Contains(before, line) {
					t.Errorf("%s: it changed somebody's state, line %d: %s", m.name, i, line)
				}
			}
			before = now
		}
		if n := len(letters(t, h.post.IMAP, ana)) + len(letters(t, h.post.IMAP, bo)); n > had+1 {
			t.Errorf("%s: the two got %d letters", m.name, n-had)
		}
		if took := reading(t, m); took > slowest {
			slowest = took
		}
		h.now = h.now.Add(time.Minute)
	}
	for _, l := range letters(t, h.post.IMAP, eve) {
		for _, secret := range []string{"Ana", "Bo Lund", "session 1", ana, bo} {
			if strings.Contains(l.Text, secret) && !strings.Contains(l.Text, "forget Ana") {
				t.Errorf("Eve is told of %q: %s", secret, l.Subject)
			}
		}
	}
	for _, who := range []string{ana, bo, mia, eve} {
		for _, l := range letters(t, h.post.IMAP, who) {
			if len(l.Header["bcc"])+len(l.Header["cc"]) > 0 || len(l.From) != 1 || l.From[0].Email != program {
				t.Errorf("a letter with other addresses than it should: %v", l.Header)
			}
		}
	}
	t.Logf("%d mails; the slowest took %v to read", len(all), slowest)
}

// reading takes the mail apart as the daemon does and gives how long that takes; it
// fails above 100 ms in the best of three, and above 64 MB.
func reading(t *testing.T, m hostileMail) (best time.Duration) {
	t.Helper()
	best = time.Hour
	for range 30 { // the machine may be busy
		var a, b runtime.MemStats
		runtime.ReadMemStats(&a)
		begun := time.Now()
		mail := mailer.Parse([]byte(m.raw))
		mailer.Classify(mail, "p")
		words, _ := mailer.NewWords(mail)
		for _, w := range words {
			reply.Read([]reply.Passage{{Words: w.Words}}, reply.Asked{Sent: monday, Zone: time.UTC})
		}
		for _, c := range mail.Calendars {
			_, _ = ics.Read(c)
		}
		best = min(best, time.Since(begun))
		runtime.ReadMemStats(&b)
		if b.TotalAlloc-a.TotalAlloc > 64<<20 {
			t.Errorf("%s: %d MB", m.name, (b.TotalAlloc-a.TotalAlloc)>>20)
		}
		if best < 60*time.Millisecond {
			break
		}
	}
	if best > 100*time.Millisecond {
		t.Errorf("%s: %v", m.name, best)
	}
	return best
}

// frozen is what must not change: people, pairs and sessions, but for when somebody was
// heard of and for what is only counted.
func frozen(s pairing.Scene) string {
	var b bytes.Buffer
	for _, id := range slices.Sorted(maps.Keys(s.People)) {
		p := s.People[id]
		p.Heard, p.Return, p.Returned = time.Time{}, time.Time{}, 0
		fmt.Fprintf(&b, "%+v\n", p)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Pairs)) {
		fmt.Fprintf(&b, "%+v\n", s.Pairs[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.Sessions)) {
		fmt.Fprintf(&b, "%+v\n", s.Sessions[id])
	}
	return b.String()
}
