package servers

import (
	"os"
	"os/exec"
	"syscall"
)

// The guard reads which processes there are and how to end them, until its input
// ends: the test program has closed it, or has died. Then it ends those that are
// still there and removes the directory, again and again while they write there.
// It takes a process for the one it was told about only if that still names the
// directory, as numbers are used again. (A signal from the kernel at the death of
// the parent would be simpler, but Postfix loses it when it changes users.)
const guardScript = `
all=
while read -r stop pid; do all="$all $stop:$pid"; done
for one in $all; do
	grep -qaF "$1" /proc/"${one#*:}"/cmdline 2>/dev/null && kill -"${one%:*}" -"${one#*:}"
done
for _ in $(seq 150); do
	rm -rf "$1" 2>/dev/null && exit 0
	sleep 0.1
done
exit 1`

// setGuard sees to it that the bench goes, come what may. It must be called
// before anything is started there, so that it is the last to be undone.
func (b *bench) setGuard() {
	b.Helper()
	cmd := exec.Command("/bin/sh", "-c", guardScript, "guard", b.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is not for the guard
	in, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		os.RemoveAll(b.dir)
		b.Fatal(err)
	}
	b.guard = in
	b.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			b.Errorf("%s is left over: %v", b.dir, err)
		}
	})
}
