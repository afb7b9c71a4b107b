package daemon

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/store"
)

// myData writes all that is kept about a person as a text that they can read:
// nothing that a partner said in confidence is in it.
func (d *Daemon) myData(t *store.Tx, id pairing.PersonID) ([]byte, error) {
	x, err := t.Dossier(id)
	if err != nil {
		return nil, err
	}
	p, zone := x.Person, x.Person.Zone(d.Policy.Zone())
	var b strings.Builder
	title := func(words string) { fmt.Fprintf(&b, "\n%s\n%s\n", words, strings.Repeat("-", len([]rune(words)))) }
	line := func(name, value string) {
		if value != "" && value != "0" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return calendar.SayDay(t, zone)
	}
	fmt.Fprintf(&b, "All that %s keeps about you, %s\n", d.Policy.Program.Name, day(t.Now))

	title("You")
	line("Name", p.Name)
	line("Address", p.Email)
	line("Standing", string(p.Standing))
	line("Joined", day(p.Joined))
	line("Away until", day(p.Away))
	line("Mail to you comes back", p.Bounced)
	line("Role", string(p.Profile.Role))
	line("Goals", p.Profile.Goals)
	line("Skills", p.Profile.Skills)
	line("Background", p.Profile.Background)
	line("Languages", strings.Join(p.Profile.Languages, ", "))
	line("Time zone", p.Profile.Zone)
	line("Usually free", p.Profile.Availability.String())
	line("Mentees at most", fmt.Sprint(p.Profile.Capacity))
	line("Department", p.Profile.Department)
	line("Team", p.Profile.Team)
	line("Level", fmt.Sprint(p.Profile.Level))
	line("Manager", p.Profile.Manager)

	title("Your matches and pairs")
	for _, pair := range inOrder(x.Scene.Pairs, func(a, b pairing.Pair) int { return a.Made.Compare(b.Made) }) {
		side, in := pair.Side(p.ID)
		if !in || pair.Status == pairing.Barred {
			continue
		}
		other := x.Scene.People[pair.People[side.Other()]]
		fmt.Fprintf(&b, "\n%s: %s, since %s\n", name(other), pair.Status, day(pair.Made))
		line("  Why", strings.Join(pair.Why, "; "))
		line("  Goals", pair.Agreement.Goals)
		line("  Where", pair.Agreement.Channel)
		line("  What you wrote to them", pair.Feedback[side].Words)
		line("  Days between sessions", fmt.Sprint(pair.Agreement.EveryDays))
		line("  Quiet days", fmt.Sprint(pair.Agreement.QuietDays))
		for _, s := range inOrder(x.Scene.Sessions, func(a, b pairing.Session) int { return a.N - b.N }) {
			if s.Pair != pair.ID {
				continue
			}
			when := "no time yet"
			if !s.Slot.IsZero() {
				when = calendar.Say(s.Slot, zone)
			}
			fmt.Fprintf(&b, "  Session %d: %s, %s\n", s.N, when, s.Status)
			if r := s.Report[side]; r.Answered {
				fmt.Fprintf(&b, "    You said: met %t, rating %d, %q\n", r.Met, r.Rating, r.Note)
			}
		}
	}

	title("Your answers to surveys")
	for _, a := range x.Answers {
		fmt.Fprintf(&b, "%s, survey %q, question %d: %d %s\n", day(a.At), a.Survey, a.N, a.Number, a.Words)
	}

	title("Your mails to the program")
	for _, m := range x.Mails {
		mail := mailer.Parse(m.Raw)
		fmt.Fprintf(&b, "\n%s, %q\n%s\n", day(m.Arrived), mail.Subject, text(m.Raw))
	}

	title("Letters to you")
	for _, l := range x.Letters {
		fmt.Fprintf(&b, "\n%s, %q\n%s\n", day(l.Made), l.Subject, text(l.Raw))
	}
	return []byte(b.String()), nil
}

// text is the text of a mail or letter, as far as it is still kept.
func text(raw []byte) string {
	if len(raw) == 0 {
		return "  (its text is not kept any more)"
	}
	return indent(mailer.Parse(raw).Text)
}

func name(p pairing.Person) string {
	if p.Standing == pairing.Erased {
		return "somebody who is erased"
	}
	return p.FullName()
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}

func inOrder[K comparable, V any](m map[K]V, compare func(a, b V) int) []V {
	var out []V
	for _, v := range m {
		out = append(out, v)
	}
	slices.SortFunc(out, compare)
	return out
}
