package calendar

import (
	"slices"
	"time"
)

// A Window is a span [Start, End) in which someone can or cannot meet.
type Window struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// A Slot is a concrete time for one session, offered or booked.
type Slot struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// IsZero reports whether the slot has not been set.
func (s Slot) IsZero() bool { return s.Start.IsZero() }

// Equal reports whether both slots are the same span of time, whatever the
// zones they are written in.
func (s Slot) Equal(o Slot) bool { return s.Start.Equal(o.Start) && s.End.Equal(o.End) }

// Length is how long the slot lasts.
func (s Slot) Length() time.Duration { return s.End.Sub(s.Start) }

// Again is the slot so many days later at the same time by the zone's clock: on
// the same weekday, in whole weeks, if the days are at least one.
func (s Slot) Again(days int, zone *time.Location) Slot {
	if days >= 7 {
		days = (days + 3) / 7 * 7
	}
	start := s.Start.In(zone).AddDate(0, 0, days).UTC()
	return Slot{start, start.Add(s.Length())}
}

// Empty reports whether nothing fits into the window.
func (w Window) Empty() bool { return !w.Start.Before(w.End) }

// Holds reports whether the whole slot lies inside the window.
func (w Window) Holds(s Slot) bool { return !s.Start.Before(w.Start) && !s.End.After(w.End) }

// Meets reports whether the window and the slot share any moment.
func (w Window) Meets(s Slot) bool { return s.Start.Before(w.End) && w.Start.Before(s.End) }

// Merge sorts the windows and joins those that touch or overlap. Empty ones
// are dropped. The argument is not changed.
func Merge(ws []Window) []Window {
	sorted := slices.DeleteFunc(slices.Clone(ws), Window.Empty)
	slices.SortFunc(sorted, func(a, b Window) int { return a.Start.Compare(b.Start) })
	var out []Window
	for _, w := range sorted {
		if n := len(out); n > 0 && !w.Start.After(out[n-1].End) {
			if w.End.After(out[n-1].End) {
				out[n-1].End = w.End
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// Intersect gives the windows that lie in both a and b.
func Intersect(a, b []Window) []Window {
	a, b = Merge(a), Merge(b)
	var out []Window
	for i, j := 0, 0; i < len(a) && j < len(b); {
		w := Window{later(a[i].Start, b[j].Start), earlier(a[i].End, b[j].End)}
		if !w.Empty() {
			out = append(out, w)
		}
		if a[i].End.Before(b[j].End) {
			i++
		} else {
			j++
		}
	}
	return out
}

// Subtract gives what is left of a once every moment of b is taken out.
func Subtract(a, b []Window) []Window {
	out := Merge(a)
	for _, cut := range Merge(b) {
		var left []Window
		for _, w := range out {
			if !cut.Start.Before(w.End) || !w.Start.Before(cut.End) {
				left = append(left, w)
				continue
			}
			for _, part := range []Window{{w.Start, cut.Start}, {cut.End, w.End}} {
				if !part.Empty() {
					left = append(left, part)
				}
			}
		}
		out = left
	}
	return out
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
