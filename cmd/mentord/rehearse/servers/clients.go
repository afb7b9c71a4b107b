package servers

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"fmt"
	"net"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A Client is a mail program that answers invitations with nobody in front of it.
type Client string

// The clients, each with code of its own for calendars.
const (
	Gnus  Client = "Gnus"  // of Emacs: reads over IMAP, sends over SMTP
	NMH   Client = "nmh"   // repl, mhical, mhbuild, send
	Horde Client = "Horde" // its iTip library, in PHP
)

// An Answer is what a client says to an invitation that lies in its mailbox.
type Answer string

// The answers.
const (
	Accept    Answer = "accepted"
	Decline   Answer = "declined"
	Tentative Answer = "tentative"
)

// An InvitationMail is an invitation as it came, and what is needed of it.
type InvitationMail struct {
	Raw       []byte // the mail
	Calendar  []byte // the iCalendar object in it
	MessageID string // with its angle brackets
	Organizer string // where an answer goes
}

//go:embed clients
var clientFiles embed.FS

// What each client calls the three answers.
var clientWords = map[Client]map[Answer]string{
	Gnus:  {Accept: "accepted", Decline: "declined", Tentative: "tentative"},
	NMH:   {Accept: "accept", Decline: "decline", Tentative: "tentative"},
	Horde: {Accept: "Accept", Decline: "Decline", Tentative: "Tentative"},
}

// Reply lets a client answer an invitation in the mailbox of user. It is sent
// when Reply returns; what cannot be sent ends the test.
func (m *Mail) Reply(t testing.TB, c Client, user string, to InvitationMail, a Answer) {
	t.Helper()
	need(t, "emacs-nox nmh php-cli php-horde-itip php-mbstring", "/usr/bin/emacs", "/usr/bin/mh/mhical", "/usr/bin/php", "/usr/share/php/Horde/Itip.php")
	home := t.TempDir()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s answers %q: %v", c, a, err)
		}
	}
	file := func(name string, data []byte) string {
		t.Helper()
		path := filepath.Join(home, name)
		do(os.MkdirAll(filepath.Dir(path), 0o700))
		do(os.WriteFile(path, data, 0o600))
		return path
	}
	script := func(name string) string {
		t.Helper()
		data, err := clientFiles.ReadFile("clients/" + name)
		do(err)
		return file(name, data)
	}
	address, word := user+"@"+m.Domain, clientWords[c][a]
	_, imap, _ := net.SplitHostPort(m.IMAP)
	_, mx, _ := net.SplitHostPort(m.MX)
	env := append(os.Environ(), "HOME="+home)
	run := func(name string, args ...string) []byte {
		t.Helper()
		ctx, stop := context.WithTimeout(context.Background(), time.Minute)
		defer stop()
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir, cmd.Env = home, env
		var said bytes.Buffer
		cmd.Stderr = &said
		out, err := cmd.Output()
		if err != nil {
			do(fmt.Errorf("%s: %w\n%s%s", name, err, out, said.String()))
		}
		return out
	}
	switch c {
	case Gnus:
		file(".authinfo", fmt.Appendf(nil, "machine 127.0.0.1 port %s login %s password secret-%s\n", imap, address, user))
		env = append(env, "CLIENT_USER="+address, "CLIENT_IMAP="+imap, "CLIENT_SMTP="+mx, "CLIENT_MESSAGE="+to.MessageID, "CLIENT_STATUS="+word)
		run("/usr/bin/emacs", "-Q", "--batch", "-l", script("gnus.el"))
	case NMH:
		profile := file(".mh_profile", fmt.Appendf(nil, "Path: %s/Mail\nLocal-Mailbox: %s <%s>\nmhbuild-convert-text/calendar: mhical -infile %%F\n", home, user, address))
		env = append(env, "PATH=/usr/bin/mh:/usr/bin:/bin", "MH="+profile, "MHCONTEXT="+home+"/context",
			"MHMTSCONF="+file("mts.conf", fmt.Appendf(nil, "servers: 127.0.0.1\nlocalname: %s\nclientname: %s\nmts: smtp\n", m.Domain, m.Domain)))
		file("Mail/inbox/1", bytes.ReplaceAll(to.Raw, []byte("\r"), nil))
		run("/usr/bin/mh/folder", "+inbox", "1")
		run("/usr/bin/mh/repl", "-noformat", "-nowhatnowproc", "-convertargs", "text/calendar", "-reply "+word+" -contenttype -attendee "+address, "+inbox", "1")
		run("/usr/bin/mh/mhbuild", filepath.Join(home, "Mail", "draft"))
		run("/usr/bin/mh/send", "-server", "127.0.0.1", "-port", mx, "-notls", "-nosasl", "-msgid", "-draft")
	case Horde:
		mail := run("/usr/bin/php", script("horde.php"), file("invitation.ics", to.Calendar), address, word)
		do(deliver(m.MX, address, to.Organizer, mail))
	default:
		t.Fatalf("there is no client %q", c)
	}
}

// deliver hands a mail to the MX as another site would, in the clear.
func deliver(server, from, to string, mail []byte) error {
	c, err := smtp.Dial(server)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := cmp.Or(c.Mail(from), c.Rcpt(to)); err != nil {
		return err
	}
	data, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := data.Write(mail); err != nil {
		return err
	}
	return cmp.Or(data.Close(), c.Quit())
}
