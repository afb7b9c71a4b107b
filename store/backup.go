package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// tables are all that a program is made of, in the order in which they are copied. The
// id of the program is in each of them in the column program, but in the first.
var tables = []string{"program", "signing_key", "person", "pair", "session", "question", "timer", "notice", "letter", "mail", "stuck", "told", "survey_answer", "log"}

// Backup writes the program into a new SQLite file, as it is at one moment, while a
// daemon may go on. The file is complete or not there, and nobody else can read it. It
// is the same from both databases, so that a backup also moves a program from one to
// the other.
func (s *Store) Backup(ctx context.Context, file string, now time.Time) (err error) {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("backup: %s is there already: name a file that is not", file)
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	defer os.Remove(part)
	to, err := Open(ctx, Options{Path: part, Program: s.program}, now, func() string { return s.secret })
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	// What a daemon has to catch up with after a restore is all that came since now.
	err = errors.Join(s.copyInto(ctx, to, func(tx *sqlx.Tx) error {
		_, err := tx.Exec("UPDATE program SET restored = ? WHERE restored = 0", millis(now)) // or it has not caught up with an earlier one
		return err
	}), to.check(ctx), to.Close())
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := flush(part); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return os.Rename(part, file)
}

// ErrNotEmpty says that a store already holds the program that was to be restored.
var ErrNotEmpty = errors.New("the store already holds this program")

// Restore puts a backup into the store, which must hold nothing of the program yet, and
// gives the moment of the backup. The backup itself is left as it is, also one of an
// older mentord.
func Restore(ctx context.Context, file string, o Options, now time.Time) (at time.Time, err error) {
	copied, err := duplicate(file)
	if err != nil {
		return at, fmt.Errorf("restore: %w", err)
	}
	defer os.Remove(copied)
	program, err := onlyProgram(ctx, copied)
	if err != nil {
		return at, fmt.Errorf("restore %s: %w", file, err)
	}
	from, err := Open(ctx, Options{Path: copied, Program: program}, now, func() string { return "" })
	if err != nil {
		return at, fmt.Errorf("restore %s: %w", file, err)
	}
	defer from.Close()
	if err := from.check(ctx); err != nil {
		return at, fmt.Errorf("restore %s: %w", file, err)
	}
	to, err := Open(ctx, o, now, from.Secret)
	if err != nil {
		return at, fmt.Errorf("restore: %w", err)
	}
	err = from.Update(ctx, now, func(t *Tx) (err error) {
		at, err = t.Restored()
		return err
	})
	return at, errors.Join(err, from.copyInto(ctx, to, nil), to.Close())
}

// onlyProgram is the id of the program in a backup.
func onlyProgram(ctx context.Context, file string) (string, error) {
	db, err := sqlx.Open(sqliteDialect.driver, sqliteDialect.source(Options{Path: file}))
	if err != nil {
		return "", err
	}
	defer db.Close()
	var ids []string
	if err := db.SelectContext(ctx, &ids, "SELECT id FROM program"); err != nil || len(ids) != 1 {
		return "", fmt.Errorf("it is no backup of mentord: %w", errors.Join(err, fmt.Errorf("%d programs in it", len(ids))))
	}
	return ids[0], nil
}

// copyInto copies all rows of the program into an empty store, in one transaction there
// and out of one snapshot here; last is done before the end.
func (s *Store) copyInto(ctx context.Context, to *Store, last func(*sqlx.Tx) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect == postgresDialect {
		options.Isolation = sql.LevelRepeatableRead
	}
	source, err := s.db.BeginTxx(ctx, options)
	if err != nil {
		return err
	}
	defer source.Rollback()
	target, err := to.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer target.Rollback()
	if err := to.dialect.lock(target, to.program); err != nil {
		return err
	}
	for _, table := range tables[1:] {
		var there int
		if err := target.Get(&there, target.Rebind("SELECT COUNT(*) FROM "+table+" WHERE program = ?"), to.program); err != nil {
			return err
		}
		if there > 0 {
			return fmt.Errorf("%w (%d rows in %s): move its file away, or name another one in [store]", ErrNotEmpty, there, table)
		}
	}
	if _, err := target.Exec(target.Rebind("DELETE FROM program WHERE id = ?"), to.program); err != nil {
		return err
	}
	for _, table := range tables {
		if err := copyTable(ctx, source, target, table, s.program, to.program); err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	if last != nil {
		if err := last(target); err != nil {
			return err
		}
	}
	return target.Commit()
}

func copyTable(ctx context.Context, source, target *sqlx.Tx, table, from, to string) error {
	key := "program"
	if table == "program" {
		key = "id"
	}
	rows, err := source.QueryxContext(ctx, source.Rebind("SELECT * FROM "+table+" WHERE "+key+" = ?"), from)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	insert, err := target.PreparexContext(ctx, target.Rebind("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES (?"+strings.Repeat(", ?", len(columns)-1)+")"))
	if err != nil {
		return err
	}
	defer insert.Close()
	at := slices.Index(columns, key)
	for rows.Next() {
		values, err := rows.SliceScan()
		if err != nil {
			return err
		}
		values[at] = to
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// check looks for damage in a file of SQLite.
func (s *Store) check(ctx context.Context) error {
	var says []string
	if err := s.db.SelectContext(ctx, &says, "PRAGMA integrity_check"); err != nil {
		return err
	}
	if len(says) != 1 || says[0] != "ok" {
		return fmt.Errorf("the file is damaged: %s", strings.Join(says[:min(len(says), 3)], "; "))
	}
	return nil
}

// duplicate copies a file beside nothing else, for the owner only.
func duplicate(file string) (copied string, err error) {
	in, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.CreateTemp("", "mentord-restore-*.db")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	return out.Name(), errors.Join(err, out.Close())
}

// flush makes sure that a file survives a power cut.
func flush(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
