package servers

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A bench is what one Start owns: a directory, a few ports, and the processes
// that work there.
type bench struct {
	testing.TB
	dir   string
	guard io.Writer // is told what to end should the test program be killed
}

// newBench makes the directory. It can't be t.TempDir: nobody may not enter the
// parents of that one, and its path can be too long for a Unix socket.
func newBench(t testing.TB) *bench {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "mentord-servers-")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{TB: t, dir: dir}
	b.setGuard()
	b.do(os.Chmod(dir, 0o755))
	// Cleanups run last to first, so this one still finds the directory.
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the servers' last words:\n%s", b.tail())
		}
	})
	return b
}

// do ends the test if a step of the preparations failed.
func (b *bench) do(err error) {
	if err != nil {
		b.Helper()
		b.Fatal(err)
	}
}

// mkdir makes a directory below the bench's own and gives it to somebody.
func (b *bench) mkdir(mode os.FileMode, uid, gid int, path ...string) string {
	b.Helper()
	dir := filepath.Join(append([]string{b.dir}, path...)...)
	b.do(os.MkdirAll(dir, 0o755))
	b.do(os.Chmod(dir, mode)) // past the umask
	b.do(os.Chown(dir, uid, gid))
	return dir
}

// who returns the ids of a user of this machine.
func (b *bench) who(name string) (uid, gid int) {
	b.Helper()
	u, err := user.Lookup(name)
	b.do(err)
	uid, err = strconv.Atoi(u.Uid)
	b.do(err)
	gid, err = strconv.Atoi(u.Gid)
	b.do(err)
	return uid, gid
}

// The ports lie below those that the kernel gives to clients, which come and go
// at any moment; they are taken in blocks.
const (
	firstPort   = 20000
	blockSize   = 8
	blocksTotal = 1500
)

// ports returns n ports that are free now and that no other bench will take
// before this one is done. The servers can't be told to pick a port, so between
// the look and their start a port belongs to nobody; what keeps the others away
// is a lock per block: a name in the kernel's abstract socket space, which one
// process at a time can hold and which goes when that process goes.
func (b *bench) ports(n int) []int {
	b.Helper()
	for range 200 {
		first := firstPort + blockSize*rand.IntN(blocksTotal)
		lock, err := net.Listen("unix", fmt.Sprintf("@mentord-servers-%d", first))
		if err != nil {
			continue
		}
		ports, ok := free(first, n)
		if !ok {
			lock.Close()
			continue
		}
		b.Cleanup(func() { lock.Close() })
		return ports
	}
	b.Fatalf("found no %d free ports between %d and %d", n, firstPort, firstPort+blockSize*blocksTotal)
	return nil
}

func free(first, n int) (ports []int, ok bool) {
	for port := first; port < first+n; port++ {
		l, err := net.Listen("tcp", local(port))
		if err != nil {
			return nil, false
		}
		defer l.Close()
		ports = append(ports, port)
	}
	return ports, true
}

func local(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// greets returns a question: does the server at addr say hello? A connection
// alone proves little, as the kernel accepts it for a server that is not up yet.
func greets(addr, hello string) func() bool {
	return func() bool {
		c, err := net.DialTimeout("tcp", addr, time.Second)
		if err != nil {
			return false
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(5 * time.Second))
		got := make([]byte, len(hello))
		_, err = io.ReadFull(c, got)
		return err == nil && string(got) == hello
	}
}

// tail returns the last lines of each log in the bench.
func (b *bench) tail() string {
	var s strings.Builder
	logs, _ := filepath.Glob(filepath.Join(b.dir, "*.log"))
	for _, log := range logs {
		text, err := os.ReadFile(log)
		if err != nil || len(text) == 0 {
			continue
		}
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		fmt.Fprintf(&s, "--- %s\n%s\n", filepath.Base(log), strings.Join(lines[max(0, len(lines)-25):], "\n"))
	}
	return s.String()
}
