package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mentord/mailer"
	"mentord/pairing"
	"mentord/store"
)

// maxAttempts is how often a mail may fail to be decided before it is put aside
// for a human. It fails only by an error of ours: what people write never is one.
const maxAttempts = 3

// understand decides every mail that was taken and not decided yet, oldest
// first, each in one transaction.
func (d *Daemon) understand(ctx context.Context, now time.Time) (count int, err error) {
	for ctx.Err() == nil {
		if d.beat != nil {
			d.beat()
		}
		var m store.Mail
		var ok bool
		err := d.Store.Update(ctx, now, func(t *store.Tx) error {
			if m, ok, err = t.NewMail(); err != nil || !ok {
				return err
			}
			return t.MailTried(m.ID)
		})
		if err != nil || !ok {
			return count, err
		}
		if err := d.decideMail(ctx, now, m); errors.Is(err, store.ErrBroken) {
			// No fault of the mail: it counts as not tried, if that much can be written.
			_ = d.Store.Update(ctx, now, func(t *store.Tx) error { return t.MailUntried(m.ID) })
			return count, err
		} else if err != nil {
			d.Logger.Error("a mail could not be decided", "mail", m.ID, "attempt", m.Attempts+1, "error", err)
			if m.Attempts+1 >= maxAttempts {
				if err := d.putAside(ctx, now, m, err); err != nil {
					return count, err
				}
			}
			if ctx.Err() != nil {
				return count, ctx.Err()
			}
		}
		count++
		d.Trace(Decided)
	}
	return count, ctx.Err()
}

// decideMail reads one mail and saves what follows. A panic in reading is an
// error like any other: one mail never stops the loop.
func (d *Daemon) decideMail(ctx context.Context, now time.Time, m store.Mail) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading panicked: %v", p)
		}
	}()
	m.Signed = d.signed(ctx, m, now)
	return d.Store.Update(ctx, now, func(t *store.Tx) error {
		if waits, err := t.Undecided(m.ID); err != nil || !waits {
			return err // another daemon has decided it
		}
		redo, err := d.decideOne(t, m, false)
		if err != nil || redo == "" {
			return err
		}
		// The writer has confirmed an earlier mail: it counts as proven now.
		waiting, ok, err := t.Mail(redo)
		if err != nil || !ok {
			return err
		}
		_, err = d.decideOne(t, waiting, true)
		return err
	})
}

// signed reports whether the From domain has signed the mail. DNS is asked before the
// transaction, since nothing in it waits for a network, and only where it matters: for a
// participant's mail that nothing else proves.
func (d *Daemon) signed(ctx context.Context, m store.Mail, now time.Time) bool {
	if d.LookupTXT == nil {
		return false
	}
	mail := mailer.Parse(m.Raw)
	if _, token := d.keys.Letter(mail); token || len(mail.From) != 1 || d.authentic(mail) || mailer.Classify(mail, d.Sender.Program) != mailer.Human {
		return false
	}
	known := false
	err := d.Store.View(ctx, now, func(t *store.Tx) (err error) {
		_, known, err = t.Person(mail.From[0].Email)
		return err
	})
	return err == nil && known && mailer.Signed(m.Raw, mail, d.Sender.Mailbox, now, d.LookupTXT)
}

func (d *Daemon) decideOne(t *store.Tx, m store.Mail, proven bool) (redo string, err error) {
	event, person, outcome, err := d.read(t, m, proven)
	if err != nil {
		return "", err
	}
	if event == nil {
		return "", t.MailDone(m.ID, "done", outcome, "", person)
	}
	people := []pairing.PersonID{person}
	if crashed, ok := event.(pairing.Crashed); ok { // it is about the two who were invited
		invited, err := t.PeopleOf(pairing.Timer{Session: crashed.Session})
		if err != nil {
			return "", err
		}
		people = append(people, invited...)
	}
	decision, err := d.decide(t, event, store.Cause{Event: "mail", Subject: m.ID}, people...)
	if err != nil {
		return "", err
	}
	if decision.Outcome != "" {
		outcome = decision.Outcome
	}
	if err := t.MailDone(m.ID, "done", outcome, "", person); err != nil {
		return "", err
	}
	for _, id := range decision.Erase {
		if err := t.Erase(id); err != nil {
			return "", err
		}
	}
	return decision.Redo, nil
}

// decide loads the scene around the people, decides, checks what must always
// hold, and saves what follows.
func (d *Daemon) decide(t *store.Tx, event pairing.Event, cause store.Cause, people ...pairing.PersonID) (pairing.Decision, error) {
	load := t.Everyone
	if !pairing.Whole(event) {
		load = func() (pairing.Scene, error) { return t.Scene(people...) }
	}
	scene, err := load()
	if err != nil {
		return pairing.Decision{}, err
	}
	decision := pairing.Decide(scene, event, t.Now, d.Policy)
	if err := pairing.Check(scene.With(decision)); err != nil {
		return pairing.Decision{}, fmt.Errorf("the decision would break a rule, so it was not saved: %w", err)
	}
	return decision, t.Save(decision, cause)
}

// putAside gives up on a mail and lets a human look at it.
func (d *Daemon) putAside(ctx context.Context, now time.Time, m store.Mail, cause error) error {
	return d.Store.Update(ctx, now, func(t *store.Tx) error {
		parsed := mailer.Parse(m.Raw[:min(len(m.Raw), 1<<20)])
		from := ""
		if len(parsed.From) > 0 {
			from = parsed.From[0].Email
		}
		event := pairing.Unreadable{Mail: m.ID, Address: from, Subject: parsed.Subject, Why: "it failed " + fmt.Sprint(maxAttempts) + " times"}
		if err := d.unreadable(t, event); err != nil {
			return err
		}
		return t.MailDone(m.ID, "failed", "failed", cause.Error(), "")
	})
}
