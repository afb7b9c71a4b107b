package reply

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// shiftOfDay is a shift of the slot on a day: "an hour later on Wednesday",
// "Wednesday but 30 minutes later", "the Friday one half an hour earlier"; sameHour
// is "the same time as the Wednesday one".
var (
	spanWords  = `(an?|half an|one|two|\d{1,2}) (hours?|minutes?|mins?) (later|earlier)`
	dayWords   = `((?:mon|tue|tues|wed|weds|wednes|thu|thurs|fri|satur|sat|sun)(?:day)?)`
	shiftOfDay = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b` + spanWords + ` (?:on|than on|than) (?:the )?` + dayWords + `\b`),
		regexp.MustCompile(`(?i)\b(?:the )?` + dayWords + `(?: one| slot)?,?(?: but| be| would be| works? but| is fine but| -)? ` + spanWords + `\b`),
	}
	sameHour = regexp.MustCompile(`(?i)\bsame time as (?:the |on )?` + dayWords + `(?: one| slot| option)?,?(?: but)?`)
)

// slotOn is the only slot on the weekday.
func slotOn(day string, asked Asked) (at time.Time, ok bool) {
	for _, o := range asked.Offered {
		start := o.Slot.Start.In(asked.Zone)
		if strings.EqualFold(start.Weekday().String()[:3], day[:3]) {
			if ok {
				return time.Time{}, false
			}
			at, ok = start, true
		}
	}
	return at, ok
}

// spanOf is the length of time in words, negative for "earlier".
func spanOf(count, unit, direction string) time.Duration {
	n, err := strconv.Atoi(count)
	if err != nil {
		n = map[string]int{"two": 2}[strings.ToLower(count)]
		n = max(n, 1)
	}
	span := time.Duration(n) * time.Hour
	switch {
	case strings.EqualFold(count, "half an"):
		span = 30 * time.Minute
	case strings.HasPrefix(strings.ToLower(unit), "m"):
		span = time.Duration(n) * time.Minute
	}
	if strings.EqualFold(direction, "earlier") {
		span = -span
	}
	return span
}

// nearSlot is a time told by that of a slot: "an hour later than the second one",
// "same time as no. 1 but the day after".
var (
	nearSlot = regexp.MustCompile(`(?i)\b(an?|half an|one|two|\d{1,2}) (hours?|minutes?|mins?) (later|earlier) than (?:the |number |no\.? ?|option |slot |#)*(first|second|third|1st|2nd|3rd|\d)(?: one| option| slot)?\b`)
	dayAfter = regexp.MustCompile(`(?i)\bsame time as (?:the |number |no\.? ?|option |slot |#)*(first|second|third|1st|2nd|3rd|\d)(?: one| option| slot)?,? (?:but|only|just)? ?(?:on )?(?:the day|one day|a day) (after|later|before|earlier)\b`)
)

// dayBeside is the day before or after a slot at its hour: "the day before your
// second one, same hour"; hourBeside another hour of its day: "the same day as your
// option 1, but one hour after".
var (
	dayBeside  = regexp.MustCompile(`(?i)\bthe day (before|after) (?:your |the )?(first|second|third|1st|2nd|3rd|(?:number|option|slot) \d)(?: one| option| slot)?,? (?:at )?(?:the )?same (?:hour|time)\b`)
	hourBeside = regexp.MustCompile(`(?i)\bthe same day as (?:your |the )?(first|second|third|1st|2nd|3rd|(?:number|option|slot) \d)(?: one| option| slot)?,? (?:but )?(an?|half an|one|two|\d{1,2}) (hours?|minutes?) (after|later|before|earlier)\b`)
)

// likeSlot is another way to say it: "like number 1, the same time, but", "same hour as".
var likeSlot = regexp.MustCompile(`(?i)\blike (?:number|no\.?|option|slot) (\d),? (?:the )?same (?:time|hour),?|\b(?:number|no\.?|option|slot) (\d)'s (?:time|hour),?|\bsame hour as (?:number|no\.?|option|slot) (\d)`)

// besideSlot writes such a time out.
func besideSlot(words string, asked Asked) string {
	words = dayBeside.ReplaceAllString(words, "same time as $2 but the day $1")
	if m := hourBeside.FindStringSubmatch(words); m != nil {
		direction := map[string]string{"after": "later", "before": "earlier"}[strings.ToLower(m[4])]
		words = strings.Replace(words, m[0], m[2]+" "+m[3]+" "+cmp.Or(direction, m[4])+" than the "+m[1], 1)
	}
	words = likeSlot.ReplaceAllString(words, "same time as number $1$2$3")
	slot := func(which string) (time.Time, bool) {
		n, ok := ordinals[strings.ToLower(which)]
		if !ok {
			n, _ = strconv.Atoi(which)
		}
		i := slices.IndexFunc(asked.Offered, func(o Offered) bool { return o.N == n })
		if i < 0 {
			return time.Time{}, false
		}
		return asked.Offered[i].Slot.Start.In(asked.Zone), true
	}
	if m := nearSlot.FindStringSubmatch(words); m != nil {
		if at, ok := slot(m[4]); ok {
			words = strings.Replace(words, m[0], at.Add(spanOf(m[1], m[2], m[3])).Format("on 2 January 2006 at 15:04"), 1)
		}
	}
	for i, p := range shiftOfDay {
		if m := p.FindStringSubmatch(words); m != nil {
			day, span := m[4], m[1:4]
			if i == 1 {
				day, span = m[1], m[2:5]
			}
			if at, ok := slotOn(day, asked); ok {
				words = strings.Replace(words, m[0], at.Add(spanOf(span[0], span[1], span[2])).Format("on 2 January 2006 at 15:04"), 1)
			}
		}
	}
	if m := sameHour.FindStringSubmatch(words); m != nil {
		if at, ok := slotOn(m[1], asked); ok {
			words = strings.Replace(words, m[0], "at "+at.Format("15:04"), 1)
		}
	}
	if m := dayAfter.FindStringSubmatch(words); m != nil {
		if at, ok := slot(m[1]); ok {
			days := 1
			if w := strings.ToLower(m[2]); w == "before" || w == "earlier" {
				days = -1
			}
			words = strings.Replace(words, m[0], at.AddDate(0, 0, days).Format("on 2 January 2006 at 15:04"), 1)
		}
	}
	return words
}

// sameAsSlot writes out "the same time as number 2".
func sameAsSlot(words string, asked Asked) string {
	words = besideSlot(words, asked)
	low := strings.ToLower(words)
	i := strings.Index(low, "same time as ")
	if i < 0 {
		return words
	}
	rest := words[i+len("same time as "):]
	for _, lead := range []string{"number ", "option ", "slot ", "no. ", "no ", "#", "the "} {
		if strings.HasPrefix(strings.ToLower(rest), lead) {
			rest = rest[len(lead):]
		}
	}
	n := 0
	if len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' {
		n, rest = int(rest[0]-'0'), rest[1:]
	} else if first, after, _ := strings.Cut(rest, " "); ordinals[strings.ToLower(first)] > 0 {
		n, rest = ordinals[strings.ToLower(first)], after
	}
	for _, o := range asked.Offered {
		if o.N == n {
			return words[:i] + "at " + o.Slot.Start.In(asked.Zone).Format("15:04") + rest
		}
	}
	return words
}

var (
	// hourInstead is an hour put in the place of another: "3 instead of 2".
	hourInstead = regexp.MustCompile(`(?i)\b(?:at )?(\d{1,2}(?:[:.]\d\d)?) (?:o'clock )?(?:instead of|rather than|in place of) (?:at )?\d{1,2}(?:[:.]\d\d)?\b`)
	// weekOn is a week later: "same time one week on".
	weekOn = regexp.MustCompile(`(?i)\b(?:one|a) week (?:on|after)([,.!?;]|$| from then\b)`)
	// sameDay is the weekday of the session, in the week after.
	sameDay = regexp.MustCompile(`(?i)\b(?:next week,? (?:on )?(?:the )?same (?:week)?day|(?:on )?(?:the )?same (?:week)?day,? (?:but )?(?:the )?next week)\b`)
	// followingDay is a weekday after the session: "the Tuesday after, same hour".
	followingDay = regexp.MustCompile(`(?i)\bthe ((?:mon|tues|wednes|thurs|fri|satur|sun)day) (?:after|afterwards|following)([,.!?;]| at\b| same\b|$)`)
)

// besideBooked writes out a time told by that of the session.
func besideBooked(words string, asked Asked) string {
	words = hourInstead.ReplaceAllString(words, "at $1 instead")
	words = weekOn.ReplaceAllString(words, "a week later$1")
	if asked.Booked.IsZero() {
		return words
	}
	words = sameDay.ReplaceAllString(words, "on "+asked.Booked.Start.In(asked.Zone).AddDate(0, 0, 7).Format("2 January 2006"))
	if m := followingDay.FindStringSubmatch(words); m != nil {
		day := asked.Booked.Start.In(asked.Zone).AddDate(0, 0, 1)
		for !strings.EqualFold(day.Weekday().String(), m[1]) {
			day = day.AddDate(0, 0, 1)
		}
		words = strings.Replace(words, m[0], "on "+day.Format("2 January 2006")+m[2], 1)
	}
	return words
}
