package rehearse

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/outbox"
	"mentord/pairing"
)

// A table is two people in front of their mail programs, in real time.
type table struct {
	t      *testing.T
	actors []*Actor
	boxes  map[*Actor]*outbox.Outbox
	got    map[*Actor][]mailer.Mail
}

// until lets both read and answer at once, until done.
func (b *table) until(what string, done func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			for _, a := range b.actors {
				for _, l := range b.got[a] {
					b.t.Logf("%s got: %s", a.Name, l.Subject)
				}
			}
			b.t.Fatalf("after a minute there is still no %s", what)
		}
		for _, a := range b.actors {
			letters, deeds, err := a.read(context.Background(), time.Now())
			if err != nil {
				b.t.Fatal(err)
			}
			b.got[a] = append(b.got[a], letters...)
			for _, d := range deeds {
				raw := d.Raw(time.Now())
				if err := send(context.Background(), b.boxes[a], a.Address, mailer.Parse(raw).To[0], raw); err != nil {
					b.t.Fatal(err)
				}
			}
		}
	}
}

func (b *table) has(a *Actor, subject string) bool {
	for _, l := range b.got[a] {
		if strings.Contains(l.Subject, subject) {
			return true
		}
	}
	return false
}

// mentord serve as a process of its own, in real time, on real Dovecot and
// Postfix: from the first mail to the accepted invitation. It stops on SIGTERM,
// is started again, and bothers nobody a second time.
func TestServeOnRealServers(t *testing.T) {
	real := servers.StartMail(t, "program", "mia", "ana", "bo")
	m := startMentord(t, real, "")

	b := seat(t, real)
	ana, bo := b.actors[0], b.actors[1]
	for _, a := range b.actors {
		if err := send(context.Background(), b.boxes[a], a.Address, "program@"+real.Domain, a.firstMail("program@"+real.Domain, time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	b.until("introduction", func() bool { return b.has(ana, "you and Bo Berg") && b.has(bo, "you and Ana Ruiz") })
	b.until("accepted invitation", func() bool {
		out, _ := m.run("status").CombinedOutput()
		return len(ana.events) == 1 && len(bo.events) == 1 && bytes.Contains(out, []byte("calendar 2"))
	})
	if err := m.serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := m.serve.Wait(); err != nil || !strings.Contains(m.log.String(), "mentord has stopped") {
		t.Fatalf("it did not stop cleanly: %v\n%s", err, m.log.String())
	}
	if strings.Contains(m.log.String(), "secret-program") || strings.Contains(m.log.String(), "ana@") || strings.Contains(m.log.String(), "DATA RACE") {
		t.Error("the password or a data race stands in the log")
	}
	before := len(b.got[ana]) + len(b.got[bo])
	again := m.run("serve")
	if err := again.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Process.Kill() })
	help := ana.mail(mailer.Mail{From: []mailer.Address{{Email: "program@" + real.Domain}}, Subject: "help"}, time.Now(), "", "help")
	if err := send(context.Background(), b.boxes[ana], ana.Address, "program@"+real.Domain, help); err != nil {
		t.Fatal(err)
	}
	b.until("answer after the restart", func() bool { return b.has(ana, "what you can write to me") })
	if after := len(b.got[ana]) + len(b.got[bo]); after != before+1 {
		t.Errorf("%d letters before the restart, %d after it and one question", before, after)
	}
}

// A mentord is the daemon as a process of its own.
type mentord struct {
	run   func(args ...string) *exec.Cmd
	serve *exec.Cmd
	log   *bytes.Buffer
	store string // path of its database
}

// startMentord builds mentord, checks its config and lets it serve the program
// of the servers until the test ends.
func startMentord(t *testing.T, real *servers.Mail, more string) *mentord {
	t.Helper()
	dir := t.TempDir()
	binary, config := filepath.Join(dir, "mentord"), filepath.Join(dir, "config.toml")
	build := []string{"build", "-o", binary}
	if os.Getenv("MENTORD_RACE") != "" { // the daemon itself under the race detector, too
		build = append(build, "-race")
	}
	if out, err := exec.Command("go", append(build, "mentord/cmd/mentord")...).CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	m := &mentord{log: &bytes.Buffer{}, store: filepath.Join(dir, "store.db")}
	text := fmt.Sprintf("[program]\nname = \"Real Mentoring\"\ncoordinator = \"mia@%s\"\nzone = \"Europe/London\"\n[letter]\nquiet = \"off\"\nat_most = \"100 a day\"\n"+
		"[inbox]\nserver = %q\nuser = \"program@%s\"\npassword = { env = \"REAL_PASSWORD\" }\ntls = \"starttls\"\nca = %q\n[outbox]\nserver = %q\nper_minute = 0\ntls = \"starttls\"\nca = %q\n[store]\npath = %q\n",
		real.Domain, real.IMAP, real.Domain, real.CAFile, real.Submit, real.CAFile, m.store) + more
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m.run = func(args ...string) *exec.Cmd {
		c := exec.Command(binary, append(args, "--config", config)...)
		c.Env = append(os.Environ(), "REAL_PASSWORD=secret-program")
		return c
	}
	if out, err := m.run("check").CombinedOutput(); err != nil || bytes.Count(out, []byte(" ok")) != 6 {
		t.Fatalf("check: %v\n%s", err, out)
	}
	m.serve = m.run("serve")
	m.serve.Stderr = m.log
	if err := m.serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = m.serve.Process.Kill()
		if t.Failed() {
			t.Logf("mentord serve said:\n%s", m.log.String())
		}
	})
	return m
}

// seat gives Ana and Bo their mailboxes on the real servers.
func seat(t *testing.T, real *servers.Mail) *table {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(real.CA)
	b := &table{t: t, boxes: map[*Actor]*outbox.Outbox{}, got: map[*Actor][]mailer.Mail{}}
	lots := rand.New(rand.NewPCG(1, 1))
	for _, p := range []struct {
		name, local string
		profile     pairing.Profile
	}{
		{"Ana Ruiz", "ana", pairing.Profile{Role: pairing.MenteeRole, Goals: "negotiation"}},
		{"Bo Berg", "bo", pairing.Profile{Role: pairing.MentorRole, Skills: "negotiation"}},
	} {
		a := newActor(p.name, p.local+"@"+real.Domain, calendar.Zone("Europe/London", time.UTC), p.profile, "London", "Mon to Fri 9-17", false, Habits{Client: "gmail"}, lots)
		in, out := inbox.Defaults(), outbox.Defaults()
		in.Server, in.User, in.Secret, in.TLS, in.Config, in.Archive = real.IMAP, a.Address, "secret-"+p.local, mailer.StartTLS, &tls.Config{RootCAs: pool}, ""
		out.Server, out.User, out.Secret, out.TLS, out.Config = real.Submit, a.Address, "secret-"+p.local, mailer.StartTLS, &tls.Config{RootCAs: pool}
		a.inbox = inbox.New(in)
		b.boxes[a] = outbox.New(out)
		b.actors = append(b.actors, a)
		t.Cleanup(a.inbox.Close)
	}
	return b
}
