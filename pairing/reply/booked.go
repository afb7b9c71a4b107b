package reply

import (
	"strconv"
	"strings"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// readBooked reads words about a session that is booked. A time equal to the
// booked one means yes, whatever the verbs around it say.
func readBooked(all string, asked Asked) []Act {
	text := plain(all)
	r := phrase.Read(all, times(asked))
	if len(r.Ambiguous) > 0 {
		return []Act{{Kind: Unclear, Words: all}}
	}
	want := withoutBooked(r.Want, asked.Booked)
	if n, ok := minutesLate(text); ok {
		return []Act{{Kind: Late, Minutes: n, Words: all}}
	}
	switch {
	case r.Points > 0 && len(want) == 0 && !has(text, cancelWords):
		return []Act{{Kind: Confirm, Words: all}}
	case len(want) > 0 && (has(text, moveWords) || has(text, cancelWords) || len(want) > 0 && strings.Contains(all, "?")):
		acts := []Act{{Kind: Move, Words: all}, {Kind: Can, Windows: want, Words: all}}
		if len(r.Not) > 0 {
			acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: all})
		}
		return acts
	case has(text, unsureWords):
		return []Act{{Kind: Unclear, Words: all}}
	case has(text, cancelWords):
		return []Act{{Kind: Cancel, Words: all}}
	case has(text, moveWords):
		acts := []Act{{Kind: Move, Words: all}}
		if len(r.Not) > 0 {
			acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: all})
		}
		return acts
	case len(r.Want) > 0 && len(want) == 0, has(text, confirmWords), yes(text) && len(r.Not) == 0:
		return []Act{{Kind: Confirm, Words: all}}
	case len(r.Not) > 0 && meets(r.Not, asked.Booked):
		return []Act{{Kind: Move, Words: all}, {Kind: Cannot, Windows: r.Not, Words: all}}
	case strings.Contains(all, "?"):
		return []Act{{Kind: Ask, Text: strings.TrimSpace(all), Words: all}}
	}
	return nil
}

// withoutBooked drops the windows that only repeat the booked time or its day.
func withoutBooked(want []calendar.Window, booked calendar.Slot) []calendar.Window {
	var out []calendar.Window
	for _, w := range want {
		if booked.IsZero() || !w.Holds(booked) {
			out = append(out, w)
		}
	}
	return out
}

func meets(ws []calendar.Window, s calendar.Slot) bool {
	for _, w := range ws {
		if w.Meets(s) {
			return true
		}
	}
	return false
}

// minutesLate reads "20 minutes late", "running 10 min late".
func minutesLate(text string) (int, bool) {
	if !has(text, lateWords) {
		return 0, false
	}
	words := strings.Fields(text)
	for i, w := range words {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > 180 || i+1 == len(words) {
			continue
		}
		switch words[i+1] {
		case "minutes", "minute", "min", "mins":
			return n, true
		}
	}
	return 0, false
}
