package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mentord/cmd/mentord/rehearse/servers"
	"mentord/pairing"
)

var start = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)

// onBoth runs a test on SQLite and on a real PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, open(t, Options{Path: filepath.Join(t.TempDir(), "x.db"), Program: "p1"}))
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, open(t, Options{Path: servers.StartPostgres(t), Program: "p1"}))
	})
}

func open(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), o, start, func() string { return "secret" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func update(t *testing.T, s *Store, now time.Time, f func(*Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), now, f); err != nil {
		t.Fatal(err)
	}
}

func decision() pairing.Decision {
	ana := pairing.Person{ID: "ana", Email: "Ana@example.org", Standing: pairing.Ready, Away: start.AddDate(0, 1, 0)}
	bo := pairing.Person{ID: "bo", Email: "bo@example.org", Standing: pairing.Ready}
	return pairing.Decision{
		People:    []pairing.Person{ana, bo},
		Pairs:     []pairing.Pair{{ID: "pair", People: [2]pairing.PersonID{"bo", "ana"}, Status: pairing.Active, Yes: [2]bool{true, true}, Start: start, End: start.AddDate(0, 6, 0)}},
		Sessions:  []pairing.Session{{ID: "sess", Pair: "pair", N: 1, Status: pairing.Proposing, Sequence: -1}},
		Questions: []pairing.Question{{ID: "q1", Person: "ana", Kind: "slots", Open: true}, {ID: "q2", Person: "bo", Kind: "slots"}},
		Timers:    []pairing.Timer{{Key: "t2", At: start.Add(2 * time.Hour), Kind: pairing.ProposeTimer, Pair: "pair"}, {Key: "t1", At: start.Add(time.Hour), Kind: pairing.NudgeTimer, Question: "q1"}},
		Notices:   []pairing.Notice{{Key: "n1", To: "ana", Kind: pairing.SlotsNotice, Urgency: pairing.AtDesk, Ask: "q1"}},
		Surveys:   []pairing.SurveyAnswer{{Survey: "start", N: 1, Kind: "rating5", Person: "ana", Pair: "pair", Number: 4}},
		Why:       []string{"because"},
	}
}

func TestWhatIsSavedIsLoaded(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		d := decision()
		update(t, s, start, func(tx *Tx) error { return tx.Save(d, Cause{"test", "1"}) })
		update(t, s, start, func(tx *Tx) error {
			scene, err := tx.Scene("ana")
			if err != nil {
				return err
			}
			want := pairing.Scene{}.With(d)
			delete(want.Questions, "q2") // closed
			if !reflect.DeepEqual(scene, want) {
				t.Errorf("loaded  %+v\nwant %+v", scene, want)
			}
			if all, err := tx.Everyone(); err != nil || !reflect.DeepEqual(all, want) {
				t.Errorf("everyone: %+v, %v", all, err)
			}
			p, ok, err := tx.Person("ana@example.org")
			if !ok || p.ID != "ana" || err != nil {
				t.Errorf("by address: %v %v %v", p.ID, ok, err)
			}
			v, ok, err := tx.Session("SESS")
			if !ok || v.ID != "sess" || err != nil {
				t.Errorf("by UID in capitals: %v %v %v", v.ID, ok, err)
			}
			return nil
		})
	})
}

func TestAFailedUpdateLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		boom := errors.New("boom")
		err := s.Update(context.Background(), start, func(tx *Tx) error {
			if err := tx.Save(decision(), Cause{"test", "1"}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("error %v", err)
		}
		update(t, s, start, func(tx *Tx) error {
			c, err := tx.Counts()
			if len(c.People)+len(c.Pairs)+len(c.Sessions)+c.Surveys > 0 {
				t.Errorf("something is left: %+v", c)
			}
			return err
		})
	})
}

func TestTimersFireOnceOldestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		update(t, s, start, func(tx *Tx) error { return tx.Save(decision(), Cause{"test", "1"}) })
		var fired []string
		twoDaysLater := start.AddDate(0, 0, 2)
		for range 3 {
			update(t, s, twoDaysLater, func(tx *Tx) error {
				timer, ok, err := tx.TakeTimer()
				if ok {
					fired = append(fired, timer.Key)
				}
				return err
			})
		}
		if strings.Join(fired, " ") != "t1 t2" {
			t.Errorf("fired %v", fired)
		}
	})
}

func TestMailIsTakenOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		m := Mail{Account: "a", Validity: 7, UID: 1, MessageID: "x@y", Arrived: start, Raw: []byte("Subject: hello\r\n\r\nhi")}
		rebuilt := m
		rebuilt.Validity, rebuilt.UID = 8, 4 // the mailbox was rebuilt
		other := m
		other.UID, other.Raw = 2, []byte("same id, other words")
		for _, each := range []Mail{m, m, rebuilt, other} {
			update(t, s, start, func(tx *Tx) error { return tx.TakeMail(each) })
		}
		var decided []string
		for range 4 {
			update(t, s, start, func(tx *Tx) error {
				got, ok, err := tx.NewMail()
				if err != nil || !ok {
					return err
				}
				decided = append(decided, string(got.Raw))
				return tx.MailDone(got.ID, "done", "read", "", "")
			})
		}
		if len(decided) != 2 || decided[0] != string(m.Raw) || decided[1] != string(other.Raw) {
			t.Errorf("decided %q", decided)
		}
	})
}

func TestLettersToOneAddressKeepTheirOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for _, l := range []Letter{{ID: "invite", Address: "ana@x", Raw: []byte("1")}, {ID: "cancel", Address: "ana@x", Raw: []byte("2")}, {ID: "other", Address: "bo@x", Raw: []byte("3")}} {
			update(t, s, start, func(tx *Tx) error { return tx.Queue(l, nil) })
			update(t, s, start, func(tx *Tx) error { return tx.Queue(l, nil) }) // the same letter twice is one
		}
		take := func(now time.Time) (id string, attempts int) {
			update(t, s, now, func(tx *Tx) error {
				l, ok, err := tx.TakeLetter()
				if ok {
					id, attempts = l.ID, l.Attempts
				}
				return err
			})
			return id, attempts
		}
		if id, _ := take(start); id != "invite" {
			t.Fatalf("first %q", id)
		}
		update(t, s, start, func(tx *Tx) error { return tx.Retry("invite", "retry", start.Add(time.Minute), "busy") })
		if id, _ := take(start); id != "other" {
			t.Errorf("while the invitation waits, %q went", id)
		}
		if id, _ := take(start); id != "" {
			t.Errorf("the cancel overtook the invitation: %q", id)
		}
		if id, n := take(start.Add(time.Minute)); id != "invite" || n != 2 {
			t.Errorf("then %q, attempt %d", id, n)
		}
		update(t, s, start.Add(time.Minute), func(tx *Tx) error { return tx.Sent("invite") })
		if id, _ := take(start.Add(time.Minute)); id != "cancel" {
			t.Errorf("then %q", id)
		}
		update(t, s, start.Add(time.Minute), func(tx *Tx) error { return tx.Sent("cancel") })
		if id, _ := take(start.Add(time.Hour)); id != "other" {
			t.Errorf("a letter whose lease is over was not taken again: %q", id)
		}
	})
}

func TestProgramsShareADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	one, two := open(t, Options{Path: path, Program: "one"}), open(t, Options{Path: path, Program: "two"})
	update(t, one, start, func(tx *Tx) error { return tx.Save(decision(), Cause{"test", "1"}) })
	update(t, two, start, func(tx *Tx) error {
		c, err := tx.Counts()
		if len(c.People) > 0 {
			t.Error("one program sees the people of the other")
		}
		return err
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, Options{Path: path, Program: "p"})
	if _, err := s.db.Exec("INSERT INTO schema_version (version) VALUES (999)"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), Options{Path: path, Program: "p"}, start, nil); err == nil || !strings.Contains(err.Error(), "newer mentord") {
		t.Errorf("error %v", err)
	}
}

func TestTheFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	open(t, Options{Path: path, Program: "p"})
	files, _ := filepath.Glob(path + "*")
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f, info.Mode(), err)
		}
	}
}

// schema.sql is the migrations, read as one file.
func TestSchemaIsReadableAsOneFile(t *testing.T) {
	migrated, whole := open(t, Options{Path: filepath.Join(t.TempDir(), "a.db"), Program: "p"}), open(t, Options{Path: filepath.Join(t.TempDir(), "b.db"), Program: "p"})
	text, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	if err := whole.db.Select(&tables, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_version'"); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if _, err := whole.db.Exec("DROP TABLE " + table); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := whole.db.Exec(sqliteDialect.schema(string(text))); err != nil {
		t.Fatal(err)
	}
	read := func(s *Store) (out []string) {
		if err := s.db.Select(&out, `SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || COALESCE(c.dflt_value, '') || ' ' || c.pk
			FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' UNION
			SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1`); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if a, b := read(migrated), read(whole); !reflect.DeepEqual(a, b) {
		for _, line := range append(slices.Clone(a), b...) {
			if slices.Contains(a, line) != slices.Contains(b, line) {
				t.Errorf("schema.sql is not what the migrations make: %s", line)
			}
		}
	}
}
