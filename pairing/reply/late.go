package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// hourWord is an hour as digits or as a word, with "half" and "quarter past".
const hourWord = `((?:half |half past |quarter past |quarter to )?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))`

// An hour without a sign of time, beside words that show what it is.
var (
	afterVerb  = regexp.MustCompile(`(?i)\b(make it|(?:move|push|bring|shift|change|put|make)(?: it| this| that| us| the session| our session| the time)?(?: back| forward| up| on| out)?(?: to| for| until)|start|begin|do|say|we do|it to|how about|how bout|how's|what about) ` + hourWord + `\b`)
	askedAfter = regexp.MustCompile(`(?i)\b(is|would|could|does|will|can) ` + hourWord + `(?: instead| rather than \d{1,2}| instead of \d{1,2})? (possible|all right|alright|ok|okay|any good|any better|any use|any easier|good|fine|better|doable|work|be (?:ok|okay|possible|good|better|fine|easier|all right|alright|at all possible))\b`)
	affirmed   = regexp.MustCompile(`(?i)(^|[,;.] |\bbut |\band |\bso )` + hourWord + ` (is|would be|works|would work|suits|would suit)\b`)
	nearer     = regexp.MustCompile(`(?i)\b(more like|nearer|closer to|running late,?|rather) (\d{1,2}(?:[:.]\d{2}))`)
	refusedAt  = regexp.MustCompile(`(?i)\b(can't|cannot|cant|can not|won't|couldn't) (make|do|manage) ` + hourWord + `( any| after| now| but| so|[,.;!?]|$)`)
	pushBy     = regexp.MustCompile(`(?i)\b(?:push|move|put|shift|delay|postpone|bump)(?:ing|ed|d)? (?:it |us |this |that |tomorrow |today |\w+day |the session |our session |the call |the meeting )?(?:(?:on |back |out |later )(?:by )?|by )(?:exactly |about )?((?:an?|half an?|one|two|three|\d+)(?: half)? ?(?:hours?|minutes?|mins?|hrs?|h|days?|weeks?)\b)`)
	pushBack   = regexp.MustCompile(`(?i)\b(?:push|move|put|shift)(?:ing|ed)? (?:back|out|off) (?:our |the |this |it |my )?(?:meeting |session |call |appointment |time )?by ((?:an?|half an?|one|two|three|\d+)(?: half)? ?(?:hours?|minutes?|mins?|hrs?|h)\b)`)
	pullBy     = regexp.MustCompile(`(?i)\b(?:bring|pull|move|shift)(?:ed|ing)? (?:it |us |this |that |the session |our session )?forward (?:by )?((?:an?|half an?|one|two|\d+)(?: half)? ?(?:hours?|minutes?|mins?|hrs?|h)\b)`)
	insteadOf  = regexp.MustCompile(`(?i)\b(?:instead of|rather than|in place of|not) (?:at )?\d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?\b`)
	// fromTo is the old time of a change, which is no span: "move Thursday to Friday".
	fromTo = regexp.MustCompile(`(?i)\b(move|moving|reschedule|rescheduling|change|changing|shift|switch|swap|postpone|push|put)\b((?: (?:it|this|that|our|the|my|session|meeting|call|one|appointment|slot|time))*) (?:from )?(?:the |on )?(?:(?:this |next )?(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|today|tomorrow|\d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?)(?:'s)?(?: (?:session|meeting|call|one|slot))?(?: at \d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?)? to\b`)
	// feared is what did not come about: "I thought I'd have to move it, but".
	feared = regexp.MustCompile(`(?i)\bi (?:thought|feared|was afraid|was worried)\b[^.;!?]{1,60}?,? but\b`)
)

// spelledOut gives bare hours and shifts a form that reads as a time.
func spelledOut(text string) string {
	text = fromTo.ReplaceAllString(text, "$1$2 to")
	text = pushBack.ReplaceAllString(text, "move it $1 later")
	text = pushBy.ReplaceAllString(pullBy.ReplaceAllString(text, "move it $1 earlier"), "move it $1 later")
	text = afterVerb.ReplaceAllString(text, "$1 at $2")
	text = askedAfter.ReplaceAllString(text, "$1 at $2 $3")
	text = nearer.ReplaceAllString(text, "$1 at $2")
	text = affirmed.ReplaceAllString(text, "${1}at $2 $3")
	return refusedAt.ReplaceAllString(text, "$1 $2 at $3$4")
}

// minutesLate reads "20 minutes late", "give me 20 min", "running 10 min behind",
// "be there at 2:20" about a session at 2.
func minutesLate(ss []sentence, asked Asked) (int, bool) {
	if !says(ss, "latesay") {
		if thereAt.MatchString(lineText(ss)) {
			return clockLate(ss, asked)
		}
		return 0, false
	}
	for _, s := range ss {
		if !s.has("latesay") && len(ss) > 1 && !strings.Contains(s.text, "min") {
			continue
		}
		if n, ok := minutesIn(s); ok {
			return n, n > 0
		}
	}
	return clockLate(ss, asked)
}

// minutesIn finds the minutes of a delay; 0 when they are those of a shift.
func minutesIn(s sentence) (int, bool) {
	loose := 0 // a number by itself, where minutes are spoken of: "a few minutes late, 5 at most"
	for i, w := range s.words {
		n, err := strconv.Atoi(w)
		unit := ""
		if err != nil {
			digits := strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz'")
			if n, err = strconv.Atoi(digits); err == nil {
				unit = w[len(digits):]
			}
		}
		if v, ok := ratingWords[w]; ok && err != nil {
			n, err = v, nil
		}
		if w == "quarter" && i+2 < len(s.words) && s.words[i+1] == "of" || w == "viertelstunde" {
			n, err, unit = 15, nil, "min"
		}
		if (w == "half" && i+2 < len(s.words) && s.words[i+2] == "hour") || w == "half-hour" {
			n, err, unit = 30, nil, "min"
		}
		if err != nil || n < 1 || n > 180 {
			continue
		}
		if unit == "" && i+1 < len(s.words) {
			unit = s.words[i+1]
			if unit == "more" && i+2 < len(s.words) {
				unit = s.words[i+2] // "10 more minutes"
			}
		}
		if i > 1 && s.words[i-1] == "in" && (s.words[i-2] == "there" || s.words[i-2] == "on" || s.words[i-2] == "be" || s.words[i-2] == "you") && unit == "" {
			return n, true // "be there in 5"
		}
		switch unit {
		case "late", "minutes", "minute", "min", "mins", "minuten", "minutos", "m", "'", "mn", "minuets":
			if i+2 < len(s.words) && (s.words[i+2] == "earlier" || s.words[i+2] == "later") {
				return 0, true
			}
			return n, true
		case "at", "max", "tops", "or":
			loose = n
		}
	}
	return loose, loose > 0 && slices.Contains(s.words, "minutes")
}

// thereAt names the time at which somebody will be there.
var thereAt = regexp.MustCompile(`(?i)\b(?:(?:be|get|am|i'm) (?:there|on|in|with you|ready|online)|join|joining|arrive|arriving) (?:at|by|for|around|about) (?:about )?\d`)

// maxLate is how much later than booked still counts as being late.
const maxLate = time.Hour

var (
	pastOnly = regexp.MustCompile(`(?i)\b(?:at |till |until |nearer |about |around |more like )(five|ten|quarter|twenty|half) past\b`)
	pastWord = map[string]int{"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "half": 30}
)

// clockLate reads a delay from the time at which someone will be there, shortly
// after the session begins.
func clockLate(ss []sentence, asked Asked) (int, bool) {
	start := asked.Booked.Start
	if asked.Booked.IsZero() || start.Sub(asked.Sent) > 12*time.Hour || says(ss, "move", "cancel") {
		return 0, false
	}
	text := lineText(ss)
	for _, t := range slices.Backward(readTimes(text, asked).Terms) {
		at := t.Window.Start
		if t.Not && !t.Point { // "not there till quarter past"
			at = t.Window.End
		}
		if late := at.Sub(start); (t.Point || t.Not) && late > 0 && late <= maxLate {
			return int(late / time.Minute), true
		}
	}
	if m := pastOnly.FindStringSubmatch(text); m != nil {
		late := pastWord[strings.ToLower(m[1])] - start.In(asked.Zone).Minute()
		return late, late > 0
	}
	return 0, false
}
