package reply

import (
	"strings"
	"unicode"
)

// plain is text as the word lists see it: lower case, straight apostrophes,
// every other sign a blank, one blank between words and at both ends.
func plain(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	blank := true
	for _, r := range strings.ToLower(text) {
		if r == '’' {
			r = '\''
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		b.WriteRune(r)
		blank = false
	}
	if !blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// has reports whether any of the phrases stands in the plain text as whole words.
func has(plainText string, phrases []string) bool {
	for _, p := range phrases {
		if strings.Contains(plainText, " "+p+" ") {
			return true
		}
	}
	return false
}

// opens reports whether the plain text begins with any of the phrases.
func opens(plainText string, phrases []string) bool {
	for _, p := range phrases {
		if strings.HasPrefix(plainText, " "+p+" ") {
			return true
		}
	}
	return false
}

// is reports whether the plain text is nothing but one of the phrases.
func is(plainText string, phrases []string) bool {
	for _, p := range phrases {
		if plainText == " "+p+" " {
			return true
		}
	}
	return false
}

var (
	yesWords = []string{"yes", "y", "yep", "yeah", "yup", "sure", "ok", "okay", "absolutely", "definitely", "of course", "gladly",
		"sounds good", "sounds great", "count me in", "i'm in", "im in", "happy to", "would love to", "i'd love to", "with pleasure",
		"go ahead", "fine", "fine by me", "works for me", "that works", "all good", "all fine", "looks good", "looks right",
		"correct", "that's right", "perfect", "great", "no problem", "agreed", "deal", "ja", "gerne", "oui", "sí", "si", "sim", "claro"}
	noWords = []string{"no", "n", "nope", "no thanks", "no thank you", "not for me", "i'd rather not", "sit this one out", "i'll pass",
		"i will pass", "have to decline", "must decline", "decline", "not interested", "can't take", "cannot take", "not possible",
		"i'm full", "nein", "non", "não", "leider nicht"}
	laterWords = []string{"later", "ask me again", "ask again", "not now", "not this cohort", "not this time", "next cohort", "next round",
		"get back to you", "let you know", "tell you tomorrow", "tell u tmrw", "will answer", "need to check", "come back to you"}
	unsureWords = []string{"not sure", "maybe", "perhaps", "don't know", "dont know", "hard to say", "might", "depends"}

	metWords    = []string{"we met", "we did", "met", "we talked", "we spoke", "it happened", "had our session", "had a great", "had a good"}
	notMetWords = []string{"no show", "didn't show", "did not show", "didn't meet", "did not meet", "never showed", "didn't happen",
		"did not happen", "didn't take place", "we missed", "fell through", "stood me up", "nobody came"}
	notYetWords = []string{"not yet", "moved it", "postponed", "we moved", "pushed it", "will meet", "rescheduled"}

	confirmWords = []string{"see you", "see you then", "i'll be there", "still on", "still works", "it stands", "confirmed", "looking forward"}
	moveWords    = []string{"move", "reschedule", "rescheduled", "another time", "different time", "other time", "new time", "shift", "postpone",
		"push", "instead", "can we do", "could we do", "can't make it", "cannot make it", "won't make it", "swap"}
	cancelWords = []string{"cancel", "call it off", "skip this", "skip the session", "drop the session"}
	lateWords   = []string{"late", "running behind", "delayed", "minutes behind"}

	noneWords   = []string{"none", "none of those", "none of these", "none of them", "neither", "none works", "none work"}
	anyWords    = []string{"any", "any of them", "any of those", "any of these", "all", "all of them", "all work", "either", "any works", "whichever", "all fine", "they all work", "all three work"}
	skipWords   = []string{"skip", "n a", "na", "pass", "no answer"}
	refuseWords = []string{"no surveys", "don't survey", "stop the surveys", "not filling", "won't answer", "rather not answer"}
)

// command is an act that can come at any time, in a reply or in a new mail.
type command struct {
	kind  Kind
	alone []string // the whole mail, or its first line
	holds []string // anywhere in it
}

// commands in the order in which they are tried: the graver first.
var commands = []command{
	{Concern, []string{"concern", "report a concern"}, []string{"report a concern", "raise a concern", "for the coordinator only", "harassed", "harassment", "inappropriate", "makes me uncomfortable", "feel unsafe"}},
	{MyData, []string{"my data", "mydata"}, []string{"copy of all the personal data", "copy of my data", "all my data", "data you hold", "data that you hold", "article 15", "art 15"}},
	{Forget, []string{"forget me", "forget"}, []string{"forget me", "delete all data", "delete all my data", "erase all", "delete my data", "erase my data", "art 17", "article 17"}},
	{Undo, []string{"undo"}, []string{"undo that", "undo it", "undo my last"}},
	{Leave, []string{"leave", "stop", "unsubscribe", "quit"}, []string{"take me out of the program", "take me out of the programme", "leave the program", "leave the programme", "withdraw from the program", "withdraw from the programme", "remove me from the program", "remove me from the programme", "drop out of the program"}},
	{Resume, []string{"resume", "i'm back", "im back"}, []string{"switch me on again", "resume me", "please resume", "i'm back"}},
	{Pause, []string{"pause"}, []string{"pause me", "please pause", "put me on hold", "keep me on hold", "need a pause", "need a break from the program", "take a break from the program"}},
	{Rematch, []string{"rematch", "new match"}, []string{"new match", "new mentor", "new mentee", "someone new", "different mentor", "different mentee", "another mentor", "matched with someone else"}},
	{Status, []string{"status", "my status"}, []string{"my status", "where am i on", "what's my status", "what is my status"}},
	{Help, []string{"help", "help please"}, []string{"how does this work", "what can i do here"}},
}
