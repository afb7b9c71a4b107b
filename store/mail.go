package store

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"mentord/pairing"
)

// A Mail is one mail as it was taken from the mailbox.
type Mail struct {
	ID        string
	Account   string // user@server/folder
	Validity  uint32
	UID       uint32
	MessageID string
	Arrived   time.Time
	Attempts  int
	Truncated bool   // too big: the header only
	Held      bool   // one of too many from its sender: the header only, and never decided
	Sender    string // address in From, lower case
	Signed    bool   // by its From domain; not stored, it is found out when it is read
	Raw       []byte
}

type mailRow struct {
	ID        string `db:"id"`
	Account   string `db:"account"`
	Validity  int64  `db:"validity"`
	UID       int64  `db:"uid"`
	MessageID string `db:"message_id"`
	Arrived   int64  `db:"arrived"`
	Attempts  int    `db:"attempts"`
	Truncated int    `db:"truncated"`
	Sender    string `db:"sender"`
	Raw       []byte `db:"raw"`
}

const mailColumns = "id, account, validity, uid, message_id, arrived, attempts, truncated, sender, raw"

// TakeMail stores a mail, raw, before anything is made of it. A mail that was
// taken before, by its place in the mailbox, is not taken again; one whose
// Message-ID and content are known is kept as a twin and never decided. A mail's
// id comes from these two, so it is the same in a store that was restored.
func (t *Tx) TakeMail(m Mail) error {
	seen, err := t.number("SELECT COUNT(*) FROM mail WHERE program = ? AND account = ? AND validity = ? AND uid = ?", t.program, m.Account, int64(m.Validity), int64(m.UID))
	if err != nil || seen > 0 {
		return err
	}
	sum := sha256.Sum256(m.Raw)
	digest := hex.EncodeToString(sum[:])
	twins, err := t.number("SELECT COUNT(*) FROM mail WHERE program = ? AND (message_id = ? OR message_id = '') AND digest = ?", t.program, m.MessageID, digest) // an erased mail has none
	if err != nil {
		return err
	}
	if err := t.exec("DELETE FROM stuck WHERE program = ? AND account = ? AND validity = ? AND uid = ?", t.program, m.Account, int64(m.Validity), int64(m.UID)); err != nil {
		return err
	}
	packed, err := pack(m.Raw)
	if err != nil {
		return err
	}
	state, outcome := "new", ""
	id := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s", m.MessageID, digest))
	switch {
	case twins > 0:
		state, outcome, packed = "twin", "twin", []byte{} // its text is there once
		id = sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d", m.Account, m.Validity, m.UID))
	case m.Held:
		state, outcome = "flood", "flood"
	}
	truncated := 0
	if m.Truncated {
		truncated = 1
	}
	return t.exec(`INSERT INTO mail (program, id, account, validity, uid, message_id, digest, taken, arrived, state, outcome, why, attempts, filed, truncated, person, sender, raw)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, ?, '', ?, ?)`,
		t.program, hex.EncodeToString(id[:8]), m.Account, int64(m.Validity), int64(m.UID), m.MessageID, digest, millis(t.Now), millis(m.Arrived), state, outcome, truncated, m.Sender, packed)
}

func pack(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (r mailRow) mail() (Mail, error) {
	m := Mail{ID: r.ID, Account: r.Account, Validity: uint32(r.Validity), UID: uint32(r.UID), MessageID: r.MessageID, Arrived: moment(r.Arrived),
		Attempts: r.Attempts, Truncated: r.Truncated == 1, Sender: r.Sender}
	if len(r.Raw) == 0 {
		return m, nil // its text was erased, or its time to be kept is over
	}
	z, err := gzip.NewReader(bytes.NewReader(r.Raw))
	if err != nil {
		return m, fmt.Errorf("stored mail %s: %w", r.ID, err)
	}
	m.Raw, err = io.ReadAll(z)
	return m, err
}

// Mark is how far a mailbox has been read: its newest UIDVALIDITY, and the
// highest UID taken under it.
func (t *Tx) Mark(account string) (validity, uid uint32, err error) {
	var rows []struct {
		Validity int64 `db:"validity"`
		UID      int64 `db:"uid"`
	}
	err = t.list(&rows, `SELECT validity, MAX(uid) AS uid FROM mail WHERE program = ? AND account = ?
		AND validity = (SELECT validity FROM mail WHERE program = ? AND account = ? ORDER BY taken DESC, validity DESC LIMIT 1) GROUP BY validity`, t.program, account, t.program, account)
	if err != nil || len(rows) == 0 {
		return 0, 0, err
	}
	return uint32(rows[0].Validity), uint32(rows[0].UID), nil
}

// NewMail is the oldest mail that has not been decided; ok is false for none.
func (t *Tx) NewMail() (Mail, bool, error) {
	return t.oneMail("SELECT "+mailColumns+" FROM mail WHERE program = ? AND state = 'new' ORDER BY taken, validity, uid LIMIT 1", t.program)
}

// Mail finds a mail by its id.
func (t *Tx) Mail(id string) (Mail, bool, error) {
	return t.oneMail("SELECT "+mailColumns+" FROM mail WHERE program = ? AND id = ?", t.program, id)
}

func (t *Tx) oneMail(query string, args ...any) (Mail, bool, error) {
	var rows []mailRow
	if err := t.list(&rows, query, args...); err != nil || len(rows) == 0 {
		return Mail{}, false, err
	}
	m, err := rows[0].mail()
	return m, true, err
}

// MailTried notes an attempt to decide a mail, before it is made.
func (t *Tx) MailTried(id string) error {
	return t.exec("UPDATE mail SET attempts = attempts + 1 WHERE program = ? AND id = ?", t.program, id)
}

// Undecided reports whether a mail still waits to be decided: another daemon may have
// done so meanwhile.
func (t *Tx) Undecided(id string) (bool, error) {
	n, err := t.number("SELECT COUNT(*) FROM mail WHERE program = ? AND id = ? AND state = 'new'", t.program, id)
	return n > 0, err
}

// Repeated reports whether another mail of the same Message-ID was taken: then one of
// the two is a copy that anybody may have sent.
func (t *Tx) Repeated(id, messageID string) (bool, error) {
	n, err := t.number("SELECT COUNT(*) FROM mail WHERE program = ? AND message_id = ? AND id <> ? AND state <> 'twin'", t.program, messageID, id)
	return n > 0, err
}

// MailUntried takes an attempt back.
func (t *Tx) MailUntried(id string) error {
	return t.exec("UPDATE mail SET attempts = attempts - 1 WHERE program = ? AND id = ? AND attempts > 0", t.program, id)
}

// MailDone notes what became of a mail; state is done or failed.
func (t *Tx) MailDone(id, state, outcome, why string, person pairing.PersonID) error {
	return t.exec("UPDATE mail SET state = ?, outcome = ?, why = ?, person = ? WHERE program = ? AND id = ?", state, outcome, why, string(person), t.program, id)
}

// Unfiled are the UIDs of mails that are stored but not yet moved to the archive.
func (t *Tx) Unfiled(account string, validity uint32) (uids []uint32, err error) {
	err = t.list(&uids, "SELECT uid FROM mail WHERE program = ? AND account = ? AND validity = ? AND filed = 0 AND state <> 'flood' ORDER BY +uid LIMIT 500", t.program, account, int64(validity))
	return uids, err
}

// Filed notes that mails have been moved.
func (t *Tx) Filed(account string, validity uint32, uids []uint32) error {
	return saveAll(uids, func(uid uint32) error {
		return t.exec("UPDATE mail SET filed = 1 WHERE program = ? AND account = ? AND validity = ? AND uid = ?", t.program, account, int64(validity), int64(uid))
	})
}

// FindMail is the mail with that id, or with that Message-ID.
func (t *Tx) FindMail(id string) (Mail, bool, error) {
	return t.oneMail("SELECT "+mailColumns+" FROM mail WHERE program = ? AND (id = ? OR message_id = ? OR message_id = ?) ORDER BY taken", t.program, id, id, "<"+id+">")
}

// MailOutcome says in words what became of a mail.
func (t *Tx) MailOutcome(id string) (string, error) {
	var rows []struct {
		State   string `db:"state"`
		Outcome string `db:"outcome"`
		Why     string `db:"why"`
	}
	if err := t.list(&rows, "SELECT state, outcome, why FROM mail WHERE program = ? AND id = ?", t.program, id); err != nil || len(rows) == 0 {
		return "", err
	}
	said := rows[0].State
	for _, more := range []string{rows[0].Outcome, rows[0].Why} {
		if more != "" {
			said += ", " + more
		}
	}
	return said, nil
}
