package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"mentord/mailer"
)

// A key is replaced after 90 days and believed for a year more: so long is an answer to
// an old letter proof, and no longer. The program's own secret is the first key.
func TestKeysAreReplacedAndForgotten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const day = 24 * time.Hour
		n := 0
		random := func() string { n++; return fmt.Sprint("key ", n) }
		at := func(days int) mailer.Keys {
			t.Helper()
			keys, err := s.Keys(context.Background(), start.Add(time.Duration(days)*day), 90*day, 365*day, random)
			if err != nil {
				t.Fatal(err)
			}
			return keys
		}
		first := at(0)
		if len(first) != 1 || first[0] != mailer.Key(s.Secret()) {
			t.Fatalf("the first keys are %q", first)
		}
		old := mailer.Mail{To: []string{first[0].ReplyTo("m@x.example", "abcdefghijklmnop", true)}}
		for days := 1; days < 1000; days++ {
			keys := at(days)
			if _, ok := keys.Letter(old); ok != (days < 455) {
				t.Fatalf("after %d days the first key's token is believed: %v (%d keys)", days, ok, len(keys))
			}
			if len(keys) > 7 || len(keys) < 1 {
				t.Fatalf("after %d days there are %d keys", days, len(keys))
			}
		}
		if n != 11 {
			t.Errorf("%d keys were made in 1,000 days", n)
		}
		if keys, err := s.Keys(context.Background(), start.Add(5000*day), 90*day, 365*day, nil); err != nil || keys[0] != "key 11" {
			t.Errorf("without chance the keys are %q, %v", keys, err)
		}
	})
}
