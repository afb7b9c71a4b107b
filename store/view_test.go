package store

import (
	"context"
	"testing"
	"time"
)

// Whoever only reads sees one whole state, waits for nobody who writes, and holds up
// nobody: also with an open transaction on the other side.
func TestViewWaitsForNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		update(t, s, start, func(tx *Tx) error { return tx.Save(decision(), Cause{"test", "1"}) })
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // far less than busy_timeout
		defer cancel()
		people := func() (n int) {
			if err := s.View(ctx, start, func(tx *Tx) error {
				c, err := tx.Counts()
				n = c.People["ready"]
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		update(t, s, start, func(tx *Tx) error {
			d := decision()
			d.People[0].Standing = "quiet"
			if err := tx.Save(d, Cause{"test", "2"}); err != nil {
				return err
			}
			if n := people(); n != 2 {
				t.Errorf("while another writes, %d of 2 are ready", n)
			}
			return nil
		})
		if n := people(); n != 1 {
			t.Errorf("after it, %d of 1 are ready", n)
		}
		if err := s.View(ctx, start, func(tx *Tx) error {
			before, err := tx.Counts()
			if err != nil {
				return err
			}
			update(t, s, start, func(tx *Tx) error { return tx.Save(decision(), Cause{"test", "3"}) }) // not held up
			after, err := tx.Counts()
			if before.People["ready"] != 1 || after.People["ready"] != 1 {
				t.Errorf("%d are ready, and in the same view %d", before.People["ready"], after.People["ready"])
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// Reading is no way to write.
func TestViewDoesNotWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		_ = s.View(context.Background(), start, func(tx *Tx) error { return tx.Save(decision(), Cause{"test", "1"}) })
		update(t, s, start, func(tx *Tx) error {
			c, err := tx.Counts()
			if len(c.People) != 0 {
				t.Errorf("it wrote: %v", c.People)
			}
			return err
		})
	})
}
