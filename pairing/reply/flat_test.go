package reply_test

import (
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// TestLongWordsEnd reads half a megabyte of typed words of every kind: all must
// come to an end soon, whatever is said, and however long the sentence is.
func TestLongWordsEnd(t *testing.T) {
	sent := time.Date(2026, 10, 22, 21, 5, 0, 0, time.UTC)
	offered := []reply.Offered{{N: 1, Slot: calendar.Slot{Start: sent.AddDate(0, 0, 14), End: sent.AddDate(0, 0, 14).Add(time.Hour)}}}
	for _, piece := range []string{"tue or wed after 3 not friday ", "yes no maybe but ", "1. yes 2 no\n", "I live in Berlin, I speak German and my goal is to learn. ",
		"never pair Ana with Bo, swap 1 and 2; ", "? ! . ", "next week that week the same time a week later, ", "can't make it, ", "a", "5/5 ", "every two weeks, ", "((((", "12/03 ", "> ", "not then ", "Dentist on the 4th. "} {
		words := strings.Repeat(piece, 500<<10/len(piece))
		for _, kind := range []reply.QuestionKind{reply.Slots, reply.Booked, reply.Match, reply.Enrol, reply.Checkin, reply.Survey, reply.Agreement, reply.Several, reply.Drafted, reply.Nothing, reply.Again} {
			began := time.Now()
			reply.Read([]reply.Passage{{Words: words}}, reply.Asked{Kind: kind, Sent: sent, Zone: time.UTC, Draft: []reply.Pairing{{N: 1, Mentor: "Ana", Mentee: "Bo"}},
				Questions: []reply.Question{{N: 1, Kind: reply.Checkin, Text: "Did you meet?"}, {N: 2, Kind: reply.Rating5, Text: "How was it?"}, {N: 3, Kind: reply.FreeText, Text: "Goals?"}, {N: 4, Kind: reply.Again, Text: "The same time again?", Offered: offered}},
				Offered:   offered})
			if took := time.Since(began); took > 10*time.Second { // far beyond noise
				t.Errorf("%q as %s took %v", piece, kind, took)
			} else if took > 100*time.Millisecond {
				t.Logf("%q as %s took %v", piece, kind, took)
			}
		}
	}
}
