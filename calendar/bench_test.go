package calendar

import (
	"testing"
	"time"
)

// BenchmarkOffer finds the slots of two people, nine zones apart, over four weeks
// with a dozen appointments each.
func BenchmarkOffer(b *testing.B) {
	london, _ := time.LoadLocation("Europe/London")
	kolkata, _ := time.LoadLocation("Asia/Kolkata")
	start := time.Date(2027, 3, 8, 9, 0, 0, 0, time.UTC)
	var busy []Window
	for i := range 12 {
		at := start.AddDate(0, 0, 2*i).Add(2 * time.Hour)
		busy = append(busy, Window{Start: at, End: at.Add(time.Hour)})
	}
	r := Request{Earliest: start, Latest: start.AddDate(0, 0, 28), Length: 45 * time.Minute, Count: 4, Parties: [2]Party{
		{Zone: london, Week: OfficeWeek(Span{At(9, 0), At(17, 0)}), Busy: busy}, {Zone: kolkata, Week: OfficeWeek(Span{At(10, 0), At(19, 30)}), Busy: busy}}}
	b.ReportAllocs()
	for b.Loop() {
		if slots, lack := Offer(r); len(slots) != r.Count {
			b.Fatal(slots, lack)
		}
	}
}
