package inbox_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"mentord/mailer"
	"mentord/mailer/inbox"
)

// poisoned serves three mails; of the second it says something that no client can read,
// which ends the connection, as go-imap does with any response that it cannot parse.
func poisoned(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go poisonedTalk(conn)
		}
	}()
	return l.Addr().String()
}

func poisonedTalk(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "* OK [CAPABILITY IMAP4rev1] hello\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		tag, command, _ := strings.Cut(lines.Text(), " ")
		upper := strings.ToUpper(command)
		listed := func(n int) bool {
			_, set, _ := strings.Cut(upper, "UID FETCH ")
			set, _, _ = strings.Cut(set, " ")
			return strings.Contains(set, ":") || strings.Contains(","+set+",", fmt.Sprintf(",%d,", n))
		}
		switch {
		case strings.HasPrefix(upper, "SELECT"):
			fmt.Fprint(conn, "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4] .\r\n* FLAGS ()\r\n")
		case strings.HasPrefix(upper, "UID SEARCH"):
			fmt.Fprint(conn, "* SEARCH 1 2 3\r\n")
		case strings.HasPrefix(upper, "UID FETCH"):
			for n := 1; n <= 3; n++ {
				switch {
				case !listed(n):
				case n == 2:
					fmt.Fprint(conn, "* 2 FETCH (UID 2 RFC822.SIZE many INTERNALDATE yesterday)\r\n")
				case strings.Contains(upper, "RFC822.SIZE"):
					fmt.Fprintf(conn, "* %d FETCH (UID %d RFC822.SIZE 20 INTERNALDATE \"04-Jan-2027 10:00:00 +0000\" BODY[HEADER.FIELDS (\"From\")] {15}\r\nFrom: a@b.c\r\n\r\n)\r\n", n, n)
				default:
					body := fmt.Sprintf("From: a@b.c\r\n\r\nmail %d\r\n", n)
					fmt.Fprintf(conn, "* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n", n, n, len(body), body)
				}
			}
		case strings.HasPrefix(upper, "CAPABILITY"):
			fmt.Fprint(conn, "* CAPABILITY IMAP4rev1\r\n")
		}
		fmt.Fprintf(conn, "%s OK done\r\n", tag)
	}
}

// One mail of which the server says what cannot be parsed: after the listing has failed
// each mail is looked at alone, the bad one is named, and the others come.
func TestOneMailThatCannotBeParsed(t *testing.T) {
	o := inbox.Defaults()
	o.Server, o.User, o.TLS, o.Timeout = poisoned(t), "x", mailer.Plain, 2*time.Second
	box := inbox.New(o)
	defer box.Close()
	if mails, err := box.Fetch(context.Background(), inbox.Wanted{}); err == nil || len(mails) != 0 {
		t.Fatalf("the listing gave %d mails, %v", len(mails), err)
	}
	mails, err := box.Fetch(context.Background(), inbox.Wanted{})
	var stuck *inbox.Stuck
	if !errors.As(err, &stuck) || stuck.UID != 2 || stuck.Validity != 7 || len(mails) != 1 || !strings.Contains(string(mails[0].Raw), "mail 1") {
		t.Fatalf("one by one: %d mails, %v", len(mails), err)
	}
	mails, err = box.Fetch(context.Background(), inbox.Wanted{After: mails[0].Mark, Skip: []inbox.Mark{{Validity: 7, UID: 2}}})
	if err != nil || len(mails) != 1 || mails[0].UID != 3 || !strings.Contains(string(mails[0].Raw), "mail 3") {
		t.Fatalf("past it: %d mails, %v", len(mails), err)
	}
}

// A human reads, deletes and moves mail in the same mailbox while we are at it: what was
// read comes all the same, what was moved away does not, and what is moved back is a new
// mail.
func TestAHumanBesideUs(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		o := p.options("program@example.test")
		box := inbox.New(o)
		defer box.Close()
		var last []inbox.Arrival
		for i := range 4 {
			p.deliver(t, fmt.Sprint("mail ", i))
			last = fetch(t, box, inbox.Mark{}, i+1)
		}
		human := person(t, o)
		defer human.Close()
		if _, err := human.Select("INBOX", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		one := func(i int) imap.UIDSet { return imap.UIDSetNum(imap.UID(last[i].UID)) }
		if err := human.Store(one(0), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen, imap.FlagFlagged}}, nil).Close(); err != nil {
			t.Fatal(err)
		}
		if err := human.Create("Private", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := human.Move(one(1), "Private").Wait(); err != nil {
			t.Fatal(err)
		}
		left := fetch(t, box, inbox.Mark{}, 3)
		if left[0].UID != last[0].UID || left[1].UID != last[2].UID {
			t.Errorf("after the human there are %d, %d and %d", left[0].UID, left[1].UID, left[2].UID)
		}
		// The fourth goes away between our taking it and our filing it.
		if _, err := human.Move(one(3), "Private").Wait(); err != nil {
			t.Fatal(err)
		}
		if err := box.File(context.Background(), last[0].Validity, []uint32{last[2].UID, last[3].UID}); err != nil {
			t.Errorf("a mail that a human has moved away cannot be filed: %v", err)
		}
		if _, err := human.Select("Private", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := human.Move(imap.SeqSetNum(1), "INBOX").Wait(); err != nil {
			t.Fatal(err)
		}
		if back := fetch(t, box, last[3].Mark, 1); !strings.Contains(string(back[0].Raw), "mail 1") || back[0].UID <= last[3].UID {
			t.Errorf("what was moved back came as %d: %s", back[0].UID, back[0].Raw)
		}
	})
}

// person is an ordinary mail program, logged in to the same mailbox.
func person(t *testing.T, o inbox.Options) *imapclient.Client {
	t.Helper()
	var c *imapclient.Client
	var err error
	switch o.TLS {
	case mailer.TLS:
		c, err = imapclient.DialTLS(o.Server, &imapclient.Options{TLSConfig: o.Config})
	case mailer.StartTLS:
		c, err = imapclient.DialStartTLS(o.Server, &imapclient.Options{TLSConfig: o.Config})
	default:
		c, err = imapclient.DialInsecure(o.Server, nil)
	}
	if err == nil {
		err = c.Login(o.User, o.Secret).Wait()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}
