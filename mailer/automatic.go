package mailer

import (
	"strings"

	"mentord/calendar/ics"
)

// A Class says what kind of sender a mail has.
type Class string

// The classes. Only a Human is ever answered.
const (
	Human      Class = "human"
	AutoReply  Class = "auto-reply"  // out of office and the like
	HardBounce Class = "hard-bounce" // the address does not work
	SoftBounce Class = "soft-bounce" // not now; the other server goes on trying, or the box is full
	Bulk       Class = "bulk"        // a list or a machine that expects nothing
	Looped     Class = "loop"        // our own, or on its way round for too long
)

// maxReceived is how many servers a mail may have passed: more is a loop.
const maxReceived = 50

// LoopHeader names the header that all our letters carry, with the id of the
// program that sent them.
const LoopHeader = "X-Mentord"

// ToldHeader names the header with the marks of what a letter tells.
const ToldHeader = "X-Mentord-Told"

// Classify tells people from machines by the rules that mail has for it
// (RFC 3834, RFC 3464) and, where senders ignore those, by wording. In doubt it
// is a person: an answer to a machine is a nuisance, a person who is not heard
// is lost.
func Classify(m Mail, program string) Class {
	h := m.Header
	loop := h.Get(strings.ToLower(LoopHeader))
	auto := firstWord(h.Get("auto-submitted"))
	precedence := firstWord(h.Get("precedence"))
	if loop == program && program != "" || len(h["received"]) > maxReceived {
		return Looped
	}
	if loop == "" && answersInvitation(m, auto) {
		return Human // whoever pressed the button
	}
	if class, is := bounceClass(m); is {
		return class
	}
	switch {
	case auto == "auto-forwarded":
		return Human // of whatever kind it was, it was not written by the machine that passed it on
	case loop != "" && auto != "":
		return Bulk // another program like this one
	case byHand(m):
		return Human
	case vacation(m):
		return AutoReply
	case auto != "" && auto != "no":
		return Bulk
	case bulk(m, precedence):
		return Bulk
	case wordedAway(m):
		return AutoReply
	case nullSender(m) && len(m.Refers) > 0 && ownWords(m) != "":
		return Human // whose gateway has lost the sender
	case nullSender(m):
		return AutoReply // no bounce, and no answer is wanted
	case fromMailer(m):
		return SoftBounce
	}
	return Human
}

// firstWord is the value of a field without its comment and parameters.
func firstWord(value string) string {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(value)), ";")
	word, _, _ = strings.Cut(word, "(")
	word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
	return word
}

// answersInvitation reports whether a calendar answers for a person. Google
// marks its replies as auto-generated, so the calendar's method counts for more.
func answersInvitation(m Mail, auto string) bool {
	for _, object := range m.Calendars {
		answers, _ := ics.Read(object)
		for _, a := range answers {
			if a.Method == ics.Reply || a.Method == ics.Counter {
				return true
			}
		}
	}
	return len(m.Calendars) > 0 && (auto == "" || auto == "no")
}
