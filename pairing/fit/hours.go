package fit

import (
	"math/bits"
	"time"

	"mentord/calendar"
)

const (
	quarter  = 15 * time.Minute
	quarters = 7 * 24 * 4
)

// Hours are the quarters of an hour of one week, in UTC from its start, in which
// somebody can meet: a bit each.
type Hours [(quarters + 63) / 64]uint64

// HoursOf are the whole quarters of the week from start that lie in the windows.
func HoursOf(windows []calendar.Window, start time.Time) (h Hours) {
	for _, w := range windows {
		from := max(0, int((w.Start.Sub(start)+quarter-1)/quarter))
		to := min(quarters, int(w.End.Sub(start)/quarter))
		for q := from; q < to; q++ {
			h[q/64] |= 1 << (q % 64)
		}
	}
	return h
}

// shared is how many quarters both have in pieces of at least length.
func (h *Hours) shared(o *Hours, length int) int {
	var both Hours
	var any uint64
	for i := range h {
		both[i] = h[i] & o[i]
		any |= both[i]
	}
	if any == 0 {
		return 0
	}
	// A quarter stays if it begins a piece that is long enough.
	begins := both
	for range length - 1 {
		begins.earlier()
		for i := range begins {
			begins[i] &= both[i]
		}
	}
	n, until := 0, 0
	for i, word := range begins {
		for ; word != 0; word &= word - 1 {
			q := i*64 + bits.TrailingZeros64(word)
			n += q + length - max(q, until)
			until = q + length
		}
	}
	return n
}

// earlier moves every quarter one earlier.
func (h *Hours) earlier() {
	for i := range h {
		h[i] >>= 1
		if i+1 < len(h) {
			h[i] |= h[i+1] << 63
		}
	}
}
