package daemon_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"mentord/cmd/mentord/daemon"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// Letters beyond the limit of a minute wait, and the mailbox is not asked all the while.
func TestLettersThatWaitDoNotKeepTheLoopBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "x.db"), Program: "p"}, time.Now(), func() string { return "secret" })
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		in, out := &flakyInbox{}, &keptOutbox{}
		set := setup(s, "", "", nil)
		set.Inbox, set.Watch, set.Outbox = in, in, out
		set.PerMinute = 1
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		d := daemon.New(set)
		var people []pairing.Imported
		for i := range 6 {
			people = append(people, pairing.Imported{Address: fmt.Sprintf("p%d@x.example", i), Name: "X"})
		}
		if err := d.Import(ctx, time.Now(), people); err != nil {
			t.Fatal(err)
		}
		go func() { done <- d.Run(ctx) }()
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		in.mu.Lock()
		if in.fetched > 50 {
			t.Error("spins")
		}
		in.mu.Unlock()
		cancel()
		<-done
	})
}

// A mail that was stuck in a mailbox that is not read any more is no reason to look.
func TestAnotherMailboxesTroubleKeepsNobodyBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "x.db"), Program: "p"}, time.Now(), func() string { return "secret" })
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		in, out := &flakyInbox{}, &keptOutbox{}
		set := setup(s, "", "", nil)
		set.Inbox, set.Watch, set.Outbox = in, in, out
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		_ = s.Update(ctx, time.Now(), func(t *store.Tx) error { _, err := t.MailStuck("old@server/INBOX", 7, 7, "EOF"); return err })
		go func() { done <- daemon.New(set).Run(ctx) }()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		in.mu.Lock()
		if in.fetched > 50 {
			t.Error("spins")
		}
		in.mu.Unlock()
		cancel()
		<-done
	})
}

// A server's words in a charset of its own are stored on PostgreSQL too, and the letter is
// not tried for ever.
func TestWordsInAnyCharset(t *testing.T) {
	h := newHouse(t)
	s, err := store.Open(context.Background(), store.Options{Path: servers.StartPostgres(t), Program: "p"}, h.now, func() string { return "secret" })
	h.must(err)
	defer s.Close()
	h.store = s
	h.Daemon = daemon.New(setup(s, h.post.IMAP, h.post.SMTP, nil))
	r := &latin{Outbox: h.Outbox}
	h.Outbox = r
	h.must(h.Import(context.Background(), h.now, []pairing.Imported{{Address: ana, Name: "Ana"}}))
	for range 10 {
		h.step()
		h.now = h.now.Add(11 * time.Minute)
	}
	if r.n > 1 {
		t.Error("tried again and again")
	}
}

type latin struct {
	daemon.Outbox
	n int
}

func (r *latin) Send(ctx context.Context, from, to string, raw []byte) (outbox.Verdict, error) {
	if to == ana {
		r.n++
		return outbox.Permanent, errors.New("550 Empf\xe4nger unbekannt")
	}
	return r.Outbox.Send(ctx, from, to, raw)
}

type counting struct {
	daemon.Inbox
	n int
}

func (c *counting) Fetch(ctx context.Context, w inbox.Wanted) ([]inbox.Arrival, error) {
	c.n++
	return c.Inbox.Fetch(ctx, w)
}

// A mailbox that was rebuilt and whose first mail cannot be fetched: the others come.
func TestARebuiltMailboxWhoseFirstMailCannotBeFetched(t *testing.T) {
	h := newHouse(t)
	h.must(h.store.Update(context.Background(), h.now.Add(-time.Hour), func(t *store.Tx) error {
		if err := t.TakeMail(store.Mail{Account: program, Validity: 1 << 31, UID: 9, MessageID: "x@y", Arrived: t.Now, Raw: []byte("Subject: x\r\n\r\n")}); err != nil {
			return err
		}
		m, _, _ := t.NewMail()
		return t.MailDone(m.ID, "done", "x", "", "")
	}))
	for i, from := range []string{ana, bo} {
		write(t, h.post.SMTP, from, plain(from, fmt.Sprint("mail ", i), "I'd like a mentor. I want to learn about negotiation."))
	}
	c := &counting{Inbox: &poisoned{Inbox: h.Inbox, uid: 1, tries: 1 << 30}}
	h.Inbox = c
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_, err := h.Step(ctx, h.now)
	if got := h.counts().Mails; err != nil || c.n > 10 || got["enrolled"] != 1 {
		t.Errorf("%d fetches, mails ended as %v: %v", c.n, got, err)
	}
}

// Sixty forged mails in the coordinator's name use up nobody's hour but the forger's: the
// answer that shows a token is read. What was held is read when somebody asks for it.
func TestForgedMailsDoNotSilenceTheCoordinator(t *testing.T) {
	h := newHouse(t)
	h.Daemon = daemon.New(limited(setup(h.store, h.post.IMAP, h.post.SMTP, nil)))
	write(t, h.post.SMTP, bo, plain(bo, "hm", "is there a parking lot at the office, and who is the landlord of it?"))
	h.step()
	l := letters(t, h.post.IMAP, mia)
	if len(l) == 0 {
		t.Fatal("no queue letter")
	}
	o := sender(h.post.SMTP, bo)
	defer o.Close()
	for i := range 60 {
		raw := fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: x\r\nMessage-ID: <%d@x>\r\nPrecedence: bulk\r\n\r\nx\r\n", mia, program, i)
		o.Send(context.Background(), bo, program, raw)
	}
	answer(t, h, mia, l[0], "Yes, there is: ask the porter.")
	for range 5 {
		h.now = h.now.Add(3 * time.Hour)
		h.step()
	}
	if n := h.counts().Mails["flood"]; n != 0 {
		t.Errorf("the coordinator's answer, with its token, is held: %d", n)
	}
	h.must(h.store.Update(context.Background(), h.now, func(tx *store.Tx) error {
		all, err := tx.Waiting()
		for _, w := range all {
			if w.Kind == store.WaitingFlood {
				if err := tx.Rerun(w); err != nil {
					return err
				}
			}
		}
		return err
	}))
	h.step()
	if h.counts().Mails["relayed"] == 0 {
		t.Error("rerun does not read it")
	}
}

// A hundred bounces of one mail server are all counted.
func TestBouncesOfABigMailing(t *testing.T) {
	h := newHouse(t)
	h.Daemon = daemon.New(limited(setup(h.store, h.post.IMAP, h.post.SMTP, nil)))
	o := sender(h.post.SMTP, bo)
	defer o.Close()
	for i := range 100 {
		raw := fmt.Appendf(nil, "From: Mail Delivery System <MAILER-DAEMON@mentoring.example>\r\nTo: %s\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <%d@x>\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nno\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; p%d@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n", program, i, i)
		o.Send(context.Background(), bo, program, raw)
	}
	h.step()
	if n := h.counts().Mails["flood"]; n != 0 {
		t.Errorf("%d bounces are held and never counted", n)
	}
}

// Strangers' signatures are not looked up: their DNS could keep us waiting.
func TestStrangersDNSIsNotAsked(t *testing.T) {
	h := newHouse(t)
	set := limited(setup(h.store, h.post.IMAP, h.post.SMTP, nil))
	asked := 0
	set.LookupTXT = func(string) ([]string, error) {
		asked++
		time.Sleep(50 * time.Millisecond)
		return nil, errors.New("timeout")
	}
	h.Daemon = daemon.New(set)
	o := sender(h.post.SMTP, bo)
	defer o.Close()
	for i := range 100 {
		raw := fmt.Appendf(nil, "From: x%d@evil.example\r\nTo: %s\r\nDate: Mon, 04 Jan 2027 09:59:00 +0000\r\nSubject: x\r\nMessage-ID: <%d@x>\r\nPrecedence: bulk\r\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.example; s=s%d; h=From:To:Date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n\r\nx\r\n", i, program, i, i)
		o.Send(context.Background(), bo, program, raw)
	}
	h.step()
	if asked > 20 {
		t.Error("strangers' bulk mail makes the loop wait for their DNS")
	}
}

// After three forged mails in her name she is still asked about her own.
func TestAConfirmLetterIsHeldNotDropped(t *testing.T) {
	h := newHouse(t)
	write(t, h.post.SMTP, ana, plain(ana, "joining", "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17"))
	h.step()
	for i := range 3 {
		write(t, h.post.SMTP, bo, []byte("From: "+ana+"\r\nTo: "+program+"\r\nSubject: status\r\nMessage-ID: <"+string(rune('a'+i))+"@x>\r\n\r\nstatus\r\n"))
	}
	h.step()
	write(t, h.post.SMTP, ana, plain(ana, "away", "Please pause me until 1 March."))
	for range 60 {
		h.step()
		h.now = h.now.Add(12 * time.Hour)
	}
	for _, l := range letters(t, h.post.IMAP, ana) {
		if strings.Contains(l.Text, "pause me") {
			return
		}
	}
	t.Error("in a month nobody asked her about her own mail", len(letters(t, h.post.IMAP, mia)))
}

// Q: a Sent folder that takes no copies slows all down.
type fullSent struct{ flakyInbox }

func (f *fullSent) Keep(context.Context, []byte, time.Time) error {
	return errors.New("NO [OVERQUOTA] quota exceeded")
}

type late struct {
	flakyInbox
	bell chan struct{}
}

func (l *late) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
	case <-l.bell:
	}
	return nil
}

// A folder that takes no copies of sent letters holds up nothing.
func TestAFullSentFolderSlowsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "x.db"), Program: "p"}, time.Now(), func() string { return "secret" })
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		in, out := &late{bell: make(chan struct{}, 1)}, &keptOutbox{}
		set := setup(s, "", "", nil)
		set.Inbox, set.Watch, set.Outbox, set.SentBox, set.KeepSent = in, in, out, &fullSent{}, true
		ctx, cancel := context.WithCancel(context.Background())
		d := daemon.New(set)
		if err := d.Import(ctx, time.Now(), []pairing.Imported{{Address: ana, Name: "X"}}); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- d.Run(ctx) }()
		time.Sleep(time.Hour + 7*time.Second)
		in.mu.Lock()
		in.mails = []inbox.Arrival{{Mark: inbox.Mark{Validity: 1, UID: 1}, At: time.Now(), Raw: plain(bo, "hi", "I'd like a mentor. I want to learn about hiring.")}}
		in.mu.Unlock()
		in.bell <- struct{}{}
		begun := time.Now()
		sent := func() int {
			out.mu.Lock()
			defer out.mu.Unlock()
			return len(out.sent)
		}
		n := sent()
		for sent() == n && time.Since(begun) < time.Hour {
			time.Sleep(time.Second)
		}
		if time.Since(begun) > 30*time.Second {
			t.Error("the mailbox rang, and was not looked at")
		}
		cancel()
		<-done
	})
}

type refuseOnce struct {
	daemon.Outbox
	to string
	n  int
}

func (r *refuseOnce) Send(ctx context.Context, from, to string, raw []byte) (outbox.Verdict, error) {
	if to == r.to && r.n > 0 {
		r.n--
		return outbox.Permanent, fmt.Errorf("recipient %s: 550 5.7.1 <%s>: rejected by policy", to, to)
	}
	return r.Outbox.Send(ctx, from, to, raw)
}

// Who was held for sending too much, or had a letter refused, and is erased then, leaves
// no trace of that either.
func TestForgetMeAfterTrouble(t *testing.T) {
	for _, what := range []string{"flood", "riddles", "refused"} {
		h := newHouse(t)
		h.booked(1)
		h.Setup.PerSender = 60
		h.Daemon = daemon.New(h.Setup)
		real := h.Outbox
		if what == "refused" {
			h.Outbox = &refuseOnce{real, ana, 1}
			write(t, h.post.SMTP, ana, plain(ana, "help", "help"))
			h.step()
		} else {
			o := sender(h.post.SMTP, ana)
			for i := range 70 {
				o.Send(context.Background(), ana, program, fmt.Appendf(nil, "From: Ana Lima <%s>\r\nTo: %s\r\nSubject: x\r\nMessage-ID: <%d@x>\r\n%s\r\nI was at the opera\r\n", ana, program, i, map[string]string{"flood": "Precedence: bulk\r\n"}[what]))
			}
			o.Close()
			h.step()
		}
		h.now = h.now.Add(2 * time.Hour)
		h.step()
		write(t, h.post.SMTP, ana, plain(ana, "help", "help  "))
		h.step()
		h.now = h.now.Add(2 * time.Hour)
		said(t, h, ana, "forget me")
		said(t, h, ana, "Yes")
		h.now = h.now.Add(24 * time.Hour)
		h.step()
		n := 0
		for where, row := range everything(t, h, h.path) {
			for _, trace := range []string{ana, "Lima", "opera"} {
				if at := strings.Index(row, trace); at >= 0 {
					if n++; n < 8 {
						t.Errorf("%s: %q is still in %s: …%s", what, trace, where, row[max(0, at-60):min(len(row), at+60)])
					}
				}
			}
		}
	}
}

// A signed mail that somebody with a copy sends once more is not decided as its writer's.
func TestASignedMailThatIsSentAgain(t *testing.T) {
	h := newHouse(t)
	pub, priv, _ := ed25519.GenerateKey(nil)
	set := setup(h.store, h.post.IMAP, h.post.SMTP, nil)
	set.LookupTXT = func(string) ([]string, error) {
		return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(pub)}, nil
	}
	h.Daemon = daemon.New(set)
	h.booked(1)
	sign := func(words string) []byte {
		raw := fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nCc: %s\r\nDate: %s\r\nSubject: hello\r\nMessage-ID: <%d.sig@x>\r\n\r\n%s\r\n", ana, program, bo, h.now.Format(time.RFC1123Z), len(words), words)
		var out bytes.Buffer
		h.must(dkim.Sign(&out, bytes.NewReader(raw), &dkim.SignOptions{Domain: "mentoring.example", Selector: "s", Signer: priv, HeaderKeys: []string{"From", "To", "Cc", "Date", "Subject", "Message-ID"}}))
		return out.Bytes()
	}
	mail := sign("Please pause me until 1 March.")
	write(t, h.post.SMTP, ana, mail)
	h.step()
	h.now = h.now.Add(time.Hour)
	write(t, h.post.SMTP, ana, sign("Please resume, I am back."))
	h.step()
	h.now = h.now.AddDate(0, 0, 2)
	write(t, h.post.SMTP, bo, append([]byte("Received: from attacker by x; "+strings.Repeat("z", 3)+"\r\n"), mail...))
	h.step()
	if a := h.scene().People[h.store.PersonID(ana)].Away; !a.IsZero() {
		t.Errorf("bo has sent her old mail again and she is away until %s", a)
	}
}
