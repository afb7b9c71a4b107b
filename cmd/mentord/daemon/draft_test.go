package daemon_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/mailer"
	"mentord/pairing"
)

// answer replies to a letter as a mail program does.
func answer(t *testing.T, h *house, from string, to mailer.Mail, words string) {
	t.Helper()
	replyTo := mailer.Addresses(to.Header.Get("reply-to"))[0].Email
	write(t, h.post.SMTP, from, fmt.Appendf(nil, "From: %s\r\nTo: %s\r\nIn-Reply-To: <%s>\r\nMessage-ID: <%d@draft>\r\n\r\n%s\r\n\r\n> %s\r\n",
		from, replyTo, to.MessageID, len(words), words, strings.ReplaceAll(to.Text, "\n", "\r\n> ")))
	h.now = h.now.Add(time.Minute)
	h.step()
}

// The coordinator approves a draft by mail, in their own words; nobody else can.
func TestTheCoordinatorApprovesTheDraftByMail(t *testing.T) {
	h := newHouse(t, "m0@mentoring.example", "e0@mentoring.example", "m1@mentoring.example", "e1@mentoring.example", "m2@mentoring.example", "e2@mentoring.example")
	policy := pairing.Defaults()
	policy.Program = pairing.Program{Name: "Test Mentoring", Coordinator: mia, Zone: "UTC"}
	policy.Pairing.Approve = true
	policy.Cohort.Start = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	s := setup(h.store, h.post.IMAP, h.post.SMTP, nil)
	s.Policy = policy
	h.Daemon = daemon.New(s)
	t.Cleanup(h.Inbox.Close)
	var people []pairing.Imported
	for i, topic := range []string{"hiring", "negotiation", "law"} {
		names := [][2]string{{"Ida Moe", "Jon Ek"}, {"Kim Ray", "Lou Fox"}, {"Mae Orr", "Ned Poe"}}[i]
		people = append(people, pairing.Imported{Address: fmt.Sprintf("m%d@mentoring.example", i), Name: names[0], Profile: pairing.Profile{Role: pairing.MentorRole, Skills: topic}},
			pairing.Imported{Address: fmt.Sprintf("e%d@mentoring.example", i), Name: names[1], Profile: pairing.Profile{Role: pairing.MenteeRole, Goals: topic}})
	}
	if err := h.Import(context.Background(), h.now, people); err != nil {
		t.Fatal(err)
	}
	h.step()
	for _, p := range people {
		answer(t, h, p.Address, letters(t, h.post.IMAP, p.Address)[0], "Yes, I would like to take part. I live in London and am free on weekdays 9-17.")
	}
	h.now = time.Date(2027, 1, 20, 12, 0, 0, 0, time.UTC) // two business days before the matches are due
	h.step()
	drafts := func() (out []mailer.Mail) {
		for _, m := range letters(t, h.post.IMAP, mia) {
			if strings.HasPrefix(m.Subject, "[draft]") {
				out = append(out, m)
			}
		}
		return out
	}
	first := drafts()
	if len(first) == 0 {
		t.Fatal("the coordinator has no draft")
	}
	last := first[len(first)-1]
	if h.counts().Pairs["proposed"] != 0 {
		t.Fatalf("pairs are asked before the draft is approved: %v", h.counts().Pairs)
	}
	before := len(letters(t, h.post.IMAP, mia))
	answer(t, h, bo, last, "approve")
	if got := h.counts(); got.Pairs["proposed"] != 0 {
		t.Fatalf("somebody else approved it: %v", got.Pairs)
	}
	if len(letters(t, h.post.IMAP, mia)) == before {
		t.Error("the coordinator does not hear of it")
	}
	answer(t, h, mia, last, "Why is Ida with Jon?")
	if got := h.counts(); got.Pairs["proposed"] != 0 {
		t.Fatalf("a question approved it: %v", got.Pairs)
	}
	answer(t, h, mia, last, "Approve all but 1. And never pair Ida and Jon, they are cousins.")
	if got := h.counts(); got.Pairs["proposed"] != 2 || got.Pairs["barred"] != 1 {
		t.Errorf("approved all but one, pairs are %v", got.Pairs)
	}
	now := drafts()
	if text := now[len(now)-1].Text; !strings.Contains(text, "Sent: 2 of 3") || !strings.Contains(text, "never Ida Moe with Jon Ek: done") {
		t.Errorf("what became of it:\n%s", text)
	}
	answer(t, h, mia, last, "approve all")
	if got := h.counts(); got.Pairs["proposed"] != 2 {
		t.Errorf("the settled draft is answered again, pairs are %v", got.Pairs)
	}
}
