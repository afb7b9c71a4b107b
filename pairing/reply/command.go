package reply

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"mentord/calendar/phrase"
)

// commands are the acts that can come at any time, the graver first.
var commands = []struct {
	meaning meaning
	kind    Kind
}{
	{"concern", Concern}, {"forget", Forget}, {"mydata", MyData}, {"undo", Undo}, {"leave", Leave}, {"rematch", Rematch},
	{"resume", Resume}, {"pause", Pause}, {"status", Status}, {"help", Help},
}

// byWord are the commands that our letters teach, when they are all that a
// sentence says.
var byWord = map[string]Kind{"help": Help, "status": Status, "pause": Pause, "resume": Resume, "leave": Leave, "stop": Leave, "unsubscribe": Leave, "quit": Leave,
	"undo": Undo, "my data": MyData, "forget me": Forget, "concern": Concern, "new match": Rematch, "report a concern": Concern}

// anytime finds the commands in the words and gives what else was said.
func anytime(passages []Passage, asked Asked) (acts []Act, rest []Passage) {
	whole := len(wordsOf(join(passages)))
	for _, p := range passages {
		words, taken := p.Words, false
		for _, s := range sentences(p.Words) {
			act, ok := command(s, p, asked, whole)
			if !ok {
				continue
			}
			words, taken = strings.Replace(words, s.text, "", 1), true
			if !slices.ContainsFunc(acts, func(a Act) bool { return a.Kind == act.Kind }) {
				acts = append(acts, act)
			}
		}
		if !taken || strings.TrimSpace(words) != "" {
			rest = append(rest, Passage{p.Below, words})
		}
	}
	if len(acts) == 0 {
		return nil, passages
	}
	if slices.ContainsFunc(acts, func(a Act) bool { return a.Kind == Forget }) { // erasing is more than leaving
		acts = slices.DeleteFunc(acts, func(a Act) bool { return a.Kind == Leave || a.Kind == MyData })
	}
	// The whole mail may say until when, in another sentence.
	for i, a := range acts {
		if a.Kind == Pause && a.Until.IsZero() {
			acts[i].Until = FirstDayBack(join(passages), asked)
		}
	}
	return acts, rest
}

// command reads a sentence as a command.
func command(s sentence, p Passage, asked Asked, whole int) (Act, bool) {
	if numberedLine.MatchString(s.text) && (asked.Kind == Survey || asked.Kind == Checkin || asked.Kind == Agreement || asked.Kind == Enrol) || p.Below != "" && asked.Kind != Nothing && len(s.words) > 3 {
		return Act{}, false
	}
	if f, _, ok := labelled(s.text); ok && (asked.Kind == Enrol || asked.Kind == Echo) && (f == Goals || f == Skills || f == Background) {
		return Act{}, false // "Goals: finding out whether I should pause my PhD"
	}
	if kind, ok := byWord[strings.Join(s.words, " ")]; ok && (whole <= 12 || asked.Kind == Nothing) {
		return Act{Kind: kind, Words: s.text}, true
	}
	if kind, ok := shouted(s); ok {
		return Act{Kind: kind, Words: s.text}, true
	}
	for _, c := range commands {
		if !s.has(c.meaning) || !isCommand(c.meaning, s, asked, whole) || onlySpoken(c.meaning, s, asked) {
			continue
		}
		act := Act{Kind: c.kind, Words: s.text}
		if c.kind == Pause {
			act.Until = FirstDayBack(s.text, asked)
		}
		return act, true
	}
	return Act{}, false
}

// shouted is a command in capitals, as our letters write it, with its reason
// behind: "LEAVE please, I've moved".
func shouted(s sentence) (Kind, bool) {
	first, _, _ := strings.Cut(strings.TrimSpace(s.text), " ")
	first = strings.Trim(first, ",.:!-")
	if len(first) < 4 || strings.ToUpper(first) != first || len(s.words) < 2 || !s.cut[1] && s.words[1] != "please" && s.words[1] != "pls" {
		return "", false
	}
	kind, ok := byWord[strings.ToLower(first)]
	return kind, ok
}

// isCommand reports whether the words that could be a command are one here.
func isCommand(m meaning, s sentence, asked Asked, whole int) bool {
	alone := len(s.words) <= 3
	switch m {
	case "forget":
		return !s.has("noterase")
	case "mydata":
		return asked.Kind != Enrol || !alone
	case "help":
		return alone && whole <= 8 || len(s.words) <= 12 && (asked.Kind == Nothing || s.asks)
	case "status":
		return asked.Kind == Nothing || s.asks && asked.Kind != Echo || alone
	case "resume":
		return (readTimes(s.text, asked).Empty() || offPause.MatchString(s.text)) && (asked.Kind == Nothing || whole <= 12 || s.has("yes"))
	case "rematch":
		return swapsRole.FindString(s.text) == "" && asked.Kind != Match && asked.Kind != Drafted && asked.Kind != Enrol && !(asked.Kind == Several && asksOneOf(asked, Match, Enrol, Fit, Drafted))
	case "pause":
		return asked.Kind != Drafted && (alone || len(s.words) <= 40 && !s.has("cancel"))
	case "concern":
		return asked.Kind != Drafted && !(asked.Kind == Match && slices.Contains(s.words, "would"))
	case "leave":
		return asked.Kind != Drafted && !(!asked.Booked.IsZero() && s.has("cancel") && !ofProgram.MatchString(s.text))
	}
	return true
}

// asksOneOf reports whether the letter asks something of these kinds.
func asksOneOf(asked Asked, kinds ...QuestionKind) bool {
	return slices.ContainsFunc(asked.Questions, func(q Question) bool { return slices.Contains(kinds, q.Kind) })
}

var (
	offPause = regexp.MustCompile(`(?i)\b(?:off|un) ?pause\b|\bfrom today\b|\bas of today\b`)
	// asksAbout is a question about what a command would do.
	asksAbout = regexp.MustCompile(`(?i)^\W*(?:and |but |also |so |hi,? |just wondering,? )*(?:what happens|what would happen|how long|how (?:does|do|would)|who\b|why\b|would i be able|will i be able|am i able|do you (?:delete|erase|keep|share|sell|remove)|does (?:he|she|it|that|everybody)|can (?:mentors|mentees|others|other people|people|everybody|everyone|anybody|anyone|he|she|they|my mentor|my mentee)\b|can i \w+ and (?:still|then)|is it possible)`)
	// ofPast tells of what was, ofOthers of what somebody else does.
	ofPast   = regexp.MustCompile(`(?i)\b(?:last (?:year|time|month|autumn|spring|summer|winter|round|term)|back then|(?:had|have had) to (?:drop|leave|quit|stop)|used to|years? ago|months? ago|the other year)\b`)
	ofOthers = regexp.MustCompile(`(?i)\b(?:my (?:mentor|mentee|colleague|friend|boss|manager|partner|husband|wife)(?: \p{Lu}\p{L}+)?|he|she|they|people|others|everybody|someone) (?:is|are|has|have|had|wants?|wanted|plans?|will|would|may|might|to|also)\b`)
	// ofWishes speaks of how the program should be.
	ofWishes = regexp.MustCompile(`(?i)\b(?:let|allow|make it|enable|help) (?:people|others|everybody|everyone|us|participants|it)\b|\b(?:be able to|more easily|easier|if one leaves|for everybody|for everyone|in general)\b`)
	// toWork is what somebody leaves who wants another job, or stays with.
	toWork = regexp.MustCompile(`(?i)\b(?:finish\w*|complet\w*|hand(?:ed)? in) (?:my|the|an?|our)\b|\b(?:leave|leaving|quit|quitting|stop|leave the) (?:banking|teaching|nursing|law|retail|sales|consulting|academia|finance|engineering|freezing|\w+ing (?:in|at|my|with|when|about|so|too)|my (?:job|career|field|industry|sector)|the (?:industry|sector|field|army|civil service|profession))\b`)
	// notYetBack is a return that is still to come.
	notYetBack = regexp.MustCompile(`(?i)\b(?:when|once|until|till|if|as soon as) (?:i'm|i am|im|i)\b`)
	// ofSession may be said of one session, or of a day, as well.
	ofSession = regexp.MustCompile(`(?i)\b(?:pull(?:ing)? out|drop(?:ping)? out|bow(?:ing)? out|last day|back(?:ing)? out)\b`)
	// ofNumbers is a change of a number in the profile.
	ofNumbers = regexp.MustCompile(`(?i)\bmentees? (?:limit|at most|number|maximum|max)\b|\bmentees?\b[^.!?]{0,30}\bfrom \d+ to \d`)
)

// onlySpoken reports whether the words speak of a command and give none: they ask
// about it, tell of the past or of others, or wish for something.
func onlySpoken(m meaning, s sentence, asked Asked) bool {
	switch m {
	case "concern":
		return asked.Kind == Survey && strings.Contains(strings.ToLower(s.text), " in confidence") && ratingNumber.MatchString(s.text)
	case "leave":
		if ofSession.MatchString(s.text) && !ofProgram.MatchString(s.text) && !readTimes(s.text, asked).Empty() {
			return true // "I'm pulling out of Thursday", "my last day before vacation, so tomorrow at 1"
		}
		if ofPast.MatchString(s.text) || toWork.MatchString(s.text) || ofOthers.MatchString(s.text) {
			return true
		}
		if asked.Kind == Enrol && slices.ContainsFunc(s.words, func(w string) bool { return w == "participate" || w == "part" || w == "join" }) {
			return true // it is the no that was asked for
		}
	case "resume":
		return notYetBack.MatchString(s.text)
	case "rematch":
		if ofNumbers.MatchString(s.text) {
			return true
		}
	case "pause":
		if asked.Kind == Survey && len(asked.Questions) == 1 && asked.Questions[0].Kind == YesNo && s.has("yes", "no") {
			return true // "no, I need a break"
		}
	case "undo":
		return !s.asks && len(s.words) > 8 && asked.Kind == Enrol
	}
	if s.asks && asksAbout.MatchString(s.text) && m != "help" && !(m == "status" && !strings.Contains(s.text, "see my")) {
		return true
	}
	return (asked.Kind == Survey || asked.Kind == Checkin || asked.Kind == Several) && ofWishes.MatchString(s.text)
}

// ofProgram is what one leaves for good; else it may be a session.
var ofProgram = regexp.MustCompile(`(?i)\b(?:program|programme|scheme|mentoring|cohort|altogether|for good|unsubscribe|list)\b`)

// beside joins commands with what else the words answer. A grave one stands
// alone, but for what was answered to a question about the past.
func beside(commands, others []Act, asked Asked) []Act {
	grave := slices.ContainsFunc(commands, func(a Act) bool {
		switch a.Kind {
		case Concern, Forget, Leave, Undo, Rematch, Resume:
			return true
		}
		return false
	})
	if slices.ContainsFunc(commands, func(a Act) bool { return a.Kind == Concern }) { // what is told in confidence is no answer for a survey
		others = slices.DeleteFunc(others, func(a Act) bool { return a.Kind == Answer && a.Text != "" })
	}
	for _, a := range others {
		switch a.Kind {
		case Met, NotMet, NotYet, Answer:
			commands = append(commands, a)
		case Unclear:
		case Ask, Can, Cannot, Profile:
			if asked.Kind == Several && a.Question > 0 || !grave && asked.Kind == Slots && a.Kind != Ask {
				commands = append(commands, a)
			}
		case Later:
			if !grave && (asked.Kind == Match || asked.Kind == Enrol || a.Question > 0) {
				commands = append(commands, a)
			}
		default:
			if !grave || asked.Kind == Several || a.Kind == Decline && (commands[0].Kind == Forget || commands[0].Kind == Concern) {
				commands = append(commands, a)
			}
		}
	}
	return commands
}

// automatic reads an out-of-office reply that no header gave away.
func automatic(all string, asked Asked) (Act, bool) {
	low := strings.ToLower(all)
	first, _, _ := strings.Cut(low, "\n")
	opening := containsAny(first, autoSubjects) && (len(wordsOf(first)) <= 4 || strings.Contains(first, ":"))
	if !opening && !(containsAny(low, autoSentences) && containsAny(low, autoEndings)) {
		return Act{}, false
	}
	return Act{Kind: Pause, Until: FirstDayBack(all, asked), Words: all}, true
}

// What automatic replies begin with, and what only they say.
var (
	autoSubjects = []string{"automatic reply", "auto-reply", "autoreply", "auto reply", "out of office", "out-of-office", "automatische antwort", "abwesenheitsnotiz", "abwesenheit:",
		"réponse automatique", "reponse automatique", "absence du bureau", "respuesta automática", "fuera de la oficina", "resposta automática", "ausência", "automatisch antwoord", "risposta automatica", "autosvar", "automatiskt svar"}
	autoSentences = []string{"i am out of the office", "i am currently out", "i'm currently out", "i am on leave", "i am away", "i'm away", "i will be out of", "nicht im büro", "außer haus", "ausser haus",
		"je suis absent", "estoy fuera", "estoy ausente", "estou ausente", "estou fora", "i'm on leave", "out of office until", "i am on annual leave", "i am on vacation", "i am on maternity", "i am on parental"}
	autoEndings = []string{"limited access", "no access to", "will not be read", "not be forwarded", "nicht weitergeleitet", "nicht gelesen", "in dringenden fällen", "for urgent", "in urgent", "if urgent", "automated message", "automatic message", "automatically generated", "on my return", "upon my return", "when i return", "thank you for your message", "thank you for your email", "thanks for your message", "thanks for your email", "urgent cases", "anything urgent", "urgent matters",
		"en cas d'urgence", "accès limité", "para asuntos urgentes", "em caso de urgência", "assuntos urgentes", "acceso limitado", "i will respond to your", "i will reply to your", "please contact", "vertretung"}
)

func containsAny(text string, any []string) bool {
	return slices.ContainsFunc(any, func(a string) bool { return strings.Contains(text, a) })
}

// FirstDayBack is the day on which an absence or a pause in the words ends: "until
// 4 Nov", "back on the 4th", "3-14 Aug". Zero when open-ended.
func FirstDayBack(text string, asked Asked) time.Time {
	c := times(asked)
	c.Asked = nil
	local := strings.ToLower(text)
	for _, words := range []string{"pause me", "pause", "on hold", "hold", "break"} {
		local = strings.ReplaceAll(local, words, "away")
	}
	for _, words := range []string{local, "away " + local} {
		for _, t := range phrase.Read(words, c).Terms {
			if t.Not && t.Back {
				end := t.Window.End.In(asked.Zone)
				if inclusive.MatchString(text) {
					end = end.AddDate(0, 0, 1)
				}
				return end // "until the 16th"
			}
		}
	}
	if day, ok := backOn(text, c); ok {
		return day
	}
	for _, r := range []phrase.Reading{phrase.Read(local, c), phrase.Read("away "+local, c)} {
		for _, t := range slices.Backward(r.Terms) {
			if t.Not && t.WholeDay {
				return t.Window.End.In(asked.Zone)
			}
		}
	}
	return time.Time{}
}

// inclusive says that the last day named is still one of absence.
var inclusive = regexp.MustCompile(`(?i)\b(?:inclus|incluse|inclusive|included|einschließlich|einschliesslich|incluido|incluído|inkl)\b`)

// backOn is the day named beside a word of return: "back on the 4th", "ab dem 16.
// August wieder erreichbar".
func backOn(text string, c phrase.Context) (time.Time, bool) {
	for _, s := range sentences(text) {
		low := strings.ToLower(s.text)
		if !containsAny(low, []string{"back", "return", "retour", "zurück", "wieder", "again", "revien", "rentr", "vuelv", "vuelt", "regres", "volt", "retorn", "resume"}) {
			continue
		}
		for _, piece := range []string{afterReturn(low), low} {
			r := phrase.Read(piece, c)
			if len(r.Terms) == 0 {
				continue
			}
			start := r.Terms[len(r.Terms)-1].Window.Start.In(c.Zone)
			return time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, c.Zone), true
		}
	}
	return time.Time{}, false
}

// afterReturn is what stands behind the word of return.
func afterReturn(low string) string {
	for _, w := range []string{"back", "return", "retour", "zurück", "again"} {
		if i := strings.Index(low, w); i >= 0 {
			return strings.TrimLeft(low[i+len(w):], "abcdefghijklmnopqrstuvwxyz")
		}
	}
	return ""
}
