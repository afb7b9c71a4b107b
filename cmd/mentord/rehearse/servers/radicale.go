package servers

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// StartRadicale starts a CalDAV server for the rest of the test and returns the
// address of one user's calendars, with that user's name and password in it.
func StartRadicale(t testing.TB) (url, user, password string) {
	t.Helper()
	need(t, "radicale", "/usr/bin/python3", "/usr/bin/radicale")
	b := newBench(t)
	port := b.ports(1)[0]
	uid, gid := b.who("nobody")
	data := b.mkdir(0o700, uid, gid, "collections")
	b.do(os.WriteFile(filepath.Join(b.dir, "users"), []byte("ana:secret-ana\n"), 0o644))
	conf := filepath.Join(b.dir, "radicale.conf")
	b.do(os.WriteFile(conf, fmt.Appendf(nil, "[server]\nhosts = 127.0.0.1:%d\n[auth]\ntype = htpasswd\nhtpasswd_filename = %s/users\nhtpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = %s\n", port, b.dir, data), 0o644))
	radicale := b.start(command{name: "radicale", args: []string{"/usr/bin/python3", "-m", "radicale", "--config", conf}, uid: uid, gid: gid, stop: syscall.SIGTERM})
	url = "http://127.0.0.1:" + strconv.Itoa(port) + "/ana/"
	radicale.await(func() bool {
		response, err := http.Get(url)
		if err != nil {
			return false
		}
		response.Body.Close()
		return true
	})
	return url, "ana", "secret-ana"
}
