package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mentord/mailer/letter"
	"mentord/pairing"
	"mentord/store"
)

// settle turns what waits at people's desks into letters, one person a
// transaction.
func (d *Daemon) settle(ctx context.Context, now time.Time) (count int, err error) {
	for ctx.Err() == nil {
		var ok bool
		err := d.Store.Update(ctx, now, func(t *store.Tx) error {
			id, due, err := t.DeskDue()
			if err != nil || !due {
				return err
			}
			ok = true
			n, err := d.desk(t, id)
			count += n
			return err
		})
		if err != nil || !ok {
			return count, err
		}
		d.Trace(Written)
	}
	return count, ctx.Err()
}

// desk decides what goes out to one person now, and writes it.
func (d *Daemon) desk(t *store.Tx, id pairing.PersonID) (written int, err error) {
	person, zone, err := d.addressee(t, id)
	if err != nil {
		return 0, err
	}
	waiting, err := t.Desk(id)
	if err != nil {
		return 0, err
	}
	if person.Email == "" || person.Standing == pairing.Erased {
		person = stranger(id, waiting)
	}
	local := t.Now.In(zone)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	today, err := t.LettersSince(id, midnight)
	if err != nil {
		return 0, err
	}
	hour, err := t.LettersOfKinds(id, t.Now.Add(-time.Hour))
	if err != nil {
		return 0, err
	}
	sorting := letter.Desk{Person: person, Zone: zone, Waiting: waiting, Today: today, Hour: hour}.Sort(t.Now, d.Letter)
	if person.Email == "" {
		sorting = letter.Sorting{Stale: waiting} // erased, or never a participant
	}
	if err := t.DropStale(sorting.Stale); err != nil {
		return 0, err
	}
	if sorting.Capped {
		if err := t.Log(store.Cause{Event: capped, Subject: string(id)}, "letters wait for the next day: letter.at_most is reached"); err != nil {
			return 0, err
		}
	}
	for _, notices := range sorting.Letters {
		if err := d.write(t, person, zone, notices); err != nil {
			return written, err
		}
		written++
	}
	next := sorting.Next
	if next.IsZero() {
		next = t.Now.AddDate(0, 0, 1) // nothing is left; a safety net for what would be
	}
	return written, t.DeskLater(id, next)
}

// stranger is somebody outside the program whom the coordinator answers: all
// that is known of them is what the notice says.
func stranger(id pairing.PersonID, waiting []pairing.Notice) pairing.Person {
	for _, n := range waiting {
		if (n.Kind == pairing.RelayNotice || n.Kind == pairing.ErasedNotice) && n.Facts.Email != "" {
			name := n.Facts.Partner
			if name == n.Facts.Email {
				name = ""
			}
			return pairing.Person{ID: id, Name: name, Email: n.Facts.Email, Standing: pairing.Ready}
		}
	}
	return pairing.Person{}
}

func (d *Daemon) addressee(t *store.Tx, id pairing.PersonID) (p pairing.Person, zone *time.Location, err error) {
	switch id {
	case pairing.Coordinator:
		p = d.coordinator
	case pairing.Concerns:
		p = d.concerns
	default:
		if p, _, err = t.PersonByID(id); err != nil {
			return p, nil, err
		}
	}
	return p, p.Zone(d.Policy.Zone()), nil
}

// write writes one letter; in a store that was restored two, where something of it was
// told before: that part counts as sent.
func (d *Daemon) write(t *store.Tx, person pairing.Person, zone *time.Location, notices []pairing.Notice) error {
	if !d.told {
		return d.writeOne(t, person, zone, notices, false)
	}
	var before, fresh []pairing.Notice
	for _, n := range notices {
		told, err := t.Told(d.Sender.Marks.Mark(n.Key))
		if err != nil {
			return err
		}
		if told {
			before = append(before, n)
		} else {
			fresh = append(fresh, n)
		}
	}
	if len(before) > 0 {
		if err := d.writeOne(t, person, zone, before, true); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return d.writeOne(t, person, zone, fresh, false)
}

// writeOne renders the notices into one letter and puts it into the outbox. A
// letter that cannot be written is noted and passed over; it is our fault, and
// must not hold up the others.
func (d *Daemon) writeOne(t *store.Tx, person pairing.Person, zone *time.Location, notices []pairing.Notice, sent bool) error {
	l := letter.Letter{To: person, Zone: zone, Notices: notices, Questions: map[pairing.QuestionID]pairing.Question{}, Sender: d.Sender, Now: t.Now}
	var keys []string
	for i, n := range notices {
		keys = append(keys, n.Key)
		if n.Ask != "" {
			q, ok, err := t.Question(n.Ask)
			if err != nil {
				return err
			}
			if ok && q.Open {
				l.Questions[q.ID] = q
			}
		}
		if n.Kind == pairing.DigestNotice {
			if err := d.digest(t, &l.Notices[i].Facts); err != nil {
				return err
			}
		}
		if n.Kind == pairing.MyDataNotice {
			var err error
			if l.Data, err = d.myData(t, person.ID); err != nil {
				return err
			}
		}
		if n.Facts.Mail != "" {
			original, ok, err := t.Mail(n.Facts.Mail)
			if err != nil {
				return err
			}
			if ok {
				l.Original = original.Raw
			}
		}
	}
	l.ID = pairing.LetterID(keys...)
	thread := threadOf(notices[0])
	var err error
	if l.Thread, err = t.ThreadOf(person.ID, thread); err != nil {
		return err
	}
	r, err := letter.Write(l)
	if err != nil {
		d.Logger.Error("a letter could not be written", "person", person.ID, "error", err)
		if err := t.Log(store.Cause{Event: "letter", Subject: l.ID}, err.Error()); err != nil {
			return err
		}
		return t.DropStale(notices)
	}
	err = t.Queue(store.Letter{ID: l.ID, Person: person.ID, Address: person.Email, Kind: notices[len(notices)-1].Kind, Thread: thread,
		MessageID: r.MessageID, Subject: r.Subject, Counts: letter.Counts(notices), Asked: r.Asked, Raw: r.Raw}, notices)
	if sent && err == nil {
		err = errors.Join(t.Sent(l.ID), t.Copied(l.ID))
	}
	return err
}

// threadOf keeps the letters of one session together, and those of a pair.
func threadOf(n pairing.Notice) string {
	switch {
	case n.Facts.Session != "":
		return fmt.Sprintf("session/%s", n.Facts.Session)
	case n.Facts.Pair != "":
		return fmt.Sprintf("pair/%s", n.Facts.Pair)
	}
	return ""
}
