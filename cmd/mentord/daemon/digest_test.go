package daemon_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"mentord/pairing"
	"mentord/store"
)

// The coordinator gets a regular letter on Mondays, with the sums of what at least
// five people answered and a chart of them, and asks by reply how somebody does.
func TestDigest(t *testing.T) {
	h := newHouse(t)
	h.Policy.Program.Digest = "monday"
	h.booked(1)
	h.step()
	err := h.store.Update(context.Background(), h.now, func(tx *store.Tx) error {
		var d pairing.Decision
		for i := range 5 {
			for _, when := range []string{"start", "middle"} {
				d.Surveys = append(d.Surveys, pairing.SurveyAnswer{Survey: when, N: 1, Kind: "rating5", Person: pairing.PersonID(string(rune('a' + i))), Number: 3})
			}
			if i < 4 { // too few to be shown
				d.Surveys = append(d.Surveys, pairing.SurveyAnswer{Survey: "start", N: 2, Kind: "rating5", Person: pairing.PersonID(string(rune('a' + i))), Number: 1})
			}
		}
		return tx.Save(d, store.Cause{Event: "test"})
	})
	if err != nil {
		t.Fatal(err)
	}
	h.now = time.Date(2027, 1, 11, 8, 59, 0, 0, time.UTC)
	h.step()
	before := len(letters(t, h.post.IMAP, mia))
	h.now = h.now.Add(2 * time.Minute)
	h.step()
	h.step()
	all := letters(t, h.post.IMAP, mia)
	if len(all) != before+1 {
		t.Fatalf("the coordinator got %d letters", len(all)-before)
	}
	last := all[len(all)-1]
	for _, want := range []string{"1 mentors, 1 mentees", "Pairs: 1 active", "start 3.0 (5 answers), middle 3.0 (5 answers), of 5"} {
		if !strings.Contains(last.Text, want) {
			t.Errorf("the digest lacks %q:\n%s", want, last.Text)
		}
	}
	if strings.Contains(last.Text, "How sure are you of the skills") {
		t.Error("four answers are shown")
	}
	if !strings.Contains(last.HTML, "cid:chart.png") || len(last.Files) != 1 {
		t.Errorf("no chart: files %v", last.Files)
	}
	answer(t, h, mia, last, "How is Bo Lund doing?")
	if got := newest(t, h, mia); !strings.Contains(got.Text, "Bo Lund <bo@mentoring.example>: ready") || !strings.Contains(got.Text, "With Ana Lima, as the mentee: active") || strings.Contains(got.Text, "Ana Lima <") {
		t.Errorf("about Bo:\n%s", got.Text)
	}
	answer(t, h, bo, last, "How is Ana Lima doing?")
	if got := newest(t, h, bo); strings.Contains(got.Text, "as the mentor") {
		t.Errorf("Bo is told about Ana:\n%s", got.Text)
	}
	h.now = h.now.AddDate(0, 0, 7)
	h.step()
	if got := newest(t, h, mia); !strings.HasPrefix(got.Subject, "[digest]") {
		t.Errorf("the week after: %q", got.Subject)
	}
}

// What the cap holds back until the next day goes then, and the coordinator's regular
// letter says whose mail had to wait.
func TestTheCoordinatorHearsOfTheCap(t *testing.T) {
	h := newHouse(t)
	h.Letter.AtMost = 1
	h.Policy.Program.Digest = "monday"
	h.booked(1)
	h.step()
	before := len(letters(t, h.post.IMAP, ana))
	for i, key := range []string{"first", "second"} {
		err := h.store.Update(context.Background(), h.now, func(tx *store.Tx) error {
			return tx.Save(pairing.Decision{Notices: []pairing.Notice{{Key: key, To: h.store.PersonID(ana), Kind: pairing.MissedNotice, Urgency: pairing.AtDesk}}}, store.Cause{Event: "test"})
		})
		if err != nil {
			t.Fatal(err)
		}
		h.step()
		if got := len(letters(t, h.post.IMAP, ana)) - before; got != 1 {
			t.Fatalf("after notice %d: %d letters today, want 1", i+1, got)
		}
	}
	h.now = h.now.AddDate(0, 0, 1)
	h.step()
	if got := len(letters(t, h.post.IMAP, ana)) - before; got != 2 {
		t.Errorf("on the day after: %d letters, want 2", got)
	}
	h.now = time.Date(2027, 1, 11, 9, 1, 0, 0, time.UTC)
	h.step()
	if got := newest(t, h, mia); !strings.Contains(got.Text, "Ana Lima: had more mail than letter.at_most allows on 1 of the last 7 days") || strings.Contains(got.Text, "Bo Lund: had") {
		t.Errorf("the digest:\n%s", got.Text)
	}
}
