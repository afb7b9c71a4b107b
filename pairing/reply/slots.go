package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// makesIt puts another slot in the place of the one that was named.
var makesIt = regexp.MustCompile(`(?i)\bmake (?:it|that) (?:number |no\.? ?|option |slot |#)\d\b(?: instead| please)?`)

// readSlots reads the answer to a list of offered slots: by number, by a time
// that is one of theirs, by other times, or below the quoted line of one.
func readSlots(passages []Passage, asked Asked) []Act {
	var chosen []int
	var unplaced []Passage
	for _, p := range passages {
		if n, ok := slotAbove(p.Below, asked); ok && picks(p.Words, asked) {
			chosen = append(chosen, n)
			continue
		}
		unplaced = append(unplaced, p)
	}
	all := amongThese.ReplaceAllString(join(unplaced), "")
	if loc := makesIt.FindStringIndex(all); loc != nil {
		all = all[loc[0]:] // "1 please. Hang on, that clashes. Make it number 3 instead."
	}
	if rest := strings.TrimSpace(greetsWith.ReplaceAllString(all, " ")); rest != "" {
		all = rest
	}
	if len(chosen) > 0 {
		acts := []Act{{Kind: Choose, Slots: chosen, Words: join(passages)}}
		if r := readTimes(all, asked); len(r.Not) > 0 {
			acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: all})
		}
		return acts
	}
	ss := lastWord(sentences(wasGoing.ReplaceAllString(sameAsSlot(all, asked), "")), asked)
	words := lineText(ss)
	refs := slotRefs(ss, asked)
	r := readTimes(lineText(slices.DeleteFunc(slices.Clone(answering(ss, asked)), func(s sentence) bool { return wondering.MatchString(s.text) })), asked)
	if len(r.Ambiguous) > 0 {
		return []Act{{Kind: Unclear, Words: words}}
	}
	var acts []Act
	ask, asking := question(askingOnly(ss, asked))
	if len(refs.numbers) > 0 {
		r = withoutNumbers(r, refs, asked)
	}
	numbers, rest, sure := fitting(r, asked)
	if refs.beyond && len(numbers) == 0 {
		return []Act{{Kind: Unclear, Words: words}}
	}
	if m := ofThatDay.FindStringSubmatch(words); m != nil && len(numbers) > 1 && len(rest) == 0 {
		slices.Sort(numbers) // "the later one on Wednesday": the slots are numbered by time
		n := numbers[0]
		if w := strings.ToLower(m[1]); w == "second" {
			n = numbers[1]
		} else if w != "first" && w != "earlier" && w != "earliest" {
			n = numbers[len(numbers)-1]
		}
		refs, numbers = slotRef{numbers: []int{n}}, nil
	}
	if len(numbers) > 0 && len(rest) > 0 && ofDay.MatchString(words) { // "Tuesday morning, the half past 8 one"
		rest = slices.DeleteFunc(rest, func(w calendar.Window) bool {
			return slices.ContainsFunc(asked.Offered, func(o Offered) bool {
				y, m, d := o.Slot.Start.In(asked.Zone).Date()
				wy, wm, wd := w.Start.In(asked.Zone).Date()
				return slices.Contains(numbers, o.N) && y == wy && m == wm && d == wd && w.End.Sub(w.Start) >= 2*time.Hour
			})
		})
	}
	unsure := says(ss, "unsure") && len(refs.numbers) == 0
	if others := theOthers(words, r, asked); len(others) > 0 && len(numbers) == 0 {
		refs = slotRef{numbers: others}
	}
	switch {
	case refs.none:
		other := readTimes(beyondNone(ss, asked), asked)
		acts = append(acts, Act{Kind: Choose, Slots: []int{}, Words: words})
		acts = append(acts, timed(phrase.Reading{Want: other.Want}, words)...)
		r.Not = other.Not
	case len(refs.numbers) > 0 && !(refs.all && len(numbers) > 0):
		if len(numbers) > 0 && len(rest) == 0 && !refs.all && disjoint(numbers, refs.numbers) && !strings.Contains(strings.ToLower(words), "segunda") {
			return []Act{{Kind: Unclear, Words: words}}
		}
		acts = append(acts, Act{Kind: Choose, Slots: refs.numbers, Words: words})
		if offersMore(ss, asked) {
			acts = append(acts, timed(phrase.Reading{Want: rest}, words)...)
		}
	case says(ss, "later") && !proposesTime(ss, asked), says(ss, "later") && (len(numbers)+len(rest) == 0 || promises(ss, asked)):
		return []Act{{Kind: Later, Words: words}}
	case (unsure || hangsOnSelf(ss)) && len(rest) == 0 && len(numbers) > 0 && !firmTime(ss, asked):
		return []Act{{Kind: Unclear, Words: words}}
	case len(numbers) > 0 && len(rest) == 0:
		s := Inferred
		if !sure {
			s = Said
		}
		acts = append(acts, Act{Kind: Choose, Slots: numbers, Words: words, Sure: s})
	case len(numbers) > 0:
		acts = append(acts, Act{Kind: Choose, Slots: numbers, Words: words, Sure: Inferred}, Act{Kind: Can, Windows: rest, Words: words})
	case len(r.Want) > 0:
		acts = append(acts, Act{Kind: Can, Windows: r.Want, Words: words})
	case len(r.Not) > 0:
	case len(asked.Offered) == 1 && !asking:
		switch judge(ss) {
		case agreed:
			acts = append(acts, Act{Kind: Choose, Slots: []int{asked.Offered[0].N}, Words: words})
		case refused:
			acts = append(acts, Act{Kind: Choose, Slots: []int{}, Words: words})
		}
	}
	if len(r.Not) > 0 {
		acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: words})
	}
	if asking {
		acts = append(acts, ask)
	}
	return acts
}

// ofThatDay is one of several slots on a day.
var ofThatDay = regexp.MustCompile(`(?i)\b(earlier|earliest|later|latest|latter|first|second|last)(?: one| slot| time| option)? (?:of the (?:two|three) )?(?:on|that) (?:the )?\p{L}`)

// beyondNone is what is said beside "none of them work for me this week": those
// days are not proposed.
func beyondNone(ss []sentence, asked Asked) string {
	var parts []string
	for _, s := range ss {
		if _, after, ok := strings.Cut(s.text, ","); s.has("none") && ok && !readTimes(after, asked).Empty() && readTimes(s.text[:len(s.text)-len(after)], asked).Empty() {
			parts = append(parts, after) // "can't do any of those, Friday after 2?"
			continue
		}
		if !s.has("none") || strings.ContainsAny(s.text, ",;:-–—(") || slices.ContainsFunc(s.words, func(w string) bool {
			return w == "but" || w == "so" || w == "aber" || w == "mais" || w == "pero" || w == "mas"
		}) {
			parts = append(parts, s.text)
		}
	}
	return strings.Join(parts, "\n")
}

// withoutNumbers drops the times that are only the numbers of slots, read once
// more: the days of "1st or 2nd", the hours of "can't do 1 or 2 but 3 works".
func withoutNumbers(r phrase.Reading, refs slotRef, asked Asked) phrase.Reading {
	isNumber := func(t phrase.Term) bool {
		if t.Dayless && onlyNumbers.MatchString(t.Words) {
			return true
		}
		day := t.Window.Start.In(asked.Zone).Day()
		return t.WholeDay && !t.Weekday && onlyOrdinals.MatchString(t.Words) && slices.Contains(refs.numbers, day) && !onDay(day, asked)
	}
	if !slices.ContainsFunc(r.Terms, isNumber) {
		return r
	}
	out := phrase.Reading{Ambiguous: r.Ambiguous}
	for _, t := range r.Terms {
		switch {
		case isNumber(t):
		case t.Not:
			out.Terms, out.Not = append(out.Terms, t), append(out.Not, t.Window)
		default:
			out.Terms, out.Want = append(out.Terms, t), append(out.Want, t.Window)
		}
	}
	return out
}

var (
	onlyNumbers  = regexp.MustCompile(`^(?i:[\d\s,/&+]|or|and)+$`)
	onlyOrdinals = regexp.MustCompile(`^(?i:[\d\s,/&+]|or|and|the|st|nd|rd|th)+$`)
)

// amongThese only says how many there are to choose from: "of the three, Friday".
var amongThese = regexp.MustCompile(`(?i)^\W*(?:out )?of the (?:two|three|four|five|\d)(?: (?:options|slots|times|dates))?,\s*`)

// others are words for the slots that were not spoken of.
var others = regexp.MustCompile(`(?i)\b(?:any of (?:them|those|these) (?:apart from|except|but|bar|other than)|all (?:good|fine|ok|okay) (?:bar|but|except|apart from)|(?:tout|tous|toutes) sauf|todos? (?:menos|excepto)|(?:either|any|both|all|one) of the others?|both other (?:days?|ones|slots)|the others|(?:the )?other (?:one|ones|two)|the rest|the remaining|(?:all|any|anything|everything|either) (?:except|but|bar|apart from|other than))\b`)

// theOthers are the slots beside those excluded: "Wednesday's a no go, either of
// the others would do".
func theOthers(words string, r phrase.Reading, asked Asked) (out []int) {
	if len(r.Not) == 0 || len(r.Want) > 0 || !others.MatchString(words) {
		return nil
	}
	for _, o := range asked.Offered {
		if !meets(r.Not, calendar.Window(o.Slot)) {
			out = append(out, o.N)
		}
	}
	if len(out) == len(asked.Offered) {
		return nil
	}
	return out
}

// offersMore reports whether a sentence with a time proposes it beside the
// slots that were taken: "2, or Friday after 3".
func offersMore(ss []sentence, asked Asked) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		return len(readTimes(s.text, asked).Want) > 0 && (len(s.words) <= 12 || containsAny(" "+strings.Join(s.words, " ")+" ", wishes)) &&
			containsAny(" "+strings.Join(s.words, " ")+" ", []string{" or ", " also ", " otherwise ", " else ", " alternatively ", " too ", " could ", " oder ", " ou ", " o "})
	})
}

// promises reports whether the time named is that of a promised answer.
func promises(ss []sentence, asked Asked) bool {
	for _, s := range ss {
		if s.has("later") && !readTimes(s.text, asked).Empty() {
			for _, o := range ss {
				if o.text != s.text && !readTimes(o.text, asked).Empty() {
					return false
				}
			}
			return true
		}
	}
	return false
}

// proposesTime reports whether a time is named to meet at, and not in telling why
// the answer comes later.
func proposesTime(ss []sentence, asked Asked) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		return !s.has("later") && !readTimes(s.text, asked).Empty() && (s.asks || len(s.words) <= 6 || containsAny(" "+strings.Join(s.words, " ")+" ", wishes) || s.has("cantmake", "no"))
	})
}

// hangsOnSelf reports whether an "if" is about the writer: "if I get away in
// time". "If that's still going" is only polite.
func hangsOnSelf(ss []sentence) bool {
	for _, s := range ss {
		for _, t := range s.tags {
			if t.meaning != "condition" || t.end >= len(s.words) {
				continue
			}
			switch s.words[t.end] {
			case "i", "i'm", "my", "we", "work", "nothing", "things", "ich", "je", "mi", "eu", "meu", "mon":
				return true
			}
		}
	}
	return false
}

// firmTime reports whether a sentence with a time has no doubt of its own.
func firmTime(ss []sentence, asked Asked) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		return !readTimes(s.text, asked).Empty() && !s.has("unsure") && !hangsOnSelf([]sentence{s})
	})
}

// wasGoing is an answer that was thought of and not given.
var wasGoing = regexp.MustCompile(`(?i)\b(?:i was (?:going|about) to (?:say|pick|choose|take)|i(?:'d| would) have (?:said|picked|chosen|taken)|i (?:first )?thought of|i had)\b[^.;!?]{1,60}?,? but\b`)

// lastWord drops what stands before "no wait, make it 3".
func lastWord(ss []sentence, asked Asked) []sentence {
	for i := len(ss) - 1; i > 0; i-- {
		if ss[i].has("meant") {
			for _, t := range ss[i].tags {
				if t.meaning == "meant" && strings.Join(ss[i].words[t.start:t.end], " ") != "actually" {
					return onDayBefore(ss[:i], ss[i:], asked)
				}
			}
		}
	}
	return ss
}

// onDayBefore puts the one day named before a correction with it, when that says
// only another time: "tomorrow at 9? no wait, make it 9:30".
func onDayBefore(before, after []sentence, asked Asked) []sentence {
	r, was := readTimes(lineText(after), asked), readTimes(lineText(before), asked)
	if len(r.Want) == 0 || slices.ContainsFunc(r.Terms, func(t phrase.Term) bool { return !t.Dayless }) || len(was.Terms) != 1 || was.Terms[0].Dayless {
		return after
	}
	return append(sentences(was.Terms[0].Window.Start.In(asked.Zone).Format("on 2 January 2006 ")+after[0].text), after[1:]...)
}

// slotAbove gives the number of the offered slot that a quoted line shows.
func slotAbove(quoted string, asked Asked) (int, bool) {
	quoted = strings.TrimSpace(strings.TrimLeft(quoted, "> *-"))
	digits := 0
	for digits < len(quoted) && quoted[digits] >= '0' && quoted[digits] <= '9' {
		digits++
	}
	n, err := strconv.Atoi(quoted[:digits])
	if err != nil || digits >= len(quoted) || !strings.ContainsAny(quoted[digits:digits+1], ").: ") {
		return 0, false
	}
	return n, slices.ContainsFunc(asked.Offered, func(o Offered) bool { return o.N == n })
}

// picks reports whether words below a slot take it.
func picks(words string, asked Asked) bool {
	ss := sentences(words)
	if len(wordsOf(words)) > 12 || says(ss, "no", "none", "cantmake", "unsure", "later") || !readTimes(words, asked).Empty() {
		return false
	}
	return judge(ss) == agreed || says(ss, "weakyes") || containsAny(" "+strings.Join(wordsOf(words), " ")+" ", thisOne)
}

var thisOne = []string{" this ", " that ", " x ", " here ", " dieser ", " diese ", " dieses ", " celui ", " celle ", " ce ", " este ", " esta ", " esse ", " essa ", " ese ", " esa ", " ok ", " ✓ ", " ✔ "}

// fitting tells the wanted times that are those of offered slots from the
// others. A weekday with no date that fits none is tried in the weeks of the
// slots. sure says that points in time were named.
func fitting(r phrase.Reading, asked Asked) (numbers []int, others []calendar.Window, sure bool) {
	for _, t := range r.Terms {
		if t.Not {
			continue
		}
		if !meets(r.Want, t.Window) {
			continue // taken back by what is excluded
		}
		fits := slotsIn(t.Window, asked.Offered)
		if len(fits) == 0 && !t.Point && !t.WholeDay && ofDay.MatchString(t.Words) {
			fits = slotsBegunIn(t.Window, asked.Offered)
		}
		if len(fits) == 0 && t.Weekday && !t.WholeDay {
			for week := 1; week <= 4 && len(fits) == 0; week++ {
				w := t.Window
				w.Start, w.End = w.Start.In(asked.Zone).AddDate(0, 0, 7*week), w.End.In(asked.Zone).AddDate(0, 0, 7*week)
				fits = slotsIn(w, asked.Offered)
				if len(fits) == 0 && ofDay.MatchString(t.Words) {
					fits = slotsBegunIn(w, asked.Offered)
				}
			}
		}
		fits = slices.DeleteFunc(fits, func(n int) bool { // "Thursday, but not before 2"
			return slices.ContainsFunc(asked.Offered, func(o Offered) bool { return o.N == n && meets(r.Not, calendar.Window(o.Slot)) })
		})
		if len(fits) == 0 {
			if meets(r.Want, t.Window) {
				others = append(others, t.Window)
			}
			continue
		}
		sure = sure || t.Point
		for _, n := range fits {
			if !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
	}
	// A time without a day is read for each day of the slots: one that fits is meant.
	if len(numbers) > 0 && len(others) > 0 && dayless(r) {
		others = nil
	}
	if len(others) > 0 {
		others = calendar.Intersect(others, r.Want)
	}
	return numbers, others, sure
}

// dayless reports whether all wanted terms come from the same words: a time said
// once, for every day that our letter named.
func dayless(r phrase.Reading) bool {
	words := ""
	for _, t := range r.Terms {
		if t.Not {
			continue
		}
		if words != "" && t.Words != words || t.Weekday {
			return false
		}
		words = t.Words
	}
	return true
}

func meets(ws []calendar.Window, w calendar.Window) bool {
	return slices.ContainsFunc(ws, func(o calendar.Window) bool { return o.Start.Before(w.End) && w.Start.Before(o.End) })
}

// slotsIn are the numbers of the offered slots in the window. A point is as long
// as a session, so it fits the slot that begins with it.
func slotsIn(w calendar.Window, offered []Offered) (out []int) {
	for _, o := range offered {
		if w.Holds(o.Slot) || w.Start.Equal(o.Slot.Start) && w.End.Sub(w.Start) <= 2*time.Hour {
			out = append(out, o.N)
		}
	}
	return out
}

// ofDay are the words for a part of the day, whose end nobody sets by the clock:
// a slot that begins in the afternoon is one of the afternoon.
var ofDay = regexp.MustCompile(`(?i)\b(?:morning|afternoon|evening|vormittag|nachmittag|abend|matin|après-midi|soir|mañana|tarde|noche|manhã|noite)s?\b`)

func slotsBegunIn(w calendar.Window, offered []Offered) (out []int) {
	for _, o := range offered {
		if !o.Slot.Start.Before(w.Start) && o.Slot.Start.Before(w.End) {
			out = append(out, o.N)
		}
	}
	return out
}

func disjoint(a, b []int) bool {
	return !slices.ContainsFunc(a, func(n int) bool { return slices.Contains(b, n) })
}
