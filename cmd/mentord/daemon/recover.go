package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/store"
)

// catchUp brings a store that was restored from a backup to the present, once: it reads
// what the mailbox's folders still show of the time since. First what was sent: the
// copies of letters name what they told, and mails that answer a letter prove it. Then
// what came: the mails that were filed away since the backup are taken again and decided
// in their order, each at the moment at which it came, with the timers between them, as
// they were the first time. Of what follows only what nobody was told goes out.
func (d *Daemon) catchUp(ctx context.Context, now time.Time) error {
	if d.current {
		return nil
	}
	var since time.Time
	err := d.Store.Update(ctx, now, func(t *store.Tx) (err error) {
		if since, err = t.Restored(); err == nil {
			d.told, err = t.AnyTold()
		}
		return err
	})
	if err != nil {
		return err
	}
	if since.IsZero() {
		d.current = true
		return nil
	}
	d.Logger.Info("the store was restored; catching up with the mailbox", "since", since)
	from := since.AddDate(0, 0, -1) // the server's days are not ours
	if err := d.readTold(ctx, now, from); err != nil {
		return fmt.Errorf("catch up with what was sent: %w", err)
	}
	clock, err := d.replayFolder(ctx, since, now, from)
	if err != nil {
		return fmt.Errorf("catch up with what came: %w", err)
	}
	if err := d.advance(ctx, &clock, now); err != nil {
		return fmt.Errorf("catch up with what was due: %w", err)
	}
	err = d.Store.Update(ctx, now, func(t *store.Tx) error { return errors.Join(t.SentBefore(), t.CaughtUp()) })
	d.current = err == nil
	return err
}

// readTold notes what the folders show as sent, and settles the letters among it that
// the restored outbox still holds.
func (d *Daemon) readTold(ctx context.Context, now time.Time, from time.Time) error {
	for box, marks := range map[Inbox]func(mailer.Mail) []string{d.SentBox: d.sentMarks, d.Archive: d.answeredMarks} {
		if box == nil {
			continue
		}
		err := each(ctx, box, inbox.Wanted{Since: from, Hold: func(string) bool { return true }}, func(m inbox.Arrival) error {
			return d.Store.Update(ctx, now, func(t *store.Tx) error { return t.Tell(marks(mailer.Parse(m.Raw))) })
		})
		if err != nil {
			return err
		}
	}
	d.told = true
	return d.Store.Update(ctx, now, func(t *store.Tx) error { return t.SentBefore() })
}

// sentMarks are those of a copy of one of our letters: its id, and what it told.
func (d *Daemon) sentMarks(m mailer.Mail) []string {
	if mailer.Classify(m, d.Sender.Program) != mailer.Looped {
		return nil // not of this program
	}
	return append(m.Marks(), m.MessageID)
}

// answeredMarks are the ids of our letters that somebody's mail answers.
func (d *Daemon) answeredMarks(m mailer.Mail) (out []string) {
	for _, id := range m.Refers {
		if _, ok := d.keys.Letter(mailer.Mail{Refers: []string{id}}); ok {
			out = append(out, id)
		}
	}
	return out
}

// replayFolder takes the mails that were filed away, each at its own moment, and gives
// the last of these.
func (d *Daemon) replayFolder(ctx context.Context, since, now, from time.Time) (clock time.Time, err error) {
	clock = since
	if d.Archive == nil {
		return clock, nil
	}
	return clock, each(ctx, d.Archive, inbox.Wanted{Since: from}, func(m inbox.Arrival) error {
		at := m.At
		if at.Before(clock) {
			at = clock
		}
		if at.After(now) {
			at = now
		}
		if err := d.advance(ctx, &clock, at); err != nil {
			return err
		}
		err := d.Store.Update(ctx, at, func(t *store.Tx) error {
			return t.TakeMail(store.Mail{Account: d.Account + " archive", Validity: m.Validity, UID: m.UID, MessageID: mailer.MessageID(m.Raw),
				Arrived: m.At, Truncated: m.TooBig, Sender: mailer.Sender(m.Raw), Raw: m.Raw})
		})
		if err != nil {
			return err
		}
		return d.decideAt(ctx, at)
	})
}

// advance decides what was due until the moment, each when it was.
func (d *Daemon) advance(ctx context.Context, clock *time.Time, until time.Time) error {
	for ctx.Err() == nil {
		var next time.Time
		err := d.Store.Update(ctx, *clock, func(t *store.Tx) (err error) {
			next, err = t.NextDecision()
			return err
		})
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(until) {
			break
		}
		if !next.After(*clock) { // a moment within this one: never stand still
			next = clock.Add(time.Second)
		}
		*clock = next
		if next.After(until) {
			break
		}
		if err := d.decideAt(ctx, next); err != nil {
			return err
		}
	}
	if until.After(*clock) {
		*clock = until
	}
	return ctx.Err()
}

// decideAt decides and writes all that there is at the moment, and sends nothing.
func (d *Daemon) decideAt(ctx context.Context, at time.Time) error {
	for {
		worked := 0
		for _, step := range []func(context.Context, time.Time) (int, error){d.understand, d.due, d.settle} {
			n, err := step(ctx, at)
			if err != nil {
				return err
			}
			worked += n
		}
		if worked == 0 {
			return nil
		}
	}
}

// each gives all mails of a folder that are wanted, one after the other.
func each(ctx context.Context, box Inbox, w inbox.Wanted, do func(inbox.Arrival) error) error {
	for {
		mails, err := box.Fetch(ctx, w)
		var stuck *inbox.Stuck
		if errors.As(err, &stuck) { // one that could not be read then cannot be read now
			w.Skip, err = append(w.Skip, stuck.UID), nil
		}
		if errors.Is(err, inbox.ErrNoFolder) {
			return nil // so there is nothing in it
		}
		if err != nil {
			return err
		}
		for _, m := range mails {
			if err := do(m); err != nil {
				return err
			}
			w.After = m.Mark
		}
		if len(mails) == 0 && stuck == nil {
			return nil
		}
	}
}

// copies is how many letters are copied into the mailbox at a time.
const copies = 20

// keepCopies puts copies of sent letters where a restored store will look for them.
func (d *Daemon) keepCopies(ctx context.Context, now time.Time) error {
	if !d.KeepSent || d.SentBox == nil {
		return nil
	}
	var letters []store.Letter
	err := d.Store.Update(ctx, now, func(t *store.Tx) (err error) {
		letters, err = t.Uncopied(copies)
		return err
	})
	if err != nil {
		return err
	}
	for _, l := range letters {
		if err := d.SentBox.Keep(ctx, l.Raw, now); err != nil {
			return err
		}
		if err := d.Store.Update(ctx, now, func(t *store.Tx) error { return t.Copied(l.ID) }); err != nil {
			return err
		}
	}
	return nil
}
