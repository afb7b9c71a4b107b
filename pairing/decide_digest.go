package pairing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"mentord/calendar"
	"mentord/pairing/reply"
)

// DigestKey is the key of the timer of the coordinator's regular letter.
const DigestKey = "digest"

// Digest is the timer of the next regular letter after the moment; ok is false if
// the coordinator wants none.
func (p Policy) Digest(after time.Time) (timer Timer, ok bool) {
	day, ok := digestDays[p.Program.Digest]
	if !ok {
		return timer, false
	}
	local := after.In(p.Zone())
	for n := 0; ; n++ {
		at, _ := calendar.At(9, 0).On(local.Year(), local.Month(), local.Day()+n, p.Zone())
		if at.Weekday() == day && at.After(after) {
			return Timer{Key: DigestKey, At: at, Kind: DigestTimer}, true
		}
	}
}

var digestDays = map[string]time.Weekday{"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday}

// digest writes the coordinator how the program does: counts, who needs attention
// and why. The sums of the surveys are added when the letter is written.
func (t *turn) digest() {
	if timer, ok := t.Policy.Digest(t.now); ok {
		t.set(timer)
	}
	if len(t.People) == 0 {
		return
	}
	t.tell(Notice{Key: key("digest", t.now.Format(time.DateOnly)), To: Coordinator, Kind: DigestNotice, Urgency: AtOnce,
		Facts: Facts{Why: t.counts(), Notes: t.attention()}})
}

// counts are what a program comes to, a line each.
func (t *turn) counts() (out []string) {
	by := map[string]int{}
	for _, p := range t.People {
		if p.Standing == Erased {
			continue
		}
		by[string(p.Standing)]++
		if p.Standing == Ready || p.Standing == Quiet {
			teaching, learning := t.openPairs(p.ID)
			if p.Mentors() {
				by["mentors"]++
			}
			if p.Learns() {
				by["mentees"]++
			}
			switch {
			case p.IsAway(t.now):
				by["away"]++
			case p.Learns() && learning == 0, !p.Learns() && teaching == 0:
				by["waiting"]++
			}
		}
	}
	out = append(out, "People: "+t.list(by, "mentors", "mentees")+some(t.list(by, string(Invited), string(Enrolling), "waiting", "away", string(Declined), string(Gone)), " (", ")"))
	pairs := map[string]int{}
	for _, p := range t.Pairs {
		pairs[string(p.Status)]++
	}
	out = append(out, "Pairs: "+t.list(pairs, string(Active), string(Agreed), string(Proposed), string(Ended)))
	last, next := map[string]int{}, 0
	for _, s := range t.Sessions {
		switch {
		case (s.Status == Held || s.Status == Missed) && s.Slot.End.After(t.now.AddDate(0, 0, -7)):
			last[string(s.Status)]++
		case s.Status == Booked && s.Slot.Start.After(t.now) && s.Slot.Start.Before(t.now.AddDate(0, 0, 7)):
			next++
		}
	}
	return append(out, "Sessions of the last week: "+t.list(last, string(Held), string(Missed))+fmt.Sprintf("; booked for the next: %d", next))
}

// list names the counts that are not zero, in the order of the names.
func (t *turn) list(counts map[string]int, names ...string) string {
	var out []string
	for _, n := range names {
		if counts[n] > 0 {
			out = append(out, fmt.Sprint(counts[n], " ", n))
		}
	}
	return cmp.Or(strings.Join(out, ", "), "none")
}

func some(words, before, after string) string {
	if words == "none" {
		return ""
	}
	return before + words + after
}

// attention is who needs a look, and why. What was said in confidence is not in it.
func (t *turn) attention() (out []string) {
	for _, p := range sorted(t.People) {
		switch {
		case p.Bounced != "":
			out = append(out, p.FullName()+": mail comes back")
		case p.Standing == Quiet:
			out = append(out, p.FullName()+": did not answer about a match, and is not matched until they write")
		}
	}
	for _, pair := range sorted(t.Pairs) {
		if pair.Status != Active || t.now.Sub(pair.Start) < 30*24*time.Hour {
			continue
		}
		met := false
		for _, s := range t.Sessions {
			met = met || s.Pair == pair.ID && (s.Status == Held && s.Slot.End.After(t.now.AddDate(0, 0, -30)) || s.Status == Booked)
		}
		if !met && !t.person(pair, Mentor).IsAway(t.now) && !t.person(pair, Mentee).IsAway(t.now) {
			out = append(out, t.person(pair, Mentor).FullName()+" and "+t.person(pair, Mentee).FullName()+": no session for 30 days, and none booked")
		}
	}
	for _, q := range sorted(t.Questions) {
		days := int(t.now.Sub(q.Asked).Hours() / 24)
		switch {
		case q.Person != Coordinator || !q.Open || days < 2:
		case q.Kind == reply.Drafted:
			out = append(out, fmt.Sprintf("a draft of %d pairs waits for you since %s", len(q.Draft), calendar.SayDay(q.Asked, t.Zone())))
		case q.Kind == QueueQuestion:
			out = append(out, cmp.Or(t.People[q.Subject].FullName(), "somebody outside the program")+": waits for your answer since "+calendar.SayDay(q.Asked, t.Zone())+" ("+q.Notice.Facts.Reason+")")
		}
	}
	const most = 25
	if n := len(out) - most; n > 0 {
		out = append(out[:most], fmt.Sprintf("and %d more", n))
	}
	return out
}

// inquired answers the coordinator's "how is Ana doing?".
func (t *turn) inquired(e Inquired) {
	t.outcome("inquiry")
	var lines []string
	for _, p := range sorted(t.People) {
		if p.Standing == Erased || !namedIn(e.Words, p) {
			continue
		}
		line := p.FullName() + " <" + p.Email + ">: " + string(p.Standing)
		if p.IsAway(t.now) {
			line += ", away until " + calendar.SayDay(p.Away, t.Zone())
		}
		if p.Bounced != "" {
			line += ", mail comes back"
		}
		if !p.Heard.IsZero() {
			line += ", last heard of on " + calendar.SayDay(p.Heard, t.Zone())
		}
		lines = append(lines, line+".")
		for _, pair := range sorted(t.Pairs) {
			if side, in := pair.Side(p.ID); in && pair.Open() {
				lines = append(lines, "  With "+t.partner(pair, side).FullName()+", as the "+roleName(side)+": "+string(pair.Status)+", "+t.sessionsOf(pair)+".")
			}
		}
	}
	if len(lines) == 0 {
		lines = []string{"I did not find whom you mean in “" + e.Words + "”. Write a name as it stands in the program."}
	}
	t.tell(Notice{Key: key("about", e.Mail), To: Coordinator, Kind: AboutNotice, Urgency: AtOnce, Facts: Facts{Notes: lines}})
}

// sessionsOf is what a pair's sessions came to, and the next.
func (t *turn) sessionsOf(pair Pair) string {
	by, next := map[string]int{}, ""
	for _, s := range sorted(t.Sessions) {
		if s.Pair != pair.ID {
			continue
		}
		if s.Status == Booked && s.Slot.Start.After(t.now) {
			next = "; next on " + calendar.Say(s.Slot, t.Zone())
		} else {
			by[string(s.Status)]++
		}
	}
	return "sessions: " + t.list(by, string(Held), string(Missed), string(Cancelled)) + next
}

// namedIn reports whether the words name the person: by their whole name, or by the
// first name in a word of its own.
func namedIn(words string, p Person) bool {
	if p.Name != "" && strings.Contains(strings.ToLower(words), strings.ToLower(p.Name)) || strings.Contains(strings.ToLower(words), strings.ToLower(p.Email)) {
		return true
	}
	return slices.Contains(strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }), p.First())
}
