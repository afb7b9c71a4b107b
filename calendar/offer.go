package calendar

import (
	"cmp"
	"slices"
	"time"
)

// A Party is one of the two people for whom slots are sought.
type Party struct {
	Zone *time.Location
	Week Week     // usual hours; empty means office hours by the policy
	Want []Window // windows they named for this session; when set, they stand in for Week
	Busy []Window // sessions booked, slots held by other offers, time away, windows they excluded
}

// A Request is what Offer needs to know: everything that it must not look up.
type Request struct {
	Parties  [2]Party
	Earliest time.Time // no slot starts before it (minimum notice included)
	Latest   time.Time // no slot ends after it
	Length   time.Duration
	Count    int    // how many slots at most
	Avoid    []Slot // slots already offered and not taken
}

// Lack is why Offer found no slot. Its values are for decisions; letters word them.
type Lack string

// The reasons for an empty offer, from the most to the least specific.
const (
	NoLack       Lack = ""
	NoHoursFirst Lack = "the first has no free hours in that span"
	NoHoursOther Lack = "the other has no free hours in that span"
	NoOverlap    Lack = "their free hours never overlap for long enough"
	AllOffered   Lack = "every slot they share was already offered"
)

// step is the grid of slot starts: people meet on the quarter hour at finest.
const step = 15 * time.Minute

// Offer gives up to r.Count slots that both parties can make, in order of time.
// It ranks by the comfort of the worse-off of the two (the middle of the day
// before its edges), and spreads the slots over different days. With no slot,
// lack says why.
func Offer(r Request) (slots []Slot, lack Lack) {
	first, other := r.Parties[0].free(r), r.Parties[1].free(r)
	switch {
	case len(first) == 0:
		return nil, NoHoursFirst
	case len(other) == 0:
		return nil, NoHoursOther
	}
	candidates := r.candidates(Intersect(first, other))
	if len(candidates) == 0 {
		return nil, NoOverlap
	}
	fresh := slices.DeleteFunc(candidates, func(c candidate) bool { return slices.ContainsFunc(r.Avoid, c.Slot.Equal) })
	if len(fresh) == 0 {
		return nil, AllOffered
	}
	return r.spread(fresh), NoLack
}

// Free reports whether the slot lies within the request's span, on nobody's public
// holiday, and neither is busy then. Usual hours do not count: who has met then can.
func (r Request) Free(s Slot) bool {
	if !(Window{r.Earliest, r.Latest}).Holds(s) {
		return false
	}
	for _, p := range r.Parties {
		if Holiday(s.Start.In(p.Zone)) != "" || slices.ContainsFunc(p.Busy, func(w Window) bool { return w.Meets(s) }) {
			return false
		}
	}
	return true
}

// free is when the party could meet at all between r.Earliest and r.Latest. Usual
// hours are not meant for public holidays; what somebody names is.
func (p Party) free(r Request) []Window {
	span := []Window{{r.Earliest, r.Latest}}
	if len(p.Want) > 0 {
		return Subtract(Intersect(p.Want, span), p.Busy)
	}
	usual := slices.DeleteFunc(p.Week.Windows(p.Zone, r.Earliest, r.Latest), func(w Window) bool { return Holiday(w.Start.In(p.Zone)) != "" })
	return Subtract(usual, p.Busy)
}

type candidate struct {
	Slot
	discomfort int
}

// candidates are all slots on the grid within the windows that both have.
// The grid follows the first party's clock: quarter hours look the same in all
// but a few zones, and those are a quarter hour off, which still is on it.
func (r Request) candidates(windows []Window) []candidate {
	var out []candidate
	for _, w := range windows {
		local := w.Start.In(r.Parties[0].Zone)
		past := time.Duration(local.Minute()%15)*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
		start := local
		if past > 0 {
			start = local.Add(step - past)
		}
		for ; !start.Add(r.Length).After(w.End); start = start.Add(step) {
			s := Slot{start.UTC(), start.Add(r.Length).UTC()}
			worse := max(discomfort(s, r.Parties[0].Zone), discomfort(s, r.Parties[1].Zone))
			out = append(out, candidate{s, worse})
		}
	}
	return out
}

// discomfort grows with the distance from the middle of a working day, and a
// little for a start that is not on the hour.
func discomfort(s Slot, zone *time.Location) int {
	at := s.Start.In(zone)
	minutes := at.Hour()*60 + at.Minute()
	cost := 0
	switch {
	case minutes < 9*60:
		cost = 60 + 9*60 - minutes
	case minutes > 17*60:
		cost = 30 + minutes - 17*60
	case minutes >= 12*60 && minutes < 13*60:
		cost = 20 // lunch
	}
	switch {
	case at.Minute() == 30:
		cost += 5
	case at.Minute() != 0:
		cost += 12
	}
	return cost
}

// spread takes the most comfortable slot of each day first, then second ones,
// never two that overlap.
func (r Request) spread(candidates []candidate) []Slot {
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.discomfort, b.discomfort), a.Start.Compare(b.Start))
	})
	var out []Slot
	days := map[string]int{}
	for perDay := 1; len(out) < r.Count && perDay <= r.Count; perDay++ {
		for _, c := range candidates {
			day := c.Start.In(r.Parties[0].Zone).Format(time.DateOnly)
			w := Window(c.Slot)
			if len(out) == r.Count || days[day] >= perDay || slices.ContainsFunc(out, w.Meets) {
				continue
			}
			days[day]++
			out = append(out, c.Slot)
		}
	}
	slices.SortFunc(out, func(a, b Slot) int { return a.Start.Compare(b.Start) })
	return out
}
