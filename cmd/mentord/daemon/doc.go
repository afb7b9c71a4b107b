// Package daemon carries every message through its five steps, each in a file
// of its own:
//
//	receive.go     fetch mail and commit it raw, then file it away
//	understand.go  what a mail is and what follows, each in one transaction
//	               (read.go who wrote it, words.go what it answers, calendar.go
//	               and coordinator.go for theirs)
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
// One goroutine decides. The others only wait: one for mail, and one for each
// connection to the SMTP server. health.go is what all of them tell of how they do.
// recover.go brings a store that was restored from a backup to the present: the
// same steps, with nothing sent, at the moments at which all of it happened.
package daemon
