package daemon

import (
	"context"
	"errors"
	"time"

	"mentord/pairing"
	"mentord/store"
)

// due decides the timers that have come, oldest first. A timer is taken and
// decided in one transaction, so it fires once, however late: after two days
// down each of them is decided with the moment that it is now.
func (d *Daemon) due(ctx context.Context, now time.Time) (count int, err error) {
	for ctx.Err() == nil {
		var timer pairing.Timer
		var ok bool
		err := d.Store.Update(ctx, now, func(t *store.Tx) (err error) {
			if timer, ok, err = t.TakeTimer(); err != nil || !ok {
				return err
			}
			return d.decideTimer(t, timer)
		})
		if err != nil && timer.Key != "" && ctx.Err() == nil && !errors.Is(err, store.ErrBroken) {
			// A timer that cannot be decided must not hold up all the others.
			d.Logger.Error("a timer could not be decided", "timer", timer.Key, "error", err)
			err = d.Store.Update(ctx, now, func(t *store.Tx) error {
				if _, _, err := t.TakeTimer(); err != nil {
					return err
				}
				return t.Log(store.Cause{Event: "timer", Subject: timer.Key}, "given up: "+err.Error())
			})
		}
		if err != nil || !ok {
			return count, err
		}
		count++
		d.Trace(Decided)
	}
	return count, ctx.Err()
}

func (d *Daemon) decideTimer(t *store.Tx, timer pairing.Timer) error {
	cause := store.Cause{Event: "timer", Subject: timer.Key}
	event := pairing.Due{Timer: timer}
	if pairing.Whole(event) {
		_, err := d.decide(t, event, cause)
		return err
	}
	people, err := t.PeopleOf(timer)
	if err != nil || len(people) == 0 {
		return err // what it was about is gone
	}
	_, err = d.decide(t, event, cause, people...)
	return err
}

// Import adds people of the coordinator's roster, all or none.
func (d *Daemon) Import(ctx context.Context, now time.Time, people []pairing.Imported) error {
	return d.Store.Update(ctx, now, func(t *store.Tx) error {
		for _, p := range people {
			if _, err := d.decide(t, p, store.Cause{Event: "import", Subject: string(d.Store.PersonID(p.Address))}, d.Store.PersonID(p.Address)); err != nil {
				return err
			}
		}
		return nil
	})
}
