package daemon_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/pairing/reply"
)

// TestExplainDoesNothing explains a mail twice: what it says would follow, and
// nothing of it is done.
func TestExplainDoesNothing(t *testing.T) {
	h := newHouse(t)
	raw := []byte("From: Ana <ana@example.org>\r\nTo: mentoring@example.org\r\nSubject: hello\r\nMessage-ID: <a1@example.org>\r\nDate: Mon, 04 Jan 2027 09:00:00 +0000\r\n\r\n" +
		"I'd like a mentor, I want to learn how to present. I live in Leeds.\r\n\r\nAna\r\n-- \r\nAna Lima | +44 20 7946 0852\r\n")
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	for range 2 {
		x, err := h.Explain(context.Background(), raw, now)
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, a := range x.Acts {
			acts = append(acts, a.Act+" "+a.Value)
		}
		for _, want := range []string{`profile role "mentee"`, `profile zone "Europe/London"`} {
			if !strings.Contains(strings.Join(acts, "; "), want) {
				t.Errorf("%q is not among the acts: %s", want, acts)
			}
		}
		if x.Outcome != "enrolled" || len(x.Follows) == 0 || len(x.Cuts) == 0 {
			t.Errorf("explained as %+v", x)
		}
	}
	if _, err := h.ExplainStored(context.Background(), "nothing@example.org", now); err == nil || !strings.Contains(err.Error(), "no mail with the id") {
		t.Errorf("a mail that is not there: %v", err)
	}
}

func TestExplainWordsReadsWithoutAProgram(t *testing.T) {
	raw := []byte("From: a@example.org\r\nSubject: Re: times\r\n\r\n2 please\r\n\r\n> 1. Mon 10:00\r\n> 2. Tue 11:00\r\n")
	x := daemon.ExplainWords(raw, reply.Asked{Kind: reply.Match, Sent: time.Now(), Zone: time.UTC})
	if len(x.Words) != 1 || x.Words[0].Words != "2 please" || len(x.Cuts) != 1 || len(x.Acts) != 1 || x.Acts[0].Act != "unclear" {
		t.Errorf("explained as %+v", x)
	}
}
