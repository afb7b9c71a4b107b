package reply

import (
	"regexp"
	"slices"
	"strings"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// readTimes reads the times in the words. About a past that an answer tells of
// ("not yet") it says nothing.
func readTimes(text string, asked Asked) phrase.Reading {
	return phrase.Read(text, times(asked))
}

// lineText joins sentences so that each still ends.
func lineText(ss []sentence) string {
	var parts []string
	for _, s := range ss {
		parts = append(parts, s.text)
	}
	return strings.Join(parts, "\n")
}

// readBooked reads words about a session that is booked. A time equal to the
// booked one means yes, whatever the verbs around it say.
func readBooked(ss []sentence, asked Asked) []Act {
	whole := lineText(ss)
	ss = sentences(withoutAffairs(feared.ReplaceAllString(lineText(takenBack(ss)), "")))
	if len(ss) == 0 {
		ss = sentences(whole)
	}
	if i := slices.IndexFunc(ss, func(s sentence) bool {
		return s.asks && (channelChange.MatchString(s.text) || ofAsking.MatchString(s.text)) && !says(ss, "confirm", "yes")
	}); i >= 0 && len(ss) == 1 {
		return []Act{{Kind: Ask, Text: ss[i].text, Words: ss[i].text}}
	}
	for i := range ss {
		ss[i].text = spelledOut(besideBooked(ss[i].text, asked))
	}
	if n, ok := minutesLate(ss, asked); ok {
		return []Act{{Kind: Late, Minutes: n, Words: lineText(ss)}}
	}
	ss, inquiry, inquires := withoutInquiries(ss, asked)
	if len(ss) == 0 {
		return []Act{inquiry}
	}
	acts := decideBooked(ss, asked)
	if inquires && (len(acts) == 0 || acts[0].Kind == Confirm) && !slices.ContainsFunc(acts, func(a Act) bool { return a.Kind == Ask }) {
		acts = append(acts, inquiry)
	}
	return acts
}

// decideBooked reads what is left beside questions about how things go.
func decideBooked(ss []sentence, asked Asked) []Act {
	words := insteadOf.ReplaceAllString(lineText(ss), " instead ")
	r := readTimes(insteadOf.ReplaceAllString(lineText(answering(ss, asked)), " instead "), asked)
	if len(r.Ambiguous) > 0 {
		return []Act{{Kind: Unclear, Words: words}}
	}
	same, others := apart(r, asked.Booked)
	others = withoutOwnDay(others, r, asked)
	keeps, cancels := keepsLast(ss), says(slices.DeleteFunc(slices.Clone(ss), func(s sentence) bool { return s.asks && len(s.words) > 0 && s.words[0] == "how" }), "cancel") && lastOf(ss, "cancel", "confirm") == "cancel"
	if !cancels && plainlyOff.MatchString(words) && !turnsBack.MatchString(words) && plainly(ss, "cancel") {
		cancels, keeps = true, false // "please cancel it, I will be there next time"
	}
	moves := says(ss, "move") || len(others) > 0 && proposesOther(ss, asked)
	cannot := says(ss, "cantmake") || deniesBooked(r, asked.Booked)
	confirms := says(ss, "confirm", "yes") || weakYes(ss)
	v := judge(ss)
	unsure := says(ss, "unsure") && !keeps
	if keeps && len(others) > 0 && says(ss, "cancel") {
		keeps, moves = false, true // "cancel Wednesday and keep it at the same time of the week after"
	}
	if whetherLater.MatchString(words) {
		return []Act{{Kind: Later, Words: words}}
	}
	if perhapsOff.MatchString(words) && !keeps {
		if v == postponed {
			return []Act{{Kind: Later, Words: words}}
		}
		return nil // "I may have to cancel"
	}
	ask, asking := question(askingOnly(ss, asked))
	var acts []Act
	switch {
	case v == postponed && !keeps && !moves && !cancels && (promises(ss, asked) || r.Empty()) && !says(ss[:1], "confirm", "yes", "weakyes"):
		return []Act{{Kind: Later, Words: words}}
	case keeps:
		acts = append(acts, Act{Kind: Confirm, Words: words})
	case same && len(others) == 0 && !cancels && !cannot && !unsure && !moves && (confirms || proposesDay(ss, asked)):
		acts = append(acts, Act{Kind: Confirm, Words: words, Sure: Inferred})
	case samePoint(r, asked.Booked) && !cannot && (!unsure || confirms) && (len(others) == 0 || !moves) && (!cancels || lastOf(ss, "cancel", "confirm") == "confirm"):
		acts = append(acts, Act{Kind: Confirm, Words: words, Sure: Inferred})
	case unsure && len(others) == 0 && !plainly(ss, "cancel") && !plainly(ss, "move"):
		return nil
	case len(others) > 0 && (moves || cannot || wantsTime(ss, asked)):
		acts = append(acts, Act{Kind: Move, Words: words}, Act{Kind: Can, Windows: others, Words: words})
	case cancels:
		if moves && !says(ss, "later") && !declinesNew(ss) {
			acts = append(acts, Act{Kind: Move, Words: words})
			break
		}
		return []Act{{Kind: Cancel, Words: words}}
	case moves, cannot:
		acts = append(acts, Act{Kind: Move, Words: words})
	case confirms && v != refused && v != postponed && len(r.Not) == 0:
		acts = append(acts, Act{Kind: Confirm, Words: words})
	case v == postponed:
		return []Act{{Kind: Later, Words: words}}
	}
	if len(r.Not) > 0 && len(acts) > 0 && acts[0].Kind == Move || len(acts) == 0 && len(r.Not) > 0 {
		acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: words})
	}
	if asking && (len(acts) == 0 || acts[0].Kind == Confirm) {
		acts = append(acts, ask)
	}
	return acts
}

var (
	// plainlyOff asks to cancel; turnsBack takes such a thing back.
	plainlyOff = regexp.MustCompile(`(?i)\b(?:please|kindly|have to|need to|must|want to|let's) (?:\w+ )?cancel\b`)
	turnsBack  = regexp.MustCompile(`(?i)\b(?:but|actually|after all|instead|wait|no need|don't|do not|not cancel|scratch|ignore|keep)\b`)
)

// whetherLater promises to say later: "I'll let you know on Wednesday whether I can make it".
var whetherLater = regexp.MustCompile(`(?i)\b(?:i'll|i will|will) (?:let you know|tell you|know|confirm|say)\b[^.;!?]*\b(?:whether|if) (?:i|we)\b`)

// perhapsOff is a cancelling that is only thought of.
var perhapsOff = regexp.MustCompile(`(?i)\b(?:may|might|could|possibly|perhaps|maybe|probably)\b(?: (?:well|just|possibly|i|we|i'll|still))?(?: be)?(?: going)?(?: have| need)? to (?:cancel|call it off|skip|drop out|bail)\b`)

// keepsLast reports whether the words leave the session where it is, and do not
// move it afterwards.
func keepsLast(ss []sentence) bool {
	keeps, cancelled := false, false
	for _, s := range ss {
		for _, t := range s.tags {
			switch {
			case t.meaning == "keep" && cancelled && s.words[t.start] == "no": // "cancel it, no need to reschedule"
			case t.meaning == "keep", t.meaning == "cancel" && s.denied(t) && len(s.words) <= 8:
				keeps = true
			case (t.meaning == "move" || t.meaning == "cancel" || t.meaning == "cantmake") && !s.denied(t):
				keeps, cancelled = false, cancelled || t.meaning == "cancel"
			}
		}
	}
	return keeps
}

// takenBack drops what the words themselves take back: "wrong thread, ignore
// the above".
func takenBack(ss []sentence) []sentence {
	from := 0
	for i, s := range ss {
		for _, t := range s.tags {
			if t.meaning == "meant" && i > 0 {
				switch strings.Join(s.words[t.start:t.end], " ") {
				case "wrong thread", "ignore the above", "ignore above", "disregard", "ignore that", "oops", "scratch that", "no wait":
					from = i
				}
			}
		}
	}
	if from == 0 || from+1 > len(ss) {
		return ss
	}
	rest := slices.Clone(ss[from:])
	if len(rest) > 1 && len(rest[0].words) < 8 && !rest[0].has("yes", "no", "move", "cancel") {
		rest = rest[1:]
	}
	return rest
}

// apart tells the wanted times that only repeat the booked one, or its day, from
// the others.
func apart(r phrase.Reading, booked calendar.Slot) (same bool, others []calendar.Window) {
	var wanted []phrase.Term
	for _, t := range r.Terms {
		exact := func(o phrase.Term) bool {
			return !o.Not && !o.WholeDay && !o.Window.Start.Before(t.Window.Start) && !o.Window.End.After(t.Window.End)
		}
		if t.Not || (t.WholeDay || !t.Point && pointIn(r, t)) && slices.ContainsFunc(r.Terms, exact) || !meets(r.Want, t.Window) {
			continue // "an hour earlier, same day": the day only says which
		}
		wanted = append(wanted, t)
	}
	var points []calendar.Window
	atStart := false // a point in time was that of the session
	for _, t := range wanted {
		if !booked.IsZero() && t.Window.Holds(booked) {
			same, atStart = true, atStart || t.Point
			continue
		}
		if t.Point {
			points = append(points, t.Window)
		} else {
			others = append(others, t.Window)
		}
	}
	if atStart { // "I'll be in the office from 1 to 4, so 3 it is": the booked time, said in a wider one
		others = slices.DeleteFunc(others, func(w calendar.Window) bool { return w.Meets(booked) })
	}
	return same, calendar.Merge(append(points, others...))
}

// pointIn reports whether a point in time that is wanted lies in the term.
func pointIn(r phrase.Reading, t phrase.Term) bool {
	return slices.ContainsFunc(r.Terms, func(o phrase.Term) bool {
		return o.Point && !o.Not && !o.Window.Start.Before(t.Window.Start) && o.Window.Start.Before(t.Window.End)
	})
}

// withoutOwnDay drops the booked day itself, named only to say which session
// moves: "Wednesday's session to Friday at 10".
func withoutOwnDay(others []calendar.Window, r phrase.Reading, asked Asked) []calendar.Window {
	own := func(w calendar.Window) bool {
		y, m, d := w.Start.In(asked.Zone).Date()
		by, bm, bd := asked.Booked.Start.In(asked.Zone).Date()
		return y == by && m == bm && d == bd && slices.ContainsFunc(r.Terms, func(t phrase.Term) bool { return t.WholeDay && t.Window == w })
	}
	if asked.Booked.IsZero() || !slices.ContainsFunc(others, func(w calendar.Window) bool { return !own(w) }) {
		return others
	}
	return slices.DeleteFunc(others, own)
}

// samePoint reports whether a point in time named is that of the session.
func samePoint(r phrase.Reading, booked calendar.Slot) bool {
	return slices.ContainsFunc(r.Terms, func(t phrase.Term) bool { return t.Point && !t.Not && t.Window.Start.Equal(booked.Start) })
}

// proposesDay reports whether a sentence that names the day asks for it: "can we
// meet Thursday?"
func proposesDay(ss []sentence, asked Asked) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		return s.asks && !readTimes(s.text, asked).Empty() && !s.has("cancel", "cantmake")
	})
}

// proposesOther reports whether a question names a time other than the booked one.
func proposesOther(ss []sentence, asked Asked) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		_, others := apart(readTimes(s.text, asked), asked.Booked)
		return s.asks && len(others) > 0 && !wondering.MatchString(s.text)
	})
}

// plainly reports whether a sentence has the meaning and no doubt.
func plainly(ss []sentence, m meaning) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool { return s.has(m) && !s.has("unsure", "condition") })
}

// lastOf is which of the meanings is said last.
func lastOf(ss []sentence, meanings ...meaning) (last meaning) {
	for _, s := range ss {
		for _, t := range s.tags {
			if slices.Contains(meanings, t.meaning) && !s.denied(t) {
				last = t.meaning
			}
		}
	}
	return last
}

// deniesBooked reports whether the booked session lies where the writer cannot.
func deniesBooked(r phrase.Reading, booked calendar.Slot) bool {
	return !booked.IsZero() && slices.ContainsFunc(r.Not, func(w calendar.Window) bool { return w.Meets(booked) })
}

// wantsTime reports whether a sentence with a time proposes it: it asks, or has
// a word of wishing.
func wantsTime(ss []sentence, asked Asked) bool {
	settled := len(ss) > 1 && ss[0].has("yes", "confirm", "weakyes") && judge(ss[:1]) == agreed
	for _, s := range ss {
		if settled && !s.asks && !containsAny(" "+strings.Join(s.words, " ")+" ", []string{" instead ", " better ", " rather ", " prefer "}) {
			continue // "Fine by me. I'll send the slides on Tuesday."
		}
		if s.has("cancel") && !s.has("move") && !s.asks {
			continue // "please cancel this morning's one"
		}
		if !readTimes(s.text, asked).Empty() && (s.asks || containsAny(" "+strings.Join(s.words, " ")+" ", wishes)) {
			return true
		}
	}
	return false
}

var wishes = []string{" would ", " could ", " instead ", " better ", " suits ", " prefer ", " rather ", " possible ", " free ", " please ", " can ", " works ", " good ", " fine ", " ok ", " lieber ", " plutôt ", " mejor ", " melhor ", " geht ", " passt "}

// declinesNew reports whether no new time is wanted: "no need to find a new time".
func declinesNew(ss []sentence) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool {
		text := " " + strings.Join(s.words, " ") + " "
		return containsAny(text, []string{" no need ", " don't look for ", " do not look for ", " ourselves ", " not necessary ", " don't need ", " next regular ", " among ourselves ", " between us ", " skip ", " don't bother ", " dont bother ", " no replacement "})
	})
}

// askingOnly are the sentences that ask for something other than a time.
func askingOnly(ss []sentence, asked Asked) (out []sentence) {
	for _, s := range ss {
		if s.asks || s.has("before", "asks") {
			if r := readTimes(s.text, asked); (r.Empty() || wondering.MatchString(s.text)) && !(asked.Kind == Booked && s.has("move", "cancel", "confirm")) {
				out = append(out, s)
			}
		}
	}
	return out
}

// wondering is a question about somebody else, not a proposal.
var wondering = regexp.MustCompile(`(?i)^(?:and |but |also |hi,? |hello,? )*(?:do you know|any idea|do you think|would you know|could you ask|can you ask)\b`)

func weakYes(ss []sentence) bool {
	return slices.ContainsFunc(ss, func(s sentence) bool { return s.has("weakyes") && (len(s.words) <= 7 || forMe(s.words)) })
}
