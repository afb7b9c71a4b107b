package servers_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/rehearse/servers"
)

// A session is a logged-in IMAP connection, just enough of one to look around.
type session struct {
	t testing.TB
	c *textproto.Conn
	n int
}

func trust(t testing.TB, m *servers.Mail) *tls.Config {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(m.CA) {
		t.Fatal("the certificate can't be read")
	}
	return &tls.Config{RootCAs: roots, ServerName: "localhost"}
}

func connect(t testing.TB, m *servers.Mail) *session {
	t.Helper()
	c, err := tls.Dial("tcp", m.IMAPS, trust(t, m))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s := &session{t: t, c: textproto.NewConn(c)}
	s.until("* OK")
	return s
}

func login(t testing.TB, m *servers.Mail, user string) *session {
	t.Helper()
	s := connect(t, m)
	if answer := s.do("LOGIN %s@example.test secret-%s", user, user); !strings.Contains(answer, "OK") {
		t.Fatalf("login of %s: %s", user, answer)
	}
	return s
}

// do sends a command and returns all that comes back, literals included.
func (s *session) do(format string, args ...any) string {
	s.t.Helper()
	s.n++
	tag := fmt.Sprintf("t%d ", s.n)
	if err := s.c.PrintfLine("%s", tag+fmt.Sprintf(format, args...)); err != nil {
		s.t.Fatal(err)
	}
	return s.until(tag)
}

// until reads up to the line that begins so.
func (s *session) until(begin string) string {
	s.t.Helper()
	var all strings.Builder
	for {
		line, err := s.c.ReadLine()
		if err != nil {
			s.t.Fatal(err)
		}
		all.WriteString(line + "\n")
		if strings.HasPrefix(line, begin) {
			return all.String()
		}
	}
}

// arrived waits until INBOX has n messages.
func (s *session) arrived(n int) {
	s.t.Helper()
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(10 * time.Millisecond) {
		if strings.Contains(s.do("SELECT INBOX"), fmt.Sprintf("* %d EXISTS", n)) {
			return
		}
	}
	s.t.Fatalf("message %d did not come", n)
}

// newest waits for message n and returns it.
func (s *session) newest(n int) string {
	s.t.Helper()
	s.arrived(n)
	return s.do("FETCH %d BODY[]", n)
}
