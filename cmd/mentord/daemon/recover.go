package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/pairing"
	"mentord/store"
)

// catchUp brings a store that was restored from a backup to the present, once: it reads
// what the mailbox's folders still show of the time since. First what was sent: the
// copies of letters name what they told, and mails that answer a letter prove it. Then
// what came: the mails that were filed away since the backup are taken again and decided
// in their order, each at the moment at which it came, with the timers between them, as
// they were the first time. What was due after the last of them, when the lost store may
// have worked no more, waits for the round, which reads the mailbox first. Of what
// follows only what nobody was told goes out. An error leaves it to be done again from
// the start, which does nothing twice. With PostgreSQL, one daemon is to do this before
// the others start.
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
	alive, err := d.readTold(ctx, now, from)
	if err != nil {
		return fmt.Errorf("catch up with what was sent: %w", err)
	}
	clock, err := d.replayFolder(ctx, since, now, from)
	if err == nil && alive.After(clock) && !alive.After(now) { // the lost store worked that long
		err = d.advance(ctx, &clock, alive)
	}
	if err != nil {
		return fmt.Errorf("catch up with what came: %w", err)
	}
	err = d.Store.Update(ctx, now, func(t *store.Tx) error { return errors.Join(t.SentBefore(), t.CaughtUp()) })
	d.current = err == nil
	return err
}

// readTold notes what the folders show as sent, and settles the letters among it that
// the restored outbox still holds. It gives the moment of the last letter that was sent.
func (d *Daemon) readTold(ctx context.Context, now time.Time, from time.Time) (last time.Time, err error) {
	for box, marks := range map[Inbox]func(mailer.Mail) []string{d.SentBox: d.sentMarks, d.Archive: d.answeredMarks} {
		if box == nil {
			continue
		}
		err := d.each(ctx, now, box, inbox.Wanted{Since: from, Hold: func([]byte) bool { return true }}, func(m inbox.Arrival) error {
			if box == d.SentBox && m.At.After(last) {
				last = m.At
			}
			return d.Store.Update(ctx, now, func(t *store.Tx) error { return t.Tell(marks(mailer.Parse(m.Raw))) })
		})
		if err != nil {
			return last, err
		}
	}
	d.told = true
	return last, d.Store.Update(ctx, now, func(t *store.Tx) error { return t.SentBefore() })
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
	err = d.each(ctx, now, d.Archive, inbox.Wanted{Since: from}, func(m inbox.Arrival) error {
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
	return clock, err
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

// maxUnread is how often a mail of a folder may fail to be read until it is passed over.
const maxUnread = 5

// each gives all mails of a folder that are wanted, one after the other. One that cannot
// be read ends it, to be begun anew: it may be the connection. After some times it is left
// out, and the coordinator hears of it.
func (d *Daemon) each(ctx context.Context, now time.Time, box Inbox, w inbox.Wanted, do func(inbox.Arrival) error) error {
	for {
		mails, err := box.Fetch(ctx, w)
		if errors.Is(err, inbox.ErrNoFolder) {
			return nil // so there is nothing in it
		}
		for _, m := range mails {
			if d.beat != nil {
				d.beat()
			}
			if err := do(m); err != nil {
				return err
			}
			w.After = m.Mark
		}
		var stuck *inbox.Stuck
		if errors.As(err, &stuck) {
			key := fmt.Sprint(stuck.Validity, "/", stuck.UID)
			if d.unread[key]++; d.unread[key] < maxUnread {
				return err
			}
			w.Skip = append(w.Skip, stuck.Mark)
			err = d.Store.Update(ctx, now, func(t *store.Tx) error {
				return d.unreadable(t, pairing.Unreadable{Under: "recover/" + key,
					Why: fmt.Sprintf("after the restore mail %d of the archive could not be read: what it says is not done; please look at it", stuck.UID)})
			})
		}
		if err != nil {
			return err
		}
		if len(mails) == 0 && stuck == nil {
			return nil
		}
	}
}

// A copy that could not be kept is tried again after copyPause, and so many go at a time.
const (
	copies    = 20
	copyPause = 10 * time.Minute
)

// keepCopies puts copies of sent letters where a restored store will look for them. That
// it fails is no reason to stop anything.
func (d *Daemon) keepCopies(ctx context.Context, now time.Time) {
	if !d.KeepSent || d.SentBox == nil || now.Before(d.copyAfter) {
		return
	}
	var letters []store.Letter
	err := d.Store.Update(ctx, now, func(t *store.Tx) (err error) {
		letters, err = t.Uncopied(copies)
		return err
	})
	for _, l := range letters {
		kept := d.SentBox.Keep(ctx, l.Raw, now)
		if errors.Is(kept, inbox.ErrRefused) { // this one: too big, perhaps
			d.Logger.Warn("the mailbox takes no copy of a letter", "letter", l.ID, "error", kept)
			kept = nil
		}
		if err = kept; err == nil {
			err = d.Store.Update(ctx, now, func(t *store.Tx) error { return t.Copied(l.ID) })
		}
		if err != nil {
			break
		}
	}
	if err != nil && ctx.Err() == nil {
		d.copyAfter = now.Add(copyPause)
		d.Logger.Warn("copies of sent letters cannot be kept for the moment", "error", err)
	}
}
