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

// receive takes what has arrived: each mail is committed raw, and only then
// filed away in the mailbox. A mail that is fetched twice, after a crash or a
// rebuilt mailbox, is taken once. One that cannot be fetched is passed over and
// tried again later; the others do not wait for it.
func (d *Daemon) receive(ctx context.Context, now time.Time) (taken int, err error) {
	var w inbox.Wanted
	var again []store.StuckMail
	err = d.Store.Update(ctx, now, func(t *store.Tx) error {
		if w.After.Validity, w.After.UID, err = t.Mark(d.Account); err != nil {
			return err
		}
		stuck, err := t.Stuck(d.Account)
		for _, m := range stuck {
			if mark := (inbox.Mark{Validity: m.Validity, UID: m.UID}); m.Due {
				w.Again, again = append(w.Again, mark), append(again, m)
			} else {
				w.Skip = append(w.Skip, mark)
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	w.Hold = func(header []byte) bool { return d.tooMany(header, now) }
	mails, fetchErr := d.Inbox.Fetch(ctx, w)
	if ctx.Err() == nil {
		d.Health.note(Mailbox, now, fetchErr)
	}
	validity := w.After.Validity
	for _, m := range mails {
		d.Trace(Fetched)
		if err := d.Store.Update(ctx, now, func(t *store.Tx) error { return d.take(t, m) }); err != nil {
			return taken, fmt.Errorf("take mail: %w", err)
		}
		taken++
		validity = m.Validity
		d.Trace(Taken)
	}
	var stuck *inbox.Stuck
	if errors.As(fetchErr, &stuck) && ctx.Err() == nil {
		if err := d.Store.Update(ctx, now, func(t *store.Tx) error { return d.passOver(t, stuck) }); err != nil {
			return taken, err
		}
		// There may be more behind it; but when one after the other fails it is the server.
		if d.failing++; d.failing < maxFailing || len(mails) > 0 {
			taken, fetchErr = taken+1, nil
		}
	} else {
		d.failing = 0
	}
	if fetchErr != nil {
		return taken, fetchErr
	}
	if stuck == nil && len(mails) == 0 && len(again) > 0 { // they are not there any more
		if err := d.Store.Update(ctx, now, func(t *store.Tx) error { return t.StuckGone(d.Account, again) }); err != nil {
			return taken, err
		}
	}
	return taken, d.file(ctx, now, validity)
}

// maxFailing is how many mails may fail one after the other until the server is at fault.
const maxFailing = 3

// tooMany counts a mail of its sender and reports whether it is one too many. Whoever
// shows the token of one of our letters is counted by that: nobody can use up the hour
// of somebody else by writing in their name.
func (d *Daemon) tooMany(header []byte, now time.Time) bool {
	m := mailer.Parse(header)
	if letter, ok := d.keys.Letter(m); ok {
		return d.meter.Over("letter/"+letter, now)
	}
	return d.meter.Over(mailer.Counted(m), now)
}

// take stores one mail. Of those that are held the coordinator hears once a day.
func (d *Daemon) take(t *store.Tx, m inbox.Arrival) error {
	sender := mailer.Sender(m.Raw)
	if err := t.TakeMail(store.Mail{Account: d.Account, Validity: m.Validity, UID: m.UID, MessageID: mailer.MessageID(m.Raw),
		Arrived: m.At, Truncated: m.TooBig || m.Held, Held: m.Held, Sender: sender, Raw: m.Raw}); err != nil || !m.Held || d.flooded[sender] == t.Now.Format(time.DateOnly) {
		return err
	}
	if len(d.flooded) > 1000 {
		clear(d.flooded)
	}
	d.flooded[sender] = t.Now.Format(time.DateOnly) // told once in any case, but asking the store each time takes time
	return d.unreadable(t, pairing.Unreadable{Under: "flood/" + string(d.Store.PersonID(sender)) + t.Now.Format("/2006-01-02"), Address: sender,
		Why: fmt.Sprintf("more than %d mails in an hour; the rest waits in the mailbox unread (mentord queue)", d.PerSender)})
}

// maxFetches is how often a mail may fail to be fetched before the coordinator hears
// of it; it goes on being tried.
const maxFetches = 5

// passOver notes that a mail could not be fetched.
func (d *Daemon) passOver(t *store.Tx, s *inbox.Stuck) error {
	n, err := t.MailStuck(d.Account, s.Validity, s.UID, s.Err.Error())
	d.Logger.Warn("a mail could not be fetched", "uid", s.UID, "attempt", n, "error", s.Err)
	if err != nil || n != maxFetches {
		return err
	}
	return d.unreadable(t, pairing.Unreadable{Under: fmt.Sprintf("stuck/%d/%d", s.Validity, s.UID),
		Why: fmt.Sprintf("mail %d of the mailbox could not be fetched %d times; it is still there, please look at it", s.UID, n)})
}

// unreadable puts a mail that nothing could be made of before the coordinator.
func (d *Daemon) unreadable(t *store.Tx, e pairing.Unreadable) error {
	_, err := d.decide(t, e, store.Cause{Event: "mail", Subject: e.Mail + e.Under}, pairing.Coordinator)
	return err
}

// file moves what is stored out of the way. That it fails is no reason to stop:
// it is tried again next time.
func (d *Daemon) file(ctx context.Context, now time.Time, validity uint32) error {
	var uids []uint32
	err := d.Store.Update(ctx, now, func(t *store.Tx) (err error) {
		uids, err = t.Unfiled(d.Account, validity)
		return err
	})
	if err != nil || len(uids) == 0 {
		return err
	}
	if err := d.Inbox.File(ctx, validity, uids); err != nil {
		return err
	}
	return d.Store.Update(ctx, now, func(t *store.Tx) error { return t.Filed(d.Account, validity, uids) })
}
