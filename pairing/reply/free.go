package reply

import (
	"regexp"
	"slices"
	"strings"
)

// readEnrol reads the answer to an invitation, or a form filled in: the facts of
// a profile, else yes, no or later.
func readEnrol(passages []Passage, asked Asked) []Act {
	ss := sentences(join(passages))
	acts := readProfile(passages, asked)
	v := judge(ss)
	if len(acts) == 0 || weighsMore(v, acts) {
		return readMatch(ss, asked)
	}
	if ask, ok := question(withoutForm(ss)); ok {
		acts = append(acts, ask)
	}
	return acts
}

// withoutForm leaves out the filled lines of the form, whose labels ask.
func withoutForm(ss []sentence) []sentence {
	return slices.DeleteFunc(slices.Clone(ss), func(s sentence) bool {
		_, value, ok := labelled(s.text)
		return ok && value != "" && !strings.HasSuffix(value, "?")
	})
}

// weighsMore reports whether a no or a later says more than the few facts that
// stand beside it.
func weighsMore(v verdict, facts []Act) bool {
	return v == postponed && len(facts) <= 1 && facts[0].Field != Role ||
		v == refused && !slices.ContainsFunc(facts, func(a Act) bool { return a.Field == Role })
}

// readEcho reads the answer to "is this right?": yes, or what to change.
var namesRole = regexp.MustCompile(`(?i)\b(?:role|only mentee|mentoring|rolle|rôle|papel|both|beides|mentor(?:in|a|e)?|as (?:a )?mentee|be (?:a )?mentee|me (?:a )?mentee|a mentee|mentee[,.;!?]|mentee$)\b?`)

func readEcho(passages []Passage, asked Asked) []Act {
	ss := sentences(join(passages))
	acts := readProfile(passages, asked)
	if !namesRole.MatchString(textOf(ss)) { // "I can only take 1 mentee" says nothing of the role
		acts = slices.DeleteFunc(acts, func(a Act) bool { return a.Field == Role })
	}
	if len(acts) == 0 {
		asked.Kind = Echo
		return readMatch(ss, asked)
	}
	if says(ss, "rest") || wholeBut.MatchString(textOf(ss)) {
		acts = append([]Act{{Kind: Accept, Words: textOf(ss)}}, acts...)
	}
	if ask, ok := question(ss); ok {
		acts = append(acts, ask)
	}
	return acts
}

// readFree reads a new mail that answers nothing.
func readFree(passages []Passage, asked Asked) []Act {
	ss := sentences(join(passages))
	if !asked.Booked.IsZero() {
		if acts := readBooked(ss, asked); len(acts) > 0 {
			switch acts[0].Kind {
			case Move, Cancel, Late, Cannot:
				return acts
			case Confirm:
				if r := readTimes(lineText(ss), asked); len(r.Want) == 1 && r.Want[0].Start.Equal(asked.Booked.Start) {
					return acts // a time equal to the booked one means yes
				}
			}
		}
	}
	if acts := readProfile(passages, asked); len(acts) > 0 {
		return acts
	}
	if r := readTimes(lineText(ss), asked); len(r.Not) > 0 && len(r.Want) == 0 {
		return timed(r, lineText(ss))
	}
	if plain := slices.DeleteFunc(slices.Clone(ss), func(s sentence) bool { return s.asks }); says(plain, "later") && !says(plain, "yes") {
		return []Act{{Kind: Later, Words: textOf(ss)}}
	}
	if ask, ok := question(ss); ok {
		return []Act{ask}
	}
	return nil
}
