// Package daemon carries every message through its five steps, each in a file
// of its own:
//
//	receive.go     fetch mail and commit it raw, then file it away
//	understand.go  what a mail is, who wrote it, what it answers, which acts
//	due.go         decide: mails as they were understood, and timers that came
//	settle.go      turn what waits at people's desks into letters
//	send.go        hand letters to the SMTP server
//
// Step does all five at one given moment and says when it wants to be woken; a
// rehearsal and the tests call it with a clock of their own. Run is Step with
// real waiting. Each step commits before the next begins, so the process can
// be killed between any two instructions: what was not committed is done
// again, what was committed is not.
//
// One goroutine decides. The other two only wait: one for mail, one for the
// SMTP server.
package daemon
