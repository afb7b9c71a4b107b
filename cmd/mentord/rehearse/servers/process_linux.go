package servers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// patience is how long a server may take to come up, or to go down.
const patience = 15 * time.Second

// A process is a server of the bench and all that it forks.
type process struct {
	b    *bench
	name string
	pid  int
	gone chan struct{} // closed when it has ended, and err is how
	err  error
}

// A command is what to run: as whom (0 is root), and how to ask it to end.
type command struct {
	name     string
	args     []string
	env      []string // besides the usual
	uid, gid int
	stop     syscall.Signal
}

func (c command) exec(log *os.File) *exec.Cmd {
	cmd := exec.Command(c.args[0], c.args[1:]...)
	cmd.Dir = "/"
	// A server must not pick up the settings of whoever runs the tests. TZ also
	// spares initdb the search for the machine's zone.
	cmd.Env = append([]string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME=/nonexistent", "LC_ALL=C.UTF-8", "TZ=UTC"}, c.env...)
	// Never the test's own output: go test waits until all who hold that are gone.
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{
		// A session and not just a process group: Postfix wants to make a session
		// itself, which the leader of a mere group can't.
		Setsid:     true,
		Credential: &syscall.Credential{Uid: uint32(c.uid), Gid: uint32(c.gid)},
	}
	return cmd
}

// start runs a server until the end of the test. Its output is in NAME.log.
func (b *bench) start(c command) *process {
	b.Helper()
	log, err := os.Create(filepath.Join(b.dir, c.name+".log"))
	b.do(err)
	defer log.Close()
	b.do(adopt())
	cmd := c.exec(log)
	p := &process{b: b, name: c.name, gone: make(chan struct{})}
	b.do(cmd.Start())
	p.pid = cmd.Process.Pid
	go func() {
		p.err = cmd.Wait()
		close(p.gone)
	}()
	fmt.Fprintln(b.guard, int(c.stop), p.pid)
	b.Cleanup(func() { p.end(c.stop) })
	return p
}

// await waits until the server is ready.
func (p *process) await(ready func() bool) {
	p.b.Helper()
	for begun := time.Now(); !ready(); {
		select {
		case <-p.gone:
			p.b.Fatalf("%s ended instead of starting: %v", p.name, p.err)
		case <-time.After(5 * time.Millisecond):
		}
		if time.Since(begun) > patience {
			p.b.Fatalf("%s is not up after %v", p.name, patience)
		}
	}
}

// wait waits for a process that does one thing and ends.
func (p *process) wait() {
	p.b.Helper()
	select {
	case <-p.gone:
		if p.err != nil {
			p.b.Fatalf("%s: %v", p.name, p.err)
		}
	case <-time.After(patience):
		p.b.Fatalf("%s is not done after %v", p.name, patience)
	}
}

// end stops the server: first by its own rules, then whatever is left of it. The
// signals go to all in its process group, as Dovecot's master alone would spend
// seconds on asking its children.
func (p *process) end(stop syscall.Signal) {
	select {
	case <-p.gone:
	default:
		syscall.Kill(-p.pid, stop)
		select {
		case <-p.gone:
		case <-time.After(patience):
			p.b.Errorf("%s had to be killed: it did not end within %v", p.name, patience)
		}
	}
	// Orphans are this program's children, see adopt. Once it has none the number
	// may be another's, and must not be signalled.
	for {
		_, err := syscall.Wait4(-p.pid, nil, syscall.WNOHANG, nil)
		if err == syscall.ECHILD {
			return
		}
		syscall.Kill(-p.pid, syscall.SIGKILL)
		time.Sleep(time.Millisecond)
	}
}

// adopt makes orphans below the test program its children, instead of those of
// the machine's first process. Postfix's master does not wait for its own, and
// only a parent can tell when the last is gone.
func adopt() error {
	const setChildSubreaper = 36 // PR_SET_CHILD_SUBREAPER, not in package syscall
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		return fmt.Errorf("adopt the servers' children: %w", errno)
	}
	return nil
}
