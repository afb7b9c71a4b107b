package reply

import (
	"regexp"
	"slices"
	"strings"

	"mentord/calendar/phrase"
)

// A proseField finds a field in a sentence: what it captures is the value.
type proseField struct {
	field   Field
	pattern *regexp.Regexp
}

// What a value runs to: the end of the sentence, or a word with which the
// writer goes on to something else.
const value = `([^.\n;!?()]{3,240})`

var proseFields = []proseField{
	{Goals, regexp.MustCompile(`(?i)\b(?:my |the |main |our )?(?:goals?|objectives?|aims?|ziel|ziele|objectif|objetivo|meta)\s*(?:for me |here |now |there |then )?(?:(?:is|are|would be|ist|sind|est|es|é)(?:\s+to\b|\s*:)?\s|:|=|[-–])\s*` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:be mentored|to be coached|mentoring for me|guidance|coaching|advice) (?:on|in|about|for)\s+` + value)},
	{Goals, regexp.MustCompile(`(?i)\bfor (?:the |my )?goals?,? (?:please )?(?:put|write|say|use|take)\s*:?\s*` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:someone|somebody|a person|a mentor) (?:who can |who could |to |that can )(?:guide|help|coach|support|advise|show|teach) me (?:through|with|on|in|how to|to)?\s*` + value)},
	{Goals, regexp.MustCompile(`(?i)\bwhat (?:i'd|i would) (?:like|love|want) (?:out of (?:this|it)|from (?:this|it)|to (?:achieve|get out of (?:this|it)|get|reach))\s*(?:is(?: to)?\b|:)?\s*` + value)},
	{Skills, regexp.MustCompile(`(?i)\bfor (?:the |my )?skills?,? (?:please )?(?:put|write|say|use|take)\s*:?\s*` + value)},
	{Skills, regexp.MustCompile(`(?i)\bskills? (?:should|must|ought to) (?:be|read|say)\s*(?:as)?\s*:?\s*` + value)},
	{Skills, regexp.MustCompile(`(?i)\bpass on (?:what i know (?:about|of)|my (?:knowledge|experience) (?:of|in|on|with|about))\s+` + value)},
	{Skills, regexp.MustCompile(`(?i)\b(?:willing|happy|glad|like|love) to mentor (?:someone|somebody|people|others) (?:in|on|with|into)\s+` + value)},
	{Goals, regexp.MustCompile(`(?i)\bgoals? (?:should|must|ought to) (?:be|read|say)\s*(?:as)?\s*:?\s*` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:change|update|set|correct|make)\s+(?:the |my )?goals?\s*(?:to|as|:)+\s*:?\s*` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:i(?:'d| would)? (?:really |also )?(?:like|love|need|want)(?: to have| to find| to get)? (?:a |some |one )?(?:mentor|help|guidance|support|advice|someone|somebody)(?: for me)? (?:in|with|on|for|about|around|who (?:can|could|knows?)(?: help me| teach me| show me| guide me)?(?: about| with| to| how to| get into| get better at| move into| in| on)?|to help me(?: with| to| get into| get better at)?)|(?:looking|searching|hoping) for (?:a |some |one )?(?:mentor|help|guidance|support|advice|someone)(?:,)? (?:in|with|on|for|about|around|who (?:can|could|knows?)(?: help me| teach me| show me| guide me)?(?: about| with| to| get into| in| on)?|to help me(?: with| to)?)|a mentor (?:in|for|on|who can help me(?: with| to| get into)?)|help me (?:get into|get better at|improve|with|to|become|move into|learn|grow))\s+` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:i(?:'d| would)? (?:really |also |just |mostly |mainly )?(?:like|love|want|wish|hope|need|am trying|'m trying)|i am (?:hoping|looking|keen|eager)|i'm (?:hoping|looking|keen|eager)|want(?:ing)?|wanna|hoping|hope|wish|would like|would love|looking|keen|trying|plan(?:ning)?|ich (?:möchte|will)|je (?:veux|voudrais|souhaite)|quiero|quisiera|me gustaría|quero|gostaria de)\s+(?:to |forward to )?((?:learn(?:ing)?|get(?:ting)? (?:better|into|ready|promoted|comfortable|good|more|my|a |an )|improve|improving|change (?:to|into|from|career)|move|moving|become|becoming|build|grow|develop|switch|transition|lead|find(?:ing)? (?:an?|my|a new)|speak(?:ing)? up|work(?:ing)? on|practi[cs]e|prepare|strengthen|understand|write|start|break into|advance|step up|be (?:better|more|able)|speciali[sz]e|get better|make (?:the|my|a)|manage|gain|polish|sharpen|negotiate|present|publish|become|master|learn|lernen|besser|apprendre|améliorer|devenir|aprender|mejorar|melhorar|crack|pass|land|publish|set up|open|deepen|explore|figure out|handle)\b[^.\n;!?()]{0,240})`)},
	{Goals, regexp.MustCompile(`(?i)\bmentor(?: myself)?,? to ((?:get|become|learn|move|find|improve|grow|build|prepare|help me)\b[^.\n;!?()]{3,240})`)},
	{Background, regexp.MustCompile(`(?i)\b(?:finished|completed|did|done|hold|have|got|studied for)\s+(?:an? |my |the )?((?:[\p{L}'-]+ )?(?:degree|phd|doctorate|master(?:'?s)?|bachelor(?:'?s)?|apprenticeship|diploma|studies|traineeship) (?:in|as|of|on) [^.\n;!?()]{3,120})`)},
	{Goals, regexp.MustCompile(`(?i)\bmentee,? (?:for |in order )?to ((?:stop|get|become|learn|move|find|improve|grow|build|prepare|understand|change)\b[^.\n;!?()]{3,240})`)},
	{Goals, regexp.MustCompile(`(?i)^\s*(?:and |to |just |mostly )*((?:learn|get better at|improve|become|grow|move into|get into|work on)\s[^.\n;!?()]{3,240})`)},
	{Skills, regexp.MustCompile(`(?i)\b(?:change|update|set|correct|make)\s+(?:the |my )?skills?\s*(?:to|as|:)+\s*:?\s*` + value)},
	{Background, regexp.MustCompile(`(?i)\b(?:change|update|set|correct|make)\s+(?:the |my )?background\s*(?:to|as|:)+\s*:?\s*` + value)},
	{Capacity, regexp.MustCompile(`(?i)\b(\d{1,2}|one|two|three|four|five|six)\s+(?:at (?:the )?most|max(?:imum)?|tops)\b`)},
	{Skills, regexp.MustCompile(`(?i)\b(?:my )?(?:skills?|strengths?|expertise|topics?|areas?)\s*(?:(?:that |which )?(?:i can (?:offer|help with|teach|share|cover)|i (?:offer|know|have))\s*)?(?:is|are|:|would be|include)\s*:?\s*` + value)},
	{Skills, regexp.MustCompile(`(?i)\b(?:i )?(?:can|could|am able to|am happy to|'m happy to|would gladly|happy to|glad to|would like to|love to|'d love to)\s*(?:also |gladly |happily |best |mostly )*(?:help|assist|offer|teach|mentor|support|share|advise|coach|guide|contribute|show)(?: (?:people|others|someone|somebody|them|folks|anyone|a mentee|mentees|younger colleagues|juniors|out))*(?: (?:with|on|in|about|around|my knowledge of|my experience (?:in|with)))?\s*:?\s+` + value)},
	{Skills, regexp.MustCompile(`(?i)\b(?:i'd|i would|i'll|i will|would|can) (?:gladly |happily |love to |like to )?(?:teach|coach|mentor (?:on|in|people in)|offer|share|bring|cover)\s+` + value)},
	{Skills, regexp.MustCompile(`(?i)\b(?:be|as|become) (?:a )?mentor,? (?:of|in|on|for|about)\s+` + value)},
	{Skills, regexp.MustCompile(`(?i)\bich kann (?:bei|mit|in) (.{3,120}?) (?:helfen|unterstützen|anbieten)`)},
	{Skills, regexp.MustCompile(`(?i)\b(?:i know (?:a lot|much|quite a bit|a bit|plenty|something) about|(?:i'm |i am |im )?(?:good|strong|experienced|skilled|solid|expert|an expert|well versed) (?:at|in|with)|good at|experienced in|i specialise in|i specialize in|specialised in|my field is|ich kann (?:bei|mit)|je peux aider (?:en|sur|avec|à)|puedo ayudar (?:con|en)|posso ajudar (?:com|em))\s+` + value)},
	{Background, regexp.MustCompile(`(?i)\bi(?:'ve| have) been (?:an? |the )([^.\n;!?()]{3,160})`)},
	{Background, regexp.MustCompile(`(?i)\bi was (?:an? |the )([^.\n;!?()]{3,60} for (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|over|many)[^.\n;!?(),]{0,30} years)`)},
	{Background, regexp.MustCompile(`(?i)(?:^|[,;.] )(?:currently|presently|now|at present) (?:working as )?(?:an? )([^.\n;!?()]{3,160}?)(?: (?:in|at|from|based in) \p{Lu}|[,.;]|$)`)},
	{Background, regexp.MustCompile(`(?i)^(?:i'm |i am )?((?:[\p{L}'-]+ ){1,5}for (?:over |about |almost |nearly |the last )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty) (?:years|yrs|months)\b[^.\n;!?(),]{0,60})`)},
	{Background, regexp.MustCompile(`(?i)^((?:\d+|ten|fifteen|twenty|thirty|forty) (?:years|yrs) (?:in|of|as) [^.\n;!?(),]{3,120})`)},
	{Background, regexp.MustCompile(`(?i)\bi (?:studied|graduated in|read|trained (?:as|in)) (?:an? )?([^.\n;!?(),]{3,80}?)(?: and | but |[,.;]|$)`)},
	{Skills, regexp.MustCompile(`(?i)\b(?:happy|glad|keen) to (?:talk|chat|speak) about (?:anything (?:on|about|around) )?` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:want|need|like|love|after|get|use) (?:some |a bit of |a little |a hand or )?(?:help|a hand|support|guidance|advice) (?:w/|with|on|in) ` + value)},
	{Goals, regexp.MustCompile(`(?i)\b(?:get|getting|help|bring) me (?:started|going|off the ground|up to speed|further) (?:with|in|on) ` + value)},
	{Background, regexp.MustCompile(`(?i)\bi spent (?:the last |over |about |almost |nearly )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty) (?:years|months) (?:in|at|with|on) ([^.\n;!?()]{3,120})`)},
	{Background, regexp.MustCompile(`(?i)\b(?:for the moment|for now|right now|today) i ((?:run|coordinate|manage|lead|teach|work|own|sell|drive|look after)\b[^.\n;!?(),]{3,120}?)(?: in \p{Lu}|[.,;]|$)`)},
	{Skills, regexp.MustCompile(`(?i)\bask me (?:anything |everything )?(?:about|on) ` + value)},
	{Background, regexp.MustCompile(`(?i)\b(?:working|i work|i am|i'm) (?:in|as|at|for) (?:an? |the )?([^.\n;!?(),]{3,80}?) since (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|many) (?:years|months)`)},
	{Background, regexp.MustCompile(`(?i)\bi work since ((?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|many) years (?:in|as|at|for) [^.\n;!?(),]{3,100})`)},
	{Background, regexp.MustCompile(`(?i)\bsince (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|many) years i ((?:run|coordinate|manage|lead|teach|work|own|sell|drive|look after)\b[^.\n;!?(),]{3,120})`)},
	{Capacity, regexp.MustCompile(`(?i)^\W*(one|two|three|four|five|six)\W*$`)},
	{Capacity, regexp.MustCompile(`(?i)\b(\d|one|two|three|four|five)(?: of them)?,? this (?:time|year|round)\b`)},
	{Skills, regexp.MustCompile(`(?i)\bi (?:know|know how|am able) to teach\s*:?\s*` + value)},
	{Skills, regexp.MustCompile(`(?i)\b(?:where|what|how) i (?:can|could|may) be (?:of )?(?:useful|use|help|helpful)(?: with| in| on)?\s*(?::|is|are)\s*` + value)},
	{Skills, regexp.MustCompile(`(?i)\bi have (?:good |strong |some )?(?:skills|knowledge|experience|expertise) (?:in|with|of|on) ` + value)},
	{Goals, regexp.MustCompile(`(?i)\bmentor(?: myself| as well| too)?,? (?:to learn|for help with) ([^.\n;!?()]{3,160})`)},
	{Goals, regexp.MustCompile(`(?i)\bmy (?:plan|aim|hope|dream) (?:being|is) ` + value)},
	{Background, regexp.MustCompile(`(?i)\b(?:background of|background i have|by background,? i have) ((?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty) (?:years|yrs) (?:of|in|as) [^.\n;!?(),]{3,100}?)(?: in an? | at | with | and |[.,;]|$)`)},
	{Background, regexp.MustCompile(`(?i)\b(?:currently|at present|at the moment|presently|these days) i ((?:run|coordinate|manage|lead|teach|work|own|sell|drive|look after)\b[^.\n;!?(),]{3,120})`)},
	{Background, regexp.MustCompile(`(?i)^(ex[- ][^.\n;!?()]{3,120})`)},
	{Background, regexp.MustCompile(`(?i)\b(?:i'm|i am|im) ((?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:years|months|yrs) into [^.\n;!?()]{3,80}?)(?: and | but |[,;]|$)`)},
	{Background, regexp.MustCompile(`(?i)\b(?:i )?work as an? ([\p{L}-]{4,30})(?:[.,;]|$| in | at )`)},
	{Background, regexp.MustCompile(`(?i)\b(?:my background|background|hintergrund)\s*(?:is|are|:|=|ist)\s*(?:in |that i )?` + value)},
	{Background, regexp.MustCompile(`(?i)\b(?:i(?:'ve| have)(?: been)? (?:worked|working|been working|got|spent|done)\s+(?:for |as (?:an? )?)?)((?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|over|more than|about|almost|nearly)[^.\n;!?()]{3,160})`)},
	{Background, regexp.MustCompile(`(?i)\b(?:i(?:'ve| have| am having|'m having)?(?: got)?(?: have)?\s+)((?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)\+? years[^.\n;!?()]{3,160})`)},
	{Background, regexp.MustCompile(`(?i)\b(?:i(?:'ve| have)? (?:just |recently )?(?:moved|switched|changed|came|transitioned|come) (?:over )?(?:from|out of))\s+([a-z][^.\n;!?()]{3,160})`)},
	{Background, regexp.MustCompile(`(?i)\bi(?:'ve| have)?(?: been)? work(?:ed|ing)? since \d{4}\s+(?:in|as|for|at)\s+(?:an? |the )?` + value)},
	{Background, regexp.MustCompile(`(?i)\b(?:i(?:'m| am)?(?: currently)? work(?:ing)? (?:as|in|at|for) (?:an? |the )?|i currently work (?:as|in) (?:an? )?|at the moment i |currently i(?:'m| am)? |by day i(?:'m| am)? (?:an? )?|these days i |presently i(?:'m| am)? )` + value)},
	{Background, regexp.MustCompile(`(?i)\b(?:i(?:'m| am|m)|im|um im|ich bin|je suis|soy|sou)\s+(?:currently |now |just |only )?(?:an? |eine? |une? )((?:[\p{L}'-]+[ -]){0,6}(?:student|engineer|developer|manager|nurse|teacher|lawyer|accountant|analyst|designer|researcher|scientist|consultant|director|architect|doctor|clerk|controller|officer|lead|head|specialist|coordinator|assistant|professor|librarian|technician|trainer|writer|editor|journalist|chemist|biologist|physicist|planner|buyer|pharmacist|electrician|tester|administrator|programmer|recruiter|economist|accountant|postdoc|apprentice|graduate|trainee|ingeniero|enfermera|enfermero|infirmière|infirmier|ingénieur|engenheiro|engenheira|lehrer|lehrerin|ingenieur|ingenieurin|krankenschwester|auditor|marketer|actuary|surveyor|midwife|chef|pilot|executive|founder|statistician|paralegal|secretary|receptionist|therapist|psychologist)\b[^.\n;!?(),]{0,80})`)},
	{Capacity, regexp.MustCompile(`(?i)\b(?:happy to take(?: on)?|can take(?: on)?|could take(?: on)?|will take(?: on)?|i can have|can have|can do|take on|take|up to|at most|no more than|not more than|max(?:imum)?(?: of)?|máximo|maximal|höchstens|limit (?:of|is|to)|make (?:that|it)(?: just)?|only|just|for|room for|space for|capacity (?:of|for|is|to)|au maximum|au plus|no máximo|como máximo)\s*:?\s*((?:\d{1,2}|one|two|three|four|five|six|a couple|a single|einen?|zwei|drei|une?|deux|trois|uno|una|dos|tres|um|uma|dois|duas|três)\b)(?:\s*(?:of (?:your|the)[^.,;]{0,30})?(?:mentees?|people|ppl|pax|persons?|person|at (?:a time|most|once)|max(?:imum)?|young|folks|pairs?|personas?|pessoas?|personnes?|leute|mentorees?|juniors|colleagues|students|graduates|youngsters|not \d|not two|not three|not four|please|pls|this (?:time|year|round)|instead|only|but no more|,|\.|$))`)},
	{Capacity, regexp.MustCompile(`(?i)\b(\d{1,2}|one|two|three|four|five|six|a couple of|zwei|drei|deux|trois|dos|tres|duas|dois|três)\s+(?:more )?(?:mentees?|pax|ppl|people|persons?|person|folks|youngsters|personas|pessoas|personnes|leute)\b(?:\s*(?:max(?:imum)?|at most|at a time|please|only|would be|is (?:my|the|enough|plenty|ok|fine)|tops|this|is|,|\.|$|-))?`)},
	{Capacity, regexp.MustCompile(`(?i)\b(one|two|three|four|\d)(?: mentees?| person| people)? (?:will do|is (?:enough|plenty|fine|my limit)|are (?:enough|plenty)|would do|does me|suffices)\b`)},
	{Capacity, regexp.MustCompile(`(?i)\bmore than (one|two|three|\d)\b[^.\n]{0,30}\b(?:can i not|cannot|can't|not possible)\b`)},
}

// turns are where the value of one field ends and another begins.
var turns = regexp.MustCompile(`(?i)(?:[,;]?\s+(?:and|but|so|as)\s+(?:i\b|i'm|i'd|my\b|we\b|would|can\b|could\b|am\b)|,?\s+(?:and\s+)?(?:id|i'd) (?:love|like)\b|,\s*(?:i\b|im\b|i'm|i'd|i've|my\b|free\b|based\b|living\b|max\b|up to\b|available\b|usually\b|mornings?\b|afternoons?\b|evenings?\b|(?:mon|tues?|weds?|wednes|thurs?|thu|fri)(?:days?)?\b|happy to\b|in (?:[A-Z][a-z]+)\b|but\b|though\b|please\b|thanks\b|kindly\b)|\s+[-–—]\s+|\s+(?:because|since|if possible|if that|please|thanks|one day|for now|kindly)\b|,?\s+in my\b)`)

func untilTurn(text string) string {
	if loc := turns.FindStringIndex(text); loc != nil && loc[0] > 2 {
		text = text[:loc[0]]
	}
	return strings.Trim(text, " ,;:-–—\"'")
}

// fromProse reads the fields in running text, sentence by sentence.
func fromProse(text string, asked Asked) map[Field]Act {
	found := map[Field]Act{}
	ss := sentences(onceHad.ReplaceAllString(changes(found, text, asked), " "))
	about := Field("") // the field that the sentence before was about
	for _, s := range ss {
		if m := readsAs.FindStringSubmatch(s.text); m != nil && about != "" {
			set(found, about, m[1], asked)
			continue
		}
		for _, f := range []Field{Goals, Skills, Background} {
			if slices.ContainsFunc(s.words, func(w string) bool { return strings.TrimSuffix(w, "s") == strings.TrimSuffix(string(f), "s") }) {
				about = f
			}
		}
		if s.asks && !strings.Contains(strings.ToLower(s.text), "could you") {
			continue
		}
		if f, v, ok := labelled(s.text); ok && v != "" {
			set(found, f, v, asked)
			continue
		}
		for _, p := range proseFields {
			if _, ok := found[p.field]; ok {
				continue
			}
			m := p.pattern.FindStringSubmatch(s.text)
			if m == nil {
				continue
			}
			v := m[1]
			if p.field == Skills && getsGood.MatchString(s.text) {
				continue
			}
			if p.field == Capacity && onlyOne.MatchString(s.text) {
				continue
			}
			if p.field == Capacity && tooMany.MatchString(s.text[strings.Index(s.text, m[0]):]) {
				if _, behind, ok := strings.Cut(s.text, ","); !ok || !anyNumber.MatchString(behind) {
					continue
				} else {
					v = anyNumber.FindString(behind) // "five was too many last year, two this time"
				}
			}
			if p.field == Skills && nobody.MatchString(v) {
				continue
			}
			if p.field != Capacity {
				v = untilTurn(v)
				if p.field == Skills && strings.HasPrefix(v, "me ") {
					continue
				}
				if onlyRole(v) || p.field == Background && notBackground(v) {
					continue
				}
				if p.field == Goals && notGoal.MatchString(v) {
					continue
				}
			}
			set(found, p.field, v, asked)
		}
	}
	inLists(found, ss, asked)
	if role := roleFrom(ss, found); role != "" {
		set(found, Role, role, asked)
	}
	places(found, ss, asked)
	if languages := spoken(ss, asked); len(languages) > 0 {
		if _, ok := found[Languages]; !ok {
			found[Languages] = Act{Kind: Profile, Field: Languages, List: languages, Words: text}
		}
	}
	hours(found, ss, asked)
	return found
}

// onceHad is how many somebody mentored before: "last year I had four mentees".
var onceHad = regexp.MustCompile(`(?i)\b(?:(?:the )?last (?:time|year|round|term|cohort|edition)(?: around)?,? )?i had (?:\d|one|two|three|four|five|six) (?:mentees?|people|persons?)\b(?: (?:last|in) [^,.;!?\n]{1,20})?(?:,? (?:and|which) (?:that|it)? ?was [^,.;!?\n]{1,40})?`)

// readsAs gives the new value of what the sentence before was about.
var readsAs = regexp.MustCompile(`(?i)\b(?:it |that |this )?(?:should (?:read|say|be)|ought to (?:read|be)|must be|please (?:make|change) (?:it|that)(?: to)?|(?:the )?new (?:one|goal|goals)(?: is| are)?:?|make (?:it|that)|change (?:it|that) to)\s*(?:as)?\s*:?\s*` + value)

var notGoal = regexp.MustCompile(`(?i)^(?:\d+ (?:people|mentees|persons?)\b|take part|participate|join|be (?:an? )?(?:mentor|mentee|part)|be matched|sign up|enrol|help|mentor|have a (?:mentor|mentee)|know|thank|change the|get (?:a|my) (?:mentor|new mentor)|a mentor\b|find (?:a|my) mentor|out of date|outdated|wrong\b|not (?:right|correct)|old\b|junior|students?\b|graduates?\b|young)`)

var (
	tooMany = regexp.MustCompile(`(?i)^[^,.;]{0,40}\b(?:too many|too much)\b`)
	// getsGood is a goal: "I want to get good at it".
	getsGood  = regexp.MustCompile(`(?i)\b(?:get|getting|be|become|becoming) (?:really |very )?(?:good|strong|better) (?:at|in|with)\b`)
	onlyOne   = regexp.MustCompile(`(?i)\b(?:my|the|that's|is) only one\b`) // of the hours
	anyNumber = regexp.MustCompile(`(?i)\b(?:\d{1,2}|one|two|three|four|five|six)\b`)
	// nobody is who would be mentored, no skill.
	nobody = regexp.MustCompile(`(?i)^(?:up to\b|that\b|this\b|it\b|others?\b|someone\b|somebody\b|people\b|anyone\b|\d|one\b|two\b|three\b|a couple\b|junior\b|juniors\b|younger\b|young\b|students?\b|graduates?\b|once more\b|newcomers?\b|new (?:joiners|hires|starters)\b|beginners?\b|again\b|them\b)`)
)

// onlyRole reports whether the words are no more than a role.
func onlyRole(v string) bool {
	ws := wordsOf(v)
	return len(ws) <= 4 && roleIn(ws) != ""
}

func notBackground(v string) bool {
	ws := wordsOf(v)
	return len(ws) < 2 || ws[0] == "live" || ws[0] == "reside" || roleIn(ws[:min(3, len(ws))]) != "" || ws[0] == "free" || ws[0] == "available" || ws[0] == "based" || ws[0] == "sure" || ws[0] == "not" || ws[0] == "in" && len(ws) < 3
}

// inLists reads a reply that is one value a line, or a value a sentence, in the
// order of the form: "both / goals / skills / languages / city / hours / 1".
func inLists(found map[Field]Act, ss []sentence, asked Asked) {
	if len(ss) < 5 || len(found) > 2 {
		return
	}
	order := []Field{Role, Goals, Skills, Languages, Zone, Availability, Capacity}
	if len(ss) != len(order) || roleIn(ss[0].words) == "" || len(ss[0].words) > 3 {
		return
	}
	values := map[Field]Act{}
	for i, f := range order {
		set(values, f, ss[i].text, asked)
	}
	if len(values) == len(order) {
		for f, a := range values {
			found[f] = a
		}
	}
}

var (
	wantsMentor = regexp.MustCompile(`(?i)\b(?:hoping for a mentor|hoping to get a mentor|candidate as (?:an? )?mentee|(?:one|person|somebody|someone) who(?:'s| is)? (?:needs?|wants?|looking for|seeks?|seeking) (?:an? )?mentor\b|as mentee,? (?:yes|gladly|with)|(?:love|like|want|need|prefer) to have one\b|(?:like|love|need|want|looking for|find|get|have|wish for|searching for|allot me|give me|assign me|request) (?:\w+ )?(?:a|an|one|some|my own) (?:\w+ )?mentor\b|(?:me|i'd) (?:a|love a) mentor|mentor (?:for me|who can help me)|(?:looking|searching) for mentor\b|(?:someone|somebody|a person) (?:to|who can|who could|that can) (?:help|teach|guide|mentor|coach|support|advise|show) me|(?:after|fancy) (?:a|an) (?:\w+ )?mentor|be mentored|mentee\b|mentorad[oa]|mentorizad[oa]|mentoré|suche (?:eine[n]? )?mentor|cherche (?:une? )?mentor|busco (?:una? )?mentor|procuro (?:uma? )?mentor|as (?:a )?mentoree)`)
	wantsMentee = regexp.MustCompile(`(?i)\b(?:(?:as|be|am|become|being) (?:an? )?(?:\w+ )?mentor(?:in|a|e)?\b|more mentors\b.{0,12}\bcount me as one|like mentor\b|yes to mentoring|mentoring (?:someone|others|somebody|people)|role (?:is|would be|:) (?:a )?mentor|mentor (?:again|someone|others|somebody|people|please|for sure|here|a )|(?:happy|glad|willing|like|love|want) to (?:mentor|help out as)|(?:do|be doing) the mentoring\b|(?:sign me up|put me down|register me|enrol me|enroll me|count me in|i sign up) to mentor\b|mentor,? yes\b|(?:ready|available) to (?:be|become) (?:an? )?mentor\b|as (?:an? )?mentor,? (?:yes|gladly|very gladly|with pleasure)|candidate as (?:an? )?mentor|to be one\b|i(?:'ll| will| can| would) mentor\b|could mentor|i mentor\b|als mentor(?:in)?|comme mentore?\b|como mentora?\b|ser mentora?\b|^\W*mentor\b)`)
	notMentor   = regexp.MustCompile(`(?i)\bto be (?:an? )?mentor,? (?:it is|it's|i am|i'm) (?:too early|not)\b|\bnot to be one\b|\bas (?:an? )?mentor,? (?:it is|it's|i am|i'm) (?:too early|not ready|not)\b|\b(?:hopeless|no good|bad|useless|terrible|rubbish|awful) as an? mentor\b|\b(?:not|don't|no|nicht|pas|kein)\b[^.,;!?]{0,20}\bmentor\b|\b(?:not|don't) (?:as )?(?:a )?mentor\b`)
	notMentee   = regexp.MustCompile(`(?i)\b(?:not|no|don't)\b[^.,;!?]{0,20}\bmentee\b|\bnot have (?:one|a mentor)\b|\b(?:don't|do not|not|no) (?:really )?need (?:a |for a )?mentor\b|\b(?:as (?:an? )?)?mentee,? (?:no\b|i have already|i already)`)
	bothRoles   = regexp.MustCompile(`(?i)(?:^|\b(?:be|do|as|for|am|role|role is|role should be|role:|join as|would be|prefer|happy to do|happy with|want) )both\b|\bboth (?:roles|sides|please|for me|would|mentor|as)|mentor and (?:a )?mentee|mentee and (?:a )?mentor|\beither role\b|\bmentor (?:or|and|&) (?:a )?(?:mentee|be mentored)\b[^.;!?]{0,20}\b(?:either|both|mind|equal|egal|whatever|whichever)|\bmentor and be mentored|\bles deux\b|\bbeides\b|\bambos\b`)
)

// countsAsOne joins those spoken of before: "you could use more mentors. Count me as one."
var countsAsOne = regexp.MustCompile(`(?is)\bmentors\b[^.!?]{0,40}[.!?,]?\s+(?:so |please )?(?:count me (?:as|in as) one|(?:i am|i'm) ready(?: for it| to help)?)\b`)

// likesAMentor asks for a mentor, whatever politeness stands behind: "I'd like a
// mentor please".
var likesAMentor = regexp.MustCompile(`(?i)\b(?:like|love|need|want|wish for|looking for|find|get|have|request) (?:to have |to get |to find )?(?:an?|one|some|my own) (?:\w+ )?mentor(?: please| again| for me| here)?\b`)

// onceOnly happens on one day: "I retire on Friday" says nothing of every Friday.
var onceOnly = regexp.MustCompile(`(?i)\b(?:i|we)(?:'m| am| will|'ll)? (?:retire|retiring|leave|leaving|start|starting|finish|moved?|moving|marry|get married|fly|flying)\b`)

// roleFrom is the role that the sentences name. Facts that only one role has
// count as well: who takes mentees is a mentor.
func roleFrom(ss []sentence, found map[Field]Act) string {
	text := lineText(ss)
	text = strings.ReplaceAll(text, "’", "'")
	for _, s := range ss {
		if bothRoles.MatchString(s.text) && len(s.words) <= 30 && !s.asks {
			return "both"
		}
	}
	if countsAsOne.MatchString(text) {
		return "mentor"
	}
	if m := swapsRole.FindStringSubmatch(text); m != nil {
		return strings.ToLower(m[1] + m[2])
	}
	var mentor, mentee bool
	for _, s := range ss {
		t := strings.ReplaceAll(s.text, "’", "'")
		t = onceWas.ReplaceAllString(t, " ")
		if s.asks {
			continue
		}
		if notMentor.MatchString(t) {
			t = notMentor.ReplaceAllString(t, " ")
		}
		if wantsMentee.MatchString(likesAMentor.ReplaceAllString(t, " ")) {
			mentor = true
		}
		if notMentee.MatchString(t) {
			continue
		}
		if capacityMention.MatchString(t) {
			continue
		}
		if wantsMentor.MatchString(t) {
			mentee = true
		}
	}
	switch {
	case mentor && mentee && regexp.MustCompile(`(?i)\band\b[^.]{0,40}\bment(?:ee|or)\b`).MatchString(text):
		return "both"
	case mentor && mentee:
		if roleIn(ss[0].words) != "" && len(ss[0].words) < 8 {
			return roleIn(ss[0].words)
		}
		return ""
	case mentor:
		return "mentor"
	case mentee:
		return "mentee"
	case takesMentees.MatchString(text):
		return "mentor"
	}
	return ""
}

// swapsRole is a role put in place of the other: "swap mentor for mentee".
var swapsRole = regexp.MustCompile(`(?i)\b(?:swap|change|switch|make|set)(?: me| my role| the role)?(?: from)? (?:mentor|mentee)(?: for| to| into| with|,? not)(?: an?)? (mentor|mentee)\b|\bdown as (?:an? )?(?:mentor|mentee)\b[^.;!?]{0,30}\bbut\b[^.;!?]{0,30}\b(mentor|mentee)\b`)

// onceWas is a role of the past: "I was a mentee last year".
var onceWas = regexp.MustCompile(`(?i)\b(?:(?:was|were|been|used to be) (?:an? )?(?:mentor|mentee)|(?:have|got|found) (?:already )?(?:an? )?mentor (?:already|outside|at|in|elsewhere)|have already (?:an? )?mentor)\b`)

// takesMentees is what only a mentor says.
var takesMentees = regexp.MustCompile(`(?i)\b(?:take(?: on)?|have|mentor) (?:\w+ )?(?:one|two|three|four|a couple of|\d) (?:\w+ )?mentees?\b`)

// capacityMention is a sentence in which "mentee" is who is mentored, not a role.
var capacityMention = regexp.MustCompile(`(?i)\b(?:\d|one|two|three|four|five|a couple of|more|many|several|max|which|how many|his|her|my|a second|another|any|young|new|second|third)\s+(?:more )?mentees?\b|\bmentees? (?:at|max|per)\b`)

var speaks = regexp.MustCompile(`(?i)\b(?:speak|i talk|spoken|fluent|languages?|comfortable (?:in|with|speaking)|know|converse|native|spreche|sprachen|parle|langues?|hablo|idiomas?|falo|línguas)\b`)

// weakLanguage is a language put aside: "my German is terrible".
var weakLanguage = regexp.MustCompile(`(?i)\b(?:my|no|not|but not)\s+\p{L}+\s*(?:is (?:terrible|bad|poor|rusty|weak|not)[^,;.]*)?|\b(?:drop|without|remove|minus|no longer|(?:don't|do not|can't|cannot|not) (?:really )?speak)\s+\p{L}+`)

// spoken are the languages in the sentences that speak of them, or that are
// nothing but languages.
func spoken(ss []sentence, asked Asked) (out []string) {
	for _, s := range ss {
		languages := languagesIn(wordsOf(weakLanguage.ReplaceAllString(s.text, " ")))
		if len(languages) == 0 || s.asks {
			continue
		}
		others := 0
		for _, w := range s.words {
			if len(languagesIn([]string{w})) == 0 && !slices.Contains([]string{"and", "or", "a", "little", "bit", "of", "some", "good", "und", "et", "y", "e", "also", "basic", "plus", "conversational", "can", "only", "do", "i", "my", "just", "pls", "please", "both", "in"}, w) {
				others++
			}
		}
		if !speaks.MatchString(s.text) && others > 1 {
			languages = nil
			for _, clause := range clauses(s.text) { // "based in Accra, English and Twi"
				if onlyLanguages(clause) {
					languages = append(languages, languagesIn(wordsOf(clause))...)
				}
			}
		}
		if len(languages) > 0 {
			for _, l := range languages {
				if !slices.Contains(out, l) {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// onlyLanguages reports whether a clause is nothing but names of languages.
func onlyLanguages(clause string) bool {
	words := wordsOf(clause)
	return len(languagesIn(words)) > 0 && !slices.ContainsFunc(words, func(w string) bool {
		return len(languagesIn([]string{w})) == 0 && w != "and" && w != "und" && w != "et" && w != "y" && w != "e" && w != "or" && w != "some" && w != "only" && w != "also"
	})
}

var habitual = regexp.MustCompile(`(?i)\b(?:weekends?|every day|everyday|free|available|availability|avail|best|better|i can (?:meet|do|make|in|on|only)|can meet|can do|usually|most|works? (?:for|best)|suits?|my hours|hours|mornings?|afternoons?|evenings?|weekdays?|lunch(?:es|times?)?|any (?:day|weekday|time)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|weds?|thurs?|thu|fri|frei|verfügbar|disponible|libre|livre|disponível|kann|dienstags?|montags?|mittwochs?|donnerstags?|freitags?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|lunes|martes|miércoles|jueves|viernes|segundas?|terças?|quartas?|quintas?|sextas?)\b`)

// salutation is a greeting by the part of the day: "Morning all,".
var salutation = regexp.MustCompile(`(?i)^\W*(?:good )?(?:morning|afternoon|evening)(?:,| all\b| everyone\b| everybody\b| team\b| folks\b| there\b| to you\b| both\b|!)`)

// habit says that hours are meant for every week. In a mail that answers nothing,
// and says nothing else of the writer, "Thursday at 3 is perfect" is about one day.
var habit = regexp.MustCompile(`(?i)\b(?:usual(?:ly)?|always|generally|normally|regular(?:ly)?|every|each|from now on|as of|in future|weekdays|weekends|free|available|availability|avail|my (?:hours|times|days|schedule)|hours|(?:mon|tues|wednes|thurs|fri|satur|sun)days|mornings|afternoons|evenings|lunch(?:es|times)|immer|meistens|jeden|frei|verfügbar|toujours|chaque|libre|disponible|siempre|cada|sempre|livre|disponível|montags|dienstags|mittwochs|donnerstags|freitags|lundis|mardis|mercredis|jeudis|vendredis)\b`)

// hours finds the usual hours in the sentences.
func hours(found map[Field]Act, ss []sentence, asked Asked) {
	if _, ok := found[Availability]; ok {
		return
	}
	for i, s := range ss {
		if s.asks || !habitual.MatchString(salutation.ReplaceAllString(s.text, "")) || onceOnly.MatchString(s.text) || s.has("later") || len(s.words) <= 3 && len(s.tags) > 0 && s.tags[0].meaning == "greeting" && s.tags[0].start == 0 {
			continue
		}
		if asked.Kind == Nothing && len(found) == 0 && !habit.MatchString(s.text) {
			continue
		}
		text := salutation.ReplaceAllString(s.text, "")
		if i+1 < len(ss) && len(ss[i+1].words) <= 12 && habitual.MatchString(ss[i+1].text) {
			text += ". " + ss[i+1].text
		}
		if _, v, ok := strings.Cut(text, ": "); ok && len(phrase.Usual(v)) > 0 {
			text = v
		}
		if week := phrase.Usual(text); len(week) > 0 {
			found[Availability] = Act{Kind: Profile, Field: Availability, Week: week, Words: text}
			return
		}
	}
}
