package daemon_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/calendar/ics"
	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/mailer/letter"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// busyChild is a daemon that works in real time until it is killed.
func busyChild() {
	w := town{imap: os.Getenv("MENTORD_IMAP"), smtp: os.Getenv("MENTORD_SMTP"), domain: os.Getenv("MENTORD_DOMAIN"), security: mailer.Security(os.Getenv("MENTORD_TLS")),
		password: func(string) string { return os.Getenv("MENTORD_SECRET") }}
	if file := os.Getenv("MENTORD_CA"); file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		w.config = &tls.Config{RootCAs: pool}
	}
	s, err := store.Open(context.Background(), store.Options{Path: os.Getenv("MENTORD_STORE"), Program: "p"}, time.Now(), func() string { return "secret" })
	if err == nil {
		err = s.Reclaim(context.Background(), time.Now())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	p := pairing.Defaults()
	p.Program = pairing.Program{Name: "Test Mentoring", Coordinator: w.address("mia"), Zone: "UTC"}
	d := daemon.New(daemon.Setup{Policy: p, Letter: letter.Policy{AtMost: 1000}, Account: "program", Store: s, Logger: slog.New(slog.DiscardHandler),
		Inbox: w.box(w.imap, "program", "Processed", 5*time.Second), Outbox: w.outbox(w.smtp, "program", 5*time.Second),
		Sender: letter.Sender{Name: "Test Mentoring", Mailbox: w.address("program"), Plus: true, Program: "p", Zone: time.UTC}})
	fmt.Println("up")
	for {
		_, _ = d.Step(context.Background(), time.Now())
		time.Sleep(3 * time.Millisecond)
	}
}

// A guest is a participant in front of their mailbox, who answers at once.
type guest struct {
	name  string
	box   *inbox.Inbox
	mark  inbox.Mark
	got   []mailer.Mail
	moved bool
	kept  map[string]bool // message ids that were answered
}

// A party is a busy hour: eight people and what they wrote.
type party struct {
	t      *testing.T
	w      town
	out    map[string]*outbox.Outbox
	guests []*guest
	wrote  int
}

func (p *party) write(from, to, more, words string) {
	p.t.Helper()
	p.wrote++
	raw := fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nSubject: hello\r\nMessage-ID: <b%d.%s>\r\n%s\r\n%s\r\n", p.w.address(from), to, p.wrote, p.w.address(from), more, words)
	if v, err := p.out[from].Send(context.Background(), p.w.address(from), to, raw); v != outbox.Sent {
		p.t.Fatalf("%s could not write: %s %v", from, v, err)
	}
}

func (p *party) join(g *guest) {
	if strings.HasPrefix(g.name, "p") && g.name < "p4" {
		p.write(g.name, p.w.address("program"), "", "Role: mentor\r\nSkills: negotiation\r\nCity: London\r\nFree: Mon to Fri 9-17")
		return
	}
	p.write(g.name, p.w.address("program"), "", "Role: mentee\r\nGoals: learn to negotiate\r\nCity: London\r\nFree: Mon to Fri 9-17")
}

// read lets everybody read what is new and answer it.
func (p *party) read() (news int) {
	p.t.Helper()
	for _, g := range p.guests {
		mails, err := g.box.Fetch(context.Background(), inbox.Wanted{After: g.mark})
		if err != nil {
			p.t.Fatal(err)
		}
		for _, m := range mails {
			l := mailer.Parse(m.Raw)
			g.got, g.mark = append(g.got, l), m.Mark
			news++
			if !g.kept[l.MessageID] { // a double is answered once, as a person would
				g.kept[l.MessageID] = true
				p.answer(g, l)
			}
		}
	}
	return news
}

func (p *party) answer(g *guest, l mailer.Mail) {
	to, re := mailer.Addresses(l.Header.Get("reply-to"))[0].Email, "In-Reply-To: <"+l.MessageID+">\r\n"
	switch {
	case strings.Contains(l.Subject, "as your"):
		p.write(g.name, to, re, "yes")
	case strings.HasPrefix(l.Subject, "A time"), strings.Contains(l.Text, "\n1. ") && strings.Contains(l.Subject, "you and"):
		p.write(g.name, to, re, "1")
	case len(l.Calendars) > 0 && !g.moved && g.name >= "p4":
		g.moved = true
		p.write(g.name, to, re, "Sorry, I can't make that after all. Another day please.")
	case len(l.Calendars) > 0:
		uid, sequence := event(l)
		p.write(g.name, to, re+"Content-Type: text/calendar; method=REPLY\r\n", fmt.Sprintf("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:%s\r\nSEQUENCE:%s\r\nDTSTAMP:%s\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:%s\r\nORGANIZER:mailto:%s\r\nEND:VEVENT\r\nEND:VCALENDAR",
			uid, sequence, time.Now().UTC().Format("20060102T150405Z"), p.w.address(g.name), p.w.address("program")))
	}
}

// event is the UID and the SEQUENCE of an invitation.
func event(l mailer.Mail) (uid, sequence string) {
	for _, line := range strings.Split(string(l.Calendars[0]), "\r\n") {
		if v, ok := strings.CutPrefix(line, "UID:"); ok {
			uid = v
		}
		if v, ok := strings.CutPrefix(line, "SEQUENCE:"); ok {
			sequence = v
		}
	}
	return uid, sequence
}

// SIGKILL at 200 random moments of a busy hour, on embedded and on real servers: no mail
// is lost or decided twice, no letter is missing, what comes twice is the same letter, and
// no invitation overtakes another.
func TestKilledAtRandomMoments(t *testing.T) {
	towns(t, func(t *testing.T, w town) {
		kills := 200
		if testing.Short() {
			kills = 40
		}
		p := &party{t: t, w: w, out: map[string]*outbox.Outbox{}}
		for i := range 8 {
			g := &guest{name: fmt.Sprintf("p%d", i), box: w.box(w.imap, fmt.Sprintf("p%d", i), "", 10*time.Second), kept: map[string]bool{}}
			p.guests = append(p.guests, g)
			p.out[g.name] = w.outbox(w.smtp, g.name, 10*time.Second)
			t.Cleanup(g.box.Close)
			t.Cleanup(p.out[g.name].Close)
		}
		path := filepath.Join(t.TempDir(), "busy.db")
		lots := rand.New(rand.NewPCG(uint64(kills), 3))
		start := func() *exec.Cmd {
			c := exec.Command(os.Args[0])
			c.Env = append(os.Environ(), "MENTORD_CHILD=busy", "MENTORD_STORE="+path, "MENTORD_IMAP="+w.imap, "MENTORD_SMTP="+w.smtp, "MENTORD_DOMAIN="+w.domain,
				"MENTORD_TLS="+string(w.security), "MENTORD_SECRET="+w.password("program"), "MENTORD_CA="+w.caFile)
			out, err := c.StdoutPipe()
			if err == nil {
				err = c.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			if line, _ := bufio.NewReader(out).ReadString('\n'); line != "up\n" {
				t.Fatalf("the daemon does not start: %q", line)
			}
			return c
		}
		for n := range kills {
			if n%(kills/10) == 0 && n/(kills/10) < len(p.guests) {
				p.join(p.guests[n/(kills/10)])
			}
			if n%7 == 3 {
				p.write(p.guests[lots.IntN(1+min(7, n/(kills/10)))].name, w.address("program"), "", "help")
			}
			c := start()
			time.Sleep(time.Duration(lots.IntN(90)) * time.Millisecond)
			_ = c.Process.Kill()
			_ = c.Wait()
			p.read()
		}
		c := start()
		defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
		s := openStore(t, path)
		for begun, quiet := time.Now(), 0; quiet < 20; time.Sleep(50 * time.Millisecond) {
			if time.Since(begun) > 2*time.Minute {
				t.Fatal("it never comes to an end")
			}
			counts := countsOf(t, s)
			total := 0
			for _, n := range counts.Mails {
				total += n
			}
			waiting := counts.Outbox["queued"] + counts.Outbox["sending"] + counts.Outbox["retry"] + counts.Outbox["unknown"] + counts.Mails[""]
			if quiet++; p.read() > 0 || total < p.wrote || waiting > 0 || p.missing(s) {
				quiet = 0
			}
		}
		p.judge(s, kills)
	})
}

func countsOf(t *testing.T, s *store.Store) (c store.Counts) {
	t.Helper()
	err := s.Update(context.Background(), time.Now(), func(tx *store.Tx) (err error) {
		c, err = tx.Counts()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// missing reports whether a letter that a server took is still on its way.
func (p *party) missing(s *store.Store) (missing bool) {
	for _, g := range p.guests {
		err := s.View(context.Background(), time.Now(), func(tx *store.Tx) error {
			sent, err := tx.SentTo(p.w.address(g.name))
			for _, id := range sent {
				missing = missing || !slices.ContainsFunc(g.got, func(l mailer.Mail) bool { return l.MessageID == id })
			}
			return err
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
	return missing
}

// judge compares what everybody wrote and got with what the store says.
func (p *party) judge(s *store.Store, kills int) {
	p.t.Helper()
	counts := countsOf(p.t, s)
	total := 0
	for _, n := range counts.Mails {
		total += n
	}
	if total != p.wrote || counts.Mails["twin"]+counts.Mails["failed"] > 0 {
		p.t.Errorf("%d mails were written, %d taken: %v", p.wrote, total, counts.Mails)
	}
	if counts.Sessions["booked"] < 2 {
		p.t.Errorf("too little came of it: %v", counts.Sessions)
	}
	letters, doubles, invitations := 0, 0, 0
	for _, g := range p.guests {
		ids, told := map[string]int{}, map[string]string{}
		newest := map[string]string{}
		for _, l := range g.got {
			ids[l.MessageID]++
			for _, mark := range l.Marks() {
				if other, ok := told[mark]; ok && other != l.MessageID {
					p.t.Errorf("%s is told the same in two letters, %s and %s", g.name, other, l.MessageID)
				}
				told[mark] = l.MessageID
			}
			if len(l.Calendars) == 0 {
				continue
			}
			invitations++
			if answers, err := ics.Read(l.Calendars[0]); err != nil || len(answers) == 0 {
				p.t.Errorf("%s got an invitation that cannot be read: %v", g.name, err)
			}
			uid, sequence := event(l)
			if sequence < newest[uid] {
				p.t.Errorf("%s got sequence %s of %s after %s", g.name, sequence, uid, newest[uid])
			}
			newest[uid] = sequence
		}
		sent := 0
		err := s.Update(context.Background(), time.Now(), func(tx *store.Tx) error {
			ours, err := tx.SentTo(p.w.address(g.name))
			for _, id := range ours {
				if ids[id] == 0 {
					p.t.Errorf("%s never got letter %s", g.name, id)
				}
			}
			sent = len(ours)
			return err
		})
		if err != nil || sent != len(ids) {
			p.t.Errorf("%s got %d letters, the store knows %d: %v", g.name, len(ids), sent, err)
		}
		letters += len(ids)
		for _, n := range ids {
			doubles += n - 1
		}
	}
	p.t.Logf("%d kills: %d mails, %d letters, %d of them came twice, %d invitations and updates, %v", kills, p.wrote, letters, doubles, invitations, counts.Sessions)
}
