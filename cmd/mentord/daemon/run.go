package daemon

import (
	"context"
	"sync"
	"time"
)

// Run works until the context ends, and leaves nothing half done.
func (d *Daemon) Run(ctx context.Context) error {
	if err := d.Store.Reclaim(ctx, time.Now()); err != nil {
		return err
	}
	mail := make(chan struct{}, 1)
	var others sync.WaitGroup
	others.Go(func() { d.watch(ctx, mail) })
	for _, out := range append([]Outbox{d.Outbox}, d.Beside...) {
		others.Go(func() { d.send(ctx, out) })
	}
	d.beat = func() { d.Health.working(time.Now()) }
	for backoff := time.Second; ctx.Err() == nil; {
		d.Health.working(time.Now())
		worked, err := d.round(ctx, time.Now())
		d.Health.working(time.Time{})
		if err != nil && ctx.Err() == nil {
			d.Logger.Error("trouble, will go on", "error", err, "again_in", backoff)
			pause(ctx, backoff)
			backoff = min(2*backoff, 5*time.Minute)
			continue
		}
		backoff = time.Second
		if worked > 0 {
			signal(d.unsent)
			continue
		}
		next, err := d.next(ctx, time.Now(), nil)
		if err != nil {
			continue
		}
		d.rest(ctx, next, mail)
	}
	others.Wait()
	for _, box := range []Inbox{d.Inbox, d.Archive, d.SentBox} {
		if box != nil {
			box.Close()
		}
	}
	return nil
}

// rest waits for the next moment, for mail, or for the end.
func (d *Daemon) rest(ctx context.Context, next time.Time, mail <-chan struct{}) {
	wait := time.Hour
	if !next.IsZero() {
		wait = min(wait, max(time.Until(next), 100*time.Millisecond))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-mail:
	case <-timer.C:
	}
}

// watch waits for mail on a connection of its own.
func (d *Daemon) watch(ctx context.Context, mail chan struct{}) {
	defer d.Watch.Close()
	for backoff := time.Second; ctx.Err() == nil; {
		err := d.Watch.Wait(ctx)
		signal(mail)
		if err == nil {
			backoff = time.Second
			continue
		}
		if ctx.Err() == nil {
			d.Logger.Warn("the mailbox cannot be watched, will try again", "error", err, "again_in", backoff)
		}
		pause(ctx, backoff)
		backoff = min(2*backoff, 5*time.Minute)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
