package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	draftSwap     = regexp.MustCompile(`(?i)\b(?:swap|switch|exchange|interchange|trade|flip|tausche?n?|vertausche?n?)\s+(?:the mentees of |the mentors of |mentees of |pairs? |numbers? |no\.? |nos\.? |#)*(\d+)\s*(?:and|with|&|/|<->|for|und|,)\s*(?:no\.? |number |#)?(\d+)`)
	draftStaysOut = regexp.MustCompile(`(?i)(?:only )?(?:number |no\.? |pair |#)?\b(\d+)\b\s+(?:(?:stays?|is|goes|comes|should (?:stay|be left))\s+(?:out|off|back)|has to wait|must wait)\b`)
	draftNumber   = regexp.MustCompile(`\d+`)
	draftNever    = regexp.MustCompile(`(?i)\b(?:never|do not ever|don't ever|not ever|keep)\b[^.;!?\n]*`)
	draftOut      = regexp.MustCompile(`(?i)\b(?:all but|everything but|everyone but|all except(?: for)?|all apart from|all other than|with the exception of|with (?:just |only )?one exception:?|all (?:fine|good|ok|okay|approved) (?:but|except|apart from)|except(?: for)?|apart from|other than|but not|without|leave out|leave|drop|remove|take out|not|skip|hold back|hold|minus|exclude|excluding|bar|save for|but for|außer|ausser|sauf|excepto|menos|exceto|salvo|bis auf|cancel|delete|strike)\b([^.;!?\n]*)`)
	draftWait     = regexp.MustCompile(`(?i)\b(?:(?:stop|hold|freeze|halt|pause) (?:everything|it all)|don't send|do not send|hold (?:it|everything|off|the draft|all)|wait (?:with|until|before)|not yet|before (?:i|we) (?:approve|send|say)|until i)\b`)
	draftAll      = regexp.MustCompile(`(?i)\b(?:green light|the lot|approve all|approve everything|approve (?:it|them|the (?:draft|list|rest|others))|approved|all (?:fine|good|ok|okay|approved|of them)|everything|everyone|the rest|the others|rest (?:is |are )?(?:fine|ok|okay|good|yes|approved)|tout|tudo|todo|all others|all the others|go ahead|send (?:them|it|all|everything)(?: out| off)?|looks? (?:good|great|fine)|sounds good|lgtm|fine by me|all but|all except|ship it|yes|ok|okay|perfect|good to go|approve|alle|freigeben|freigegeben|todos|todas|tous|toutes|valid(?:er|é)|todo aprobado|aprobad[oa]|aprovad[oa]|genehmigt|approuvée?|alles gut|tout est bon|passt)\b`)
)

// readDraft reads the coordinator's answer to a draft: "approve all but 3; swap
// 4 and 7; never pair Ana and Bo".
func readDraft(ss []sentence, asked Asked) []Act {
	ss = slices.Clone(ss)
	for i := range ss {
		ss[i].text = withoutCounts(onceThought.ReplaceAllString(ss[i].text, ""), asked)
	}
	words := lineText(ss)
	if t, ok := takeTally(words, asked); ok && !draftSwap.MatchString(words) && !draftNever.MatchString(words) {
		if act, ok := t.act(words); ok {
			return []Act{act}
		}
	}
	act := Act{Kind: Draft, Words: words}
	ask, asking := question(ss)
	var denied, named, waiting, apart []int // apart: the pair that must never be
	var unread []string                     // who must never be a pair, when nobody of the draft has such names
	all := false
	for _, s := range ss {
		if s.asks {
			continue
		}
		if s.has("later") { // "regarding 2 and 5 I will revert"
			if held := numbersIn(s.text, asked); len(held) > 0 && !approvesWord.MatchString(s.text) {
				waiting = append(waiting, held...)
				continue
			}
		}
		for _, part := range draftBreak.Split(draftVerb.ReplaceAllString(s.text, "; $1"), 20) {
			rest := part
			for _, m := range draftSwap.FindAllStringSubmatch(part, -1) {
				a, b := pairNumber(m[1], asked), pairNumber(m[2], asked)
				if a > 0 && b > 0 {
					act.Swap = append(act.Swap, [2]int{a, b})
				}
				rest = strings.Replace(rest, m[0], " ", 1)
			}
			all = all || opensAll.MatchString(part)
			if together.MatchString(rest) { // "Ana and Bo must never be put together"
				if pair, ok := namesPair(rest, asked); ok {
					act.Never = append(act.Never, pair)
					apart = numbersIn(rest, asked)
					continue
				}
			}
			if takesOut.MatchString(rest) && len(apart) > 0 {
				denied = append(denied, apart...)
				continue
			}
			if never := draftNever.FindString(rest); never != "" && !strings.HasPrefix(strings.ToLower(never), "never mind") {
				if pair, ok := namesPair(never, asked); ok && !strings.HasPrefix(strings.ToLower(never), "keep") || ok && strings.Contains(strings.ToLower(never), "apart") {
					act.Never = append(act.Never, pair)
					rest = strings.Replace(rest, never, " ", 1)
				} else if keepsApart.MatchString(never) && !ok {
					unread = append(unread, strings.TrimSpace(never))
				}
			}
			for _, m := range draftStaysOut.FindAllStringSubmatch(rest, -1) {
				if n := pairNumber(m[1], asked); n > 0 {
					denied = append(denied, n)
					rest = strings.Replace(rest, m[0], " ", 1)
				}
			}
			out := draftOut.FindStringSubmatch(rest)
			if out != nil && !regexpNoProblem.MatchString(rest) {
				if ns := refsBehind(out[1], asked); len(ns) > 0 {
					denied = append(denied, ns...)
					rest = strings.Replace(rest, out[0], " all ", 1)
					if !strings.HasPrefix(strings.ToLower(out[0]), "all") && !strings.HasPrefix(strings.ToLower(out[0]), "every") && !everyForeign.MatchString(part) {
						rest = strings.Replace(rest, " all ", " ", 1)
					} else {
						all = true
					}
				}
			}
			named = append(named, numbersIn(rest, asked)...)
			all = all || draftAll.MatchString(rest) && !draftWait.MatchString(rest)
		}
	}
	if restWaits.MatchString(words) {
		all = false
		ss = slices.DeleteFunc(ss, func(s sentence) bool { return s.has("later") && !approvesWord.MatchString(s.text) })
	}
	if plainAll.MatchString(words) && !restWaits.MatchString(words) && !onlyThese.MatchString(words) {
		if rest := words[len(plainAll.FindString(words)):]; !namesPairs.MatchString(rest) {
			all, named = true, nil // "approve all. Great to see Ana again."
		}
	}
	named = slices.DeleteFunc(named, func(n int) bool { return slices.Contains(waiting, n) })
	if len(named) == 0 {
		denied = append(denied, waiting...)
	}
	v := judge(ss)
	switch {
	case draftWait.MatchString(words) && (asking || len(named)+len(denied) == 0):
		if asking {
			return []Act{ask}
		}
		return []Act{{Kind: Later, Words: words}}
	case len(named) > 0 && len(denied) == 0 && !restToo(words) || restWaits.MatchString(words) && len(named) > 0:
		if v == refused || !approves(ss) {
			if len(act.Swap)+len(act.Never) > 0 {
				break
			}
			if asking {
				return []Act{ask}
			}
			return nil
		}
		act.Approved = distinct(named)
	case all || v == agreed && !asking || settledBySwap.MatchString(words) && len(act.Swap) > 0:
		act.All = true
		act.Except = distinct(denied)
	case len(denied) > 0:
		act.Except = distinct(denied)
		if approves(ss) {
			act.All = true
		}
	}
	if !act.All && len(act.Approved)+len(act.Except)+len(act.Swap)+len(act.Never) == 0 {
		switch {
		case asking:
			return []Act{ask}
		case v == postponed:
			return []Act{{Kind: Later, Words: words}}
		}
		return nil
	}
	acts := []Act{act}
	if asking {
		acts = append(acts, ask)
	}
	for _, words := range unread {
		acts = append(acts, Act{Kind: Unclear, Words: words})
	}
	return acts
}

// keepsApart is a wish that two are never a pair, by their names.
var keepsApart = regexp.MustCompile(`^(?i:never|not ever|do not ever|don't ever) (?i:pair |match |put |seat |let |have )?[A-Z]\S* (?:.* )?(?:and|with|to|&) [A-Z]`)

var (
	draftBreak      = regexp.MustCompile(`[;\n]|\s[-–—]\s`)
	draftVerb       = regexp.MustCompile(`(?i),\s*(?:and |but )?(swap|never|approve)\b`)
	regexpNoProblem = regexp.MustCompile(`(?i)no (?:problem|objection)`)
)

// opensAll approves all before it changes some: "ok to all, only swap 2 and 3".
var opensAll = regexp.MustCompile(`(?i)^\W*(?:ok|okay|yes|fine|approved?|good)(?: to| for| with)? (?:all|everything)\b`)

var (
	together     = regexp.MustCompile(`(?i)\b(?:never|not ever|on no account|under no circumstances)\b[^.;]*\b(?:together|paired|matched|a pair)\b`)
	takesOut     = regexp.MustCompile(`(?i)^\W*(?:please |so |and )*(?:take|leave|keep) (?:them|that one|that pair|it) (?:out|off)\b|^\W*(?:please |so |and )*(?:drop|remove) (?:them|that one|that pair|it)\b`)
	approvesWord = regexp.MustCompile(`(?i)\b(?:approved?|ok|okay|fine|good|yes|send)\b`)
	// restWaits leaves open what was not named: "the rest wait for me please".
	restWaits = regexp.MustCompile(`(?i)\b(?:sit on|park|freeze|hold on to) (?:the )?(?:rest|others)\b|\b(?:the )?(?:rest|others?)(?: of them)?,? (?:kindly |please |you |we )*(?:keep|leave|stay|remain|are|is|put)s? (?:pending|parked|open|waiting|aside|on hold)|\b(?:the )?(?:rest|others?)(?: of them)? (?:must |should |have to |has to |can |will |to |all )?(?:waits?|later|on hold|stays? open|held|not yet)\b|\b(?:hold|keep|leave)(?: back)? (?:the )?(?:rest|others)\b`)
)

// settledBySwap approves the draft with the swap.
var settledBySwap = regexp.MustCompile(`(?i)\b(?:then|and) (?:it's|it is|its|we're|all|that's|i'm) (?:fine|good|ok|okay|happy|done|approved|perfect)\b`)

// onceThought is what the coordinator thought at first.
var onceThought = regexp.MustCompile(`(?i)\bi (?:was going|wanted|had meant|meant) to\b[^.;!?]{0,80}\bbut\b`)

// restToo reports whether "the rest" is spoken of beside numbers.
func restToo(words string) bool {
	low := strings.ToLower(words)
	return containsAny(low, []string{"the rest", "the others are", "all others", "everything else", "all the others"}) && !containsAny(low, []string{"hold the", "hold back the", "wait with the", "not the others", "leave the others", "hold the rest", "the rest later", "the rest can wait", "keep the rest", "keep the others"})
}

func approves(ss []sentence) bool {
	return says(ss, "yes", "weakyes") || slices.ContainsFunc(ss, func(s sentence) bool {
		return containsAny(" "+strings.Join(wordsOf(s.text), " ")+" ", []string{" approve ", " approved ", " approving ", " ok ", " fine ", " good ", " send ", " go ", " happy ", " release ", " released ", " only ", " just "})
	})
}

// pairNumber is the number of a pair of the draft; 0 when there is none such.
func pairNumber(digits string, asked Asked) int {
	n, _ := strconv.Atoi(digits)
	for _, p := range asked.Draft {
		if p.N == n {
			return n
		}
	}
	return 0
}

// numbersIn are the pairs named by number, by range ("1-4", "1 to 4"), or by the
// name of one of the two.
func numbersIn(text string, asked Asked) (out []int) {
	for _, m := range draftRange.FindAllStringSubmatch(text, -1) {
		a, b := pairNumber(m[1], asked), pairNumber(m[2], asked)
		for n := a; a > 0 && n <= b; n++ {
			out = append(out, n)
		}
		text = strings.Replace(text, m[0], " ", 1)
	}
	for _, m := range draftNumber.FindAllString(text, 50) {
		if n := pairNumber(m, asked); n > 0 {
			out = append(out, n)
		}
	}
	if m := draftFirst.FindStringSubmatch(text); m != nil && len(out) == 0 {
		n, ok := firstNumber([]string{strings.ToLower(m[2])})
		for i, p := range asked.Draft {
			if ok && (strings.EqualFold(m[1], "first") && i < n || strings.EqualFold(m[1], "last") && i >= len(asked.Draft)-n) {
				out = append(out, p.N)
			}
		}
	}
	if lastPair.MatchString(text) && len(asked.Draft) > 0 {
		out = append(out, asked.Draft[len(asked.Draft)-1].N)
	}
	for _, p := range asked.Draft {
		if named(text, p.Mentor, asked) || named(text, p.Mentee, asked) {
			out = append(out, p.N)
		}
	}
	return out
}

// everyForeign is "everything" before what excludes, in other languages.
var everyForeign = regexp.MustCompile(`(?i)^\W*(?:tout|tous|toutes|todo|todos|todas|tudo|alle|alles)\b`)

// namesPairs goes on with numbers: "approved for 1, 3 and 4".
var namesPairs = regexp.MustCompile(`(?i)^\W*(?:(?:for|to|on|with|are|is|numbers?|pairs?|nos?\.?)\b\W*)*\d`)

// onlyThese narrows an approval to what is named.
var onlyThese = regexp.MustCompile(`(?i)\b(?:only|just)\b`)

// lastPair is the last of the list.
var lastPair = regexp.MustCompile(`(?i)\bthe last (?:one|pair)\b`)

// draftFirst is "the first three".
var draftFirst = regexp.MustCompile(`(?i)\b(first|last) (two|three|four|five|six|\d)\b`)

var draftRange = regexp.MustCompile(`\b(\d+)\s*(?:-|–|to|through|bis)\s*(\d+)\b`)

// named reports whether the text names a person, in full or by a part of the
// name that nobody else of the draft has.
func named(text, name string, asked Asked) bool {
	_, ok := nameAt(text, name, asked)
	return ok
}

func nameAt(text, name string, asked Asked) (int, bool) {
	for _, part := range append([]string{name}, strings.Fields(name)...) {
		if len(part) < 2 || !strings.Contains(text, part) || part != name && shared(part, name, asked) {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], part)
			if i < 0 {
				break
			}
			i += from
			end := i + len(part)
			if (i == 0 || !letter(text[i-1])) && (end == len(text) || !letter(text[end])) {
				return i, true
			}
			from = end
		}
	}
	return 0, false
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 }

// shared reports whether somebody else of the draft has that name as well.
func shared(part, name string, asked Asked) bool {
	return slices.ContainsFunc(everybody(asked), func(other string) bool {
		return other != name && slices.Contains(strings.Fields(other), part)
	})
}

// everybody are the names of a draft, with or without a pair.
func everybody(asked Asked) (out []string) {
	for _, p := range asked.Draft {
		out = append(out, p.Mentor, p.Mentee)
	}
	return append(out, asked.Others...)
}

// namesPair gives the two people of the draft whom the text names, in its order.
func namesPair(text string, asked Asked) (pair [2]string, ok bool) {
	type found struct {
		at   int
		name string
	}
	var all []found
	for _, name := range everybody(asked) {
		if i, ok := nameAt(text, name, asked); ok && !slices.ContainsFunc(all, func(f found) bool { return f.name == name }) {
			all = append(all, found{i, name})
		}
	}
	if len(all) != 2 {
		return pair, false
	}
	slices.SortFunc(all, func(a, b found) int { return a.at - b.at })
	return [2]string{all[0].name, all[1].name}, true
}

func distinct(ns []int) []int {
	ns = slices.Clone(ns)
	slices.Sort(ns)
	return slices.Compact(ns)
}
