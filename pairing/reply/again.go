package reply

import (
	"regexp"
	"slices"
	"strings"

	"mentord/calendar"
)

// readAgain reads the answer to "the same time again?". The yes of one books it, so a
// yes is only what says nothing else; a refusal or another time is none of the slot, and
// all between is for a human.
func readAgain(words string, asked Asked) []Act {
	if len(asked.Offered) == 0 {
		return nil
	}
	slot := asked.Offered[0].Slot
	asked.Booked = slot
	if _, after, ok := cutLast(words, "at the same time again?"); ok { // the question, copied with its answer
		words = after
	}
	words = strings.TrimSpace(ofWhat.ReplaceAllString(words, ""))
	if rest := notThen.ReplaceAllString(words, " "); rest != words { // a no, and perhaps when else
		none := Act{Kind: Choose, Slots: []int{}, Words: words}
		if acts := readAgain(rest, asked); slices.ContainsFunc(acts, timedAct) {
			return append([]Act{none}, slices.DeleteFunc(acts, func(a Act) bool { return !timedAct(a) })...)
		}
		return []Act{none}
	}
	ss := sentences(words)
	if len(ss) == 0 {
		return nil
	}
	unclear := []Act{{Kind: Unclear, Words: words}}
	asPick, asBooked := readSlots([]Passage{{Words: words}}, asked), readBooked(ss, asked)
	has := func(acts []Act, kinds ...Kind) bool {
		return slices.ContainsFunc(acts, func(a Act) bool { return slices.Contains(kinds, a.Kind) && (a.Kind != Choose || len(a.Slots) == 0) })
	}
	switch yes := plainYes(ss, asked); {
	case has(asBooked, Cancel):
		return []Act{{Kind: Cancel, Words: words}}
	case notBooked.MatchString(words), private.MatchString(words):
		return unclear
	case yes:
		acts := []Act{{Kind: Choose, Slots: []int{asked.Offered[0].N}, Words: words}}
		if ask, ok := question(ss); ok {
			acts = append(acts, ask)
		}
		return acts
	case has(asPick, Later), has(asBooked, Later):
		return []Act{{Kind: Later, Words: words}}
	}
	either := either.MatchString(words) && !denies.MatchString(words)
	if either && yesWord.MatchString(words) && !strings.HasSuffix(words, "?") { // "same time, or Friday"
		asPick = append([]Act{{Kind: Choose, Slots: []int{asked.Offered[0].N}, Words: words}}, slices.DeleteFunc(asPick, func(a Act) bool { return a.Kind == Choose })...)
	}
	var acts []Act
	for _, from := range [][]Act{asPick, asBooked} {
		for _, a := range from {
			if a.Kind == Can || a.Kind == Cannot || either && a.Kind == Choose {
				acts = append(acts, a)
			}
		}
		if len(acts) > 0 {
			break
		}
	}
	acts = inItsWeek(acts, slot, words, asked)
	switch {
	case slices.ContainsFunc(acts, func(a Act) bool { return a.Kind == Can }):
		if !either && yesWord.MatchString(words) && ofSelf.MatchString(words) {
			return unclear // "yes, but I have to leave at 3:30"
		}
		return acts
	case len(acts) > 0: // times that they cannot: no word on this one if they are others
		if !slices.ContainsFunc(acts, func(a Act) bool { return meets(a.Windows, calendar.Window(slot)) }) && !has(asPick, Choose) {
			return unclear
		}
		return acts
	case (denies.MatchString(words) || has(asBooked, Move)) && !firmYes.MatchString(words) && (judge(ss) == refused || has(asPick, Choose) || has(asBooked, Move)):
		return []Act{{Kind: Choose, Slots: []int{}, Words: words}}
	case has(asPick, Ask):
		return asPick
	}
	return unclear
}

func timedAct(a Act) bool { return a.Kind == Can || a.Kind == Cannot }

// cutLast is strings.Cut at the last place.
func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(strings.ToLower(s), sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// plainYes reports whether the words, but for questions, say yes and nothing else: every
// word is one of a yes, of politeness or of the slot's own time. What a refusal is made
// of cannot be listed ("dentist at 3 that day"), what a yes is made of can.
func plainYes(ss []sentence, asked Asked) bool {
	yes := false
	for _, s := range ss {
		text := strings.ToLower(noRefusal.ReplaceAllString(s.text, " fine "))
		if s.asks || polite.MatchString(text) && readTimes(text, asked).Empty() {
			continue
		}
		timed := false
		for _, t := range readTimes(s.text, asked).Terms {
			w := t.Window
			if t.Weekday && !thisOrNext.MatchString(t.Words) {
				w = intoWeek(w, asked.Offered[0].Slot, asked)
			}
			if t.Not || len(slotsIn(w, asked.Offered)) == 0 || len(wordsOf(t.Words)) > 5 {
				return false
			}
			timed = true
			text = strings.ReplaceAll(text, strings.ToLower(t.Words), " ")
		}
		for _, q := range asked.Questions {
			for _, name := range namesIn(q.Text) {
				text = strings.ReplaceAll(text, strings.ToLower(name), " ")
			}
		}
		text = willWork.ReplaceAllString(text, " works ")
		left := yesWord.ReplaceAllString(text, " ")
		yes = yes || left != text
		for _, w := range wordsOf(left) {
			if !filler[w] && !(timed && filler[strings.Trim(w, "0123456789:")]) && !ofClock.MatchString(w) {
				return false
			}
		}
		if timed && strings.TrimSpace(noFiller(left)) == "" {
			yes = true // nothing but the time
		}
	}
	return yes
}

func noFiller(text string) string {
	return strings.Join(slices.DeleteFunc(wordsOf(text), func(w string) bool { return bareFiller[w] || ofClock.MatchString(w) }), " ")
}

var (
	// ofWhat says which question is answered: "Same time? Yes".
	ofWhat = regexp.MustCompile(`(?i)^\W*(?:(?:the )?same time(?: again)?|(?:the )?next (?:one|time|session|date)|for (?:number |no\.? )?\d|number \d|re \d)\s*(?:[?:]|\s[-–]\s|,)\s*`)
	// noRefusal are words that only look like a refusal.
	noRefusal = regexp.MustCompile(`(?i)\b(?:no (?:problem|worries|objections?|changes?|issue)|not a problem|why not|kein problem|pas de (?:problème|souci)|sin problema|sem problema)\b`)
	// yesWord are the words of a yes, firmYes those that are nothing else.
	yesWord = regexp.MustCompile(`(?i)(?:\b(?:yes|yep|yeah|yup|yea|yh|aye|y|sure|ok|okay|okey|oki|okey-dokey|fine|works|good|great|perfect|lovely|brilliant|cool|ideal|excellent|wonderful|super|agreed|accept(?:ed)?|noted|confirm(?:ed)?|suits?|gladly|definitely|absolutely|certainly|of course|deal|happy|free|available|1|same (?:time|again|slot|day)|the usual|as (?:usual|always)|see (?:you|u)|keep (?:it|the slot|the same time)|book it|go ahead|please (?:do|book)|count me in|i'll be there|can (?:do|make)|i don't mind|no preference|i'm easy|sounds like a plan|let's (?:do|keep) (?:it|that)|ja|jep|jawohl|gern|gerne|passt|geht|gut|klar|einverstanden|gleiche zeit|selbe zeit|bis dann|oui|ouais|d'accord|parfait|volontiers|entendu|ça (?:me )?(?:va|convient|marche)|c'est bon|même heure|vale|perfecto|claro|de acuerdo|me va bien|misma hora|sim|perfeito|ótimo|combinado|pode ser|tudo bem|mesma hora)\b|\bsí|👍|✅|✓|✔|👌|🙂|😊|🙌)`)
	firmYes = regexp.MustCompile(`(?i)\b(?:yes|yep|yeah|sure|works|fine|ok|okay|ja|oui|sim|agreed)\b|\bsí`)
	// willWork is a yes in two words: "work" alone is where somebody is.
	willWork = regexp.MustCompile(`(?i)\b(?:will|would|does|do|can|should|that'll|it'll) work(?: well)?\b`)
	// polite is a sentence of thanks or farewell.
	polite  = regexp.MustCompile(`(?i)^\W*(?:thanks|thank you|many thanks|cheers|looking forward|hi\b|hello|dear\b|best\b|kind regards|regards|have a (?:good|nice|great)|enjoy|take care|danke|vielen dank|merci|gracias|obrigad[oa]|viele grüße|liebe grüße|lg$|cordialement|saludos|abraço)`)
	ofClock = regexp.MustCompile(`^\d{1,2}(?:[:.h]\d{2})?(?:am|pm|h|st|nd|rd|th)?$`)
	// denies are the words of a refusal, a doubt, or a change.
	denies = regexp.MustCompile(`(?i)(?:\b(?:no|n|not|nope|nah|never|none|cannot|cant|wont|dont|doesnt|isnt|but|though|although|however|unless|except|maybe|perhaps|probably|possibly|if|might|depends|depending|hm+|problem|trouble|sorry|unfortunately|afraid|rather|other|different|another|else|earlier|later|instead|skip|cancel|move|moved|change|away|busy|check|wait|prefer|better|worse|bad|hard|difficult|tight|conflict|clash|ish|only|just not|once|until|from|nicht|nein|kein\w*|leider|aber|lieber|schlecht|anders?|vielleicht|mal sehen|pas|non|mais|plutôt|malheureusement|autre|peut-être|no puedo|pero|mejor|otro|otra|quizás|tal vez|não|nao|mas|melhor|outro|outra|talvez|infelizmente)\b|n't\b|❌|👎|🤔|😕|☹|🙁)`)
	// either is one time beside another that is as good.
	either = regexp.MustCompile(`(?i)\b(?:or|also|too|as well|oder|auch|ou|aussi|o|también|também)\b`)
	// private is what no letter passes on, and no yes stands beside.
	private = regexp.MustCompile(`(?i)\b(?:(?:don't|do not|please don't) (?:tell|mention)|between (?:us|you and me)|in confidence|(?:not|isn't|is not) working|(?:don't|do not) get (?:on|along)|(?:some(?:body|one)|a different) (?:else|mentor|mentee|person)|(?:our|the) last session|no (?:more|further) sessions?|(?:like|want|prefer) to stop|stop here|we(?:'re| are) done|(?:not|un)(?: very)?[ -]?(?:helpful|prepared)|waste of time|disappoint\w*|rude)\b`)
	// notThen refuses the time that was asked about.
	notThen = regexp.MustCompile(`(?i)\b(?:not|(?:i'm |i am )?(?:busy|away|unavailable|not (?:there|free|available))) then\b,?`)
	// ofSelf tells of the writer.
	ofSelf = regexp.MustCompile(`(?i)\b(?:i|i'm|i've|my|me|ich|mein\w*|je|j'ai|mon|ma|yo|mi|eu|meu|minha)\b`)
	// notBooked asks to leave the next session open.
	notBooked = regexp.MustCompile(`(?i)\b(?:not|nothing|no)\b[^.;!?]{0,20}\b(?:book|schedul|fix|plan|arrang)|n't[^.;!?]{0,20}\b(?:book|schedul|fix|plan|arrang)|\bskip\b`)
)

// filler are the words that may stand in a yes, bareFiller those around a bare time.
var (
	filler     = wordSet("that that's thats it it's its is the this a for me us by with on at in of my to as and again then time slot day date hour i i'm im i'll am be there can do please very much thanks thank you both all so just well still should would will me next one session too really quite totally hi hello works work's there's we we're das der die den ist für mich uns um am dann es mir auch so wieder danke und bis die der le la les pour moi on à est me c'est et merci lo la el las es para mí me está y gracias a o as é para mim está e obrigado obrigada por at um às from now")
	bareFiller = wordSet("on at the in um am à le la el las a as de of o'clock uhr")
)

// inItsWeek moves weekdays without a date into the week of the slot: who is asked
// about the Thursday in two weeks and prefers Wednesday means that week's.
func inItsWeek(acts []Act, slot calendar.Slot, words string, asked Asked) []Act {
	shift := map[calendar.Window]calendar.Window{}
	for _, t := range readTimes(words, asked).Terms {
		if !t.Weekday || thisOrNext.MatchString(t.Words) {
			continue
		}
		shift[t.Window] = intoWeek(t.Window, slot, asked)
	}
	for i, a := range acts {
		acts[i].Windows = slices.Clone(a.Windows)
		for j, w := range a.Windows {
			if to, ok := shift[w]; ok {
				acts[i].Windows[j] = to
			}
		}
	}
	return acts
}

// intoWeek moves a window on, week by week, until it is in the slot's.
func intoWeek(w calendar.Window, slot calendar.Slot, asked Asked) calendar.Window {
	start := slot.Start.In(asked.Zone)
	monday := start.AddDate(0, 0, -(int(start.Weekday())+6)%7).Format("20060102")
	for w.Start.In(asked.Zone).Format("20060102") < monday {
		w.Start, w.End = w.Start.In(asked.Zone).AddDate(0, 0, 7).UTC(), w.End.In(asked.Zone).AddDate(0, 0, 7).UTC()
	}
	return w
}

// thisOrNext is a weekday whose week is said.
var thisOrNext = regexp.MustCompile(`(?i)\b(?:this|next|coming|tomorrow|diesen|nächsten|kommenden|prochain|próximo|próxima|este|esta)\b`)

// aboutNext reports whether a sentence in a letter that asks more is about the next
// session: it names it, wishes for a time, or is no more than a time or a refusal. What
// somebody tells of themselves is about their goals.
func aboutNext(s sentence, asked Asked) bool {
	switch {
	case s.has("met", "notmet"), ofTopics.MatchString(s.text), s.has("notyet") && !ofNext.MatchString(s.text):
		return false
	case ofNext.MatchString(alsoMeanwhile(s.text)):
		return true
	case namesSlot(s, asked):
		return denies.MatchString(s.text) || !ofGoals.MatchString(s.text)
	case ofGoals.MatchString(s.text), ofFit.MatchString(s.text):
		return false
	case !readTimes(s.text, asked).Empty():
		return wishing.MatchString(s.text) || len(s.words) <= 6 && !ofSelf.MatchString(s.text)
	}
	if s.has("move") && !ofMeeting.MatchString(s.text) && !s.asks && len(s.words) > 3 {
		return false
	}
	return len(s.words) <= 8 && (s.has("cancel", "cantmake", "move", "later", "unsure") || ofDate.MatchString(s.text))
}

// alsoMeanwhile drops the "at the same time" that is no time of day: "I work and study
// at the same time".
func alsoMeanwhile(text string) string {
	if i := strings.Index(strings.ToLower(text), "at the same time"); i > 0 || i == 0 && ofSelf.MatchString(text) {
		return text[:i] + text[i+len("at the same time"):]
	}
	return text
}

// namesSlot reports whether the sentence names the day of the slot that is asked about.
func namesSlot(s sentence, asked Asked) bool {
	q, ok := only(asked.Questions, Again)
	if !ok || len(q.Offered) == 0 {
		return false
	}
	r := readTimes(s.text, asked)
	slot := calendar.Window(q.Offered[0].Slot)
	return meets(r.Want, slot) || meets(r.Not, slot)
}

var (
	// ofTopics tells what the next session will be about, or that it is welcome.
	ofTopics = regexp.MustCompile(`(?i)\b(?:looking forward|(?:can't|cannot|can not) wait|next (?:one|time|session|meeting)\b[^.!?]{0,20}\b(?:talk|discuss|bring|cover|work on|focus|look at|go through|practi[sc]e|show|tell|prepare)\b)`)
	// ofMeeting is the session itself.
	ofMeeting = regexp.MustCompile(`(?i)\b(?:it|session|meeting|call|next|us|that)\b`)
	// ofNext are words for what is still to come.
	ofNext = regexp.MustCompile(`(?i)(?:\b(?:same (?:time|day|hour|again|slot)|(?:the|our|my) next (?:one|session|meeting|date|appointment|call)|next (?:one|time|session|meeting)|(?:that|this|the|proposed) (?:date|slot|time)\b[^.]{0,12}\b(?:works?|suits?|is|isn't|doesn't|does|fine|good|bad)|(?:not|busy|away|free|available|leeds) then|see (?:you|u) (?:then|there|on|in|next)|skip (?:one|it|this|that)|(?:not|to) (?:book|schedule|fix)\b|(?:book|keep) it|from now on|find a (?:date|time)|further sessions?|another session|too (?:early|late|soon) for me|(?:die)?selbe zeit|gleiche zeit|beim nächsten mal|nächste[ns]? (?:mal|termin|treffen)|même heure|prochaine (?:fois|séance|session)|misma hora|próxima (?:vez|sesión|sessão)|mesma hora)\b|n't (?:book|schedule|fix)\b)`)
	// wishing are words around a time that is asked for.
	wishing = regexp.MustCompile(`(?i)\b(?:would be|better|instead|rather|prefer|can we|could we|shall we|may we|how about|what about|let's|works?|suits?|possible|lieber|besser|plutôt|mieux|mejor|melhor|geht|passt)\b`)
	// ofDate are words for a date that is offered.
	ofDate = regexp.MustCompile(`(?i)(?:\b(?:date|slot|appointment|termin)\b|^(?:that|it|this) (?:works|suits|is fine|doesn't|does not|isn't|won't)|^(?:doesn't|does not|won't|not) (?:work|possible|available|free)|\b(?:not|n't) (?:available|free)\b)`)
	// ofFit are words for the two as a pair.
	ofFit = regexp.MustCompile(`(?i)\b(?:(?:good|great|bad|right|wrong|perfect|poor|not a|no) (?:fit|pair|match|pairing)|a (?:fit|pair|match)\b|fit well|chemistry|another (?:mentor|mentee|person|partner))`)
)

// whenTheyMet reports whether a clause beside "we met" or "not yet" only says when: "we
// met a day later, at 4pm".
func whenTheyMet(s sentence, asked Asked) bool {
	return !readTimes(s.text, asked).Empty() && !ofNext.MatchString(s.text) && !s.asks && !s.has("cancel", "cantmake", "move", "no") && !wishing.MatchString(s.text)
}

// lastWordOnNext reports whether a short sentence behind the rest of a check-in answers
// the last question: "Yes. 5. Fine. No."
func lastWordOnNext(s sentence, asked Asked) bool {
	if len(s.words) > 4 || !slices.ContainsFunc(asked.Questions, func(q Question) bool { return q.Kind == Again }) {
		return false
	}
	_, rates := ratingsIn(s.text, 5)
	return !rates && !ofGoals.MatchString(s.text) && !ofFit.MatchString(s.text) && (judge([]sentence{s}) == refused || s.has("notyet", "unsure", "later", "cantmake"))
}

// yesToAll reads a bare yes to a letter in which just "did you meet?" and "the same
// time again?" can be answered by it.
func yesToAll(all string, asked Asked) (acts []Act, ok bool) {
	if !bareYes.MatchString(strings.TrimSpace(all)) {
		return nil, false
	}
	for _, q := range asked.Questions {
		switch q.Kind {
		case Checkin:
			acts = append(acts, Act{Kind: Met, Question: q.N, Words: all, Sure: Inferred})
		case Again:
			acts, ok = append(acts, Act{Kind: Choose, Slots: []int{1}, Question: q.N, Words: all, Sure: Inferred}), true
		case Rating5, FreeText:
		default:
			return nil, false
		}
	}
	return acts, ok && len(acts) == 2
}

var bareYes = regexp.MustCompile(`(?i)^(?:(?:thanks|thank you|hi|hello)[,.!]? )?(?:yes|yep|yeah|yup|sure|ok|okay|ja|oui|s[íi]|sim|👍)(?:,? (?:please|to (?:all|both|everything)|thanks|thank you))?[.! 👍🙂😊]*$`)
