package reply

import (
	"regexp"
	"slices"
	"strings"
)

// offering are words by which a sentence with a time speaks of a time to meet.
var offering = wordSet(`works work can can't cant could cannot free good ok okay fine suits suit best better great perfect ideal possible available prefer prefers rather please let's lets take choose pick go do fits fit easiest easier happy any either anytime only instead how what move make confirm yes no not yep y impossible busy booked full out tough bad hard open convenient say see propose suggest meet voting vote option slot number would may might maybe ready aim pencil there slots yours gap opening both neither none
	passt geht geht's kann könnte ginge wäre gern gerne nehme lieber frei besser leider nicht peux pourrais convient va irait dispo disponible libre préfère possible voudrais pas puedo podría viene prefiero mejor sería posso poderia serve dá prefiro melhor seria livre bem bien gut ça não no oui ja sí sim`)

// tellsOfOthers begins a sentence about what somebody else does, or what was.
var tellsOfOthers = regexp.MustCompile(`(?i)^\W*(?:and |but |also |so |ps:? |by the way,? |btw,? )*(?:my (?:manager|boss|line manager|colleague|mentor|mentee|partner|husband|wife|kids?|son|daughter|mum|mom|dad|father|mother|sister|brother|friend|team|flight|train|contract|appraisal|bus|lease|car|dog)(?:'s)?\b|(?:he|she|they)(?:'s|'re)?\b|(?:the )?clocks\b|(?:we|i) (?:launched|moved|started|met|saw|had|went|told|was|were|got|did|promised|submitted|finished)\b|(?-i:\p{Lu}\p{Ll}+) (?:said|told|is|was|has|mentioned)\b)`)

// greetsWith is a wish for a day: "have a great Wednesday".
var greetsWith = regexp.MustCompile(`(?i)\b(?:have (?:a|an) (?:\w+ )?(?:\w+day|weekend|week|morning|evening|afternoon)|happy (?:\w+day|weekend)|enjoy your (?:\w+day|weekend|week)|good luck (?:on|with|for)[^.!?]*|hope (?:the|your|you)[^.!?]*|(?:wish|wishing) you[^.!?]*)\b[.!]*`)

// answering are the sentences whose times are an answer. A story with a day in
// it says nothing where another sentence answers: "Wed is good. I'll be on the
// 8:15 train."
func answering(ss []sentence, asked Asked) []sentence {
	ss = slices.Clone(ss)
	for i := range ss {
		ss[i].text = withoutAsides(ss[i].text, asked)
	}
	if len(ss) < 2 {
		return ss
	}
	kinds := make([]int, len(ss)) // 0 without a time, 1 a story, 2 an answer
	definite := false
	for i, s := range ss {
		bare := s
		bare.text = greetsWith.ReplaceAllString(s.text, " ")
		timed := !readTimes(bare.text, asked).Empty()
		numbered := len(slotRefs([]sentence{s}, asked).numbers) > 0
		switch {
		case numbered:
			kinds[i] = 2
		case !timed && !readTimes(s.text, asked).Empty():
			kinds[i] = 1
		case !timed:
		case ofOthersOnly(s):
			kinds[i] = 1
		case opensWithTime(s) || strings.Contains(strings.ToLower(s.text), " to be the ") || // "it has to be the Friday one"
			len(s.words) <= 4 || s.asks || slices.ContainsFunc(s.words, func(w string) bool { return offering[w] }):
			kinds[i] = 2
		default:
			kinds[i] = 1
		}
		definite = definite || kinds[i] == 2 || kinds[i] == 0 && (s.has("none", "all") || len(s.words) <= 6 && s.has("yes", "confirm"))
	}
	if !definite {
		return ss
	}
	var out []sentence
	for i, s := range ss {
		if kinds[i] == 1 {
			r := readTimes(s.text, asked)
			if len(r.Not) == 0 || ofOthersOnly(s) {
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// opensWithTime reports whether the sentence begins with a day or an hour and tells
// nothing of anybody: "Monday or Wednesday evening next week".
func opensWithTime(s sentence) bool {
	for i, w := range s.words {
		switch w {
		case "i", "we", "he", "she", "they", "my", "our", "his", "her", "their", "it", "i'm", "i've", "i'll", "i'd", "we're", "we've", "we'll", "ich", "wir", "je", "nous", "yo", "eu":
			return slices.Contains(s.words[i:], "have") && slices.Contains(s.words[i:], "time")
		}
	}
	for _, w := range s.words {
		switch w {
		case "on", "or", "and", "also", "else", "otherwise", "then", "the", "from", "any", "next", "this", "every", "between", "after", "before", "at", "hi", "hello", "following":
			continue
		case "morning", "mornings", "afternoon", "afternoons", "evening", "evenings", "lunch", "lunchtime", "noon", "midday", "tomorrow", "weekend", "weekdays":
			return true
		}
		return dayName(w) || month[w] || w[0] >= '0' && w[0] <= '9'
	}
	return false
}

var (
	clauseEnd = regexp.MustCompile(`,\s+(?:and |but |then |so )*|\s+(?:so|because|since|as|and|then)\s+|\s[-–—]\s|;\s*`)
	// asideOpens begins a clause that tells a story beside the answer.
	asideOpens = regexp.MustCompile(`(?i)^\W*(?:i|i'll|i'm|i've|i'd|my|we|we're|she|he|they)\b`)
)

// withoutAsides drops from one sentence the clauses that tell a story, where
// another of its clauses answers: "Wednesday's fine, I'll grab lunch at 12".
func withoutAsides(text string, asked Asked) string {
	locs := clauseEnd.FindAllStringIndex(text, 12)
	if len(locs) == 0 {
		return text
	}
	type clause struct {
		from, to int
		story    bool
	}
	var all []clause
	from, definite := 0, false
	for _, loc := range append(locs, []int{len(text), len(text)}) {
		part := text[from:loc[0]]
		words := wordsOf(part)
		c := clause{from, loc[0], false}
		if r := readTimes(part, asked); !r.Empty() {
			offers := slices.ContainsFunc(words, func(w string) bool { return offering[w] })
			c.story = !offers && len(words) > 3 && asideOpens.MatchString(part) && !strings.Contains(part, ": ") && len(r.Not) == 0
			definite = definite || !c.story && len(r.Want) > 0
		}
		all = append(all, c)
		from = loc[1]
	}
	if !definite {
		return text
	}
	for _, c := range slices.Backward(all) {
		if c.story {
			text = text[:c.from] + text[c.to:]
		}
	}
	return text
}

// ofOthersOnly reports whether the sentence tells of others, and draws nothing from it.
func ofOthersOnly(s sentence) bool {
	if len(s.words) > 0 && (dayName(s.words[0]) || month[s.words[0]]) {
		return false // "Thursday is no good"
	}
	return tellsOfOthers.MatchString(s.text) && !s.has("yes", "confirm") && !strings.Contains(s.text, ":") && !slices.Contains(s.words, "so")
}

var (
	// otherAffairs are things other than the session that were moved, changed or
	// cancelled.
	otherAffairs = regexp.MustCompile(`(?i)\b(?:sorry|apologies|apologise|désolée?)\b[^.;!?\n]{0,40}\b(?:mov|cancel|resched|annul|chang|postpon)\w*[^.;!?\n]{0,20}\b(?:last|so many|again|previous|other|first|dernière)\b[^.;!?\n]*|\b(?:moved|changed|shifted|cancelled|rescheduled|asked \w+ \w+ to move) (?:my|our|a|the|another|all) (?:other |team |lunch |1:1|dentist |doctor'?s? |previous |earlier )*(?:meetings?|lunch|call|appointment|1:1|flight|train|class)?(?: with \w+)?(?: to \w+day)?|\bmy (?:team |other |lunch |morning |afternoon |previous )*(?:meeting|lunch|call|appointment|1:1|flight|train|class) (?:got |was |has been |is )?(?:moved|changed|cancelled|rescheduled|shifted)(?: to \w+day)?|\bmy move\b|\bmov(?:ed?|ing) (?:house|offices?|flat|to (?:leeds|a new))\b|\b(?:ignore|cancel|scrap|forget) (?:my|the) (?:last|previous|earlier|first) (?:mail|email|message|note|reply)(?: [^,.;!?\n]*)?|\blast time (?:i|we|it) [^.;!?\n]*|\bthe cancelled \w+|\bnext time [^.;!?\n]*|\b(?:cancel|drop|release|unbook) (?:the|our|my) (?:room|table|catering|taxi|cab|flight|hotel|train|zoom licen[cs]e|parking)\b[^.,;!?\n]*|\bgotta (?:hop|run|go|dash) [^.;!?\n]*|\bbooked (?:the|a|us) (?:small |big |large )?(?:meeting )?room [^.;!?\n]*`)
	// channelChange asks to meet in another way, not at another time.
	channelChange = regexp.MustCompile(`(?i)\b(?:by phone|phone|call|zoom|teams|skype|meet|in person|face to face|video|audio|whatsapp|google meet)\b[^.;!\n]*\b(?:instead|rather)\b|\b(?:instead of|rather than) (?:by )?(?:phone|zoom|teams|skype|video|in person|audio|a call)\b|\b(?:swap|switch|change|move)(?: it| this| us| the call| the session| our session)? to (?:an? )?(?:phone|call|video|audio|zoom|teams|skype|phone|google meet|whatsapp|video)\b`)
	// ofAsking is a question about the session whose verb is no wish.
	ofAsking = regexp.MustCompile(`(?i)^\W*(?:hi,? |hello,? |sorry,? |quick question[:,]? )*(?:has (?:this|it|the|our)\b|should (?:we|i) cancel|did (?:i|you|we|she|he)\b|(?:\w+day,? )?(?:at )?\d[\d:.apm ]* is \d[\d:.apm ]* (?:for|in) \w+|is there\b|are there\b|does \d|is \w+day's (?:call|session|meeting)\b|is (?:it|this|the call|the session) (?:on |by )?(?:zoom|teams|video|online|just audio|audio|phone|in person|at the)\b)`)
)

// withoutAffairs leaves out what the words say of other things than the session.
func withoutAffairs(text string) string {
	return strings.TrimSpace(otherAffairs.ReplaceAllString(greetsWith.ReplaceAllString(text, " "), " "))
}
