package servers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"mentord/cmd/mentord/rehearse/servers"
)

// TestCrowd is a whole programme at once: 80 people hold 200 connections, after
// a few mistyped passwords; all write to the program, and each gets a letter.
func TestCrowd(t *testing.T) {
	t.Parallel()
	var users []string
	for i := range 80 {
		users = append(users, fmt.Sprintf("user%d", i))
	}
	m := servers.StartMail(t, append(users, "program")...)
	clock := func(what string, limit time.Duration, f func(i int), n int) {
		t.Helper()
		begun := time.Now()
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { f(i) })
		}
		all.Wait()
		took := time.Since(begun)
		t.Logf("%d %s in %v", n, what, took)
		if took > limit {
			t.Errorf("%d %s took %v, more than %v", n, what, took, limit)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	clock("wrong passwords", 20*time.Second, func(i int) {
		if answer := connect(t, m).do("LOGIN user%d@example.test wrong", i); !strings.Contains(answer, "NO") {
			t.Errorf("wrong password: %s", answer)
		}
	}, 10)
	sessions := make([]*session, 200)
	clock("logins", time.Minute, func(i int) { sessions[i] = login(t, m, users[i%len(users)]) }, len(sessions))

	program := login(t, m, "program")
	clock("mails to one mailbox", time.Minute, func(i int) {
		if err := submit(t, m, users[i], "program+"+users[i]+"@example.test", "Hi"); err != nil {
			t.Error(err)
		}
	}, len(users))
	program.arrived(len(users))

	// Past 128 connections the kernel's notices run out, and Dovecot has to look.
	for _, s := range sessions {
		s.do("SELECT INBOX")
		s.n++
		s.c.PrintfLine("t%d IDLE", s.n)
		s.until("+")
	}
	clock("letters", time.Minute, func(i int) {
		if err := submit(t, m, "program", users[i]+"@example.test", "Hi"); err != nil {
			t.Error(err)
		}
	}, len(users))
	clock("notices", time.Minute, func(i int) { sessions[i].until("* 1 EXISTS") }, len(sessions))
}
