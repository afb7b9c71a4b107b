package store

import (
	"context"
	"fmt"
	"time"

	"mentord/mailer"
)

// Keys sign and check the tokens of letters, newest first. The first key of a
// program is its secret; after every, a new one is added, and after keep the old one
// is believed no longer, and with it no token that it has signed. Without random no
// key is added.
func (s *Store) Keys(ctx context.Context, now time.Time, every, keep time.Duration, random func() string) (keys mailer.Keys, err error) {
	err = s.Update(ctx, now, func(t *Tx) error {
		var created int64
		if created, err = t.number("SELECT created FROM program WHERE id = ?", t.program); err != nil {
			return err
		}
		newest, err := t.number("SELECT COALESCE(MAX(made), 0) FROM signing_key WHERE program = ?", t.program)
		if err != nil {
			return err
		}
		if random != nil && millis(now)-max(newest, created) >= every.Milliseconds() {
			if err := t.exec("INSERT INTO signing_key (program, made, secret) VALUES (?, ?, ?)", t.program, millis(now), random()); err != nil {
				return err
			}
			if err := t.exec("DELETE FROM signing_key WHERE program = ? AND made < ?", t.program, millis(now.Add(-every-keep))); err != nil {
				return err
			}
		}
		var secrets []string
		if err := t.list(&secrets, "SELECT secret FROM signing_key WHERE program = ? ORDER BY made DESC", t.program); err != nil {
			return err
		}
		for _, secret := range secrets {
			keys = append(keys, mailer.Key(secret))
		}
		if millis(now)-created < (every+keep).Milliseconds() || len(keys) == 0 {
			keys = append(keys, mailer.Key(s.secret))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	return keys, nil
}
