package inbox_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/rehearse"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
)

// A place is an IMAP server to test against, with a way to send mail to it.
type place struct {
	options func(user string) inbox.Options
	deliver func(t *testing.T, subject string)
}

// everywhere runs a test against the embedded server and a real Dovecot.
func everywhere(t *testing.T, test func(t *testing.T, p place)) {
	t.Run("embedded", func(t *testing.T) {
		post, err := rehearse.OpenPost("example.test", []string{"program@example.test"}, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { post.Close() })
		test(t, placeAt(post.IMAP, post.SMTP, mailer.Plain, nil, rehearse.Password))
	})
	t.Run("dovecot", func(t *testing.T) {
		real := servers.StartMail(t, "program")
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(real.CA)
		test(t, placeAt(real.IMAP, real.Submit, mailer.StartTLS, &tls.Config{RootCAs: pool}, "secret-program"))
	})
	t.Run("dovecot tls", func(t *testing.T) {
		real := servers.StartMail(t, "program")
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(real.CA)
		p := placeAt(real.IMAPS, real.Submit, mailer.StartTLS, &tls.Config{RootCAs: pool}, "secret-program")
		o := p.options("program@example.test")
		p.options = func(string) inbox.Options { o.TLS = mailer.TLS; return o }
		test(t, p)
	})
}

func placeAt(imap, smtp string, security mailer.Security, config *tls.Config, password string) place {
	return place{
		options: func(user string) inbox.Options {
			o := inbox.Defaults()
			o.Server, o.User, o.Secret, o.TLS, o.Config, o.Timeout = imap, user, password, security, config, 5*time.Second
			return o
		},
		deliver: func(t *testing.T, subject string) {
			t.Helper()
			o := outbox.Defaults()
			o.Server, o.User, o.Secret, o.TLS, o.Config = smtp, "program@example.test", password, security, config
			box := outbox.New(o)
			defer box.Close()
			raw := fmt.Appendf(nil, "From: ana@example.test\r\nSubject: %s\r\n\r\nhello\r\n", subject)
			if v, err := box.Send(context.Background(), "program@example.test", "program@example.test", raw); v != outbox.Sent {
				t.Fatal(v, err)
			}
		},
	}
}

// fetch waits until n mails are there behind the mark.
func fetch(t *testing.T, box *inbox.Inbox, after inbox.Mark, n int) []inbox.Arrival {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		mails, err := box.Fetch(context.Background(), inbox.Wanted{After: after})
		if err != nil {
			t.Fatal(err)
		}
		if len(mails) >= n || time.Now().After(deadline) {
			if len(mails) != n {
				t.Fatalf("%d mails, want %d", len(mails), n)
			}
			return mails
		}
	}
}

func TestFetchAndFile(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		box := inbox.New(p.options("program@example.test"))
		defer box.Close()
		if mails := fetch(t, box, inbox.Mark{}, 0); len(mails) != 0 {
			t.Fatal("an empty mailbox has mail")
		}
		for i := range 3 {
			p.deliver(t, fmt.Sprint("mail ", i))
			fetch(t, box, inbox.Mark{}, i+1) // a real server may deliver two at once in any order
		}
		mails := fetch(t, box, inbox.Mark{}, 3)
		for i, m := range mails {
			if !strings.Contains(string(m.Raw), fmt.Sprint("Subject: mail ", i)) || m.At.IsZero() || m.TooBig {
				t.Errorf("mail %d came as %q at %v", i, m.Raw, m.At)
			}
		}
		last := mails[2].Mark
		fetch(t, box, last, 0)
		rebuilt := last
		rebuilt.Validity++
		fetch(t, box, rebuilt, 3) // an unknown UIDVALIDITY: all of it again
		if err := box.File(context.Background(), last.Validity, []uint32{mails[0].UID, mails[1].UID}); err != nil {
			t.Fatal(err)
		}
		if left := fetch(t, box, inbox.Mark{}, 1); left[0].UID != mails[2].UID {
			t.Errorf("UID %d is left", left[0].UID)
		}
		if err := box.File(context.Background(), last.Validity+1, []uint32{mails[2].UID}); err != nil {
			t.Fatal(err)
		}
		fetch(t, box, inbox.Mark{}, 1) // numbers of another UIDVALIDITY mean other mails
		archive := p.options("program@example.test")
		archive.Folder = "Processed"
		filed := inbox.New(archive)
		defer filed.Close()
		fetch(t, filed, inbox.Mark{}, 2)
	})
}

func TestOnlyTheHeaderOfBigMail(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		o := p.options("program@example.test")
		o.MaxSize = 10
		box := inbox.New(o)
		defer box.Close()
		p.deliver(t, "big")
		m := fetch(t, box, inbox.Mark{}, 1)[0]
		if !m.TooBig || strings.Contains(string(m.Raw), "hello") || !strings.Contains(string(m.Raw), "Subject: big") {
			t.Errorf("came as %q, too big %v", m.Raw, m.TooBig)
		}
	})
}

func TestWaitHearsOfMail(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		box := inbox.New(p.options("program@example.test"))
		defer box.Close()
		if err := box.Wait(context.Background()); err != nil { // the first one only looks
			t.Fatal(err)
		}
		heard := make(chan error, 1)
		go func() { heard <- box.Wait(context.Background()) }()
		// The embedded server keeps quiet about mail that comes in the moment
		// before IDLE begins; in the daemon the poll finds it, here the next mail.
		for deadline := time.Now().Add(20 * time.Second); ; {
			p.deliver(t, "hello")
			select {
			case err := <-heard:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(time.Second):
				if time.Now().Before(deadline) {
					continue
				}
				t.Error("it did not hear of the mail")
			}
			break
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := box.Wait(ctx); err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	})
}

// A server that stops answering but keeps the connection open must not hold us.
func TestASilentServerIsLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("* OK hello\r\n"))
		}
	}()
	o := inbox.Defaults()
	o.Server, o.User, o.TLS, o.Timeout = l.Addr().String(), "x", mailer.Plain, 100*time.Millisecond
	done := make(chan error, 1)
	go func() {
		_, err := inbox.New(o).Fetch(context.Background(), inbox.Wanted{After: inbox.Mark{}})
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("silence was taken for an empty mailbox")
		}
	case <-time.After(20 * time.Second):
		t.Error("it waits for ever")
	}
}
