package reply

import (
	"regexp"
	"slices"
	"strings"
)

// inquiry is a question about what is booked, or about how things go, that
// proposes nothing: "is this still happening?", "how do I cancel?".
var inquiry = regexp.MustCompile(`(?i)^(?:(?:and|but|also|so|hi|hello|wait|sorry|ok|quick question|question|um+|er+),? )*` +
	`(?:how (?:do|can|would|should|does|long) (?:i|we|one|you|it|this)\b|what (?:happens|if i|time|link|number|do i|do we|should|is the|are the)\b|what's the\b|when(?:'s| is| are)\b|where\b|who\b|who's\b|why\b|which (?:link|room|platform|number|time|zone)\b` +
	`|should i\b|do (?:i|we) (?:need|have) to\b|am i (?:allowed|supposed|meant)\b|(?:can|could|may) (?:i|we|you) still\b|is it (?:possible|ok|okay|allowed|fine) to (?:move|cancel|reschedule|change) (?:sessions|meetings|calls|things|a session)\b` +
	`|(?:please )?remind me (?:what|when|where|who|which)\b|(?:please |can you |could you |kindly )*(?:re)?(?:send|share|forward)(?: me| us)? the\b` +
	`|(?:is|are|was|does|will) (?:this|that|it|the session|our session|the meeting|the call|we|\w+day|tomorrow|today)\b.{0,30}\b(?:still|definitely|really|going ahead|happening|taking place|eastern|pacific|(?:uk|us|my|your|her|his|local|german|indian|london|berlin|paris) time|am or pm|online or in person)\b)`)

// withoutInquiries takes such questions out of the sentences, as long as they
// name no other time; the first of them is the Ask.
func withoutInquiries(ss []sentence, asked Asked) (rest []sentence, ask Act, any bool) {
	for _, s := range ss {
		text := strings.TrimSpace(s.text)
		if !inquiry.MatchString(text) || !s.asks && !s.has("asks") && !wh[at(s.words, 0)] {
			rest = append(rest, s)
			continue
		}
		if _, others := apart(readTimes(text, asked), asked.Booked); len(others) > 0 && !slices.ContainsFunc(s.tags, func(t tag) bool { return t.meaning == "cancel" }) {
			rest = append(rest, s)
			continue
		}
		if !any {
			ask, any = Act{Kind: Ask, Text: s.text, Words: s.text}, true
		}
	}
	return rest, ask, any
}

// wh are the words that ask without a question mark.
var wh = wordSet("how what what's when when's where where's who who's why which")
