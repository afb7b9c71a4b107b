package rehearse

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"mentord/calendar/ics"
	"mentord/cmd/mentord/rehearse/servers"
	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/pairing"
	"mentord/store"
)

// Mail programs that are not ours take the invitation from Bo's mailbox on
// Dovecot and answer it through Postfix: maybe, then yes, then no. The session
// follows each time, and after a no there is a new time and the next of them.
func TestClientsAnswerInvitations(t *testing.T) {
	real := servers.StartMail(t, "program", "mia", "ana", "bo")
	m := startMentord(t, real, "")
	b := seat(t, real)
	ana, bo := b.actors[0], b.actors[1]
	bo.Ignores = 1 // the calendars are for the clients
	for _, a := range b.actors {
		if err := send(context.Background(), b.boxes[a], a.Address, "program@"+real.Domain, a.firstMail("program@"+real.Domain, time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	mailbox := inbox.New(bo.inbox.Options)
	t.Cleanup(mailbox.Close)
	var mark inbox.Mark
	// invitation is the newest of Bo, with this sequence.
	invitation := func(sequence int) (found servers.InvitationMail) {
		b.until("invitation", func() bool {
			arrived, err := mailbox.Fetch(context.Background(), inbox.Wanted{After: mark})
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range arrived {
				mark = a.Mark
				mail := mailer.Parse(a.Raw)
				if len(mail.Calendars) == 0 {
					continue
				}
				events, err := ics.Read(mail.Calendars[0])
				if err != nil {
					t.Fatalf("%v\n%s", err, mail.Calendars[0])
				}
				if events[0].Method == ics.Request && events[0].Sequence >= sequence {
					found = servers.InvitationMail{Raw: a.Raw, Calendar: mail.Calendars[0], MessageID: "<" + mail.MessageID + ">", Organizer: organizerOf(t, mail.Calendars[0])}
				}
			}
			return found.Raw != nil
		})
		return found
	}
	session := func() pairing.Session { return onlySession(t, m.store) }
	// answer lets a client answer in a second of its own: DTSTAMP has no finer
	// parts, and two answers of one second are one.
	var answered time.Time
	answer := func(client servers.Client, to servers.InvitationMail, a servers.Answer) {
		b.until("new second", func() bool { return time.Now().After(answered.Truncate(time.Second).Add(time.Second)) })
		real.Reply(t, client, "bo", to, a)
		answered = time.Now()
	}
	becomes := func(status ics.Status) {
		t.Helper()
		b.until("session in which Bo's calendar says "+string(status), func() bool { return session().Calendar[pairing.Mentor].Status == status })
	}
	sequence := 0
	for _, client := range []servers.Client{servers.Gnus, servers.NMH, servers.Horde} {
		to := invitation(sequence)
		booked := session()
		answer(client, to, servers.Tentative)
		becomes(ics.Tentative)
		answer(client, to, servers.Accept)
		becomes(ics.Accepted)
		if now := session(); now.Slot != booked.Slot || now.Sequence != booked.Sequence || now.Status != pairing.Booked {
			t.Errorf("%s said maybe and yes, and the session became %+v", client, now)
		}
		answer(client, to, servers.Decline)
		b.until("another time after "+string(client)+" declined", func() bool {
			now := session()
			return now.Status == pairing.Booked && now.Slot != booked.Slot && now.Sequence > booked.Sequence
		})
		sequence = session().Sequence
		if now := session(); now.Moves != booked.Moves+1 {
			t.Errorf("%s declined once, and the session has moved %d times", client, now.Moves-booked.Moves)
		}
	}
	b.until("Ana's yes to the last invitation", func() bool { return session().Calendar[pairing.Mentee].Status == ics.Accepted })
	for _, l := range append(b.got[ana], b.got[bo]...) {
		if strings.Contains(l.Text, "did not understand") {
			t.Errorf("an answer was not understood:\n%s", l.Text)
		}
	}
	if bytes.Contains(m.log.Bytes(), []byte("level=ERROR")) {
		t.Errorf("an error in the log")
	}
}

// organizerOf is where an answer to the invitation goes.
func organizerOf(t *testing.T, calendar []byte) string {
	t.Helper()
	for line := range strings.Lines(unfold(string(calendar))) {
		if strings.HasPrefix(line, "ORGANIZER") {
			if _, address, ok := strings.Cut(strings.TrimSpace(line), "mailto:"); ok {
				return address
			}
		}
	}
	t.Fatalf("the invitation has no organizer:\n%s", calendar)
	return ""
}

// onlySession is the session in the daemon's store that is not over.
func onlySession(t *testing.T, path string) (found pairing.Session) {
	t.Helper()
	options := store.Defaults()
	options.Path = path
	s, err := store.Open(context.Background(), options, time.Now(), func() string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(context.Background(), time.Now(), func(tx *store.Tx) error {
		scene, err := tx.Everyone()
		for _, session := range scene.Sessions {
			found = session
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
