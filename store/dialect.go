package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite" // registers "sqlite"
)

// A dialect is all that differs between the two databases.
type dialect struct {
	driver string
	bytes  string // column type
}

var (
	sqliteDialect   = dialect{driver: "sqlite", bytes: "BLOB"}
	postgresDialect = dialect{driver: "pgx", bytes: "BYTEA"}
)

// dialectOf tells a file from a server by how the address begins.
func dialectOf(path string) dialect {
	if strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://") {
		return postgresDialect
	}
	return sqliteDialect
}

// source is what the driver wants to be opened with. SQLite runs in WAL with
// synchronous=FULL, so that a commit survives power loss; writers queue for
// the lock from the start of the transaction and never meet a busy error.
func (d dialect) source(o Options) string {
	if d == postgresDialect {
		return o.Path
	}
	limit := ""
	if o.MaxSize > 0 {
		limit = fmt.Sprintf("&_pragma=max_page_count(%d)", o.MaxSize/4096)
	}
	return "file:" + strings.NewReplacer("?", "%3f", "#", "%23").Replace(o.Path) +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_txlock=immediate" + limit
}

// schema puts the dialect's types into the text of a migration.
func (d dialect) schema(text string) string { return strings.ReplaceAll(text, "BYTES", d.bytes) }

// lock makes transactions of several daemons take turns in one program.
func (d dialect) lock(tx *sqlx.Tx, program string) error {
	if d != postgresDialect {
		return nil // _txlock=immediate has done so
	}
	_, err := tx.Exec("SELECT pg_advisory_xact_lock(hashtext($1))", "mentord/"+program)
	return err
}

// snapshot is the transaction that reads one state: SQLite's always does, without the
// lock that _txlock takes for those that write.
func (d dialect) snapshot() *sql.TxOptions {
	if d == postgresDialect {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return &sql.TxOptions{ReadOnly: true}
}

// broken reports whether an error is about the database itself, and not about what it
// was asked to do.
func broken(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff { // SQLITE_BUSY, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB
		case 5, 8, 10, 11, 13, 14, 26:
			return true
		}
	case errors.As(err, &pg):
		switch pg.Code[:2] { // connection, resources, operator, system, and a read-only transaction
		case "08", "53", "57", "58", "25":
			return true
		}
	default:
		var network *pgconn.ConnectError
		var op *net.OpError
		return errors.As(err, &network) || errors.As(err, &op) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF)
	}
	return false
}
