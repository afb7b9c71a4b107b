package daemon

import (
	"context"
	"time"

	"mentord/mailer"
	"mentord/mailer/outbox"
	"mentord/pairing"
	"mentord/store"
)

// send hands over letters whenever there may be some, until the context ends.
func (d *Daemon) send(ctx context.Context, out Outbox) {
	defer out.Close()
	for ctx.Err() == nil {
		if _, err := d.sendAll(ctx, out, time.Now); err != nil && ctx.Err() == nil {
			d.Logger.Error("letters cannot be sent for the moment", "error", err)
		}
		timer := time.NewTimer(10 * time.Second)
		select {
		case <-ctx.Done():
		case <-d.unsent:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// sendAll sends every letter whose time has come. The attempt is committed
// before anything is dialled, and what became of it right after. What is beyond the
// limit of a minute waits.
func (d *Daemon) sendAll(ctx context.Context, out Outbox, clock func() time.Time) (sent int, err error) {
	for ctx.Err() == nil {
		var l store.Letter
		var ok bool
		err := d.Store.Update(ctx, clock(), func(t *store.Tx) (err error) {
			if since, err := t.Restored(); err != nil || !since.IsZero() {
				return err // what was sent before is not known yet
			}
			if d.PerMinute > 0 {
				if n, err := t.TriedSince(t.Now.Add(-time.Minute)); err != nil || n >= d.PerMinute {
					return err
				}
			}
			l, ok, err = t.TakeLetter()
			return err
		})
		if err != nil || !ok {
			return sent, err
		}
		d.Trace(Dialling)
		verdict, cause := out.Send(ctx, d.Sender.Mailbox, l.Address, l.Raw)
		d.Trace(Delivered)
		if ctx.Err() == nil {
			trouble := cause
			if verdict == outbox.Permanent || verdict == outbox.Refused {
				trouble = nil // the server works, it only says no
			}
			d.Health.note(Letters, clock(), trouble)
		}
		// What is known now is written down even if we are being stopped.
		err = d.Store.Update(context.WithoutCancel(ctx), clock(), func(t *store.Tx) error { return d.judge(t, l, verdict, cause) })
		if err != nil {
			return sent, err
		}
		sent++
	}
	return sent, nil
}

// judge notes what became of an attempt.
func (d *Daemon) judge(t *store.Tx, l store.Letter, verdict outbox.Verdict, cause error) error {
	if verdict == outbox.Sent {
		return t.Sent(l.ID)
	}
	why := string(verdict)
	if cause != nil {
		why = mailer.Masked(cause.Error()) // it stands in the log, the queue and letters: whom it is about they know
	}
	d.Logger.Warn("a letter was not sent", "letter", l.ID, "attempt", l.Attempts, "verdict", verdict, "error", cause)
	at, again := mailer.NextTry(l.Attempts, t.Now)
	switch {
	case verdict == outbox.Unknown && again:
		return t.Retry(l.ID, "unknown", at, why)
	case verdict == outbox.Temporary && again:
		return t.Retry(l.ID, "retry", at, why)
	}
	if err := t.Dead(l.ID, why); err != nil {
		return err
	}
	if l.Person == pairing.Coordinator || l.Person == pairing.Concerns {
		return nil // there is nobody else to tell; the log and mentord queue have it
	}
	var event pairing.Event = pairing.Undelivered{Letter: l.ID, Person: l.Person, Subject: l.Subject, Why: why}
	if verdict == outbox.Refused {
		event = pairing.Bounced{Person: l.Person, Why: why}
	}
	_, err := d.decide(t, event, store.Cause{Event: "letter", Subject: l.ID}, l.Person)
	return err
}
