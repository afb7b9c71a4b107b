package reply

import (
	"slices"
	"strings"
)

// apartByQuestion splits a sentence that speaks of several questions into its
// clauses: "we met, I'd give it a 4, and Tuesday is good".
func apartByQuestion(s sentence, asked Asked) []sentence {
	var parts []sentence
	spoken := map[int]bool{}
	for _, clause := range topicBreak.Split(s.text, 20) {
		part := sentences(clause)
		if n := len(parts); n > 0 && len(part) == 1 && s.has("met", "notmet", "notyet") && whenTheyMet(part[0], asked) {
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
	postponed := false
	for _, s := range ss {
		n := spokenOf(s, asked)
		if next, ok := only(asked.Questions, Again); ok && (last != 0 && lastWordOnNext(s, asked) || private.MatchString(s.text) && !ofFit.MatchString(s.text)) {
			n = next.N
		}
		if meeting != nil && last == meeting[0].N && postponed && !readTimes(s.text, asked).Empty() && !ofNext.MatchString(s.text) {
			n = last // "Not yet. Friday at 10."
		}
		postponed = s.has("notyet", "notmet")
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
	var topics []string // what the next session will be about is no word on whether they met
	ss = slices.DeleteFunc(slices.Clone(ss), func(s sentence) bool {
		switch {
		case s.has("met"):
			return false
		case ofTopics.MatchString(s.text):
			topics = append(topics, s.text)
			return true
		}
		return false
	})
	acts := checkinProse(ss, asked)
	if n := meeting[2].N; len(topics) > 0 && !slices.ContainsFunc(acts, func(a Act) bool { return a.Question == n }) {
		text := strings.Join(topics, " ")
		acts = append(acts, Act{Kind: Answer, Question: n, Text: text, Words: text})
	}
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
	case find(Fit) != 0 && ofFit.MatchString(s.text):
		return find(Fit)
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
