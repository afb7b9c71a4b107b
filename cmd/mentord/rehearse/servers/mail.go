package servers

import (
	"embed"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

// Mail is a running Dovecot and Postfix that deliver to each other.
//
// Each user has one mailbox, USER@example.test, with the password "secret-USER".
// Mail for USER+tag@example.test and for USER@mentee.test arrives there too; the
// Delivered-To field keeps the address as it was written. Dovecot adds that
// field only when a message has one recipient here: with two in one envelope
// (the program's address and its tagged one, say) each gets a copy without it.
//
// Mail for other domains bounces with 5.1.2, as does gone.test; full.test bounces
// with 5.2.2; for slow.test a "delayed" notice comes after about 3 s and the
// bounce after about 20 s. What is sent to a postmaster here is thrown away.
type Mail struct {
	IMAP   string // host:port, in the clear with STARTTLS on offer
	IMAPS  string
	Submit string // STARTTLS, then AUTH; takes any recipient, so a real bounce follows
	MX     string // as another site would deliver: no login, refuses unknown users at RCPT
	CA     []byte // PEM of the certificate of all of them, for 127.0.0.1 and localhost
	CAFile string // the same in a file
	Domain string // example.test

	b        *bench
	uid, gid int
	users    []string
}

const mailPackages = "dovecot-core dovecot-imapd dovecot-lmtpd dovecot-sieve postfix"

var (
	//go:embed conf
	conf      embed.FS
	templates = template.Must(template.ParseFS(conf, "conf/*"))

	localPart = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
)

// settings are what the configuration files leave open.
type settings struct {
	Dir                     string // of the bench
	User, Group             string // that Dovecot runs as
	UID, GID                int
	IMAP, IMAPS, Submit, MX int // ports
	Users                   []string
}

// StartMail starts Dovecot and Postfix for the rest of the test. The users are
// local parts in lower case.
func StartMail(t testing.TB, users ...string) *Mail {
	t.Helper()
	need(t, mailPackages, dovecotProgram, imapProgram, lmtpProgram, sievePlugin, postfixProgram)
	for _, user := range users {
		if !localPart.MatchString(user) || user == "postmaster" {
			t.Fatalf("%q can't be a user of the mail server", user)
		}
	}
	b := newBench(t)
	ports := b.ports(4)
	uid, gid := b.who("nobody")
	cert, key, err := selfSigned()
	b.do(err)
	m := &Mail{
		IMAP: local(ports[0]), IMAPS: local(ports[1]), Submit: local(ports[2]), MX: local(ports[3]),
		CA: cert, CAFile: filepath.Join(b.dir, "ca.pem"), Domain: "example.test",
		b: b, uid: uid, gid: gid, users: users,
	}
	b.do(os.WriteFile(m.CAFile, cert, 0o644))
	keyFile := filepath.Join(b.dir, "key.pem")
	b.do(os.WriteFile(keyFile, key, 0o600))
	b.do(os.Chown(keyFile, uid, gid)) // for Dovecot; Postfix reads it as root

	s := settings{
		Dir: b.dir, User: "nobody", Group: b.group(gid), UID: uid, GID: gid,
		IMAP: ports[0], IMAPS: ports[1], Submit: ports[2], MX: ports[3], Users: users,
	}
	dovecot, postfix := b.startDovecot(s), b.startPostfix(s)
	dovecot.await(greets(m.IMAP, "* OK"))
	postfix.await(greets(m.MX, "220 "))
	postfix.await(greets(m.Submit, "220 "))
	return m
}

// write renders one of the configuration files.
func (b *bench) write(name, file string, s settings) {
	b.Helper()
	var text strings.Builder
	b.do(templates.ExecuteTemplate(&text, name, s))
	b.do(os.WriteFile(file, []byte(text.String()), 0o644))
}

// Sieve gives a user a script for arriving mail, in place of the one before. A
// script with "vacation" sends a real auto-reply.
func (m *Mail) Sieve(t testing.TB, user, script string) {
	t.Helper()
	if !slices.Contains(m.users, user) {
		t.Fatalf("the mail server has no user %q", user)
	}
	m.b.mkdir(0o700, m.uid, m.gid, "dovecot", "mail", user)
	file := filepath.Join(m.b.dir, "dovecot", "mail", user, ".dovecot.sieve")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	// Dovecot keeps a compiled script until the text is newer, to the second.
	os.Remove(strings.TrimSuffix(file, ".sieve") + ".svbin")
}
