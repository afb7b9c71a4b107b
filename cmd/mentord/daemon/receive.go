package daemon

import (
	"context"
	"fmt"
	"time"

	"mentord/mailer"
	"mentord/mailer/inbox"
	"mentord/store"
)

// receive takes what has arrived: each mail is committed raw, and only then
// filed away in the mailbox. A mail that is fetched twice, after a crash or a
// rebuilt mailbox, is taken once.
func (d *Daemon) receive(ctx context.Context, now time.Time) (taken int, err error) {
	var mark inbox.Mark
	err = d.Store.Update(ctx, now, func(t *store.Tx) error {
		mark.Validity, mark.UID, err = t.Mark(d.Account)
		return err
	})
	if err != nil {
		return 0, err
	}
	mails, err := d.Inbox.Fetch(ctx, mark)
	if err != nil && len(mails) == 0 {
		return 0, err
	}
	for _, m := range mails {
		d.Trace(Fetched)
		err := d.Store.Update(ctx, now, func(t *store.Tx) error {
			return t.TakeMail(store.Mail{Account: d.Account, Validity: m.Validity, UID: m.UID,
				MessageID: mailer.MessageID(m.Raw), Arrived: m.At, Truncated: m.TooBig, Raw: m.Raw})
		})
		if err != nil {
			return taken, fmt.Errorf("take mail: %w", err)
		}
		taken++
		mark = m.Mark
		d.Trace(Taken)
	}
	return taken, d.file(ctx, now, mark.Validity)
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
