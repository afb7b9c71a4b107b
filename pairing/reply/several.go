package reply

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numberedLine is a line that begins with the number of a question: "1.", "2)",
// "3 -", "Q1:" or a number and a blank.
var numberedLine = regexp.MustCompile(`^\s*(?:[Qq#]\s?|[Nn]o\.? |[Nn]umber |[Pp]oint )?(\d{1,2})\s*[.):\-]?\s+(\S.*)$|^\s*(\d{1,2})\s*[.):]\s*(\S.*)$`)

// inlineNumber finds the "2 " of "1 yes, 2 thurs after 4".
var inlineNumber = regexp.MustCompile(`[,;]\s*(\d{1,2})[.):]?\s+`)

// numbered gives the words that answer each question: those typed below its
// quoted line, and those behind its number.
func numbered(passages []Passage, asked Asked) map[int]string {
	questions := asked.Questions
	known := map[int]bool{}
	for _, q := range questions {
		known[q.N] = true
	}
	closed := map[int]bool{} // only with a sign: "4. no", and not "4 out of 5"
	for _, n := range asked.Closed {
		closed[n] = true
	}
	out := map[int]string{}
	opening := "" // typed above the first number
	for _, p := range passages {
		q, ok := questionIn(p.Below, questions)
		if _, isSlot := slotAbove(p.Below, asked); !ok && isSlot { // typed below the last slot of the list
			if q, ok = only(questions, Slots); !ok {
				q, ok = only(questions, Again)
			}
		}
		if !ok && belowAgain.MatchString(p.Below) {
			q, ok = only(questions, Again)
		}
		if ok {
			out[q.N] = strings.TrimSpace(out[q.N] + "\n" + p.Words)
			continue
		}
		current := 0
		for line := range strings.Lines(spreadInline(p.Words, knownOr(known, closed))) {
			line = strings.TrimSpace(line)
			if m := numberedLine.FindStringSubmatch(line); m != nil {
				n, _ := strconv.Atoi(m[1] + m[3])
				if known[n] || closed[n] && signedLine.MatchString(line) {
					current = n
					out[n] = strings.TrimSpace(m[2] + m[4])
					continue
				}
			}
			if current != 0 && line != "" {
				out[current] += "\n" + line
				continue
			}
			current = 0
			if len(out) == 0 && line != "" && p.Below == "" {
				opening = strings.TrimSpace(opening + "\n" + line)
			}
		}
	}
	if first := questions; len(out) > 0 && len(first) > 0 && out[first[0].N] == "" && opening != "" && len(wordsOf(opening)) <= 12 {
		switch first[0].Kind {
		case Checkin, YesNo, Match, Booked:
			out[first[0].N] = opening
		}
	}
	return out
}

// belowAgain is what stands below the slot of "the same time again?".
var belowAgain = regexp.MustCompile(`(?i)\bYour yes books it|\bif another time is better, say which`)

// unclaimed are words typed between the lines of the letter that belong to none of its
// questions: they are for a human.
func unclaimed(passages []Passage, asked Asked) string {
	var out []string
	for _, p := range passages {
		words := strings.TrimSpace(p.Words)
		_, ofQuestion := questionIn(p.Below, asked.Questions)
		_, ofSlot := slotAbove(p.Below, asked)
		if p.Below == "" || ofQuestion || ofSlot || belowAgain.MatchString(p.Below) || anyNumbered.MatchString(words) || len(wordsOf(words)) == 0 {
			continue
		}
		if ss := sentences(words); !says(ss, "greeting", "thanks") && !(len(wordsOf(words)) <= 3 && judge(ss) == agreed) {
			out = append(out, words)
		}
	}
	return strings.Join(out, "\n")
}

// signedLine begins with a number and its sign.
var signedLine = regexp.MustCompile(`^\s*(?:[Qq#]\s?)?\d{1,2}\s*[.):]\s+\S`)

func knownOr(known, closed map[int]bool) map[int]bool {
	if len(closed) == 0 {
		return known
	}
	out := maps.Clone(known)
	maps.Copy(out, closed)
	return out
}

var anyNumbered = regexp.MustCompile(`(?m)^\s*(?:[Qq#]\s?)?\d{1,2}\s*[.):\-]?\s+\S`)

// fromBelow reads what stands below lines that ask nothing: as the check-in if that is
// not answered otherwise, else it is for a human.
func fromBelow(passages []Passage, parts map[int]string, asked Asked) []Act {
	words := unclaimed(passages, asked)
	if next, ok := only(asked.Questions, Again); ok && parts[next.N] != "" && strings.Contains(parts[next.N], words) {
		return nil
	}
	if words == "" {
		return nil
	}
	meeting := checkinOf(asked.Questions)
	if meeting != nil && parts[meeting[0].N]+parts[meeting[1].N]+parts[meeting[2].N] == "" {
		asked.Questions = meeting
		acts := readCheckin([]Passage{{Words: words}}, asked)
		for i := range acts {
			acts[i].Question = max(acts[i].Question, meeting[0].N)
		}
		if len(acts) > 0 {
			return acts
		}
	}
	return []Act{{Kind: Unclear, Words: words}}
}

// withNext gives the question about the next session what is said of it beside numbered
// answers: above or below them, or behind one of them.
func withNext(parts map[int]string, passages []Passage, asked Asked) map[int]string {
	next, ok := only(asked.Questions, Again)
	if !ok || parts[next.N] != "" {
		return parts
	}
	var said []string
	take := func(s sentence) bool {
		if !aboutNext(s, asked) || !namesSlot(s, asked) && !ofNext.MatchString(s.text) {
			return false
		}
		said = append(said, s.text)
		return true
	}
	for _, s := range sentences(unclaimed(passages, asked)) {
		take(s)
	}
	for _, s := range loose(passages, asked.Questions) {
		if !slices.ContainsFunc(slices.Collect(maps.Values(parts)), func(p string) bool { return strings.Contains(p, s.text) }) {
			take(s)
		}
	}
	for n, words := range parts {
		ss := sentences(words)
		if len(ss) == 1 {
			ss = nil
			for _, c := range topicBreak.Split(words, 20) {
				ss = append(ss, sentences(c)...)
			}
		}
		for _, s := range ss[min(1, len(ss)):] {
			if take(s) {
				parts[n] = strings.TrimRight(strings.Replace(parts[n], s.text, "", 1), " ,;\n")
			}
		}
	}
	if len(said) > 0 {
		parts[next.N] = strings.Join(said, "\n")
	}
	return parts
}

// only gives the question of that kind, when there is just one.
func only(questions []Question, kind QuestionKind) (q Question, ok bool) {
	for _, o := range questions {
		if o.Kind == kind {
			if ok {
				return Question{}, false
			}
			q, ok = o, true
		}
	}
	return q, ok
}

// spreadInline puts "1 yes, 2 thurs after 4, 3 5/5" on lines of their own, when
// the numbers run 1, 2, 3.
func spreadInline(words string, known map[int]bool) string {
	words = equalSign.ReplaceAllString(words, "$1$2: $3")
	words = spreadPairs(words)
	words = wordFirst.ReplaceAllString(words, "${1}\n$3: $2")
	words = labelNumber.ReplaceAllString(words, "$1: ")
	words = forNumber.ReplaceAllString(words, "${1}\n$2$3: ")
	first, rest, _ := strings.Cut(strings.TrimSpace(words), "\n")
	if rest == "" {
		if lines := anyOrder(first, known); lines != "" {
			return lines
		}
		if lines := inARow(first, known); lines != "" {
			return lines
		}
	}
	m := numberedLine.FindStringSubmatch(first)
	if m == nil {
		return words
	}
	next, _ := strconv.Atoi(m[1] + m[3])
	var b strings.Builder
	from := 0
	for _, loc := range inlineNumber.FindAllStringSubmatchIndex(first, 20) {
		n, _ := strconv.Atoi(first[loc[2]:loc[3]])
		if n != next+1 || !known[n] {
			continue
		}
		b.WriteString(first[from:loc[0]] + "\n")
		from, next = loc[2], n
	}
	return b.String() + first[from:] + "\n" + rest
}

// wordFirst is "yes to number 1.", forNumber "For 2 I'd say 3" and "Number 3:".
var (
	wordFirst   = regexp.MustCompile(`(?im)(^|[.!;] )(yes|no|sure|ok|okay) (?:to|for|on) (?:number |no\.? |question |q)(\d)\b`)
	forNumber   = regexp.MustCompile(`(?im)(^|[.!;] +)(?:(?:for|on|as for|re|about) (?:number |no\.? |question |q)?(\d)[,:]? (?:i'd say|i would say|i say|it's|it is|my answer is)[: ]|(?:number|no\.?|question) (\d): )`)
	labelNumber = regexp.MustCompile(`(?im)^(?:as for|re|for|on|about|to) (?:number |no\.? ?|question |q ?)?(\d)\s*[:,]\s*`)
)

// equalSign is that of "1=5 2=4"; markedNumber the number of a question with its sign.
var (
	equalSign    = regexp.MustCompile(`(^|[\s,;])(\d)\s*=\s*(\S)`)
	markedNumber = regexp.MustCompile(`(?:^|[,;.]\s*)(\d{1,2})(?:\s*[:)]\s*|\s+[-–]\s+)`)
)

// anyOrder spreads "2: 5, 3: no, 1: sure": each number once, with a sign.
func anyOrder(line string, known map[int]bool) string {
	locs := markedNumber.FindAllStringSubmatchIndex(line, 20)
	if len(locs) < 2 || locs[0][0] != 0 {
		return ""
	}
	seen := map[int]bool{}
	var b strings.Builder
	for i, loc := range locs {
		n, _ := strconv.Atoi(line[loc[2]:loc[3]])
		if !known[n] || seen[n] {
			return ""
		}
		seen[n] = true
		end := len(line)
		if i+1 < len(locs) {
			end = locs[i+1][0]
		}
		b.WriteString(line[loc[2]:loc[3]] + ") " + line[loc[1]:end] + "\n")
	}
	return b.String()
}

// inARow spreads "1 yes 2 4 3 second one": every question by its number, in order;
// where each number has a sign ("1. yes 2. 4 5. the second"), some of them will do.
func inARow(line string, known map[int]bool) string {
	words := strings.Fields(line)
	var b strings.Builder
	first := slices.Min(append(slices.Collect(maps.Keys(known)), 99))
	next, marked, count := first, -1, 0 // marked is where the number of a question stood last
	signs := true
	for i, w := range words {
		n, err := strconv.Atoi(strings.Trim(strings.TrimLeft(w, "Qq#"), ".):"))
		sign := strings.ContainsAny(w[len(w)-1:], ".):")
		if err == nil && (n == next && (sign || !signs || count == 0) || sign && signs && n > next) && known[n] && i+1 < len(words) && (marked < 0 || marked != i-1) {
			marked = i
			signs = signs && sign
			if count > 0 {
				b.WriteByte('\n')
			}
			next = n + 1
			count++
		} else if count == 0 {
			return ""
		} else if !signs && strings.ContainsAny(w, ",;") && count < len(known) && i+1 < len(words) {
			return ""
		}
		b.WriteString(strings.TrimLeft(w, "#") + " ")
	}
	if count != len(known) && !signs || count < 2 || first != 1 && !signs {
		return ""
	}
	return b.String()
}

// questionIn finds the question that a quoted line asks.
func questionIn(quoted string, questions []Question) (Question, bool) {
	text := strings.Join(wordsOf(quoted), " ")
	if len(text) < 3 {
		return Question{}, false
	}
	for _, q := range questions {
		if asked := strings.Join(wordsOf(q.Text), " "); asked != "" && strings.Contains(text, asked) || len(text) > 14 && strings.Contains(asked, text) {
			return q, true
		}
	}
	// A client may have wrapped the question, or quoted only its number.
	if m := numberedLine.FindStringSubmatch(strings.TrimSpace(quoted)); m != nil {
		n, _ := strconv.Atoi(m[1] + m[3])
		said := wordsOf(m[2] + m[4])
		for _, q := range questions {
			if q.N == n && len(said) > 0 && strings.HasPrefix(strings.Join(wordsOf(q.Text), " "), strings.Join(said[:min(3, len(said))], " ")) {
				return q, true
			}
		}
	}
	return Question{}, false
}

// readSeveral reads the answers to a letter with several numbered questions.
func readSeveral(passages []Passage, asked Asked) []Act {
	var acts []Act
	if all := strings.TrimSpace(join(passages)); eitherSlot.MatchString(all) {
		if q, ok := only(asked.Questions, Slots); ok { // "1 or 2": no number of a question
			for _, a := range readOne(q, all, asked) {
				a.Question = q.N
				acts = append(acts, a)
			}
			return acts
		}
	}
	parts := numbered(passages, asked)
	if len(parts) == 0 {
		parts = lineEach(join(passages), asked.Questions)
	}
	if len(parts) > 0 {
		parts = withNext(parts, passages, asked)
	}
	for _, q := range asked.Questions {
		words, ok := parts[q.N]
		if !ok {
			continue
		}
		for _, a := range readOne(q, words, asked) {
			a.Question = q.N
			acts = append(acts, a)
		}
	}
	if len(parts) == 0 {
		if acts, ok := inOrder(join(passages), asked); ok {
			return acts
		}
		if acts, ok := yesToAll(join(passages), asked); ok {
			return acts
		}
	}
	if len(parts) > 0 {
		for _, n := range asked.Closed {
			if words := parts[n]; denies.MatchString(words) || len(wordsOf(words)) > 1 && !readTimes(words, asked).Empty() {
				acts = append(acts, Act{Kind: Unclear, Words: words}) // the question is settled, and they say otherwise
			}
		}
		acts = append(acts, fromBelow(passages, parts, asked)...)
		if ask, ok := question(loose(passages, asked.Questions)); ok {
			acts = append(acts, ask)
		}
		return acts
	}
	return severalInProse(passages, asked)
}

// eitherSlot is nothing but slots by their numbers, one as good as the other.
var eitherSlot = regexp.MustCompile(`(?i)^(?:either |option |slot |number )?\d(?:\s*(?:,|or|/)\s*(?:option |slot |number )?\d)*\s*(?:or|/)\s*(?:option |slot |number )?\d(?:[ ,]+(?:both |either )?(?:works?|is fine|are fine|is good|suits?|please|would work|would do|for me|thanks|thank you))*[.! ]*$`)

// inOrder reads one short answer for each question, with commas: "Yes, 5, 2".
func inOrder(all string, asked Asked) (acts []Act, ok bool) {
	all = strings.Trim(strings.TrimSpace(all), ".!")
	var row []string
	for _, sep := range []string{",", ";", "/", " - ", ". ", " "} {
		if row = strings.Split(all, sep); len(row) == len(asked.Questions) {
			break
		}
	}
	if len(row) != len(asked.Questions) || len(row) < 2 || strings.Contains(all, "\n") {
		return nil, false
	}
	for i, q := range asked.Questions {
		if ws := wordsOf(row[i]); len(ws) == 0 || len(ws) > 3 {
			return nil, false
		}
		for _, a := range readOne(q, strings.TrimSpace(row[i]), asked) {
			if a.Kind == Unclear && q.Kind != Again || q.Kind == Rating5 && a.Kind == Answer && a.Number == 0 {
				return nil, false
			}
			a.Question = q.N
			acts = append(acts, a)
		}
	}
	return acts, true
}

// readOne reads the words as the answer to one question of any kind.
func readOne(q Question, words string, asked Asked) []Act {
	asked.Kind = q.Kind
	if q.Offered != nil {
		asked.Offered = q.Offered
	}
	ss := sentences(words)
	if len(ss) > 0 && len(wordsOf(words)) <= 3 && says(ss, "skip") && q.Kind != Again {
		return nil
	}
	var acts []Act
	switch q.Kind {
	case Checkin:
		asked.Offered = nil
		acts = didMeet(ss, asked)
	case Match, Echo:
		acts = readMatch(ss, asked)
	case Fit:
		acts = readFit(ss, asked)
	case Ending:
		acts = readEnding(ss, asked)
	case Slots:
		acts = readSlots([]Passage{{Words: words}}, asked)
	case Again:
		acts = readAgain(words, asked)
	case Booked:
		asked.Offered = nil
		acts = readBooked(ss, asked)
	case Agreement:
		acts = readAgreement([]Passage{{Words: words}}, asked)
	case Enrol:
		acts = readEnrol([]Passage{{Words: words}}, asked)
	default:
		return answerTo(q, words)
	}
	if len(acts) == 0 {
		return []Act{{Kind: Unclear, Words: words}}
	}
	return acts
}
