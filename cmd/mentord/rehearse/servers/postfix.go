package servers

import (
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

const postfixProgram = "/usr/lib/postfix/sbin/master"

// startPostfix starts Postfix: its master as root, the rest as user postfix.
func (b *bench) startPostfix(s settings) *process {
	b.Helper()
	uid, gid := b.who("postfix")
	drop := b.groupID("postdrop")
	b.mkdir(0o755, 0, 0, "postfix")
	b.mkdir(0o700, uid, gid, "postfix", "data")
	// "postfix check" would make these, but takes seconds.
	b.mkdir(0o755, 0, 0, "postfix", "spool")
	b.mkdir(0o755, 0, 0, "postfix", "spool", "pid")
	for _, queue := range []string{"active", "bounce", "corrupt", "defer", "deferred", "flush",
		"hold", "incoming", "private", "saved", "trace"} {
		b.mkdir(0o700, uid, 0, "postfix", "spool", queue)
	}
	b.mkdir(0o730, uid, drop, "postfix", "spool", "maildrop")
	b.mkdir(0o710, uid, drop, "postfix", "spool", "public")

	etc := b.mkdir(0o755, 0, 0, "postfix", "etc")
	// Postfix does not trust a file that changed within the last second: each of
	// its programs would sleep until this is over.
	old := time.Now().Add(-time.Minute)
	for _, name := range []string{"main.cf", "master.cf", "mailboxes", "transport"} {
		file := filepath.Join(etc, name)
		b.write(name, file, s)
		b.do(os.Chtimes(file, old, old))
	}
	return b.start(command{
		name: "postfix",
		args: []string{postfixProgram, "-c", etc, "-s"},
		// Without these it takes what keeps it from starting to the system's log,
		// and says nothing here.
		env:  []string{"POSTLOG_SERVICE=postlog", "POSTLOG_HOSTNAME=mx"},
		stop: syscall.SIGTERM,
	})
}

func (b *bench) group(gid int) string {
	b.Helper()
	g, err := user.LookupGroupId(strconv.Itoa(gid))
	b.do(err)
	return g.Name
}

func (b *bench) groupID(name string) int {
	b.Helper()
	g, err := user.LookupGroup(name)
	b.do(err)
	id, err := strconv.Atoi(g.Gid)
	b.do(err)
	return id
}
