package servers_test

import (
	"database/sql"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"mentord/cmd/mentord/rehearse/servers"
)

func TestPostgres(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	dsn := servers.StartPostgres(t)
	t.Logf("up in %v", time.Since(begun))
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE pairs (id bigint PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	var fsync, encoding string
	if err := db.QueryRow("SELECT current_setting('fsync'), current_setting('server_encoding')").Scan(&fsync, &encoding); err != nil {
		t.Fatal(err)
	}
	if fsync != "off" || encoding != "UTF8" {
		t.Errorf("fsync %s, encoding %s", fsync, encoding)
	}
}
