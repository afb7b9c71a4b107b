package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"mentord/calendar"

	"mentord/pairing"
)

// Options is the coordinator's [store] table.
type Options struct {
	Path    string          `toml:"path"`     // a file, or a postgres:// address
	Program string          `toml:"program"`  // tells programs in one database apart
	KeepRaw calendar.Period `toml:"keep_raw"` // how long the text of mails and letters is kept
	MaxSize int64           `toml:"max_size"` // bytes that the file of SQLite may grow to; 0 for what the disk holds
}

// Defaults are the options of a file that says nothing.
func Defaults() Options {
	return Options{Path: "mentord.db", Program: "main", KeepRaw: calendar.Days(90)}
}

// Check says what is wrong with the options and what to write instead.
func (o Options) Check() error {
	if o.Path == "" || o.Program == "" {
		return errors.New("store.path and store.program must not be empty: write a file name, and a word for the program")
	}
	if o.KeepRaw.Days < 30 {
		return fmt.Errorf("store.keep_raw = %q: write at least \"30 days\", so that what waits for an answer is still there", o.KeepRaw)
	}
	if o.MaxSize != 0 && o.MaxSize < 1<<20 {
		return fmt.Errorf("store.max_size = %d: write at least 1048576 bytes, or 0 for what the disk holds", o.MaxSize)
	}
	return nil
}

//go:embed migrations/*.sql
var migrations embed.FS

// A Store is an open database, for one program.
type Store struct {
	db      *sqlx.DB
	dialect dialect
	program string
	secret  string
}

// Open opens the store and brings its schema up to date. The secret is kept
// when the program is new to the store; what is there already wins.
func Open(ctx context.Context, o Options, now time.Time, secret func() string) (*Store, error) {
	d := dialectOf(o.Path)
	if d == sqliteDialect {
		if err := private(o.Path); err != nil {
			return nil, fmt.Errorf("open store: %w", err)
		}
	}
	db, err := sqlx.Open(d.driver, d.source(o))
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &Store{db: db, dialect: d, program: o.Program}
	if err := s.prepare(ctx, now, secret); err != nil {
		db.Close()
		return nil, fmt.Errorf("open store %s: %w", redact(o.Path), err)
	}
	return s, nil
}

// private makes the database file readable for nobody but the owner.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// redact takes the password out of a database address.
func redact(path string) string {
	scheme, rest, ok := strings.Cut(path, "://")
	if !ok {
		return path
	}
	if _, host, ok := strings.Cut(rest, "@"); ok {
		return scheme + "://…@" + host
	}
	return path
}

func (s *Store) prepare(ctx context.Context, now time.Time, secret func() string) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.dialect.lock(tx, s.program); err != nil {
		return err
	}
	var found []string
	if err := tx.Select(&found, tx.Rebind("SELECT secret FROM program WHERE id = ?"), s.program); err != nil {
		return err
	}
	if len(found) == 0 {
		found = []string{secret()}
		if _, err := tx.Exec(tx.Rebind("INSERT INTO program (id, secret, created) VALUES (?, ?, ?)"), s.program, found[0], millis(now)); err != nil {
			return err
		}
	}
	s.secret = found[0]
	return tx.Commit()
}

// migrate applies the migrations that the store has not seen, each in a
// transaction of its own.
func (s *Store) migrate(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"); err != nil {
		return err
	}
	var at int
	if err := s.db.GetContext(ctx, &at, "SELECT COALESCE(MAX(version), 0) FROM schema_version"); err != nil {
		return err
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(files)
	if newest := version(files[len(files)-1]); at > newest {
		return fmt.Errorf("it was written by a newer mentord (schema %d, this one knows %d): run that version, or restore an older backup", at, newest)
	}
	for _, file := range files {
		n := version(file)
		if n <= at {
			continue
		}
		text, err := fs.ReadFile(migrations, file)
		if err != nil {
			return err
		}
		tx, err := s.db.BeginTxx(ctx, nil)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(s.dialect.schema(string(text))); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", file, err), tx.Rollback())
		}
		if _, err := tx.Exec(tx.Rebind("INSERT INTO schema_version (version) VALUES (?)"), n); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// version is the number that the name of a migration begins with.
func version(file string) int {
	name := strings.TrimPrefix(file, "migrations/")
	n, _ := strconv.Atoi(name[:4])
	return n
}

// Secret is the program's secret.
func (s *Store) Secret() string { return s.secret }

// Program is the id of the program that the store was opened for.
func (s *Store) Program() string { return s.program }

// PersonID is the id that the person with this address has, or would get.
func (s *Store) PersonID(address string) pairing.PersonID {
	return pairing.NewPersonID(s.secret, address)
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// A Tx is one transaction at one instant.
type Tx struct {
	Now     time.Time
	tx      *sqlx.Tx
	program string
}

// ErrBroken says that the database itself does not work: the disk is full, the file is
// read-only, the server is away. What was to be done is not done, and can be done when
// it works again.
var ErrBroken = errors.New("the store does not work")

// Update runs f in a transaction at the instant now. It commits if f gives no
// error, and leaves nothing behind if it does.
func (s *Store) Update(ctx context.Context, now time.Time, f func(*Tx) error) (err error) {
	defer markBroken(&err)
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer tx.Rollback() // after a commit this does nothing
	if err := s.dialect.lock(tx, s.program); err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	if err := f(&Tx{Now: now.UTC(), tx: tx, program: s.program}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// View runs f on one state of the store, in which f must not write. It waits for
// nobody, and nobody waits for it.
func (s *Store) View(ctx context.Context, now time.Time, f func(*Tx) error) (err error) {
	defer markBroken(&err)
	tx, err := s.db.BeginTxx(ctx, s.dialect.snapshot())
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	defer tx.Rollback()
	return f(&Tx{Now: now.UTC(), tx: tx, program: s.program})
}

func markBroken(err *error) {
	if *err != nil && broken(*err) {
		*err = fmt.Errorf("%w: %w", ErrBroken, *err)
	}
}

// millis writes a time as it is stored; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment reads what millis wrote.
func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

func (t *Tx) exec(query string, args ...any) error {
	for i, a := range args { // other servers' words may be in any charset, and PostgreSQL takes only UTF-8
		if text, ok := a.(string); ok {
			args[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "")
		}
	}
	_, err := t.tx.Exec(t.tx.Rebind(query), args...)
	return err
}

func (t *Tx) list(into any, query string, args ...any) error {
	return t.tx.Select(into, t.tx.Rebind(query), args...)
}

func (t *Tx) number(query string, args ...any) (n int64, err error) {
	err = t.tx.Get(&n, t.tx.Rebind(query), args...)
	return n, err
}
