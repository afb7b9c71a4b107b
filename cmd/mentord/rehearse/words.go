package rehearse

import (
	"fmt"
	"mime"
	"regexp"
	"strings"
	"time"

	"mentord/mailer"
)

var (
	questionLine = regexp.MustCompile(`(?m)^(?:\d+\. )?(\S.*\?(?: \([^)]*\))?)$|^\d+\. (One line: .*)$`)
	numberedLine = regexp.MustCompile(`(?m)^\d+\. `)
	slotLine     = regexp.MustCompile(`(?m)^   (\d)\) (.*)$`)
)

// A question is one that a reader finds in a letter, with the slots below it.
type question struct {
	text  string
	slots []string
}

// questionsIn finds the questions of a letter as a reader does: by their
// question mark, at the beginning of a line.
func questionsIn(text string) (out []question) {
	hasNumbers := numberedLine.MatchString(text)
	for line := range strings.SplitSeq(text, "\n") {
		if m := slotLine.FindStringSubmatch(line); m != nil && len(out) > 0 {
			out[len(out)-1].slots = append(out[len(out)-1].slots, m[2])
		}
		m := questionLine.FindStringSubmatch(line)
		if m == nil || hasNumbers && !numberedLine.MatchString(line) {
			continue // an aside of the letter, not one of its numbered questions
		}
		out = append(out, question{text: m[1] + m[2]})
	}
	return out
}

// answer puts the answers to all questions of a letter into words.
func (a *Actor) answer(questions []question) string {
	if a.chance(a.Muddle) {
		return a.pick("asdf kjh 33 ;; gggt", "the thing with the thing, you know which", "???", "It is what it is, as my aunt says.")
	}
	var parts []string
	for i, q := range questions {
		words := a.answerOne(q.text, q.slots)
		if words == "" {
			continue
		}
		if len(questions) > 1 {
			words = fmt.Sprintf("%d. %s", i+1, words)
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, "\n")
}

// answerOne puts the answer to one question into words.
func (a *Actor) answerOne(q string, slots []string) string {
	has := func(words string) bool { return strings.Contains(q, words) }
	switch {
	case has("take part"), has("fill in"):
		return a.form()
	case has("Is this right"):
		return a.pick("Yes, all correct", "yes", "Looks good, thanks")
	case has("What should they hear"):
		return "Thank you for writing. I have read it and will see to it."
	case has("Was it from you"):
		return "yes"
	case has("Would you like") && has("as your"):
		if a.refused < a.Refuses {
			a.refused++
			return a.pick("No thanks, we have worked together before", "No, I'd rather not: too close to my own team")
		}
		return a.pick("Yes, happy to!", "yes please", "Sounds good to me", "Yes")
	case has("helps you, and what would help"):
		return a.pick("You ask the right questions. A little more time for them would be good.", "Your examples from your own work help me most.")
	case has("May") && has("read it"):
		return a.pick("yes", "yes", "yes", "no")
	case has("a good pair?"):
		return a.pick("good", "Good, thanks", "yes, very", "good", "not sure yet")
	case has("like to go on?"):
		return a.pick("End as planned", "end as planned please", "extend", "two more months please")
	case has("line of thanks"):
		return a.pick("Thank you for your time and your patience. I learned a lot.", "It was a pleasure, thank you!", "Thanks for asking the hard questions.")
	case has("like to mentor somebody"):
		return a.pick("Yes, happy to", "not this time", "Yes. I can help with what I learned here.")
	case has("what was missing"):
		return a.pick("We never found a common subject.", "Nothing, the hours just did not work.")
	case has("May these go out"):
		return "approve"
	case has("Shall I erase"):
		return "Yes"
	case has("How would you like to work together"):
		return a.pick("Fine as it stands", "fine by me", "Fine as it stands", "every two weeks on Zoom please")
	case has("at the same time again"):
		if a.chance(a.InWords) {
			return a.pick("yes", "Tue or Wed after 2 would be better", "not then, any morning that week")
		}
		return a.pick("yes", "yes", "", "1", "fine")
	case has("Can you make the new time"):
		return a.pick("yes", "yes, works for me", "no")
	case has("suit you"):
		return a.slots(slots)
	case has("When could you"):
		return a.pick("any afternoon next week", "Tue or Wed after 2", "any morning next week")
	case has("Did you and"):
		return a.pick("yes", "Yes we did", "yes", "yes", "no, it fell through")
	case has("How was it"):
		return a.pick("4", "5", "5/5", "3", "4")
	case has("One line"):
		return a.pick("wrote my first proposal", "more confident in meetings", "slowly but surely", "two steps forward, one back")
	case has("0 to 10"):
		return a.pick("9", "8", "10", "7")
	case has("remember of it"), has("change in the second half"):
		return a.pick("The honest questions", "More time between sessions", "That somebody listened")
	case strings.HasPrefix(q, "How"):
		return a.pick("3", "4", "4", "5", "2")
	}
	return ""
}

// slots answers an offer: by number, or in words.
func (a *Actor) slots(slots []string) string {
	if len(slots) == 0 {
		return "any morning next week"
	}
	if a.chance(a.InWords) {
		return a.pick("Tue or Wed after 2, not Friday", "any morning next week", "Thursday afternoon next week would be best", "Next Tuesday or Thursday between 10 and 4")
	}
	switch n := 1 + a.lots.IntN(len(slots)); a.lots.IntN(5) {
	case 0:
		return fmt.Sprintf("option %d please", n)
	case 1:
		return "any of them"
	case 2:
		return fmt.Sprintf("%d works for me", n)
	case 3:
		if len(slots) > 1 {
			return "1 or 2"
		}
		return "1"
	default:
		return fmt.Sprint(n)
	}
}

// form fills in the profile form.
func (a *Actor) form() string {
	p := a.Profile
	lines := []string{"Role: " + string(p.Role)}
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, label+": "+value)
		}
	}
	add("Goals", p.Goals)
	add("Skills", p.Skills)
	add("Background", p.Background)
	add("Languages", strings.Join(p.Languages, ", "))
	add("City", a.City)
	add("Free", a.Free)
	if p.Capacity > 0 {
		add("Mentees at most", fmt.Sprint(p.Capacity))
	}
	return strings.Join(lines, "\n")
}

// reply writes the mail as the actor's client does: quoting above, below or
// between, with its own header for the quote.
func (a *Actor) reply(to mailer.Mail, words string, now time.Time) []byte {
	quoted := "> " + strings.ReplaceAll(strings.TrimRight(to.Text, "\n"), "\n", "\n> ")
	local := now.In(a.Zone)
	var body string
	switch a.Client {
	case "outlook":
		body = words + "\n\nKind regards\n" + a.Name + "\n\n________________________________\nFrom: " + to.From[0].Name + " <" + to.From[0].Email + ">\nSent: " +
			local.Format("Monday, January 2, 2006 3:04 PM") + "\nTo: " + a.Name + "\nSubject: " + to.Subject + "\n\n" + to.Text
	case "apple":
		body = words + "\n\n> On " + local.Format("2 Jan 2006, at 15:04") + ", " + to.From[0].Name + " wrote:\n> \n" + quoted
	case "phone":
		body = words + "\n\nSent from my iPhone\n\n> On " + local.Format("2 Jan 2006, at 15:04") + ", " + to.From[0].Name + " wrote:\n> \n" + quoted
	case "inline":
		body = "On " + local.Format("Mon, 2 Jan 2006 at 15:04") + ", " + to.From[0].Name + " <" + to.From[0].Email + ">\nwrote:\n\n" + quoted + "\n\n" + words + "\n\n-- \n" + a.Name
	default: // gmail
		body = words + "\n\nOn " + local.Format("Mon, Jan 2, 2006 at 3:04 PM") + " " + to.From[0].Name + " <" + to.From[0].Email + ">\nwrote:\n\n" + quoted
	}
	return a.mail(to, now, "Content-Type: text/plain; charset=utf-8\r\n", body)
}

// mail puts the headers of a reply around a body.
func (a *Actor) mail(to mailer.Mail, now time.Time, contentHeaders, body string) []byte {
	subject := to.Subject
	if !strings.HasPrefix(subject, "Re: ") {
		subject = "Re: " + subject
	}
	head := fmt.Sprintf("From: %s <%s>\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s>\r\nMIME-Version: 1.0\r\n%s",
		mime.QEncoding.Encode("utf-8", a.Name), a.Address, replyTo(to), mime.QEncoding.Encode("utf-8", subject), now.In(a.Zone).Format(time.RFC1123Z), a.newID(), contentHeaders)
	if to.MessageID != "" {
		head += fmt.Sprintf("In-Reply-To: <%s>\r\nReferences: <%s>\r\n", to.MessageID, to.MessageID)
	}
	return []byte(head + "\r\n" + strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\n", "\r\n"))
}

func (a *Actor) newID() string {
	return fmt.Sprintf("%016x.%s", a.lots.Uint64(), a.Address)
}

func replyTo(to mailer.Mail) string {
	if a := mailer.Addresses(to.Header.Get("reply-to")); len(a) > 0 {
		return a[0].Email
	}
	return to.From[0].Email
}

// firstMail is what somebody writes who was not invited.
func (a *Actor) firstMail(program string, now time.Time) []byte {
	var words string
	switch a.Profile.Role {
	case "mentor":
		words = "Hello,\n\nI would like to join as a mentor. I can help with " + a.Profile.Skills + "."
	default:
		words = "Hi,\n\nI'd like a mentor. I want to learn about " + a.Profile.Goals + "."
	}
	to := mailer.Mail{From: []mailer.Address{{Email: program}}, Subject: "Mentoring"}
	raw := a.mail(to, now, "Content-Type: text/plain; charset=utf-8\r\n", words+"\n\nBest\n"+a.Name)
	return []byte(strings.Replace(string(raw), "Subject: Re: ", "Subject: ", 1))
}

// outOfOffice is what the actor's answering machine sends.
func (a *Actor) outOfOffice(to mailer.Mail, now time.Time) []byte {
	return a.mail(to, now, "Auto-Submitted: auto-replied\r\nContent-Type: text/plain; charset=utf-8\r\n",
		"I am out of the office until "+a.Back.In(a.Zone).Format("2 January")+" and will read your mail then.")
}
