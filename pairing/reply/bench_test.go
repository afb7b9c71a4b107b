package reply_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/pairing/reply"
)

// mailOf is a raw reply of about that many bytes: a few typed lines over a quoted
// letter, as long as it takes.
func mailOf(size int) []byte {
	var b strings.Builder
	b.WriteString("From: Kim Park <kim@example.org>\r\nTo: mentoring@example.org\r\nSubject: Re: a time\r\nDate: Thu, 22 Oct 2026 21:05:00 +0100\r\n" +
		"Message-ID: <k1@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
		"Hi, Tue or Wed after 3 would be good, not Friday please.\r\n2 would work as well. Is it on Zoom?\r\n\r\nBest,\r\nKim\r\n\r\n" +
		"On Thu, 22 Oct 2026 at 08:00, Mentoring <mentoring@example.org> wrote:\r\n")
	for b.Len() < size {
		b.WriteString("> 1. Mon 26 Oct, 11:00-11:45, and some more words of the letter that was sent\r\n")
	}
	return []byte(b.String())
}

// BenchmarkReadMail reads one reply end to end, from raw mail to acts.
func BenchmarkReadMail(b *testing.B) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		b.Fatal(err)
	}
	sent := time.Date(2026, 10, 22, 21, 5, 0, 0, zone)
	asked := reply.Asked{Kind: reply.Slots, Sent: sent, Zone: zone}
	for n, day := range []int{26, 27, 29} {
		start := time.Date(2026, 10, day, 11, 0, 0, 0, zone)
		asked.Offered = append(asked.Offered, reply.Offered{N: n + 1, Slot: calendar.Slot{Start: start, End: start.Add(45 * time.Minute)}})
	}
	for _, size := range []int{1 << 10, 5 << 10, 32 << 10, 256 << 10, 1 << 20} {
		raw := mailOf(size)
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				words, _ := mailer.NewWords(mailer.Parse(raw))
				passages := make([]reply.Passage, len(words))
				for i, w := range words {
					passages[i] = reply.Passage{Below: w.Below, Words: w.Words}
				}
				if len(reply.Read(passages, asked)) == 0 {
					b.Fatal("nothing read")
				}
			}
		})
	}
}
