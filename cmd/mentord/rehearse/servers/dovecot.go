package servers

import (
	"path/filepath"
	"syscall"
)

const (
	dovecotProgram = "/usr/sbin/dovecot"
	imapProgram    = "/usr/lib/dovecot/imap"
	lmtpProgram    = "/usr/lib/dovecot/lmtp"
	sievePlugin    = "/usr/lib/dovecot/modules/lib90_sieve_plugin.so"
)

// startDovecot starts Dovecot, all of it as one plain user.
func (b *bench) startDovecot(s settings) *process {
	b.Helper()
	for _, dir := range []string{"", "run", "state", "mail"} {
		b.mkdir(0o755, s.UID, s.GID, "dovecot", dir)
	}
	file := filepath.Join(b.dir, "dovecot.conf")
	b.write("dovecot.conf", file, s)
	b.write("passwd", filepath.Join(b.dir, "passwd"), s)
	return b.start(command{
		name: "dovecot",
		args: []string{dovecotProgram, "-F", "-c", file},
		uid:  s.UID, gid: s.GID,
		stop: syscall.SIGTERM,
	})
}
