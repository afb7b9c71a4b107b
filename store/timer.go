package store

import (
	"fmt"
	"time"

	"mentord/pairing"
)

func (t *Tx) saveTimer(timer pairing.Timer) error {
	data, err := encode(timer)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO timer (program, key, at, data) VALUES (?, ?, ?, ?)
		ON CONFLICT (program, key) DO UPDATE SET at = excluded.at, data = excluded.data`,
		t.program, timer.Key, millis(timer.At), data)
}

func (t *Tx) dropTimer(key string) error {
	return t.exec("DELETE FROM timer WHERE program = ? AND key = ?", t.program, key)
}

// TakeTimer removes the timer that has been due for longest and gives it; ok is
// false when none is due. In one transaction with the decision that it causes,
// it fires once, however late.
func (t *Tx) TakeTimer() (timer pairing.Timer, ok bool, err error) {
	var rows []string
	if err := t.list(&rows, "SELECT data FROM timer WHERE program = ? AND at <= ? ORDER BY at, key LIMIT 1", t.program, millis(t.Now)); err != nil {
		return timer, false, fmt.Errorf("find due timers: %w", err)
	}
	if len(rows) == 0 {
		return timer, false, nil
	}
	if err := decode(rows[0], &timer); err != nil {
		return timer, false, err
	}
	return timer, true, t.dropTimer(timer.Key)
}

// decisions are what is waited for without mail and without a server.
var decisions = []string{
	"SELECT COALESCE(MIN(at), 0) FROM timer WHERE program = ?",
	"SELECT COALESCE(MIN(due), 0) FROM notice WHERE program = ? AND state = 'waiting' AND due > 0",
}

// Next is the next moment at which anything is to be done without mail: a timer, a notice
// at its desk, a mail of the account to be fetched once more. Zero for none.
func (t *Tx) Next(account string) (next time.Time, err error) {
	if next, err = t.NextDecision(); err != nil {
		return next, err
	}
	at, err := t.number("SELECT COALESCE(MIN(next), 0) FROM stuck WHERE program = ? AND account = ?", t.program, account)
	return earlier(next, moment(at)), err
}

// NextLetter is when the next letter is to be sent; zero for none.
func (t *Tx) NextLetter() (time.Time, error) {
	return t.earliest([]string{"SELECT COALESCE(MIN(next), 0) FROM letter WHERE program = ? AND state IN ('queued', 'sending', 'retry', 'unknown')"})
}

// earlier is the earlier of two moments; zero is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func (t *Tx) earliest(queries []string) (time.Time, error) {
	var next int64
	for _, query := range queries {
		at, err := t.number(query, t.program)
		if err != nil {
			return time.Time{}, fmt.Errorf("find the next moment: %w", err)
		}
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	return moment(next), nil
}

// EnsureTimer sets a timer unless there is one of its key.
func (t *Tx) EnsureTimer(timer pairing.Timer) error {
	data, err := encode(timer)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO timer (program, key, at, data) VALUES (?, ?, ?, ?) ON CONFLICT (program, key) DO NOTHING", t.program, timer.Key, millis(timer.At), data)
}
