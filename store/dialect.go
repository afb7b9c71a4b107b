package store

import (
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // registers "sqlite"
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
func (d dialect) source(path string) string {
	if d == postgresDialect {
		return path
	}
	return "file:" + strings.NewReplacer("?", "%3f", "#", "%23").Replace(path) +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_txlock=immediate"
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
