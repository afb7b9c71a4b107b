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
	out := map[int]string{}
	opening := "" // typed above the first number
	for _, p := range passages {
		q, ok := questionIn(p.Below, questions)
		if _, isSlot := slotAbove(p.Below, asked); !ok && isSlot { // typed below the last slot of the list
			q, ok = only(questions, Slots)
		}
		if ok {
			out[q.N] = strings.TrimSpace(out[q.N] + "\n" + p.Words)
			continue
		}
		current := 0
		for line := range strings.Lines(spreadInline(p.Words, known)) {
			line = strings.TrimSpace(line)
			if m := numberedLine.FindStringSubmatch(line); m != nil {
				n, _ := strconv.Atoi(m[1] + m[3])
				if known[n] {
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
	wordFirst = regexp.MustCompile(`(?im)(^|[.!;] )(yes|no|sure|ok|okay) (?:to|for|on) (?:number |no\.? |question |q)(\d)\b`)
	forNumber = regexp.MustCompile(`(?im)(^|[.!;] +)(?:(?:for|on|as for|re|about) (?:number |no\.? |question |q)?(\d)[,:]? (?:i'd say|i would say|i say|it's|it is|my answer is)[: ]|(?:number|no\.?|question) (\d): )`)
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
		if err == nil && (n == next || sign && signs && n > next) && known[n] && i+1 < len(words) && (marked < 0 || marked != i-1) {
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
	row := strings.Split(strings.Trim(strings.TrimSpace(all), "."), ",")
	if len(row) != len(asked.Questions) || len(row) < 2 || strings.Contains(strings.TrimSpace(all), "\n") {
		return nil, false
	}
	for i, q := range asked.Questions {
		if ws := wordsOf(row[i]); len(ws) == 0 || len(ws) > 3 {
			return nil, false
		}
		for _, a := range readOne(q, strings.TrimSpace(row[i]), asked) {
			if a.Kind == Unclear {
				return nil, false
			}
			a.Question = q.N
			acts = append(acts, a)
		}
	}
	return acts, true
}

// apartByQuestion splits a sentence that speaks of several questions into its
// clauses: "we met, I'd give it a 4, and Tuesday is good".
func apartByQuestion(s sentence, asked Asked) []sentence {
	var parts []sentence
	spoken := map[int]bool{}
	for _, clause := range topicBreak.Split(s.text, 20) {
		part := sentences(clause)
		if n := len(parts); n > 0 && len(part) == 1 && s.has("met") && whenTheyMet(part[0], asked) {
			parts = append(parts[:n-1], sentences(parts[n-1].text+", "+clause)...)
			continue
		}
		parts = append(parts, part...)
		for _, p := range part {
			if n := spokenOf(p, asked); n != 0 {
				spoken[n] = true
			}
		}
	}
	if len(spoken) < 2 || s.asks && !slices.ContainsFunc(asked.Questions, func(q Question) bool { return q.Kind == Again && spoken[q.N] }) {
		return []sentence{s}
	}
	return parts
}

// severalInProse takes from running words what can belong to a single question
// only: each sentence goes to the question that it speaks of.
func severalInProse(passages []Passage, asked Asked) []Act {
	byQuestion := map[int][]sentence{}
	var order []int
	last := 0
	var ss []sentence
	for _, s := range sentences(join(passages)) {
		ss = append(ss, apartByQuestion(s, asked)...)
	}
	meeting := checkinOf(asked.Questions)
	for _, s := range ss {
		n := spokenOf(s, asked)
		if n == 0 {
			if n = last; n == 0 || s.has("greeting") {
				continue
			}
		}
		if slices.ContainsFunc(meeting, func(q Question) bool { return q.N == n }) {
			n = meeting[0].N
		}
		if byQuestion[n] == nil {
			order = append(order, n)
		}
		byQuestion[n], last = append(byQuestion[n], s), n
	}
	var acts []Act
	for _, n := range order {
		for _, q := range asked.Questions {
			if q.N != n {
				continue
			}
			if q.Kind == Checkin && meeting != nil {
				acts = append(acts, meetingInProse(byQuestion[n], meeting, asked)...)
				continue
			}
			words := lineText(byQuestion[n])
			for _, a := range readOne(q, words, asked) {
				a.Question = q.N
				acts = append(acts, a)
			}
			if r, ok := ratingAfter(q, asked.Questions); q.Kind == Checkin && ok && byQuestion[r.N] == nil {
				for _, c := range topicBreak.Split(words, 20) {
					if _, any := ratingsIn(c, 5); any && !counted.MatchString(c) && readTimes(c, asked).Empty() {
						acts = append(acts, answerTo(r, c)...)
						break
					}
				}
			}
		}
	}
	return acts
}

// checkinOf are the three questions of a check-in, if they are all asked.
func checkinOf(questions []Question) []Question {
	for i := range questions {
		if i+2 < len(questions) && questions[i].Kind == Checkin && questions[i+1].Kind == Rating5 && questions[i+2].Kind == FreeText {
			return questions[i : i+3]
		}
	}
	return nil
}

// meetingInProse reads what is said about a session as a check-in by itself.
func meetingInProse(ss []sentence, meeting []Question, asked Asked) []Act {
	asked.Questions = meeting
	acts := checkinProse(ss, asked)
	for i := range acts {
		if acts[i].Question == 0 {
			acts[i].Question = meeting[0].N
		}
	}
	return acts
}

// ratingAfter is the rating question that follows a check-in.
func ratingAfter(q Question, questions []Question) (Question, bool) {
	for i, o := range questions {
		if o.N == q.N && i+1 < len(questions) && (questions[i+1].Kind == Rating5 || questions[i+1].Kind == NPS) {
			return questions[i+1], true
		}
	}
	return Question{}, false
}

// spokenOf is the question that a sentence speaks of: it names somebody whom
// only that question names, or its words are those of one kind.
func spokenOf(s sentence, asked Asked) int {
	named := 0
	for _, q := range asked.Questions {
		for _, name := range namesIn(q.Text) {
			if strings.Contains(s.text, name) && !namedElsewhere(name, q, asked.Questions) {
				if named != 0 && named != q.N {
					return 0
				}
				named = q.N
			}
		}
	}
	if named != 0 {
		return named
	}
	find := func(kinds ...QuestionKind) int {
		n := 0
		for _, q := range asked.Questions {
			if slices.Contains(kinds, q.Kind) {
				if n != 0 {
					return 0
				}
				n = q.N
			}
		}
		return n
	}
	switch {
	case find(Agreement) != 0 && slices.ContainsFunc(readAgreement([]Passage{{Words: s.text}}, asked), func(a Act) bool { return a.Field == QuietDays }):
		return find(Agreement)
	case find(Again) != 0 && aboutNext(s, asked):
		return find(Again)
	case s.has("met", "notmet", "notyet") && find(Checkin) != 0:
		return find(Checkin)
	case !readTimes(s.text, asked).Empty() && find(Slots) != 0, len(slotRefs([]sentence{s}, asked).numbers) > 0 && find(Slots) != 0 && !s.has("met"):
		return find(Slots)
	case !readTimes(s.text, asked).Empty() && find(Booked) != 0, s.has("confirm", "move", "cancel") && find(Booked) != 0:
		return find(Booked)
	case every(s.text) > 0 && find(Agreement) != 0:
		return find(Agreement)
	}
	if _, any := ratingsIn(s.text, 10); any && find(Rating5, NPS) != 0 {
		return find(Rating5, NPS)
	}
	if v := judge([]sentence{s}); (v == agreed || v == refused) && find(YesNo, Match) != 0 {
		return find(YesNo, Match)
	}
	return 0
}

// namesIn are the words of a question that begin in capitals, but for the first.
func namesIn(text string) (out []string) {
	for i, w := range strings.Fields(text) {
		w = strings.Trim(w, ".,?!:;()")
		if i > 0 && len(w) > 1 && w[0] >= 'A' && w[0] <= 'Z' && !calendarName[w] {
			out = append(out, w)
		}
	}
	return out
}

var calendarName = wordSet("Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec January February March April June July August September October November December I Your Would Did")

func namedElsewhere(name string, q Question, questions []Question) bool {
	return slices.ContainsFunc(questions, func(o Question) bool { return o.N != q.N && strings.Contains(o.Text, name) })
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
