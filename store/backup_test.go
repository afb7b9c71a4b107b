package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mentord/pairing"
)

// A backup taken while others write is one moment of the program, whole: of every pair
// of people that are saved together it holds both or neither. On both databases.
func TestBackupIsOneMoment(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		stop := make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				var two []pairing.Person
				for _, side := range []string{"a", "b"} {
					id := fmt.Sprintf("%s%d", side, i)
					two = append(two, pairing.Person{ID: pairing.PersonID(id), Email: id + "@x.example"})
				}
				if err := s.Update(context.Background(), start, func(tx *Tx) error { return tx.Save(pairing.Decision{People: two}, Cause{}) }); err != nil {
					t.Error(err)
					return
				}
			}
		})
		for n := range 3 {
			time.Sleep(20 * time.Millisecond) // let it write
			file := filepath.Join(t.TempDir(), "backup.db")
			if err := s.Backup(context.Background(), file, start.Add(time.Duration(n)*time.Hour)); err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the backup's mode is %v, %v", info.Mode(), err)
			}
			if err := s.Backup(context.Background(), file, start); err == nil {
				t.Error("a backup was written over")
			}
			o := Options{Path: filepath.Join(t.TempDir(), "restored.db"), Program: "another name"}
			at, err := Restore(context.Background(), file, o, start)
			if err != nil || !at.Equal(start.Add(time.Duration(n)*time.Hour)) {
				t.Fatalf("restored as of %s: %v", at, err)
			}
			r := open(t, o)
			if r.Secret() != s.Secret() {
				t.Error("the secret is another")
			}
			update(t, r, start, func(tx *Tx) error {
				sides := map[string]int{}
				scene, err := tx.Everyone()
				for id := range scene.People {
					sides[string(id[1:])]++
				}
				for i, n := range sides {
					if n != 2 {
						t.Errorf("of the two %s there is %d", i, n)
					}
				}
				if len(sides) == 0 {
					t.Error("the backup is empty")
				}
				return err
			})
		}
		close(stop)
		writer.Wait()
	})
}

// What is no backup, or a damaged one, is refused, and a store that holds the program is
// not written over.
func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Path: filepath.Join(dir, "x.db"), Program: "p"})
	update(t, s, start, func(tx *Tx) error { return tx.Save(decision(), Cause{"test", "1"}) })
	good := filepath.Join(dir, "good")
	if err := s.Backup(context.Background(), good, start); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	torn := append([]byte{}, whole...)
	for i := len(torn) / 3; i < len(torn)/3+20_000 && i < len(torn); i++ {
		torn[i] ^= 0x5a
	}
	for name, bytes := range map[string][]byte{"no database": []byte("hello"), "empty": nil, "cut": whole[:len(whole)/2], "torn": torn} {
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(file, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(dir, name+".db")
		if _, err := Restore(context.Background(), file, Options{Path: target, Program: "p"}, start); err == nil {
			t.Errorf("%s was restored", name)
		}
	}
	if _, err := Restore(context.Background(), filepath.Join(dir, "nowhere"), Options{Path: filepath.Join(dir, "y.db"), Program: "p"}, start); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a backup that is not there: %v", err)
	}
	if _, err := Restore(context.Background(), good, Options{Path: filepath.Join(dir, "x.db"), Program: "p"}, start); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("over a living program: %v", err)
	}
	after, err := os.ReadFile(good)
	if err != nil || string(after) != string(whole) {
		t.Errorf("restoring has changed the backup: %v", err)
	}
}

// A backup of a restored store that has not caught up still says since when.
func TestABackupOfWhatHasNotCaughtUp(t *testing.T) {
	ctx, dir, now := context.Background(), t.TempDir(), time.Now()
	s := open(t, Options{Path: filepath.Join(dir, "x.db"), Program: "p"})
	if err := s.Backup(ctx, filepath.Join(dir, "b1"), now); err != nil {
		t.Fatal(err)
	}
	o := Options{Path: filepath.Join(dir, "y.db"), Program: "p"}
	if _, err := Restore(ctx, filepath.Join(dir, "b1"), o, now.Add(72*time.Hour)); err != nil {
		t.Fatal(err)
	}
	y := open(t, o)
	if err := y.Backup(ctx, filepath.Join(dir, "b2"), now.Add(72*time.Hour)); err != nil {
		t.Fatal(err)
	}
	o.Path = filepath.Join(dir, "z.db")
	at, err := Restore(ctx, filepath.Join(dir, "b2"), o, now.Add(80*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if at.Sub(now) > time.Hour {
		t.Errorf("catches up since %v after the moment of the first backup only: three days are lost", at.Sub(now))
	}
}
