package reply

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// slotRef is what the words say of slots by number.
type slotRef struct {
	numbers []int
	none    bool
	all     bool // "any", "either": every slot
	beyond  bool // a bare number that was not offered
}

var ordinals = map[string]int{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
	"last": -1, "latter": -1, "later": -1, "former": 1, "earlier": 1, "latest": -1, "earliest": 1, "middle": 2,
	"erste": 1, "ersten": 1, "erster": 1, "zweite": 2, "zweiten": 2, "zweiter": 2, "dritte": 3, "dritten": 3, "dritter": 3, "letzte": -1, "letzten": -1,
	"premier": 1, "première": 1, "deuxième": 2, "seconde": 2, "troisième": 3, "dernier": -1, "dernière": -1,
	"primera": 1, "primero": 1, "primer": 1, "segunda": 2, "segundo": 2, "tercera": 3, "tercero": 3, "última": -1, "último": -1,
	"primeira": 1, "primeiro": 1, "terceira": 3, "terceiro": 3, "ultima": -1, "ultimo": -1}

// numbering stands before the number of a slot.
var numbering = map[string]bool{"option": true, "number": true, "slot": true, "options": true, "numbers": true, "slots": true, "dates": true, "nos": true, "choice": true, "nr": true, "nummer": true, "nro": true, "número": true, "numero": true,
	"opción": true, "opcion": true, "opção": true, "opcao": true, "créneau": true, "creneau": true, "termin": true, "time": true, "#": true, "no": true, "n°": true, "numéro": true, "proposal": true, "item": true, "date": true, "vorschlag": true, "proposition": true, "propuesta": true, "proposta": true, "variante": true, "möglichkeit": true, "suggestion": true, "alternative": true, "opt": true, "num": true}

// around are the words that may stand around the bare number of a slot.
var around = wordSet(`the or and please pls plz works work is for me both one would be best good great fine perfect i take i'll ill can do let's lets go with thanks thank you that suits suit
	hi hello time thx ok okay yes yep yeah sure of them ones are my preferred choice prefer it's its then on make it say final answer looks better ideal ta cheers we to too also either any if possible
	und oder bitte passt geht mir gut gerne für mich nehme ich et ou svp merci me va convient le la pour moi s'il vous plaît y o por favor viene bien para mí e ou por favor pra mim para mim boa boas são bem gracias obrigado obrigada
	wait no sorry oops danke super a just only as well all right here from dear sir madam so like choose pick select vote tick lovely kindly confirm otherwise then but i'm im good w with option will come number option slot number go next week morning afternoon`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// slotRefs reads slots by number: "2", "option 2", "1 or 3", "the second",
// "any but the first", "none of those".
func slotRefs(ss []sentence, asked Asked) (ref slotRef) {
	var denied []int
	offered := func(n int) bool {
		return slices.ContainsFunc(asked.Offered, func(o Offered) bool { return o.N == n })
	}
	deniedBehind := false // "the middle one clashes"
	add := func(n int, not bool) {
		if byHour := atHour(n, asked); !offered(n) && byHour != 0 {
			n = byHour // "11 works"
		}
		switch {
		case !offered(n):
			ref.beyond = true
		case not || deniedBehind:
			denied = append(denied, n)
		case !slices.Contains(ref.numbers, n):
			ref.numbers = append(ref.numbers, n)
		}
	}
	if len(asked.Offered) == 0 {
		return ref
	}
	if m := slotRange.FindStringSubmatch(textOf(ss)); m != nil {
		from, to := 1, ratingWords[strings.ToLower(m[3])]+numberOf(m[3])
		if m[1] != "" {
			from, to = numberOf(m[1]), numberOf(m[2])
		}
		if from < to && offered(from) && offered(to) {
			for n := from; n <= to; n++ {
				ref.numbers = append(ref.numbers, n)
			}
			return ref
		}
	}
	for _, s := range ss {
		raw := numberTokens(s.text)
		bare := bareOnly(raw)
		not := false
		for i, w := range raw {
			switch w {
			case "bar", "save", "minus", "not", "can't", "cant", "cannot", "except", "don't", "isn't", "doesn't", "nicht", "pas", "clash", "clashes":
				not = true
			case ",", "but", "and", "then", "yes", ".":
				if w != "and" {
					not = w == "but" && i > 0 && (raw[i-1] == "any" || raw[i-1] == "all" || raw[i-1] == "anything")
				}
			}
			next, before := at(raw, i+1), at(raw, i-1)
			deniedBehind = refused3(raw, i)
			if n, err := strconv.Atoi(w); err == nil && len(w) <= 2 && w[0] != '0' {
				switch {
				case timeSign(raw, i):
				case before == "either" && n <= len(asked.Offered), before == "." && numbering[at(raw, i-2)], before == "#", numbering[before] && before != "time" && before != "date" && (before != "no" || i == 1 || at(raw, i-2) != "say"):
					add(n, not)
				case isNumber(before) || (before == "or" || before == "and" || before == "," || before == "&" || before == "/" || before == "+" || before == "y" || before == "o" || before == "e" || before == "ou" || before == "et" || before == "oder" || before == "und") && referred(raw, i-2):
					add(n, not)
				case (before == "but" || before == ",") && offered(n) && (next == "or" || next == "and") && isNumber(at(raw, i+2)) && !timeSign(raw, i+2):
					add(n, not) // "not Friday, but 1 or 2 is ok"
				case (before == "but" || before == ",") && offered(n) && (next == "works" || next == "is" || next == "suits" || next == "would") && atHour(n, asked) == 0:
					add(n, not)
				case (before == "so" || before == "then" || before == "take" || before == "pick" || before == "choose") && (next == "" || next == "." || next == "," || next == "!" || next == "please" || (next == "or" || next == "and") && isNumber(at(raw, i+2))):
					add(n, not)
				case (before == "la" || before == "le" || before == "el" || before == "die" || before == "der" || before == "den" || before == "a" || before == "o") && n <= 5 && (next == "" || next == "," || next == "." || next == "!" || around[next]):
					add(n, not)
				case before == "with" && offered(n) && (next == "" || next == "." || next == "," || next == "!" || (next == "or" || next == "and") && isNumber(at(raw, i+2))):
					add(n, not) // "happy with 1 or 3"
				case before == "be" && at(raw, i-2) == "should" && (next == "" || next == "." || next == "!"):
					add(n, not) // "it should be 2"
				case before == "meant" && offered(n), before == "the" && (at(raw, i-2) == "or" || at(raw, i-2) == "and") && slices.Contains(ref.numbers, numberOf(at(raw, i-3))):
					add(n, not) // "I meant 1", "the option 1 or the 3"
				case bare || i == 0 && (next == "" || next == "." || next == "," || next == "!" || next == "-" || around[next]) && len(raw) <= 14:
					add(n, not)
				}
				continue
			}
			if n, m := ratingWords[w], ratingWords[at(raw, i+2)]; n > 0 && m > 0 && offered(n) && offered(m) && (next == "or" || next == "and") && (i == 0 || before == "either" || before == "numbers") {
				add(n, not)
				add(m, not)
				continue
			}
			if n, ok := ratingWords[w]; ok && n > 0 && numbering[before] && before != "no" && before != "time" && before != "date" {
				add(n, not)
				continue
			}
			if n := ratingWords[w]; n > 0 && (bare || before == "with" || before == "and" || before == "or") && (i == 0 || before == "with" || before == "take" || before == "say" || before == "for" || before == "go" || before == "pick" || (before == "and" || before == "or") && slices.Contains(ref.numbers, ratingWords[at(raw, i-2)])) {
				add(n, not)
				continue
			}
			n, ordinal := ordinals[w]
			if !ordinal {
				continue
			}
			if n < 0 {
				n = asked.Offered[len(asked.Offered)-1].N
			}
			switch {
			case next == "two" || next == "2" || next == "deux" || next == "dos" || next == "beiden" || next == "zwei":
				if w == "last" || w == "letzten" {
					add(n-1, not)
					add(n, not)
				} else {
					add(1, not)
					add(2, not)
				}
			case w == "middle" && before == "the" && at(raw, i-2) == "in":
				add(n, not) // "the one in the middle"
			case w == "later" || w == "earlier" || w == "middle" || w == "latest" || w == "earliest":
				if next == "one" || next == "slot" || next == "time" || next == "option" || next == "of" {
					add(n, not)
				}
			case next == "of" && month[at(raw, i+2)], before == "the" && at(raw, i-2) == "on": // "the 2nd of April", "on the 1st"
			case w[0] >= '0' && w[0] <= '9': // "the 5th" is a date, "the 2nd one" is not
				if next == "one" || next == "option" || next == "slot" || next == "choice" || offered(n) && !onDay(n, asked) && !month[next] && !month[before] && !dayName(before) && !dayName(at(raw, i-2)) {
					add(n, not)
				}
			case (next == "choice" || next == "preference") && len(ref.numbers) > 0: // "2 is my first choice"
			case ordinalRefers(raw, i):
				add(n, not)
			}
		}
		for _, t := range s.tags {
			switch t.meaning {
			case "none":
				if s.words[t.start] == "neither" && !readTimes(s.text, asked).Empty() {
					continue // "neither Wednesday nor Thursday"
				}
				ref.none = true
			case "all":
				ref.all = true
			}
		}
	}
	if ref.beyond && len(ref.numbers) > 0 {
		ref.beyond = false
	}
	switch {
	case len(ref.numbers) > 0:
		ref.numbers = slices.DeleteFunc(ref.numbers, func(n int) bool { return slices.Contains(denied, n) })
		ref.none, ref.all = false, false // by number: "any of 1 and 2"
	case ref.none:
		ref.all = false
	case ref.all && anyIsSlots(ss, asked), len(denied) > 0 && ref.all:
		for _, o := range asked.Offered {
			if !slices.Contains(denied, o.N) {
				ref.numbers = append(ref.numbers, o.N)
			}
		}
	}
	return ref
}

// atHour is the only slot that begins at the full hour n, by any clock; 0 if
// there is none, or more than one.
func atHour(n int, asked Asked) (slot int) {
	for _, o := range asked.Offered {
		if start := o.Slot.Start.In(asked.Zone); n > 0 && start.Minute() == 0 && (start.Hour() == n || start.Hour() == n+12) {
			if slot != 0 {
				return 0
			}
			slot = o.N
		}
	}
	return slot
}

// slotRange is "2 thru 4 all work" and "any of the first three".
var slotRange = regexp.MustCompile(`(?i)^\W*(\d) ?(?:thru|through|to|-|–) ?(\d) (?:all |would |are |is )*(?:work|works|fine|ok|okay|good|suit|possible)\b|\b(?:any|either|one) of the first (two|three|four|2|3|4)\b`)

// onDay reports whether an offered slot lies on that day of a month.
func onDay(n int, asked Asked) bool {
	return slices.ContainsFunc(asked.Offered, func(o Offered) bool { return o.Slot.Start.In(asked.Zone).Day() == n })
}

func dayName(w string) bool {
	return len(w) >= 3 && strings.Contains(" mon tue wed thu fri sat sun ", " "+w[:3]+" ")
}

// refused3 reports whether one of the next words says no to the slot at i.
func refused3(raw []string, i int) bool {
	end := i + 1
	for (at(raw, end) == "and" || at(raw, end) == "," || at(raw, end) == "&") && isNumber(at(raw, end+1)) {
		end += 2
	}
	if at(raw, end) == "are" || at(raw, end) == "is" {
		switch at(raw, end+1) {
		case "out", "bad", "impossible", "off", "taken":
			return true // "1 and 2 are out"
		}
	}
	for j := i + 1; j < min(len(raw), i+4); j++ {
		switch raw[j] {
		case "not":
			next := at(raw, j+1)
			if isNumber(next) {
				return false // "1 not 2"
			}
			return next != "collide" && next != "clash" && next != "conflict" && next != "overlap"
		case "clashes", "clash", "doesn't", "doesnt", "isn't", "isnt", "won't", "wont", "impossible", "bad", "conflicts":
			return true
		case ",", ".", "or", "and", "but", "!", "?", ";":
			return false
		}
	}
	return false
}

// anyIsSlots reports whether "any" and the like speak of the slots, not of times
// that are named ("any day next week").
func anyIsSlots(ss []sentence, asked Asked) bool {
	for _, s := range ss {
		if s.has("all") && !s.asks {
			if r := readTimes(s.text, asked); len(r.Terms) == 0 {
				return !s.has("unsure", "condition")
			}
		}
	}
	return false
}

// numberTokens are the words, numbers and signs of a sentence.
func numberTokens(text string) (out []string) {
	text = strings.NewReplacer(" w/ ", " with ", "'ll", " will", "’ll", " will", "'s ", " is ", "’s ", " is ").Replace(text + " ")
	word := func(r rune) bool {
		return r == '\'' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 127 && r != '–' && r != '—' && r != '…'
	}
	from := -1
	low := strings.ReplaceAll(strings.ToLower(text), "’", "'")
	for i, r := range low {
		if word(r) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 {
			out, from = append(out, low[from:i]), -1
		}
		if r != ' ' && r != '\t' && r != '\n' {
			out = append(out, string(r))
		}
	}
	if from >= 0 {
		out = append(out, low[from:])
	}
	return out
}

func at(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}

func numberOf(w string) int {
	n, _ := strconv.Atoi(w)
	return n
}

func isNumber(w string) bool {
	n, err := strconv.Atoi(w)
	return err == nil && n > 0 && len(w) == 1
}

// bareOnly reports whether a sentence is a number and small words.
func bareOnly(raw []string) bool {
	numbers := 0
	for _, w := range raw {
		if ratingWords[w] > 0 {
			continue
		}
		if _, err := strconv.Atoi(w); err == nil {
			if numbers++; numbers > 4 || len(w) > 2 {
				return false // a telephone
			}
			continue
		}
		if sign, _ := utf8.DecodeRuneInString(w); unicode.Is(unicode.So, sign) || sign == ')' || sign == '(' || sign == ':' && at(raw, len(raw)-1) == ")" {
			continue // "2 👍", "2 :)"
		}
		if len(w) > 1 && !around[w] || w == ":" || w == "/" || w == "%" || w == "€" || w == "$" || w == "£" {
			return false
		}
	}
	return len(raw) <= 14
}

// referred reports whether the number at i was read as that of a slot.
func referred(raw []string, i int) bool {
	if i < 0 {
		return false
	}
	_, ordinal := ordinals[raw[i]]
	return isNumber(raw[i]) && !timeSign(raw, i) && (i == 0 || numbering[at(raw, i-1)] || around[at(raw, i-1)] || len(at(raw, i-1)) == 1) || ordinal
}

// timeSign reports whether the number at i stands as a time, a date or a count.
func timeSign(raw []string, i int) bool {
	switch at(raw, i+1) {
	case "pm", "am", "h", "o'clock", "uhr", "/", "%", "min", "mins", "minutes", "days", "weeks", "months", "hours", "hour", "heures", "horas", "people", "mentees", "p", "th", "st", "nd", "rd":
		return true
	case ":", ".":
		if isDigits(at(raw, i+2)) {
			return true
		}
	case "-", "–":
		return strings.TrimLeft(at(raw, i+2), "0123456789") != at(raw, i+2)
	}
	if next := at(raw, i+2); at(raw, i+1) == "on" && len(next) >= 3 && strings.Contains(" mon tue wed thu fri sat sun ", " "+next[:3]+" ") {
		return true // "10 on Wednesday"
	}
	switch at(raw, i-1) {
	case "at", "after", "before", "from", "until", "by", "@", "um", "ab", "vor", "nach", "bis", "à", "às", "las", "till", "around", "about", "between", "/", "$", "£", "€", "+":
		return true
	case ":", ".", "-", "–":
		return isDigits(at(raw, i-2))
	}
	if month[at(raw, i+1)] || month[at(raw, i-1)] || i+2 < len(raw) && at(raw, i+1) == "." && month[raw[i+2]] {
		return true
	}
	return false
}

func isDigits(w string) bool { return w != "" && strings.Trim(w, "0123456789") == "" }

var month = wordSet(`january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
	januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre de
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro`)

// ordinalRefers reports whether "the second" at i is one of the slots, not a
// second job or Thursday.
func ordinalRefers(raw []string, i int) bool {
	next := at(raw, i+1)
	switch next {
	case "", "one", "option", "slot", "time", "choice", ".", ",", "!", "or", "and", "please", "pls", "works", "is", "would", "of", "suits", "for", "looks", "if", "proposal", "date", "fits", "thanks", "thx", "und", "oder", "passt", "bitte", "ist", "me",
		"est", "créneau", "opción", "opcion", "opção", "es", "é", "está", "serait", "por", "svp", "s'il", "horário", "termin", "geht", "wäre", "with", "?", "(", "-", "–", "ok", "okay", "fine", "on", "gerne", "kann", "et", "ou", "y", "o", "e", "va", "convient", "mir":
	default:
		return false
	}
	// "segunda" is also Monday, "second" a moment: then it must say more.
	if raw[i] == "segunda" || raw[i] == "quarta" {
		before := at(raw, i-1)
		return before == "opção" || next == "opção" || before == "la"
	}
	if next == "" || next == "." || next == "," || next == "or" || next == "and" || next == "for" || next == "on" {
		before := at(raw, i-1)
		return i == 0 || before == "the" || before == "die" || before == "der" || before == "den" || before == "le" || before == "la" || before == "el" || before == "a" || before == "o" || before == "or" || before == "and" || before == "das" || before == "very"
	}
	return next != "time" || at(raw, i-1) == "the"
}
