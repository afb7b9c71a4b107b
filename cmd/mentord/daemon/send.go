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
func (d *Daemon) send(ctx context.Context) {
	for ctx.Err() == nil {
		if _, err := d.sendAll(ctx, time.Now); err != nil && ctx.Err() == nil {
			d.Log.Error("letters cannot be sent for the moment", "error", err)
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
// before anything is dialled, and what became of it right after.
func (d *Daemon) sendAll(ctx context.Context, clock func() time.Time) (sent int, err error) {
	for ctx.Err() == nil {
		var l store.Letter
		var ok bool
		err := d.Store.Update(ctx, clock(), func(t *store.Tx) (err error) {
			l, ok, err = t.TakeLetter()
			return err
		})
		if err != nil || !ok {
			return sent, err
		}
		d.Trace(Dialling)
		verdict, cause := d.Outbox.Send(ctx, d.Sender.Mailbox, l.Address, l.Raw)
		d.Trace(Delivered)
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
		why = cause.Error()
	}
	d.Log.Warn("a letter was not sent", "letter", l.ID, "attempt", l.Attempts, "verdict", verdict, "error", cause)
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
		return nil // there is nobody else to tell; the log and status have it
	}
	_, err := d.decide(t, pairing.Bounced{Person: l.Person, Why: why}, store.Cause{Event: "letter", Subject: l.ID}, l.Person)
	return err
}
