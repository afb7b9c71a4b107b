package daemon

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mentord/calendar"
	"mentord/mailer"
	"mentord/pairing"
	"mentord/pairing/reply"
	"mentord/store"
)

// An Explanation is what a mail would lead to, and why: nothing of it is done.
type Explanation struct {
	Mail    string    `json:"mail,omitempty"` // id in the store
	From    string    `json:"from"`
	Subject string    `json:"subject"`
	Class   string    `json:"class"` // human, auto-reply, bounce, …
	Writer  string    `json:"writer"`
	Asked   []Asking  `json:"asked"` // what the letter asked that it answers
	Words   []Passage `json:"words"`
	Cuts    []Cut     `json:"cuts"`
	Acts    []Reading `json:"acts"`
	Outcome string    `json:"outcome"`          // one word
	Before  string    `json:"before,omitempty"` // what became of it when it was decided
	Follows []string  `json:"follows"`
}

// An Asking is one question of the letter that is answered.
type Asking struct {
	N    int    `json:"n"`
	Kind string `json:"kind"`
	Text string `json:"text,omitempty"`
}

// A Passage is some of what the person typed, below a quoted line or not.
type Passage struct {
	Below string `json:"below,omitempty"`
	Words string `json:"words"`
}

// A Cut is what was left out of the words, and why.
type Cut struct {
	Why  string `json:"why"`
	Text string `json:"text"`
}

// A Reading is one act, in words.
type Reading struct {
	Act      string `json:"act"`
	Value    string `json:"value,omitempty"`
	Question int    `json:"question,omitempty"`
	Words    string `json:"words"`
	Sure     string `json:"sure"` // said or inferred
}

// errRollBack ends a transaction in which nothing was to be saved.
var errRollBack = errors.New("nothing is saved")

// ExplainStored explains a mail of the store, by its id there or its Message-ID.
func (d *Daemon) ExplainStored(ctx context.Context, id string, now time.Time) (x Explanation, err error) {
	var m store.Mail
	var found bool
	err = d.Store.View(ctx, now, func(t *store.Tx) error {
		if m, found, err = t.FindMail(id); err != nil || !found {
			return err
		}
		x.Before, err = t.MailOutcome(m.ID)
		return err
	})
	if err != nil {
		return x, err
	}
	if !found {
		return x, fmt.Errorf("no mail with the id or Message-ID %q is in the store (raw mails are kept for [store] keep_raw)", id)
	}
	if len(m.Raw) == 0 {
		return x, fmt.Errorf("the text of mail %s is not kept any more ([store] keep_raw); it came out as %s", m.ID, x.Before)
	}
	before := x.Before
	x, err = d.explain(ctx, m, now)
	x.Mail, x.Before = m.ID, before
	return x, err
}

// Explain explains a raw mail as if it came now.
func (d *Daemon) Explain(ctx context.Context, raw []byte, now time.Time) (Explanation, error) {
	return d.explain(ctx, store.Mail{ID: "explained", Raw: raw, Arrived: now}, now)
}

func (d *Daemon) explain(ctx context.Context, m store.Mail, now time.Time) (x Explanation, err error) {
	mail := mailer.Parse(m.Raw)
	x.Subject, x.Class = mail.Subject, string(mailer.Classify(mail, d.Sender.Program))
	for _, a := range mail.From {
		x.From = strings.TrimSpace(x.From + " " + a.Email)
	}
	passages, cuts := mailer.NewWords(mail)
	for _, p := range passages {
		x.Words = append(x.Words, Passage{p.Below, p.Words})
	}
	for _, c := range cuts {
		x.Cuts = append(x.Cuts, Cut{c.Why, c.Text})
	}
	if d.keys, err = d.Store.Keys(ctx, now, keyAge, keyTrust, nil); err != nil {
		return x, err
	}
	m.Signed = d.signed(ctx, m, now)
	zone := d.Policy.Zone()
	err = d.Store.Update(ctx, now, func(t *store.Tx) error {
		if len(mail.From) == 1 {
			who, err := d.who(t, m, mail)
			if err != nil {
				return err
			}
			x.Writer = writer(who)
			zone = who.person.Zone(zone)
			asked, _, _, err := d.asked(t, mail, who)
			if err != nil {
				return err
			}
			for _, q := range asked.Questions {
				x.Asked = append(x.Asked, Asking{q.N, string(q.Kind), q.Text})
			}
		}
		event, person, outcome, err := d.read(t, m, false)
		if err != nil {
			return err
		}
		x.Outcome = outcome
		if event == nil {
			return errRollBack
		}
		if e, ok := event.(pairing.Read); ok {
			x.Acts = readings(e, zone)
		}
		load := func() (pairing.Scene, error) { return t.Scene(person) }
		if pairing.Whole(event) {
			load = t.Everyone
		}
		scene, err := load()
		if err != nil {
			return err
		}
		decision := pairing.Decide(scene, event, t.Now, d.Policy)
		if decision.Outcome != "" {
			x.Outcome = decision.Outcome
		}
		x.Follows = follows(decision, scene)
		return errRollBack
	})
	if errors.Is(err, errRollBack) {
		err = nil
	}
	return x, err
}

// ExplainWords explains words that answer a letter of the kind, with no store.
func ExplainWords(raw []byte, asked reply.Asked) (x Explanation) {
	mail := mailer.Parse(raw)
	x.Subject, x.Class = mail.Subject, string(mailer.Classify(mail, "nobody"))
	for _, a := range mail.From {
		x.From = strings.TrimSpace(x.From + " " + a.Email)
	}
	passages, cuts := mailer.NewWords(mail)
	var said []reply.Passage
	for _, p := range passages {
		x.Words = append(x.Words, Passage{p.Below, p.Words})
		said = append(said, reply.Passage{Below: p.Below, Words: p.Words})
	}
	for _, c := range cuts {
		x.Cuts = append(x.Cuts, Cut{c.Why, c.Text})
	}
	for _, a := range reply.Read(said, asked) {
		x.Acts = append(x.Acts, reading(a, asked.Zone))
	}
	return x
}

func writer(who sender) string {
	switch {
	case !who.known:
		return "nobody whom the program knows"
	case who.proven:
		return fmt.Sprintf("%s, %s, proven", who.person.FullName(), who.person.Standing)
	}
	return fmt.Sprintf("%s, %s, not proven: nothing grave is done before they confirm it", who.person.FullName(), who.person.Standing)
}

func readings(e pairing.Read, zone *time.Location) (out []Reading) {
	for _, a := range e.Answers {
		for _, act := range a.Acts {
			out = append(out, reading(act, zone))
		}
	}
	for _, act := range e.Free {
		out = append(out, reading(act, zone))
	}
	return out
}

// reading writes an act in words, its times in the writer's zone.
func reading(a reply.Act, zone *time.Location) Reading {
	r := Reading{Act: string(a.Kind), Question: a.Question, Words: a.Words, Sure: "said"}
	if a.Sure != reply.Said {
		r.Sure = string(a.Sure)
	}
	var parts []string
	if a.Field != "" {
		parts = append(parts, string(a.Field))
	}
	switch a.Kind {
	case reply.Choose:
		if len(a.Slots) == 0 {
			parts = append(parts, "none")
		}
		for _, n := range a.Slots {
			parts = append(parts, strconv.Itoa(n))
		}
	case reply.Late:
		parts = append(parts, strconv.Itoa(a.Minutes), "minutes")
	case reply.Can, reply.Cannot:
		for _, w := range a.Windows {
			parts = append(parts, sayWindow(w, zone))
		}
	case reply.Pause:
		if !a.Until.IsZero() {
			parts = append(parts, "until", calendar.SayDay(a.Until, zone))
		}
	case reply.Draft:
		parts = append(parts, fmt.Sprintf("all %t, approved %v, except %v, swap %v, never %v", a.All, a.Approved, a.Except, a.Swap, a.Never))
	case reply.Accept, reply.Decline, reply.Ask, reply.Unclear:
	default:
		if a.Text != "" {
			parts = append(parts, strconv.Quote(a.Text))
		}
		if a.Number != 0 {
			parts = append(parts, strconv.Itoa(a.Number))
		}
		parts = append(parts, a.List...)
		if len(a.Week) > 0 {
			parts = append(parts, a.Week.String())
		}
	}
	r.Value = strings.Join(parts, " ")
	return r
}

// sayWindow writes a window with both ends; they may lie on different days.
func sayWindow(w calendar.Window, zone *time.Location) string {
	from, to := w.Start.In(zone), w.End.In(zone)
	if to.Sub(from) < 24*time.Hour && from.Day() == to.Day() {
		return calendar.Say(calendar.Slot(w), zone)
	}
	return from.Format("Mon 2 Jan 2006, 15:04") + " to " + to.Format("Mon 2 Jan 2006, 15:04") + " (" + calendar.City(zone) + ")"
}

// follows says what a decision changes and whom it tells.
func follows(d pairing.Decision, before pairing.Scene) (out []string) {
	for _, p := range d.People {
		if old := before.People[p.ID]; old.Standing != p.Standing {
			out = append(out, fmt.Sprintf("%s becomes %s", p.FullName(), p.Standing))
		}
	}
	for _, p := range d.Pairs {
		if old := before.Pairs[p.ID]; old.Status != p.Status {
			out = append(out, fmt.Sprintf("pair %s becomes %s", p.ID, p.Status))
		}
	}
	for _, s := range d.Sessions {
		if old := before.Sessions[s.ID]; old.Status != s.Status {
			out = append(out, fmt.Sprintf("session %s becomes %s", s.ID, s.Status))
		}
	}
	for _, q := range d.Questions {
		if old, ok := before.Questions[q.ID]; ok && old.Open && !q.Open {
			out = append(out, fmt.Sprintf("question %s is settled: %s", q.Kind, q.Outcome))
		} else if !ok {
			out = append(out, fmt.Sprintf("question %s is put to %s", q.Kind, q.Person))
		}
	}
	for _, n := range d.Notices {
		out = append(out, fmt.Sprintf("letter %s to %s", n.Kind, n.To))
	}
	return append(out, d.Why...)
}
