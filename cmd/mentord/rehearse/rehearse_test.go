package rehearse

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mentord/cmd/mentord/rehearse/servers"
	"mentord/mailer"
	"mentord/store"
)

func play(t *testing.T, o Options) (Result, []byte) {
	t.Helper()
	r, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := r.Script.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	r.Summary.Print(&b)
	return r, b.Bytes()
}

// enough says what a whole cohort must at least come to.
func enough(t *testing.T, s Summary) {
	t.Helper()
	switch {
	case s.Lost != 0 || s.Doubled != 0:
		t.Errorf("lost %d, doubled %d", s.Lost, s.Doubled)
	case s.People < 16 || s.Pairs < 6 || s.SessionsHeld < 60 || s.SessionsMoved < 3:
		t.Errorf("%d people, %d pairs, %d sessions held, %d moved: too few", s.People, s.Pairs, s.SessionsHeld, s.SessionsMoved)
	case s.CalendarAnswers < 100 || s.Declined == 0 || s.Countered == 0 || s.SurveysAnswered < 100 || s.Queued == 0:
		t.Errorf("the cast did too little: %+v", s)
	}
}

// The same seed gives the same timeline, byte for byte, three times in a row;
// another seed gives another.
func TestTheSameSeedIsTheSamePlay(t *testing.T) {
	r, first := play(t, Options{Seed: 1})
	enough(t, r.Summary)
	for range 2 {
		if _, again := play(t, Options{Seed: 1}); !bytes.Equal(first, again) {
			t.Fatalf("the second play differs at byte %d", firstDifference(first, again))
		}
	}
	if _, other := play(t, Options{Seed: 2}); bytes.Equal(first, other) {
		t.Error("another seed gave the same play")
	}
}

// With a crowd beside the cast everything happens that can be written at any time,
// and nothing is lost.
func TestTheCrowd(t *testing.T) {
	r, text := play(t, Options{Seed: 1, Crowd: 20})
	s := r.Summary
	if s.Lost != 0 || s.Doubled != 0 || s.People < 36 || s.SessionsHeld < 100 {
		t.Errorf("lost %d, doubled %d, %d people, %d sessions", s.Lost, s.Doubled, s.People, s.SessionsHeld)
	}
	for _, kind := range []string{"mydata", "rematch", "partner", "left", "paused", "resumed", "help", "status", "fit", "ending", "extended", "thanks", "certificate", "mentor", "digest", "about", "waiting"} {
		if s.LettersByKind[kind] == 0 {
			t.Errorf("there is no %s letter", kind)
		}
	}
	for _, outcome := range []string{"erased", "concern", "undo", "leave", "away", "bounce", "inquiry"} {
		if s.MailsByOutcome[outcome] == 0 {
			t.Errorf("no mail came out as %s: %v", outcome, s.MailsByOutcome)
		}
	}
	if s.MedianMonthly == 0 || s.MedianMonthly > 8 || !strings.Contains(string(text), "letters a month (the median)") {
		t.Errorf("%.1f letters a month, and they are not told or too many", s.MedianMonthly)
	}
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func TestOutHoldsEveryMailbox(t *testing.T) {
	dir := t.TempDir()
	r, _ := play(t, Options{Seed: 3, Out: dir})
	var mails int
	for _, pattern := range []string{"*/*.eml"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		mails += len(files)
	}
	if mails < r.Summary.Letters {
		t.Errorf("%d mails for %d letters", mails, r.Summary.Letters)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "timeline.txt")); err != nil || !strings.Contains(string(text), "accepts the invitation") {
		t.Errorf("the timeline: %v", err)
	}
}

// The whole cohort on real servers: Dovecot and Postfix in the place of the
// embedded ones, with a real delivery status for the address that is not there.
func TestRealServers(t *testing.T) {
	users := []string{"program", "mia"}
	for _, r := range cast {
		if a := addressOf(r.name, "example.test"); !strings.Contains(r.name, "Lost") {
			local, _, _ := strings.Cut(a, "@")
			users = append(users, local)
		}
	}
	real := servers.StartMail(t, users...)
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(real.CA) {
		t.Fatal("no certificate")
	}
	o := Options{Seed: 1, Domain: real.Domain, Servers: &Servers{IMAP: real.IMAP, SMTP: real.Submit, TLS: mailer.StartTLS, Slow: true,
		Config: &tls.Config{RootCAs: pool}, Password: func(address string) string {
			local, _, _ := strings.Cut(address, "@")
			return "secret-" + local
		}}}
	r, text := play(t, o)
	enough(t, r.Summary)
	if !strings.Contains(string(text), "mail to this address comes back") || r.Summary.MailsByOutcome["bounce"] == 0 {
		t.Error("no bounce was understood")
	}
}

// The same cohort on a real PostgreSQL instead of SQLite gives the same play.
func TestOnPostgres(t *testing.T) {
	dsn := servers.StartPostgres(t)
	_, onSQLite := play(t, Options{Seed: 1})
	_, onPostgres := play(t, Options{Seed: 1, Store: store.Options{Path: dsn, Program: "rehearsal"}})
	if !bytes.Equal(onSQLite, onPostgres) {
		t.Errorf("the play differs at byte %d", firstDifference(onSQLite, onPostgres))
	}
}
