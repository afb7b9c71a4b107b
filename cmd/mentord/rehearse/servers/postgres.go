package servers

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// StartPostgres starts PostgreSQL with a fresh cluster for the rest of the test
// and returns its DSN. It does not sync to disk.
func StartPostgres(t testing.TB) string {
	t.Helper()
	bin := postgresPrograms()
	need(t, "postgresql-15", filepath.Join(bin, "initdb"), filepath.Join(bin, "postgres"))
	b := newBench(t)
	port := b.ports(1)[0]
	uid, gid := b.who("nobody") // PostgreSQL refuses root
	data := b.mkdir(0o700, uid, gid, "data")
	const password = "secret-mentord"
	passwordFile := filepath.Join(b.dir, "password")
	b.do(os.WriteFile(passwordFile, []byte(password+"\n"), 0o644))

	b.start(command{
		name: "initdb",
		args: []string{filepath.Join(bin, "initdb"), "-D", data, "-U", "mentord", "--pwfile", passwordFile,
			"-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"},
		uid: uid, gid: gid,
		stop: syscall.SIGTERM,
	}).wait()
	postgres := b.start(command{
		name: "postgres",
		args: append([]string{filepath.Join(bin, "postgres"), "-D", data}, options(
			"port", strconv.Itoa(port),
			"listen_addresses", "127.0.0.1",
			"unix_socket_directories", "",
			"fsync", "off",
			"synchronous_commit", "off",
			"full_page_writes", "off",
			"max_connections", "200",
			"shared_buffers", "64MB",
			// In the cluster rather than /dev/shm, so that it goes with the directory.
			"dynamic_shared_memory_type", "mmap",
		)...),
		uid: uid, gid: gid,
		stop: syscall.SIGINT, // on SIGTERM it waits for its clients
	})
	postgres.await(func() bool { return ready(filepath.Join(data, "postmaster.pid")) })
	return fmt.Sprintf("postgres://mentord:%s@127.0.0.1:%d/postgres?sslmode=disable", password, port)
}

// postgresPrograms returns the folder of the newest version installed, or of the
// one that should be.
func postgresPrograms() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return "/usr/lib/postgresql/15/bin"
	}
	return slices.Max(found)
}

func options(pairs ...string) (args []string) {
	for pair := range slices.Chunk(pairs, 2) {
		args = append(args, "-c", pair[0]+"="+pair[1])
	}
	return args
}

// ready reads from PostgreSQL's own note, as pg_ctl does, whether it takes
// connections: the eighth line says so.
func ready(pidFile string) bool {
	text, err := os.ReadFile(pidFile)
	lines := bytes.Split(text, []byte("\n"))
	return err == nil && len(lines) >= 8 && string(bytes.TrimSpace(lines[7])) == "ready"
}
