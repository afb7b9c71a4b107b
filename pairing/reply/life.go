package reply

import (
	"regexp"
	"strconv"
	"strings"
)

// readFit reads what somebody says of the two of them: good, not sure, or not.
func readFit(ss []sentence, asked Asked) []Act {
	words := lineText(ss)
	if unsure.MatchString(words) {
		return []Act{{Kind: Unsure, Words: words}}
	}
	if notFit.MatchString(words) {
		return []Act{{Kind: Decline, Text: words, Words: words}}
	}
	asked.Kind = Echo // a yes or a no, with nothing about times
	acts := readMatch(ss, asked)
	if len(acts) > 0 && acts[0].Kind == Later {
		return []Act{{Kind: Unsure, Words: words}}
	}
	return acts
}

var (
	unsure = regexp.MustCompile(`(?i)\b(?:not (?:so |quite |entirely |completely |100 ?% )?(?:sure|certain)|unsure|undecided|hard to (?:say|tell)|too (?:early|soon) to (?:say|tell|know|judge)|(?:don't|do not|dont) know(?: yet)?|can't (?:say|tell)(?: yet)?|jury is (?:still )?out|so-so|mixed|maybe|perhaps|nicht sicher|weiß (?:es )?(?:noch )?nicht|vielleicht|pas (?:encore )?s[uû]re?|je ne sais pas|peut-être|no (?:estoy )?segur[oa]|no sé|quizás?|não (?:tenho certeza|sei)|talvez)\b`)
	notFit = regexp.MustCompile(`(?i)^\W*(?:not|not really|not good|not a (?:good )?(?:fit|match)|bad|poor|nope|nicht|passt nicht|pas vraiment|mal|ruim)\W*$|\b(?:not|isn't|is not|wasn't) (?:really |quite |at all )?(?:a |the )?(?:good |right )(?:fit|match|one|person)\b|\b(?:don't|do not|dont) (?:think|feel|believe)\b[^.!?]{0,30}\b(?:fit|match|pair|work)`)
)

// Refuses reports whether words that could be anything say that there is nothing
// to say: "no thanks".
func Refuses(words string) bool {
	ss := sentences(words)
	return len(ss) == 0 || len(wordsOf(words)) == 0 || len(wordsOf(words)) <= 4 && (judge(ss) == refused || says(ss, "skip"))
}

// readEnding reads whether the two go on: "extend by two months", "one more month",
// "let it end". Days is 0 when it was not said for how long.
func readEnding(ss []sentence, asked Asked) []Act {
	words := lineText(ss)
	if days, ok := spanIn(words); ok && (goOn.MatchString(words) || more.MatchString(words)) && !noMore.MatchString(words) {
		return []Act{{Kind: Extend, Number: days, Words: words}}
	}
	switch {
	case noMore.MatchString(words):
		return []Act{{Kind: Decline, Text: words, Words: words}}
	case goOn.MatchString(words) && !unsure.MatchString(words) && judge(ss) != refused:
		return []Act{{Kind: Extend, Words: words}}
	}
	asked.Kind = Echo
	acts := readMatch(ss, asked)
	for i, a := range acts {
		if a.Kind == Accept {
			acts[i].Kind = Extend
		}
	}
	return acts
}

var (
	goOn   = regexp.MustCompile(`(?i)\b(?:extend|extension|prolong|continue|carry on|keep (?:on |it )?going|go on|keep meeting|verlängern|verlängerung|weitermachen|prolonger|continuer|prolongar|continuar|seguir|estender)\b`)
	more   = regexp.MustCompile(`(?i)\b(?:more|another|longer|extra|additional|weitere|noch|de plus|encore|más|mais)\b`)
	noMore = regexp.MustCompile(`(?i)\b(?:let it end|end (?:it )?(?:as planned|here|there|on time)|as planned|(?:no|not|don't|do not|without) (?:need |want |wish |an )*(?:to )?(?:extend|extension|continue|go on|carry on)|finish (?:as planned|here)|stop here|wie geplant|comme prévu|como (?:estaba )?(?:previsto|planeado|planejado))\b`)
	span   = regexp.MustCompile(`(?i)\b(\d{1,3}|an?|one|two|three|four|five|six|eight|ten|twelve|ein(?:en)?|zwei|drei|une?|deux|trois|dos|tres|um|dois|três|couple of)\s+(?:more |further |extra |weitere |additional |plus )*(days?|weeks?|months?|tage?n?|wochen?|monate?n?|semaines?|mois|semanas?|mes(?:es)?|mês)\b`)
)

var spanNumbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12,
	"ein": 1, "einen": 1, "zwei": 2, "drei": 3, "un": 1, "une": 1, "deux": 2, "trois": 3, "dos": 2, "tres": 3, "um": 1, "dois": 2, "três": 3, "couple of": 2}

// spanIn is a span of time in days, a month as 30; ok is false when there is none,
// or several.
func spanIn(words string) (days int, ok bool) {
	all := span.FindAllStringSubmatch(words, 3)
	if len(all) != 1 {
		return 0, false
	}
	n, err := strconv.Atoi(all[0][1])
	if err != nil {
		n = spanNumbers[strings.ToLower(all[0][1])]
	}
	switch unit := strings.ToLower(all[0][2]); {
	case strings.HasPrefix(unit, "d"), strings.HasPrefix(unit, "t"):
	case strings.HasPrefix(unit, "w"), strings.HasPrefix(unit, "s"):
		n *= 7
	default:
		n *= 30
	}
	return n, n > 0
}
