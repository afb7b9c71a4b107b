package reply

import (
	"strconv"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// Read gives the acts in the passages of one mail, in the order of the words.
// There is always at least one: Unclear when nothing else is sure.
func Read(passages []Passage, asked Asked) []Act {
	all := join(passages)
	if strings.TrimSpace(all) == "" {
		return []Act{{Kind: Unclear}}
	}
	acts := anytime(all, asked)
	if len(acts) > 0 && (asked.Kind != Several || len(plain(all)) < 60) {
		return acts
	}
	switch asked.Kind {
	case Several:
		acts = append(readSeveral(passages, asked), acts...)
	case Enrol:
		acts = readEnrol(passages, asked)
	case Echo:
		acts = readEcho(passages, asked)
	case Match:
		acts = readMatch(all, asked)
	case Agreement:
		acts = readAgreement(passages, asked)
	case Slots:
		acts = readSlots(all, asked)
	case Booked:
		acts = readBooked(all, asked)
	case Checkin:
		acts = readCheckin(passages, asked)
	case Survey:
		acts = readSurvey(passages, asked)
	case Rating5, NPS, YesNo, FreeText:
		acts = answerTo(Question{N: 1, Kind: asked.Kind}, all)
	default:
		acts = readFree(passages, asked)
	}
	if len(acts) == 0 {
		return []Act{{Kind: Unclear, Words: all}}
	}
	return acts
}

func join(passages []Passage) string {
	var parts []string
	for _, p := range passages {
		parts = append(parts, p.Words)
	}
	return strings.Join(parts, "\n")
}

// anytime gives the command in the words, when there is one.
func anytime(all string, asked Asked) []Act {
	first, _, _ := strings.Cut(strings.TrimSpace(all), "\n")
	text, line := plain(all), plain(first)
	for _, c := range commands {
		switch {
		case is(line, c.alone), has(text, c.holds):
		case (c.kind == Pause) && opens(line, c.alone):
		default:
			continue
		}
		act := Act{Kind: c.kind, Words: first}
		if c.kind == Pause {
			act.Until = pauseEnd(all, asked)
		}
		return []Act{act}
	}
	return nil
}

// pauseEnd is the first day back: "pause until 4 Nov". Zero when open-ended.
func pauseEnd(text string, asked Asked) time.Time {
	r := phrase.Read(strings.ReplaceAll(strings.ToLower(text), "pause", "away"), times(asked))
	if len(r.Not) > 0 {
		return r.Not[len(r.Not)-1].End
	}
	return time.Time{}
}

func times(asked Asked) phrase.Context {
	c := phrase.Context{Sent: asked.Sent, Zone: asked.Zone, Length: asked.Length}
	if c.Length == 0 {
		c.Length = 45 * time.Minute
	}
	for _, o := range asked.Offered {
		c.Asked = append(c.Asked, calendar.Window(o.Slot))
		c.Length = o.Slot.Length()
	}
	if !asked.Booked.IsZero() {
		c.Length = asked.Booked.Length()
		if len(c.Asked) == 0 {
			c.Asked = []calendar.Window{calendar.Window(asked.Booked)}
		}
	}
	return c
}

// yes and no judge the opening of the words, where people put their answer.
func yes(text string) bool {
	return opens(text, yesWords) || len(text) < 80 && has(text, yesWords[10:]) && !has(text, noWords)
}

func no(text string) bool {
	return opens(text, noWords) || has(text, noWords[4:])
}

// readMatch reads the answer to "would you two like to be a pair?".
func readMatch(all string, asked Asked) []Act {
	text := plain(all)
	var acts []Act
	switch {
	case has(text, laterWords):
		return []Act{{Kind: Later, Words: all}}
	case has(text, unsureWords) && !opens(text, []string{"yes"}):
		return []Act{{Kind: Unclear, Words: all}}
	case no(text):
		acts = append(acts, Act{Kind: Decline, Text: strings.TrimSpace(all), Words: all})
	case yes(text) && !strings.Contains(all, "?"):
		acts = append(acts, Act{Kind: Accept, Words: all})
		if r := phrase.Read(all, times(asked)); len(r.Not) > 0 {
			acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: all})
		}
	case strings.Contains(all, "?"):
		return []Act{{Kind: Ask, Text: strings.TrimSpace(all), Words: all}}
	}
	return acts
}

// readSlots reads the answer to a list of offered slots.
func readSlots(all string, asked Asked) []Act {
	text := plain(all)
	numbers, sure := slotNumbers(all, asked)
	switch {
	case !sure:
		return []Act{{Kind: Unclear, Words: all}}
	case len(numbers) > 0:
		return append([]Act{{Kind: Choose, Slots: numbers, Words: all}}, excluded(all, asked)...)
	}
	r := phrase.Read(all, times(asked))
	if len(r.Ambiguous) > 0 {
		return []Act{{Kind: Unclear, Words: all}}
	}
	var acts []Act
	none := has(text, noneWords)
	if none {
		acts = append(acts, Act{Kind: Choose, Slots: []int{}, Words: all})
	}
	switch {
	case len(r.Want) > 0:
		if fits := fitting(r.Want, asked.Offered); len(fits) == 1 && !none {
			acts = append(acts, Act{Kind: Choose, Slots: fits, Words: all})
		} else {
			acts = append(acts, Act{Kind: Can, Windows: r.Want, Words: all})
		}
	case !none && is(text, anyWords) || !none && opens(text, anyWords):
		for _, o := range asked.Offered {
			numbers = append(numbers, o.N)
		}
		acts = append(acts, Act{Kind: Choose, Slots: numbers, Words: all})
	case len(r.Not) == 0 && !none && has(text, laterWords):
		return []Act{{Kind: Later, Words: all}}
	case len(r.Not) == 0 && !none && len(asked.Offered) == 1 && yes(text):
		acts = append(acts, Act{Kind: Choose, Slots: []int{asked.Offered[0].N}, Words: all})
	case len(r.Not) == 0 && !none && len(asked.Offered) == 1 && no(text):
		acts = append(acts, Act{Kind: Choose, Slots: []int{}, Words: all})
	case len(r.Not) == 0 && !none && strings.Contains(all, "?"):
		return []Act{{Kind: Ask, Text: strings.TrimSpace(all), Words: all}}
	}
	if len(r.Not) > 0 {
		acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: all})
	}
	return acts
}

func excluded(all string, asked Asked) []Act {
	if r := phrase.Read(all, times(asked)); len(r.Not) > 0 {
		return []Act{{Kind: Cannot, Windows: r.Not, Words: all}}
	}
	return nil
}

// fitting are the numbers of the offered slots that lie in the wanted windows.
func fitting(want []calendar.Window, offered []Offered) []int {
	var out []int
	for _, o := range offered {
		for _, w := range want {
			if w.Holds(o.Slot) {
				out = append(out, o.N)
				break
			}
		}
	}
	return out
}

var ordinals = map[string]int{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "last": -1}

// slotNumbers reads slots by number: "2", "option 2", "1 or 3", "the second".
// sure is false for a bare number that was not offered.
func slotNumbers(all string, asked Asked) (numbers []int, sure bool) {
	words := strings.Fields(plain(all))
	if len(words) == 0 || len(words) > 14 || has(plain(all), negations) {
		return nil, true
	}
	bare := true // only numbers and small words so far
	for i, w := range words {
		n, err := strconv.Atoi(w)
		switch {
		case err == nil:
			if timeSign(all, w) || !bare {
				return nil, true
			}
			if n < 1 || n > len(asked.Offered) {
				return nil, len(words) > 2
			}
			numbers = append(numbers, n)
		case ordinals[w] != 0:
			n := ordinals[w]
			if n < 0 {
				n = len(asked.Offered)
			}
			if i+1 < len(words) && words[i+1] == "two" { // "the first two"
				return firstN(2, asked), true
			}
			if n > len(asked.Offered) {
				return nil, false
			}
			numbers = append(numbers, n)
		case i == 0 && (w == "either"):
		case small[w] || has(" "+w+" ", yesWords):
		default:
			bare = false
		}
	}
	return numbers, true
}

var negations = []string{"not", "can't", "cant", "cannot", "none", "neither", "no", "don't", "doesn't", "if"}

// small words may stand around the number of a slot without changing it.
var small = map[string]bool{"option": true, "number": true, "slot": true, "no": true, "the": true, "or": true, "and": true, "please": true,
	"works": true, "work": true, "is": true, "for": true, "me": true, "both": true, "one": true, "would": true, "be": true, "best": true,
	"good": true, "i": true, "take": true, "i'll": true, "can": true, "do": true, "let's": true, "go": true, "with": true, "thanks": true,
	"thank": true, "you": true, "that": true, "suits": true, "hi": true, "hello": true, "time": true, "thx": true}

func firstN(n int, asked Asked) (out []int) {
	for i := 1; i <= min(n, len(asked.Offered)); i++ {
		out = append(out, i)
	}
	return out
}

// timeSign reports whether the number w stands in the text as a time: "2pm",
// "2:00", "at 2".
func timeSign(all, w string) bool {
	lower := strings.ToLower(all)
	i := strings.Index(lower, w)
	after := strings.TrimLeft(lower[i+len(w):], " ")
	before := strings.TrimRight(lower[:i], " ")
	for _, sign := range []string{"pm", "am", ":", "h", "o'clock", "p.m", "a.m", "/"} {
		if strings.HasPrefix(after, sign) && !strings.HasPrefix(lower[i+len(w):], ": ") {
			return true
		}
	}
	for _, word := range []string{"at", "after", "before", "from", "until", "by", ":"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}
