package store

import (
	"fmt"
	"time"

	"mentord/pairing"
)

// Erase takes out of the store whatever still tells who somebody was, once the
// decision that erases them is saved: mails and letters lose their text, what
// others were told of them too, answers to surveys their writer. Of the letters to
// them only the last are still sent: what frees their calendar, and goodbye.
func (t *Tx) Erase(id pairing.PersonID) error {
	var pairs []string
	if err := t.list(&pairs, "SELECT id FROM pair WHERE program = ? AND (mentor = ? OR mentee = ?)", t.program, string(id), string(id)); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	named := append(pairs, string(id))
	for _, pair := range pairs {
		var sessions []string
		if err := t.list(&sessions, "SELECT id FROM session WHERE program = ? AND pair = ?", t.program, pair); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
		named = append(named, sessions...)
	}
	var letters []string
	for _, named := range named {
		var some []string
		if err := t.list(&some, "SELECT DISTINCT letter FROM notice WHERE program = ? AND letter <> '' AND (person = ? OR data LIKE ?)", t.program, string(id), "%"+named+"%"); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
		letters = append(letters, some...)
		if err := t.exec("UPDATE notice SET data = '{}' WHERE program = ? AND letter IN (SELECT id FROM letter WHERE program = ? AND state IN ('sent', 'dead', 'released')) AND data LIKE ?", t.program, t.program, "%"+named+"%"); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
		for _, query := range []string{
			"DELETE FROM question WHERE program = ? AND open = 0 AND data LIKE ?",
			"DELETE FROM timer WHERE program = ? AND data LIKE ?",
			"UPDATE notice SET data = '{}' WHERE program = ? AND state IN ('withdrawn', 'stale') AND data LIKE ?",
		} {
			if err := t.exec(query, t.program, "%"+named+"%"); err != nil {
				return fmt.Errorf("erase: %w", err)
			}
		}
	}
	for _, l := range letters {
		if err := t.exec("UPDATE letter SET raw = ?, subject = '', asked = 'null' WHERE program = ? AND id = ? AND state IN ('sent', 'dead', 'released')", []byte{}, t.program, l); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	var addresses []string // that they wrote from: also in mails that were never decided
	if err := t.list(&addresses, "SELECT DISTINCT sender FROM mail WHERE program = ? AND person = ? AND sender <> ''", t.program, string(id)); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	for _, a := range addresses {
		// A mail server's bounces are about many people, and are theirs.
		shared, err := t.number("SELECT COUNT(*) FROM mail WHERE program = ? AND sender = ? AND person <> '' AND person <> ?", t.program, a, string(id))
		if err != nil {
			return fmt.Errorf("erase: %w", err)
		}
		if shared > 0 {
			continue
		}
		if err := t.exec("UPDATE mail SET person = ? WHERE program = ? AND sender = ? AND state <> 'new'", string(id), t.program, a); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	n, err := t.number("SELECT COUNT(DISTINCT person) FROM survey_answer WHERE program = ? AND person LIKE 'erased-%'", t.program)
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"UPDATE survey_answer SET person = ?, pair = '', words = '' WHERE program = ? AND person = ?", []any{fmt.Sprintf("erased-%d", n+1), t.program, string(id)}},
		{"UPDATE mail SET raw = ?, person = '', why = '', message_id = '', sender = '' WHERE program = ? AND person = ?", []any{[]byte{}, t.program, string(id)}},
		{"DELETE FROM letter WHERE program = ? AND person = ? AND state <> 'sending'", []any{t.program, string(id)}},
		{"DELETE FROM question WHERE program = ? AND person = ?", []any{t.program, string(id)}},
		{"DELETE FROM notice WHERE program = ? AND person = ? AND (state <> 'waiting' OR kind NOT IN (?, ?))", []any{t.program, string(id), string(pairing.ErasedNotice), string(pairing.CancelledNotice)}},
	} {
		if err := t.exec(step.query, step.args...); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	return nil
}

// forgetErased drops a letter that is sent now, if it went to somebody who was
// erased meanwhile or told their partner of them.
func (t *Tx) forgetErased(letter string) error {
	n, err := t.number("SELECT COUNT(*) FROM person WHERE program = ? AND standing = ?", t.program, string(pairing.Erased))
	if err != nil || n == 0 {
		return err
	}
	const erased = "person IN (SELECT id FROM person WHERE program = ? AND standing = 'erased')"
	if err := t.exec("DELETE FROM notice WHERE program = ? AND letter = ? AND "+erased, t.program, letter, t.program); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM letter WHERE program = ? AND id = ? AND "+erased, t.program, letter, t.program); err != nil {
		return err
	}
	var rows []string
	if err := t.list(&rows, "SELECT data FROM notice WHERE program = ? AND letter = ? AND data <> '{}'", t.program, letter); err != nil {
		return err
	}
	for _, row := range rows {
		var notice pairing.Notice
		if err := decode(row, &notice); err != nil {
			return err
		}
		pair := string(notice.Facts.Pair)
		if pair == "" && notice.Facts.Session != "" {
			s, _, err := t.Session(string(notice.Facts.Session))
			if err != nil {
				return err
			}
			pair = string(s.Pair)
		}
		told, err := t.number("SELECT COUNT(*) FROM pair WHERE program = ? AND id = ? AND (mentor IN (SELECT id FROM person WHERE program = ? AND standing = 'erased') OR mentee IN (SELECT id FROM person WHERE program = ? AND standing = 'erased'))",
			t.program, pair, t.program, t.program)
		if err != nil {
			return err
		}
		if told > 0 {
			if err := t.exec("UPDATE notice SET data = '{}' WHERE program = ? AND letter = ?", t.program, letter); err != nil {
				return err
			}
			return t.exec("UPDATE letter SET raw = ?, subject = '', asked = 'null' WHERE program = ? AND id = ?", []byte{}, t.program, letter)
		}
	}
	return nil
}

// Purge drops the text of mails that were decided and of letters that were sent
// before the moment. That they were, when and as what, stays.
func (t *Tx) Purge(before time.Time) error {
	if err := t.exec("UPDATE mail SET raw = ? WHERE program = ? AND state IN ('done', 'twin', 'flood') AND taken < ? AND LENGTH(raw) > 0", []byte{}, t.program, millis(before)); err != nil {
		return fmt.Errorf("purge mails: %w", err)
	}
	if err := t.exec("UPDATE letter SET raw = ? WHERE program = ? AND state IN ('sent', 'released') AND sent < ? AND LENGTH(raw) > 0", []byte{}, t.program, millis(before)); err != nil {
		return fmt.Errorf("purge letters: %w", err)
	}
	return nil
}
