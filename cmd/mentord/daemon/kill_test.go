package daemon_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mentord/cmd/mentord/daemon"
	"mentord/cmd/mentord/rehearse"
	"mentord/mailer"
	"mentord/store"
)

// child is the daemon as a process of its own: it works at the moment monday
// and kills itself with SIGKILL when it passes a point for the n-th time.
func child() {
	if os.Getenv("MENTORD_CHILD") == "busy" {
		busyChild()
	}
	point, n, _ := strings.Cut(os.Getenv("MENTORD_KILL"), ":")
	left, _ := strconv.Atoi(n)
	s, err := store.Open(context.Background(), store.Options{Path: os.Getenv("MENTORD_STORE"), Program: "p"}, monday, func() string { return "secret" })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	d := daemon.New(setup(s, os.Getenv("MENTORD_IMAP"), os.Getenv("MENTORD_SMTP"), func(p daemon.Point) {
		if string(p) != point {
			return
		}
		if left--; left == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal is on its way: go no further
		}
	}))
	if err = s.Reclaim(context.Background(), monday); err == nil {
		_, err = d.Step(context.Background(), monday)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// mails is a busy morning: people who join, one who asks for help, and one
// whose mail nobody can read.
func mails() [][]byte {
	return [][]byte{
		plain(ana, "joining", "Role: mentee\nGoals: learn to negotiate\nCity: London\nFree: Mon to Fri 9-17"),
		plain(bo, "joining", "Role: mentor\nSkills: negotiation\nCity: London\nFree: Mon to Fri 9-17"),
		plain(ana, "help", "help"),
		plain("who@mentoring.example", "hm", "zzz"),
	}
}

// maxKills is how often the process is killed before it may run through.
const maxKills = 6

// run plays the morning, killing the process again and again at the point, and
// gives what everybody got, by message id.
func run(t *testing.T, kill string) (got map[string]map[string]int, killed int, outcomes map[string]int) {
	t.Helper()
	post, err := rehearse.OpenPost("mentoring.example", []string{program, ana, bo, mia}, func() time.Time { return monday })
	if err != nil {
		t.Fatal(err)
	}
	defer post.Close()
	for _, m := range mails() {
		write(t, post.SMTP, ana, m)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	for {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "MENTORD_CHILD=1", "MENTORD_KILL="+kill, "MENTORD_STORE="+path, "MENTORD_IMAP="+post.IMAP, "MENTORD_SMTP="+post.SMTP)
		out, err := c.CombinedOutput()
		if err == nil {
			break
		}
		status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
		if !ok || status.Signal() != syscall.SIGKILL {
			t.Fatalf("%s: the daemon failed: %v\n%s", kill, err, out)
		}
		if killed++; killed == maxKills {
			kill = "" // before a commit there is no progress to be made: let it run
		}
	}
	got = map[string]map[string]int{}
	for _, address := range []string{ana, bo, mia} {
		got[address] = map[string]int{}
		for _, l := range letters(t, post.IMAP, address) {
			got[address][l.MessageID]++
			if l.MessageID == "" || mailer.Classify(l, "p") != mailer.Looped {
				t.Errorf("%s: %s got something that is no letter of ours: %q", kill, address, l.Subject)
			}
		}
	}
	err = openStore(t, path).Update(context.Background(), monday, func(tx *store.Tx) error {
		c, err := tx.Counts()
		outcomes = c.Mails
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, killed, outcomes
}

// Killed at every point of the way, at its first, second and third passage, and
// started again: no mail is lost or decided twice, no letter is missing, and one
// that goes out twice is the same letter.
func TestKilledAtEveryPoint(t *testing.T) {
	want, _, outcomes := run(t, "")
	if len(want[ana]) < 3 || len(want[bo]) < 2 || len(want[mia]) != 1 {
		t.Fatalf("an undisturbed morning gives too little to look at: %v", want)
	}
	for _, point := range []daemon.Point{daemon.Fetched, daemon.Taken, daemon.Decided, daemon.Written, daemon.Dialling, daemon.Delivered} {
		for n := 1; n <= 3; n++ {
			kill := fmt.Sprintf("%s:%d", point, n)
			t.Run(kill, func(t *testing.T) {
				got, killed, ended := run(t, kill)
				if killed == 0 {
					t.Error("it was never killed")
				}
				if !maps.Equal(ended, outcomes) {
					t.Errorf("mails ended as %v, undisturbed as %v", ended, outcomes)
				}
				for address, ids := range want {
					if a, b := slices.Sorted(maps.Keys(got[address])), slices.Sorted(maps.Keys(ids)); !slices.Equal(a, b) {
						t.Errorf("%s got %d different letters, undisturbed %d\n%v\n%v", address, len(a), len(b), a, b)
					}
					for id, times := range got[address] {
						if times > 1 && point != daemon.Delivered && point != daemon.Dialling {
							t.Errorf("%s got %s %d times", address, id, times)
						}
					}
				}
			})
		}
	}
}
