package reply

import (
	"regexp"
	"slices"
	"strings"

	"mentord/calendar"
)

// readAgain reads the answer to "the same time again?": as one to a single slot,
// and as words about a booked time, since that is how people put it. A no of
// either is none of the slot.
func readAgain(words string, asked Asked) []Act {
	if len(asked.Offered) == 0 {
		return nil
	}
	if notBooked.MatchString(words) {
		return []Act{{Kind: Unclear, Words: words}}
	}
	slot := asked.Offered[0].Slot
	asked.Booked = slot
	asPick := readSlots([]Passage{{Words: words}}, asked)
	asBooked := readBooked(sentences(words), asked)
	if slices.ContainsFunc(asBooked, func(a Act) bool { return a.Kind == Cancel }) {
		return []Act{{Kind: Cancel, Words: words}}
	}
	picks := slices.ContainsFunc(asPick, func(a Act) bool { return a.Kind == Choose && len(a.Slots) > 0 })
	acts := asPick
	switch i := slices.IndexFunc(asBooked, func(a Act) bool { return a.Kind == Move || a.Kind == Later }); {
	case i < 0:
	case asBooked[i].Kind == Later && picks:
		acts = asBooked
	case asBooked[i].Kind == Move && (picks || !slices.ContainsFunc(asPick, timedAct)):
		acts = []Act{{Kind: Choose, Slots: []int{}, Words: words}}
		for _, a := range asBooked {
			if timedAct(a) {
				acts = append(acts, a)
			}
		}
	}
	return inItsWeek(acts, slot, words, asked)
}

func timedAct(a Act) bool { return a.Kind == Can || a.Kind == Cannot }

// inItsWeek moves weekdays without a date into the week of the slot: who is asked
// about the Thursday in two weeks and prefers Wednesday means that week's.
func inItsWeek(acts []Act, slot calendar.Slot, words string, asked Asked) []Act {
	start := slot.Start.In(asked.Zone)
	monday := start.AddDate(0, 0, -(int(start.Weekday())+6)%7)
	shift := map[calendar.Window]calendar.Window{}
	for _, t := range readTimes(words, asked).Terms {
		if !t.Weekday || thisOrNext.MatchString(t.Words) {
			continue
		}
		w := t.Window
		for w.Start.In(asked.Zone).Format("20060102") < monday.Format("20060102") {
			w.Start, w.End = w.Start.In(asked.Zone).AddDate(0, 0, 7).UTC(), w.End.In(asked.Zone).AddDate(0, 0, 7).UTC()
		}
		shift[t.Window] = w
	}
	for i, a := range acts {
		acts[i].Windows = slices.Clone(a.Windows)
		for j, w := range a.Windows {
			if to, ok := shift[w]; ok {
				acts[i].Windows[j] = to
			}
		}
	}
	return acts
}

// thisOrNext is a weekday whose week is said.
var thisOrNext = regexp.MustCompile(`(?i)\b(?:this|next|coming|tomorrow|diesen|nächsten|kommenden|prochain|próximo|próxima|este|esta)\b`)

// aboutNext reports whether a sentence in a letter that asks more is about the next
// session, and not about the last one.
func aboutNext(s sentence, asked Asked) bool {
	if s.has("met", "notmet", "notyet") {
		return false
	}
	return ofNext.MatchString(s.text) || !readTimes(s.text, asked).Empty() || s.has("cancel", "cantmake", "move")
}

// whenTheyMet reports whether a clause beside "we met" only says when: "we met a day
// later, at 4pm".
func whenTheyMet(s sentence, asked Asked) bool {
	return !readTimes(s.text, asked).Empty() && !ofNext.MatchString(s.text) && !s.asks && !s.has("cancel", "cantmake", "move", "no") &&
		!containsAny(" "+strings.Join(s.words, " ")+" ", wishes)
}

// notBooked asks to leave the next session open.
var notBooked = regexp.MustCompile(`(?i)\b(?:not|n't|nothing)\b[^.;!?]{0,20}\b(?:book|schedul|fix|plan|arrang)|\bskip\b`)

// ofNext are words for what is still to come.
var ofNext = regexp.MustCompile(`(?i)\b(?:same (?:time|day|hour)|(?:the|our|my) next (?:one|session|meeting|date|appointment|call)|next (?:time|session|meeting)|that time|(?:not|busy|away) then|skip (?:one|it|this|that)|(?:not|n't|to) (?:book|schedule|fix|plan)\b|from now on|find a (?:date|time)|too (?:early|late) for me|(?:die)?selbe zeit|gleiche zeit|beim nächsten mal|nächste[ns]? (?:mal|termin|treffen)|même heure|prochaine (?:fois|séance|session)|misma hora|próxima (?:vez|sesión|sessão)|mesma hora)\b`)

// yesToAll reads a bare yes to a letter in which just "did you meet?" and "the same
// time again?" can be answered by it.
func yesToAll(all string, asked Asked) (acts []Act, ok bool) {
	ss := sentences(all)
	if len(wordsOf(all)) > 4 || len(ss) == 0 || judge(ss) != agreed || says(ss, "met") || ofNext.MatchString(all) || ratingNumber.MatchString(all) {
		return nil, false
	}
	for _, q := range asked.Questions {
		switch q.Kind {
		case Checkin:
			acts = append(acts, Act{Kind: Met, Question: q.N, Words: all, Sure: Inferred})
		case Again:
			acts, ok = append(acts, Act{Kind: Choose, Slots: []int{1}, Question: q.N, Words: all, Sure: Inferred}), true
		case Rating5, FreeText:
		default:
			return nil, false
		}
	}
	return acts, ok && len(acts) == 2
}
