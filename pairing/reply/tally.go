package reply

import (
	"regexp"
	"slices"
	"strings"
)

// A tally is what a coordinator said of the pairs of a draft one by one: "1-5
// yes, 6 and 7 no", "reject 3, approve the others".
type tally struct {
	yes, no         []int
	restYes, restNo bool
}

// Words that are for and against a pair, and those for all that were not named.
var (
	tallyYes  = wordSet("yes y yep ok okay fine good approve approved approving go send agree agreed accept accepted happy great perfect right oui ja sí sim 👍 ✓ ✅")
	tallyNo   = wordSet("no n nope not reject rejected reject: refuse refused decline declined don't dont never nein non não 👎 ❌ ✗")
	tallyRest = wordSet("rest others other remaining else remainder")
	// tallyJoin stands between two numbers of one list, and around them.
	tallyJoin = wordSet("and & + or to pair pairs number numbers no. nos the of one ones for all is are was with: both also please it's")
	tallyPart = regexp.MustCompile(`[.;!?\n]+\s*|,\s+(?:and |but )?|\s+but\s+`)
)

// takeTally counts the verdicts; ok says that every pair named has one, and that
// one at least is a no or about the rest. What else is said is not its business.
func takeTally(words string, asked Asked) (t tally, ok bool) {
	negative, open := false, []int{}
	before := "" // the verdict that a list goes on with behind a comma: "yes to 1, 2 and 3"
	for _, part := range tallyParts(words) {
		raw := numberTokens(part.text)
		if !part.goesOn {
			if before = ""; len(open) > 0 {
				return t, false // a list without a verdict
			}
		}
		verdict, refs, rest := "", open, false
		open = nil
		flush := func() bool {
			if len(refs) == 0 && !rest {
				return true
			}
			switch verdict {
			case "yes":
				t.yes, t.restYes = append(t.yes, refs...), t.restYes || rest
			case "no":
				t.no, t.restNo, negative = append(t.no, refs...), t.restNo || rest, true
			default:
				return false
			}
			negative, refs, rest = negative || rest, nil, false
			return true
		}
		first := "" // whether the part begins with a verdict or with a pair
		for i, w := range raw {
			n := pairNumber(w, asked)
			switch {
			case n > 0:
				if first == "" {
					first = "pair"
				}
				if first == "pair" && verdict != "" { // "1 ok 2 ok": the verdict was that of the pair before
					if !flush() {
						return t, false
					}
					verdict = ""
				}
				if low := pairNumber(at(raw, i-2), asked); (at(raw, i-1) == "-" || at(raw, i-1) == "–" || at(raw, i-1) == "to" || at(raw, i-1) == "through") && low > 0 && low < n {
					for m := low + 1; m < n; m++ {
						refs = append(refs, m)
					}
				}
				refs = append(refs, n)
			case tallyNo[w] && !(w == "no" && at(raw, i+1) == "." && pairNumber(at(raw, i+2), asked) > 0):
				if first == "" {
					first = "verdict"
				}
				if verdict != "" && first == "verdict" && !flush() {
					return t, false
				}
				verdict = "no"
			case tallyYes[w]:
				if at(raw, i-1) == "not" || at(raw, i-1) == "don't" || at(raw, i-1) == "dont" {
					continue // "not ok", "don't send"
				}
				if first == "" {
					first = "verdict"
				}
				if verdict != "" && first == "verdict" && (len(refs) > 0 || rest) && !flush() {
					return t, false
				}
				verdict = "yes"
			case tallyRest[w]:
				if first == "" {
					first = "pair"
				}
				rest = true
			case w == ":" || w == "," || w == "-" || w == "–" || w == "(" || w == ")" || w == "/" || w == "." || tallyJoin[w]:
			default:
				if len(refs) == 0 && verdict == "" && !rest {
					return t, false // it begins with something else
				}
			}
		}
		if verdict == "" && !rest {
			if verdict = before; verdict == "" { // "1, 2 and 3 yes": the verdict stands behind
				open = refs
				continue
			}
		}
		if before = ""; first == "verdict" || first == "pair" && len(open) == 0 && verdict != "" && part.goesOn {
			before = verdict
		}
		if !flush() {
			return t, false
		}
	}
	return t, negative && len(open) == 0 && len(t.yes)+len(t.no) > 0
}

// tallyParts cuts the words where one verdict ends.
func tallyParts(words string) (parts []tallyClause) {
	from, goesOn := 0, false
	add := func(to int) {
		if text := strings.TrimSpace(words[from:to]); text != "" {
			parts = append(parts, tallyClause{text, goesOn})
		}
	}
	for _, loc := range tallyPart.FindAllStringIndex(words, 60) {
		add(loc[0])
		from, goesOn = loc[1], words[loc[0]] == ','
	}
	add(len(words))
	return parts
}

// A tallyClause is a part of the words, and whether only a comma stands before it.
type tallyClause struct {
	text   string
	goesOn bool
}

// act is what the tally asks for.
func (t tally) act(words string) (Act, bool) {
	a := Act{Kind: Draft, Words: words}
	t.yes = slices.DeleteFunc(t.yes, func(n int) bool { return slices.Contains(t.no, n) })
	switch {
	case t.restYes:
		a.All, a.Except = true, distinct(t.no)
	case len(t.yes) > 0:
		a.Approved = distinct(t.yes)
	default:
		return a, false
	}
	return a, true
}

var (
	// allOf is the number of all pairs beside the word: "all 7 can go out".
	allOf = regexp.MustCompile(`(?i)\ball (?:of the |the )?(\d{1,2})\b(?: pairs?| matches| of them)?`)
	// aside is a number that counts or tells the time, and no pair.
	notPair     = regexp.MustCompile(`(?i)\b\d{1,2}(?::\d{2})? ?(?:am|pm|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|people|colleagues?|mentees?|mentors?|persons?|times|of them|of you|pairs|things?|questions?|%|o'clock)\b|\b(?:at|till|until|before|after|by) \d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?\b`)
	numberSign  = regexp.MustCompile(`(?i)\b(?:no|nos|nr|n°|numéro|número|nummer)\.? ?(\d{1,2})\b`)
	noObjection = regexp.MustCompile(`(?i)\bno (?:objections?|problems?|issues?|complaints?|concerns)\b`)
	// doubted is a doubt that is over.
	doubted = regexp.MustCompile(`(?i),?\s*\b(?:and |though |but )?i (?:had (?:my |some )?doubts?|wondered|was (?:worried|unsure|not sure)|worried|hesitated)\b[^.;!?\n]*?\bbut\b[^.;!?\n]*`)
	// plainAll approves the whole draft before anything else is said.
	plainAll = regexp.MustCompile(`(?i)^\W*(?:(?:yes|ok|okay|great|thanks|thank you|good work|hi|hello)\b[,.! ]*)*(?:please )?(?:approve (?:all|everything|them all)|all (?:of (?:them|it) )?(?:is |are |looks? )?(?:approved|fine|good|ok|okay|great|perfect)|everything (?:is |looks )?(?:approved|fine|good|ok|okay)|(?:fine|good|ok|okay|happy) with all(?: of them)?|go ahead(?: with all)?|all of them|approved|ok all|looks (?:good|fine|great)|all\b)`)
)

// withoutCounts drops the numbers that name no pair.
func withoutCounts(words string, asked Asked) string {
	words = doubted.ReplaceAllString(words, "")
	words = allOf.ReplaceAllStringFunc(words, func(m string) string {
		if n := allOf.FindStringSubmatch(m)[1]; pairNumber(n, asked) == len(asked.Draft) {
			return "all"
		}
		return m
	})
	words = numberSign.ReplaceAllString(noObjection.ReplaceAllString(words, "all fine"), "$1")
	return notPair.ReplaceAllString(words, " ")
}

// refFiller are the words between what excludes and the pairs that it names.
var refFiller = wordSet("the one ones with of for to pair pairs number numbers no nos and or & from please out off between only both on match matches nr le la les il el los die der das mit von")

// refsBehind are the pairs named right behind a word that excludes: the list ends
// where something else is said.
func refsBehind(text string, asked Asked) (out []int) {
	text, _, _ = strings.Cut(text, ". ")
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t,.:#()", r) })
	end := 0
	for _, w := range words {
		if _, isName := pairNamed(w, asked); !isName && !refFiller[strings.ToLower(w)] && strings.Trim(w, "0123456789-–&/") != "" {
			break
		}
		end++
	}
	return numbersIn(strings.Join(words[:end], " "), asked)
}

// pairNamed is the pair of which the word is somebody's name.
func pairNamed(word string, asked Asked) (int, bool) {
	for _, p := range asked.Draft {
		if slices.Contains(strings.Fields(p.Mentor+" "+p.Mentee), strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")) {
			return p.N, true
		}
	}
	return 0, false
}
