package reply

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/calendar/phrase"
)

// Read gives the acts in the passages of one mail, in the order of the words.
// There is always at least one: Unclear when nothing else is sure.
func Read(passages []Passage, asked Asked) []Act {
	passages, long := clipped(tidy(passages, asked))
	acts := readAll(passages, asked)
	if long {
		acts = append(acts, Act{Kind: Unclear, Words: "the words go on for longer than is read"})
	}
	return acts
}

func readAll(passages []Passage, asked Asked) []Act {
	all := join(passages)
	if strings.TrimSpace(all) == "" {
		return []Act{{Kind: Unclear}}
	}
	if act, ok := automatic(all, asked); ok {
		return []Act{act}
	}
	commands, rest := anytime(passages, asked)
	acts := readKind(rest, asked)
	if len(commands) > 0 {
		if asked.Kind == Checkin && len(acts) == 0 { // "met, but I have to report something"
			acts = slices.DeleteFunc(didMeet(sentences(all), asked), func(a Act) bool { return a.Kind != Met && a.Kind != NotMet })
		}
		if s := sentences(all); asked.Kind == Booked && plainly(s, "cancel") && slices.ContainsFunc(commands, func(a Act) bool { return a.Kind == Concern || a.Kind == Leave }) && cancelsThis.MatchString(all) {
			commands = append(commands, Act{Kind: Cancel, Words: all}) // "please cancel this one and take me off the programme"
		}
		acts = beside(commands, acts, asked)
	}
	if len(acts) == 0 {
		return []Act{{Kind: Unclear, Words: all}}
	}
	return acts
}

// cancelsThis calls off the session itself, beside what else is asked for.
var cancelsThis = regexp.MustCompile(`(?i)\bcancel(?:ling)? (?:this|the|our|my|tomorrow|today|it|\w+day)(?: one| session| meeting| call|'s| appointment)?\b`)

// readKind reads the words as the answer to what was asked.
func readKind(passages []Passage, asked Asked) []Act {
	all := join(passages)
	if strings.TrimSpace(all) == "" {
		return nil
	}
	ss := sentences(all)
	if len(asked.Closed) > 0 && asked.Kind != Several {
		parts := numbered(passages, asked)
		if slices.ContainsFunc(asked.Questions, func(q Question) bool { return parts[q.N] != "" }) && len(parts) > 1 {
			asked.Kind = Several
		}
	}
	switch asked.Kind {
	case Several:
		return readSeveral(passages, asked)
	case Enrol:
		return readEnrol(passages, asked)
	case Echo:
		return readEcho(passages, asked)
	case Match:
		return readMatch(ss, asked)
	case Agreement:
		return readAgreement(passages, asked)
	case Slots:
		return readSlots(passages, asked)
	case Again:
		return readAgain(all, asked)
	case Booked:
		return readBooked(ss, asked)
	case Checkin:
		return readCheckin(passages, asked)
	case Survey:
		return readSurvey(passages, asked)
	case Drafted:
		return readDraft(ss, asked)
	case Fit:
		return readFit(ss, asked)
	case Ending:
		return readEnding(ss, asked)
	case Rating5, NPS, YesNo, FreeText:
		return answerTo(Question{N: 1, Kind: asked.Kind}, all)
	}
	return readFree(passages, asked)
}

// maxRead is how many octets of typed words are read. Nobody answers a letter
// with more; what lies behind them is for a human.
const maxRead = 16 << 10

func clipped(passages []Passage) (out []Passage, long bool) {
	left := maxRead
	for _, p := range passages {
		if left <= 0 {
			return out, true
		}
		if len(p.Words) > left {
			p.Words, long = strings.ToValidUTF8(p.Words[:left], ""), true
		}
		p.Below = strings.ToValidUTF8(p.Below[:min(len(p.Below), 1000)], "")
		left -= len(p.Words) + 1
		out = append(out, p)
	}
	return out, long
}

// markup is what is left of HTML in the text of some phones.
var markup = regexp.MustCompile(`</?(?:div|br|p|span|b|i|font|a|html|body)\b[^<>]{0,200}>`)

// letterEnd is the last line of our letters.
var letterEnd = regexp.MustCompile(`^\W*(?:Write UNDO to take back|You can answer between the lines)`)

// tidy drops what no person typed.
func tidy(passages []Passage, asked Asked) []Passage {
	out := make([]Passage, len(passages))
	for i, p := range passages {
		if strings.ContainsAny(p.Words, "<&") {
			p.Words = html.UnescapeString(markup.ReplaceAllString(p.Words, " "))
		}
		p.Words = strings.ReplaceAll(p.Words, "\u00a0", " ")
		if letterEnd.MatchString(p.Below) {
			p.Below = "" // typed below the whole letter, which is no answer to its last line
		}
		if i == len(passages)-1 {
			p.Words = withoutClosing(p.Words, asked.Kind == Booked || asked.Kind == Slots || asked.Kind == Nothing)
		}
		switch asked.Kind {
		case Enrol, Echo, Agreement, Nothing:
			p.Words = allWell.ReplaceAllString(asRequest(p.Words), "$1")
		}
		out[i] = p
	}
	return out
}

func join(passages []Passage) string {
	var parts []string
	for _, p := range passages {
		parts = append(parts, p.Words)
	}
	return strings.Join(parts, "\n")
}

// times is what times in the words are relative to.
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

// timed gives the times in the words as acts.
func timed(r phrase.Reading, words string) []Act {
	var acts []Act
	if len(r.Want) > 0 {
		acts = append(acts, Act{Kind: Can, Windows: r.Want, Words: words})
	}
	if len(r.Not) > 0 {
		acts = append(acts, Act{Kind: Cannot, Windows: r.Not, Words: words})
	}
	return acts
}

// question gives the Ask in the sentences, when a person must answer one.
func question(ss []sentence) (Act, bool) {
	for _, s := range ss {
		if s.asks && !rhetorical(s) || s.has("before", "asks") {
			return Act{Kind: Ask, Text: s.text, Words: s.text}, true
		}
	}
	return Act{}, false
}

// inquires reports whether the text has the word of a question: one that asks by
// itself anywhere, or a verb at the head of a clause.
func inquires(text string) bool {
	words, breaks := wordsIn(text)
	head := 0
	for i, w := range words {
		if breaks[i] {
			head = i
		}
		if openers[w] && i == head {
			head++
		}
		if asking[w] || interrogative[w] && i <= head {
			return true
		}
	}
	return false
}

// openers may stand before the verb of a question.
var openers = wordSet("and but so also or well ok oh then hi hello please just by the way one question quick q hey und aber et mais y pero e mas")

// asking are words that ask anywhere, interrogative only at the head of a clause.
var asking = wordSet("who who's whom when's where's how's whose what what's which when where where's why how how's wer wann wo warum wie welche welcher qui quoi combien cuánto cuanto cuánta cuántas quanto quanta quantos quantas quand où pourquoi comment est-ce quel quelle quién qué cuándo dónde cómo cuál quem quando onde qual")

var interrogative = wordSet(`was is isn't are aren't am was were do does doesn't did didn't don't can can't could couldn't would wouldn't will won't should shall may might must has have haven't hasn't had any anyone anything
	puedo posso pourrais-je puis-je wer was wann wo warum wie welche welcher ist sind kann können könnte darf muss gibt geht qui que quoi quand où pourquoi comment est-ce est peut puis-je faut quel quelle quién qué cuándo dónde cómo cuál puede es hay quem quando onde como qual pode é tem há ok`)

// rhetorical reports whether a question wants no answer: "OK?", "3pm?".
func rhetorical(s sentence) bool {
	if len(s.words) < 3 {
		return true
	}
	switch s.words[len(s.words)-1] {
	case "right", "yes", "no", "yeah", "correct", "ja", "oder", "non", "verdad", "né":
		return len(s.words) <= 8
	}
	switch s.words[0] + " " + s.words[1] {
	case "who would", "why would", "why should", "why not", "who wouldn't", "how could":
		return true // "why would I say no to that?"
	}
	if !inquires(s.text) {
		return true // "but for Kayla?"
	}
	switch strings.Join(s.words, " ") {
	case "is that ok", "is that okay", "if that's ok", "does that work", "would that work", "is that possible", "hope that's ok", "how are you", "who knew", "who knows", "right":
		return true
	}
	return false
}
