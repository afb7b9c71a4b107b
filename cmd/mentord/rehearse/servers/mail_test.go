package servers_test

import (
	"errors"
	"fmt"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/rehearse/servers"
)

// submit sends a message as a user does.
func submit(t testing.TB, m *servers.Mail, from, to, text string) error {
	t.Helper()
	c, err := smtp.Dial(m.Submit)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.StartTLS(trust(t, m)); err != nil {
		return err
	}
	auth := smtp.PlainAuth("", from+"@example.test", "secret-"+from, "127.0.0.1")
	if err := c.Auth(auth); err != nil {
		return err
	}
	if err := deliver(c, from+"@example.test", to, text); err != nil {
		return err
	}
	return c.Quit()
}

func deliver(c *smtp.Client, from, to, text string) error {
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "From: %s\r\nTo: %s\r\nSubject: test\r\nMessage-ID: <%d@example.test>\r\n\r\n%s\r\n",
		from, to, time.Now().UnixNano(), text)
	return w.Close()
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in:\n%s", part, text)
		}
	}
}

func TestMail(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	m := servers.StartMail(t, "alice", "bob")
	t.Logf("up in %v", time.Since(begun))
	alice, bob := login(t, m, "alice"), login(t, m, "bob")

	step := func(name string, f func(t *testing.T)) {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			f(t)
			t.Logf("took %v", time.Since(begun))
		})
	}
	send := func(t *testing.T, to, text string) {
		t.Helper()
		if err := submit(t, m, "alice", to, text); err != nil {
			t.Fatal(err)
		}
	}
	step("tagged address", func(t *testing.T) {
		send(t, "bob+tag@example.test", "Hello Bob")
		wants(t, bob.newest(1), "Hello Bob", "Delivered-To: bob+tag@example.test")
	})
	step("other domain", func(t *testing.T) {
		send(t, "Bob+x@mentee.test", "Hello again")
		wants(t, bob.newest(2), "Hello again", "+x@mentee.test")
	})
	step("unknown user", func(t *testing.T) {
		send(t, "nosuch@example.test", "Anybody there?")
		wants(t, alice.newest(1), "multipart/report", "Status: 5.1.1", "Final-Recipient: rfc822; nosuch@example.test")
	})
	step("full mailbox", func(t *testing.T) {
		send(t, "x@full.test", "Hi")
		wants(t, alice.newest(2), "Status: 5.2.2")
	})
	step("unknown domain", func(t *testing.T) {
		send(t, "x@gone.test", "Hi")
		wants(t, alice.newest(3), "Status: 5.1.2")
		send(t, "x@elsewhere.example", "Hi")
		wants(t, alice.newest(4), "Status: 5.1.2")
	})
	step("delay", func(t *testing.T) {
		send(t, "x@slow.test", "Hi")
		wants(t, alice.newest(5), "Action: delayed", "Status: 4.2.0")
	})
	step("from another site", func(t *testing.T) {
		c, err := smtp.Dial(m.MX)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for _, to := range []string{"nosuch@example.test", "x@full.test"} {
			var refused *textproto.Error
			err := deliver(c, "who@elsewhere.example", to, "Hi")
			if !errors.As(err, &refused) || refused.Code/100 != 5 {
				t.Errorf("%s: got %v, want a refusal", to, err)
			}
			c.Reset()
		}
		if err := deliver(c, "who@elsewhere.example", "bob@example.test", "Out of the blue"); err != nil {
			t.Fatal(err)
		}
		wants(t, bob.newest(3), "Out of the blue", "Return-Path: <who@elsewhere.example>")
	})
	step("away", func(t *testing.T) {
		m.Sieve(t, "bob", `require "vacation"; vacation "I am at the sea.";`)
		send(t, "bob@example.test", "Hi")
		wants(t, alice.newest(6), "I am at the sea.", "Auto-Submitted: auto-replied", "Return-Path: <>")
	})
	step("large message", func(t *testing.T) {
		line := strings.Repeat("x", 70) + "\r\n"
		send(t, "bob@example.test", strings.Repeat(line, 40<<20/len(line)))
		bob.arrived(5)
		wants(t, bob.do("FETCH 5 RFC822.SIZE"), "RFC822.SIZE 4194")
	})
}
