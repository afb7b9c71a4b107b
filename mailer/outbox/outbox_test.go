package outbox

import (
	"bufio"
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"mentord/mailer"
)

// A script is an SMTP server that answers each command by its first word. An
// answer of "" closes the connection; "silence" says nothing any more.
type script map[string]string

func (s script) serve(t *testing.T) (address string, got *strings.Builder) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	got = &strings.Builder{}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.talk(conn, got)
		}
	}()
	return l.Addr().String(), got
}

func (s script) talk(conn net.Conn, got *strings.Builder) {
	defer conn.Close()
	in := bufio.NewScanner(conn)
	say := func(line string) bool {
		switch line {
		case "":
			return false
		case "silence":
			in.Scan() // wait until the other side gives up
			return false
		}
		_, err := conn.Write([]byte(line + "\r\n"))
		return err == nil
	}
	answer := func(word, normal string) string {
		if a, ok := s[word]; ok {
			return a
		}
		return normal
	}
	if !say(answer("greeting", "220 hello")) {
		return
	}
	data := false
	for in.Scan() {
		line := in.Text()
		if data {
			if line == "." {
				data = false
				if !say(answer("dot", "250 taken")) {
					return
				}
				continue
			}
			got.WriteString(line + "\n")
			continue
		}
		word := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
		normal := "250 ok"
		switch word {
		case "DATA":
			normal = "354 go on"
		case "QUIT":
			normal = "221 bye"
		}
		a := answer(word, normal)
		if !say(a) {
			return
		}
		data = word == "DATA" && strings.HasPrefix(a, "354")
	}
}

func open(address string) *Outbox {
	o := Defaults()
	o.Server, o.TLS, o.Timeout = address, mailer.Plain, 300*time.Millisecond
	return New(o)
}

// Everything is temporary unless it is known to be permanent; what may have
// arrived is unknown.
func TestVerdicts(t *testing.T) {
	cases := []struct {
		name string
		s    script
		want Verdict
	}{
		{"taken", script{}, Sent},
		{"no such user", script{"RCPT": "550 5.1.1 no such user"}, Refused},
		{"we are not liked", script{"RCPT": "554 5.7.1 your server is on a list"}, Permanent},
		{"box full", script{"RCPT": "552 5.2.2 mailbox full"}, Permanent},
		{"an unknown user in words", script{"RCPT": "550 unknown user"}, Refused},
		{"we may not relay", script{"RCPT": "550 relay not permitted"}, Temporary},
		{"we are not logged in", script{"RCPT": "550 Please turn on SMTP Authentication in your mail client"}, Temporary},
		{"our quota", script{"RCPT": "550 5.4.5 Daily sending quota exceeded"}, Temporary},
		{"we are suspended", script{"MAIL": "550 5.7.1 account suspended"}, Temporary},
		{"mailbox busy", script{"RCPT": "450 4.2.1 busy"}, Temporary},
		{"greylisted", script{"RCPT": "451 4.7.1 come back"}, Temporary},
		{"sender refused", script{"MAIL": "421 4.3.2 going down"}, Temporary},
		{"content refused", script{"dot": "554 5.7.1 spam"}, Permanent},
		{"disk full", script{"dot": "452 4.3.1 no space"}, Temporary},
		{"cut before data", script{"DATA": ""}, Temporary},
		{"cut at the recipient", script{"RCPT": ""}, Temporary},
		{"no answer to the dot", script{"dot": ""}, Unknown},
		{"silence after the dot", script{"dot": "silence"}, Unknown},
		{"silence at the greeting", script{"greeting": "silence"}, Temporary},
		{"not ready", script{"greeting": "554 no service"}, Temporary},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			address, got := c.s.serve(t)
			o := open(address)
			defer o.Close()
			verdict, err := o.Send(context.Background(), "me@example.org", "you@example.org", []byte("Subject: x\r\n\r\n.leading dot\r\n"))
			if verdict != c.want || (err == nil) != (c.want == Sent) {
				t.Errorf("%s, %v; want %s", verdict, err, c.want)
			}
			if c.want == Sent && !strings.Contains(got.String(), "..leading dot") {
				t.Errorf("the server got %q", got.String())
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if v, err := open(l.Addr().String()).Send(context.Background(), "a@b.c", "d@e.f", nil); v != Temporary || err == nil {
		t.Errorf("%s %v", v, err)
	}
}

// A refusal leaves the connection usable for the next letter, and a connection
// that broke is replaced.
func TestTheNextLetterGoes(t *testing.T) {
	s := script{"RCPT": "550 no"}
	address, _ := s.serve(t)
	o := open(address)
	defer o.Close()
	for range 3 {
		if v, _ := o.Send(context.Background(), "a@b.c", "d@e.f", []byte("x")); v != Permanent {
			t.Fatalf("verdict %s", v)
		}
	}
	o.Close()
	if v, _ := o.Send(context.Background(), "a@b.c", "d@e.f", []byte("x")); v != Permanent {
		t.Errorf("after the connection was cut: %s", v)
	}
}

func TestStopEndsALetterOnItsWay(t *testing.T) {
	address, _ := script{"MAIL": "silence"}.serve(t)
	o := open(address)
	o.Timeout = time.Minute
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	done := make(chan Verdict, 1)
	go func() {
		v, _ := o.Send(ctx, "a@b.c", "d@e.f", []byte("x"))
		done <- v
	}()
	select {
	case v := <-done:
		if v != Temporary {
			t.Errorf("verdict %s", v)
		}
	case <-time.After(10 * time.Second):
		t.Error("it went on waiting after it was told to stop")
	}
}
