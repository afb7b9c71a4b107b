// Package rehearse plays a whole cohort in less than a minute: the real daemon, real mail
// servers, and a cast of participants who read their own mailboxes over IMAP
// and answer over SMTP, as people do: in words, by number, from their
// calendars, late, never, or with something that nobody can read.
//
// Only the clock is not real. The stage asks the daemon and the cast when they
// have something to do next, and jumps there. The same seed gives the same
// timeline, byte for byte.
//
// The servers are embedded ones (post.go), or real ones that a test starts
// (package servers).
package rehearse
